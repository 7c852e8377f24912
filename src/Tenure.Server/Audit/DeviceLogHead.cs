using System.Security.Cryptography;
using Tenure.Domain.Devices;
using Tenure.Protocols.Log;

namespace Tenure.Server.Audit;

/// <summary>The end of one device's chain. Its length is the concurrency token: of two that append at once one loses, so a chain cannot fork.</summary>
internal sealed class DeviceLogHead
{
    private DeviceLogHead()
    {
    }

    public DeviceLogHead(DeviceId device)
    {
        DeviceId = device;
        DeviceRef = RandomNumberGenerator.GetBytes(LogChain.RefSize);
        Hash = LogChain.Start;
    }

    public DeviceId DeviceId { get; private set; }

    /// <summary>The log's own random name of the device.</summary>
    public byte[] DeviceRef { get; private set; } = [];

    /// <summary>How many entries there are.</summary>
    public long Length { get; private set; }

    /// <summary>Hash of the last entry.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>The next entry; the head moves on to it.</summary>
    public DeviceLogRow Append(string name, string details, byte[] salt, DateTimeOffset now)
    {
        var entry = new LogEntry
        {
            DeviceRef = DeviceRef,
            Sequence = Length,
            Previous = Hash,
            Event = name,
            At = now,
            Commitment = LogChain.Commit(salt, System.Text.Encoding.UTF8.GetBytes(details)),
        };
        Hash = LogChain.Hash(entry);
        Length++;
        return new DeviceLogRow(DeviceId, entry, salt, details, Hash);
    }
}
