using Tenure.Domain.Devices;
using Tenure.Protocols.Log;

namespace Tenure.Server.Audit;

/// <summary>One entry as it is kept. Every column is under the hash, the hash itself under the next entry or the head.</summary>
internal sealed class DeviceLogRow
{
    private DeviceLogRow()
    {
    }

    public DeviceLogRow(DeviceId device, LogEntry entry, byte[] salt, string details, byte[] hash)
    {
        DeviceId = device;
        Sequence = entry.Sequence;
        DeviceRef = entry.DeviceRef;
        Event = entry.Event;
        At = entry.At.ToUnixTimeSeconds();
        Details = details;
        Salt = salt;
        Commitment = entry.Commitment;
        Previous = entry.Previous;
        Hash = hash;
    }

    public DeviceId DeviceId { get; private set; }

    public long Sequence { get; private set; }

    public byte[] DeviceRef { get; private set; } = [];

    public string Event { get; private set; } = "";

    /// <summary>Seconds since 1970, UTC: whole, so that both databases keep exactly what was hashed.</summary>
    public long At { get; private set; }

    /// <summary>JSON text as committed to; <c>null</c> with <see cref="Salt"/> when erased.</summary>
    public string? Details { get; private set; }

    public byte[]? Salt { get; private set; }

    public byte[] Commitment { get; private set; } = [];

    public byte[] Previous { get; private set; } = [];

    public byte[] Hash { get; private set; } = [];

    /// <summary>As the verifier takes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is none.</exception>
    public LogLine ToLine() => new()
    {
        Entry = new LogEntry
        {
            DeviceRef = DeviceRef,
            Sequence = Sequence,
            Previous = Previous,
            Event = Event,
            At = DateTimeOffset.FromUnixTimeSeconds(At),
            Commitment = Commitment,
        },
        Hash = Hash,
        Salt = Salt,
        Details = Details,
    };
}
