using Tenure.Domain.Devices;

namespace Tenure.Server.Audit.Tree;

/// <summary>An entry that the tree has not taken up yet. Written in the transaction of the entry itself, removed in the one that takes it up: in between, whatever dies, it waits here.</summary>
internal sealed class WaitingEntry
{
    private WaitingEntry()
    {
    }

    public WaitingEntry(DeviceLogRow entry)
    {
        DeviceId = entry.DeviceId;
        Sequence = entry.Sequence;
        Hash = entry.Hash;
    }

    /// <summary>By the database, roughly in the order of writing; it has gaps, and a lower one may be committed later.</summary>
    public long Id { get; private set; }

    public DeviceId DeviceId { get; private set; }

    public long Sequence { get; private set; }

    public byte[] Hash { get; private set; } = [];
}
