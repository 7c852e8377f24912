using System.Text.Json;
using Tenure.Device.Block;

namespace Tenure.Device.Phone;

/// <summary>The user data partition: one record, and everything that a wipe erases.</summary>
public sealed class UserData
{
    private const int ChunkLength = 1024 * 1024;

    private readonly IPartition partition;
    private readonly SlotPair slots;
    private readonly Action eraseElse;
    private ulong sequence;

    internal UserData(IPartition partition, byte[] secret, Action eraseElse)
    {
        this.partition = partition;
        this.eraseElse = eraseElse;
        slots = new SlotPair(
            new PartitionRange(partition, 0, 2 * PhoneLayout.EraseUnit), PhoneLayout.EraseUnit, secret, "tenure/userdata/1");
        var stored = slots.Read();
        sequence = stored?.Sequence ?? 0;
        Record = stored is null ? new UserRecord() : JsonSerializer.Deserialize<UserRecord>(stored.Body) ?? new UserRecord();
    }

    /// <summary>The user's record; an empty one after a wipe.</summary>
    public UserRecord Record { get; private set; }

    /// <summary>Replaces the record.</summary>
    public void Save(UserRecord record)
    {
        slots.Write(sequence + 1, JsonSerializer.SerializeToUtf8Bytes(record));
        (sequence, Record) = (sequence + 1, record);
    }

    /// <summary>Erases what else the person keeps on the device, then overwrites the whole partition. May be repeated: cut in between, it is simply done again.</summary>
    public void Erase()
    {
        eraseElse();
        Erase(partition);
        (sequence, Record) = (0, new UserRecord());
    }

    internal static void Erase(IPartition partition)
    {
        var nothing = new byte[ChunkLength];
        for (long offset = 0; offset < partition.Length; offset += ChunkLength)
        {
            partition.Write(offset, nothing.AsSpan(0, (int)Math.Min(ChunkLength, partition.Length - offset)));
        }

        partition.Sync();
    }
}
