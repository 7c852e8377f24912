namespace Tenure.Device.Block;

/// <summary>The power of a phone as its storage sees it: it can be told to fail after a number of bytes or of operations.</summary>
/// <remarks>One supply is shared by all partitions of a phone, so that a cut can fall between two of them.</remarks>
public sealed class PowerSupply
{
    private long bytesLeft = long.MaxValue;
    private long operationsLeft = long.MaxValue;

    /// <summary>Whether the power failed; nothing works any more after that.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Bytes written so far.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Writes and syncs so far.</summary>
    public long Operations { get; private set; }

    /// <summary>The power fails when <paramref name="bytes"/> more bytes have been written.</summary>
    public void CutAfterBytes(long bytes) => bytesLeft = bytes;

    /// <summary>The power fails when <paramref name="operations"/> more writes or syncs are complete.</summary>
    public void CutAfterOperations(long operations) => operationsLeft = operations;

    /// <summary>How many of <paramref name="wanted"/> bytes still reach the medium; fewer means that the power failed meanwhile.</summary>
    internal int Draw(int wanted)
    {
        Demand();
        var drawn = (int)Math.Min(wanted, bytesLeft);
        bytesLeft -= drawn;
        BytesWritten += drawn;
        IsCut = drawn < wanted;
        return drawn;
    }

    /// <summary>An operation begins.</summary>
    /// <exception cref="PowerCutException">There is no power (any more).</exception>
    internal void Begin()
    {
        Demand();
        if (operationsLeft-- <= 0)
        {
            IsCut = true;
            throw new PowerCutException();
        }

        Operations++;
    }

    /// <exception cref="PowerCutException">There is no power.</exception>
    internal void Demand()
    {
        if (IsCut)
        {
            throw new PowerCutException();
        }
    }
}
