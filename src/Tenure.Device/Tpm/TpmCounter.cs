using Tenure.Device.Block;

namespace Tenure.Device.Tpm;

/// <summary>A counter in the NV memory of a TPM 2.0. Whoever removes it and makes it anew gets one that goes on above the highest value that was ever there.</summary>
/// <remarks>It has no password: to count further harms only availability, and nobody can count back.</remarks>
public sealed class TpmCounter : IMonotonicCounter
{
    /// <summary>Where it lies: in the range that the owner of a TPM may use freely (TCG Registry of Reserved TPM 2.0 Handles, §2.3.1).</summary>
    public const uint Index = 0x01807E4E;

    private const uint NvIncrement = 0x134;

    private readonly TpmNv nv;

    private TpmCounter(TpmNv nv) => this.nv = nv;

    /// <summary>The counter of this TPM; makes it when there is none.</summary>
    /// <param name="line">To the TPM.</param>
    /// <exception cref="TpmException">Something else lies at <see cref="Index"/>, or it may not be made.</exception>
    public static TpmCounter Open(TpmLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var nv = new TpmNv(line, Index);
        var isWritten = nv.IsWritten(TpmNv.Counter);
        if (isWritten is null)
        {
            nv.Define(TpmNv.Counter);
        }

        // A counter says nothing before it counted once; cut in between, the next start counts it.
        if (isWritten is not true)
        {
            nv.Act(NvIncrement, []);
        }

        return new TpmCounter(nv);
    }

    /// <inheritdoc />
    public ulong Read() => nv.Read();

    /// <inheritdoc />
    public ulong Increment()
    {
        nv.Act(NvIncrement, []);
        return Read();
    }
}
