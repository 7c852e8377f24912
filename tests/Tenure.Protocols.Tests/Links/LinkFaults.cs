namespace Tenure.Protocols.Tests.Links;

/// <summary>What goes wrong on the way in one direction.</summary>
internal sealed record LinkFaults
{
    /// <summary>The link breaks after so many bytes.</summary>
    public long? CutAfter { get; init; }

    /// <summary>This transfer comes twice; counted from 0.</summary>
    public int? Twice { get; init; }

    /// <summary>Bytes that come before this transfer.</summary>
    public (int Transfer, byte[] Bytes)? Stray { get; init; }

    /// <summary>An empty transfer before each other one, as hosts that know of zero-length packets send.</summary>
    public bool EmptyTransfers { get; init; }

    /// <summary>Each transfer is late.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>When this transfer is to go out, the other side has these to say first, and takes nothing before they are read.</summary>
    public (int Transfer, byte[][] Lines)? TakesNothingBefore { get; init; }

    /// <summary>Bytes that a stream gives at a time.</summary>
    public int Pieces { get; init; } = int.MaxValue;
}
