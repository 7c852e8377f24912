using System.Buffers.Binary;

namespace Tenure.Device.Block;

/// <summary>The counters that only rise, in an area of their own: the sequence of the block that counts, and how often the phone started.</summary>
/// <remarks>
/// Where the device has a counter in hardware, that one says which block counts, and nobody can write it back. Elsewhere, and in the virtual phone, a partition stands for it.
/// It is kept in two slots like the block, so a cut leaves the old or the new value.
/// </remarks>
public sealed class Counters
{
    /// <summary>Label of the counters' slots under their HMAC.</summary>
    public const string Label = "tenure/counters/1";

    private const int BodyLength = 16;

    private readonly SlotPair slots;
    private readonly IMonotonicCounter? hardware;
    private ulong sequence;

    private Counters(SlotPair slots, SlotRecord? record, IMonotonicCounter? hardware)
    {
        this.slots = slots;
        this.hardware = hardware;
        sequence = record?.Sequence ?? 0;
        IsReadable = record?.Body.Length == BodyLength;
        if (IsReadable)
        {
            BlockSequence = BinaryPrimitives.ReadUInt64BigEndian(record!.Body);
            BootCount = BinaryPrimitives.ReadUInt64BigEndian(record.Body.AsSpan(8));
        }

        if (hardware is not null)
        {
            ReadHardware(hardware);
        }
    }

    /// <summary>Whether the area held a valid record; if not, the block is not trusted.</summary>
    public bool IsReadable { get; private set; }

    /// <summary>Sequence of the block that counts; a valid block with a lower one was copied back.</summary>
    public ulong BlockSequence { get; private set; }

    /// <summary>How often the phone started.</summary>
    public ulong BootCount { get; private set; }

    /// <summary>Reads the counters.</summary>
    /// <param name="slots">Where they lie.</param>
    /// <param name="hardware">What says which block counts, where the device has it.</param>
    public static Counters Load(SlotPair slots, IMonotonicCounter? hardware = null) => new(slots, slots.Read(), hardware);

    /// <summary>One more start.</summary>
    public void CountBoot() => Write(BlockSequence, BootCount + 1);

    /// <summary>The server has seen this many starts: they go on above them, whatever was counted here. Which block counts stays as it is, and a cut leaves the old or the new count.</summary>
    /// <returns>Whether the count was lower.</returns>
    public bool CountOnFrom(uint seen)
    {
        if (BootCount > seen)
        {
            return false;
        }

        Write(BlockSequence, seen + 1UL);
        return true;
    }

    /// <summary>The block with this sequence is written and counts from now on.</summary>
    public void AdvanceTo(ulong blockSequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSequence, BlockSequence);
        while (hardware is not null && BlockSequence < blockSequence)
        {
            BlockSequence = hardware.Increment();
        }

        Write(blockSequence, BootCount);
    }

    // A counter that does not answer says nothing: the block cannot be trusted then.
    private void ReadHardware(IMonotonicCounter counter)
    {
        try
        {
            BlockSequence = counter.Read();
        }
        catch (IOException)
        {
            IsReadable = false;
        }
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
