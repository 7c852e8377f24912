namespace Tenure.Protocols.Log;

/// <summary>A root's word that a log is over and another one takes its place: the only explanation of a fork that a phone takes. The server, which has the log's signer, cannot give it.</summary>
public sealed record LogSuccession
{
    /// <summary>The issuer's URL, as in checkpoints. At most 255 bytes.</summary>
    public required string Issuer { get; init; }

    /// <summary>16 random bytes: the log that is over.</summary>
    public required byte[] Previous { get; init; }

    /// <summary>16 random bytes: the log that goes on.</summary>
    public required byte[] LogId { get; init; }

    /// <summary>When, UTC, a whole hour.</summary>
    public required DateTimeOffset At
    {
        get;
        init => field = LogTime.Cut(value);
    }
}
