namespace Tenure.Protocols.Log;

/// <summary>One event of one device. Holds nothing about a person: what happened in detail is behind the commitment.</summary>
public sealed record LogEntry
{
    /// <summary>16 random bytes: the log's own name of the device, so that the log says nothing to who has only the log.</summary>
    public required byte[] DeviceRef { get; init; }

    /// <summary>Position in the device's chain, from 0.</summary>
    public required long Sequence { get; init; }

    /// <summary>32 bytes: hash of the entry before; zeros for the first.</summary>
    public required byte[] Previous { get; init; }

    /// <summary>What happened: 1 to 64 of <c>A-Z a-z 0-9 . _ -</c>.</summary>
    public required string Event { get; init; }

    /// <summary>When, UTC. Cut to whole seconds: databases keep different fractions, and the time is hashed.</summary>
    public required DateTimeOffset At
    {
        get;
        init => field = DateTimeOffset.FromUnixTimeSeconds(value.ToUnixTimeSeconds());
    }

    /// <summary>32 bytes: <see cref="LogChain.Commit"/> of the details.</summary>
    public required byte[] Commitment { get; init; }
}
