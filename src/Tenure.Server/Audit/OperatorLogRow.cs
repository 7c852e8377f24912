using Tenure.Protocols.Log;

namespace Tenure.Server.Audit;

/// <summary>One entry of the operators' log as it is kept, under the same hashes as a device's.</summary>
internal sealed class OperatorLogRow
{
    private OperatorLogRow()
    {
    }

    public OperatorLogRow(LogEntry entry, byte[] salt, string details, byte[] hash)
    {
        Sequence = entry.Sequence;
        ChainRef = entry.DeviceRef;
        Event = entry.Event;
        At = entry.At.ToUnixTimeSeconds();
        Details = details;
        Salt = salt;
        Commitment = entry.Commitment;
        Previous = entry.Previous;
        Hash = hash;
    }

    public long Sequence { get; private set; }

    public byte[] ChainRef { get; private set; } = [];

    public string Event { get; private set; } = "";

    /// <summary>Seconds since 1970, UTC: whole, so that both databases keep exactly what was hashed.</summary>
    public long At { get; private set; }

    /// <summary>JSON text as committed to.</summary>
    public string Details { get; private set; } = "";

    public byte[] Salt { get; private set; } = [];

    public byte[] Commitment { get; private set; } = [];

    public byte[] Previous { get; private set; } = [];

    public byte[] Hash { get; private set; } = [];

    /// <summary>As the verifier takes it.</summary>
    /// <summary>What it was about is erased: hash and place stay, and nothing opens the commitment any more.</summary>
    public void Forget() => (Details, Salt) = ("", []);

    /// <exception cref="ArgumentOutOfRangeException">The time is none.</exception>
    public LogLine ToLine() => new()
    {
        Entry = new LogEntry
        {
            DeviceRef = ChainRef,
            Sequence = Sequence,
            Previous = Previous,
            Event = Event,
            At = DateTimeOffset.FromUnixTimeSeconds(At),
            Commitment = Commitment,
        },
        Hash = Hash,
        Salt = Salt.Length == 0 ? null : Salt,
        Details = Salt.Length == 0 ? null : Details,
    };
}
