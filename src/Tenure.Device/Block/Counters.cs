using System.Buffers.Binary;

namespace Tenure.Device.Block;

/// <summary>The counters that only rise, in an area of their own: the sequence of the block that counts, and how often the phone started.</summary>
/// <remarks>
/// Stands for a hardware counter (RPMB, TPM NV): a real device must not let software write it back. It is kept in two slots like the block, so a
/// cut leaves the old or the new value.
/// </remarks>
public sealed class Counters
{
    /// <summary>Label of the counters' slots under their HMAC.</summary>
    public const string Label = "tenure/counters/1";

    private const int BodyLength = 16;

    private readonly SlotPair slots;
    private ulong sequence;

    private Counters(SlotPair slots, SlotRecord? record)
    {
        this.slots = slots;
        sequence = record?.Sequence ?? 0;
        IsReadable = record?.Body.Length == BodyLength;
        if (IsReadable)
        {
            BlockSequence = BinaryPrimitives.ReadUInt64BigEndian(record!.Body);
            BootCount = BinaryPrimitives.ReadUInt64BigEndian(record.Body.AsSpan(8));
        }
    }

    /// <summary>Whether the area held a valid record; if not, the block is not trusted.</summary>
    public bool IsReadable { get; private set; }

    /// <summary>Sequence of the block that counts; a valid block with a lower one was copied back.</summary>
    public ulong BlockSequence { get; private set; }

    /// <summary>How often the phone started.</summary>
    public ulong BootCount { get; private set; }

    /// <summary>Reads the counters.</summary>
    public static Counters Load(SlotPair slots) => new(slots, slots.Read());

    /// <summary>One more start.</summary>
    public void CountBoot() => Write(BlockSequence, BootCount + 1);

    /// <summary>The block with this sequence is written and counts from now on.</summary>
    public void AdvanceTo(ulong blockSequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSequence, BlockSequence);
        Write(blockSequence, BootCount);
    }

    private void Write(ulong blockSequence, ulong bootCount)
    {
        var body = new byte[BodyLength];
        BinaryPrimitives.WriteUInt64BigEndian(body, blockSequence);
        BinaryPrimitives.WriteUInt64BigEndian(body.AsSpan(8), bootCount);
        slots.Write(sequence + 1, body);
        (sequence, IsReadable, BlockSequence, BootCount) = (sequence + 1, true, blockSequence, bootCount);
    }
}
