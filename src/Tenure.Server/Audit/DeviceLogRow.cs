using Tenure.Domain.Devices;
using Tenure.Protocols.Log;

namespace Tenure.Server.Audit;

/// <summary>One entry as it is kept. Every column is under the hash, and the hash in the tree. No row is ever changed or removed.</summary>
internal sealed class DeviceLogRow
{
    private DeviceLogRow()
    {
    }

    public DeviceLogRow(DeviceId device, LogEntry entry)
    {
        DeviceId = device;
        Sequence = entry.Sequence;
        Format = entry.Format;
        DeviceRef = entry.DeviceRef;
        HoldingRef = entry.HoldingRef;
        Event = entry.Event;
        At = entry.At.ToUnixTimeSeconds();
        Commitment = entry.Commitment;
        Previous = entry.Previous;
        Hash = LogChain.Hash(entry);
    }

    public DeviceId DeviceId { get; private set; }

    public long Sequence { get; private set; }

    /// <summary>1 for entries that are older than the tree, else 2.</summary>
    public int Format { get; private set; }

    public byte[] DeviceRef { get; private set; } = [];

    /// <summary>The log's own name of the holding; <c>null</c> where nobody held the device, and in format 1.</summary>
    public byte[]? HoldingRef { get; private set; }

    public string Event { get; private set; } = "";

    /// <summary>Seconds since 1970, UTC, a whole hour in format 2: both databases keep exactly what was hashed.</summary>
    public long At { get; private set; }

    public byte[] Commitment { get; private set; } = [];

    public byte[] Previous { get; private set; } = [];

    public byte[] Hash { get; private set; } = [];

    /// <summary>As the verifier takes it.</summary>
    /// <param name="opening">Salt and details; <c>null</c> when they were erased.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is none.</exception>
    public LogLine ToLine(DeviceLogOpening? opening) => new()
    {
        Entry = new LogEntry
        {
            Format = Format,
            DeviceRef = DeviceRef,
            HoldingRef = HoldingRef,
            Sequence = Sequence,
            Previous = Previous,
            Event = Event,
            At = DateTimeOffset.FromUnixTimeSeconds(At),
            Commitment = Commitment,
        },
        Hash = Hash,
        Salt = opening?.Salt,
        Details = opening?.Details,
    };
}
