namespace Tenure.Protocols.Log;

/// <summary>One event of one device. Holds nothing about a person: what happened in detail is behind the commitment.</summary>
public sealed record LogEntry
{
    /// <summary>How it is encoded: 1, as operators' entries are and devices' were before there was a tree; or 2, with <see cref="HoldingRef"/> and whole hours.</summary>
    public int Format { get; init; } = 1;

    /// <summary>16 random bytes: the log's own name of the device, so that the log says nothing to who has only the log.</summary>
    public required byte[] DeviceRef { get; init; }

    /// <summary>16 random bytes: the log's own name of the holding; <c>null</c> when nobody holds the device, and always in format 1.</summary>
    public byte[]? HoldingRef { get; init; }

    /// <summary>Position in the device's chain, from 0.</summary>
    public required long Sequence { get; init; }

    /// <summary>32 bytes: hash of the entry before; zeros for the first.</summary>
    public required byte[] Previous { get; init; }

    /// <summary>What happened: 1 to 64 of <c>A-Z a-z 0-9 . _ -</c>.</summary>
    public required string Event { get; init; }

    /// <summary>When, UTC. Cut to whole seconds: databases keep different fractions, and the time is hashed. In format 2 a whole hour, of <see cref="LogTime.Cut"/>.</summary>
    public required DateTimeOffset At
    {
        get;
        init => field = DateTimeOffset.FromUnixTimeSeconds(value.ToUnixTimeSeconds());
    }

    /// <summary>32 bytes: <see cref="LogChain.Commit"/> of the details.</summary>
    public required byte[] Commitment { get; init; }
}
