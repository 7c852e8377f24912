namespace Tenure.Protocols.Log;

/// <summary>What a log's signer says: so many entries, and this is the root over them.</summary>
public sealed record Checkpoint
{
    /// <summary>The issuer's URL, as in tickets. At most 255 bytes.</summary>
    public required string Issuer { get; init; }

    /// <summary>16 random bytes: which log of this issuer. Only a log that begins anew has another one.</summary>
    public required byte[] LogId { get; init; }

    /// <summary>How many entries, from 0.</summary>
    public required long Size { get; init; }

    /// <summary>32 bytes: the root of the Merkle tree over them.</summary>
    public required byte[] RootHash { get; init; }

    /// <summary>When, UTC. Cut to the hour: finer, the row of checkpoints would tell when each entry was made.</summary>
    public required DateTimeOffset At
    {
        get;
        init => field = LogTime.Cut(value);
    }
}
