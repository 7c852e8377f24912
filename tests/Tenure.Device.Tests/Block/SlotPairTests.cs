using Tenure.Device.Block;

namespace Tenure.Device.Tests.Block;

public sealed class SlotPairTests
{
    private static readonly byte[] Secret = new byte[32];

    private readonly MemoryPartition area = new(2 * BlockBench.EraseUnit);

    [Fact]
    public void A_record_of_one_purpose_is_none_of_another()
    {
        Slots(area, PersistentBlock.Label).Write(1, [1]);
        Assert.NotNull(Slots(area, PersistentBlock.Label).Read());
        Assert.Null(Slots(area, Counters.Label).Read());
    }

    [Fact]
    public void A_sequence_only_rises()
    {
        var slots = Slots(area, "x");
        slots.Write(5, [1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => slots.Write(5, [2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => slots.Write(4, [2]));
        Assert.Equal([1], slots.Read()!.Body);
    }

    [Fact]
    public void A_record_is_on_the_medium_before_it_counts()
    {
        var disk = new CachingPartition(area);
        Slots(disk, "x").Write(1, [1]);
        Assert.False(disk.IsCaching);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    public void Counters_of_another_length_are_unreadable(int length)
    {
        Slots(area, Counters.Label).Write(1, new byte[length]);
        Assert.False(Counters.Load(Slots(area, Counters.Label)).IsReadable);
    }

    [Fact]
    public void The_counter_of_the_block_never_goes_back()
    {
        var counters = Counters.Load(Slots(area, Counters.Label));
        counters.AdvanceTo(7);
        Assert.Throws<ArgumentOutOfRangeException>(() => counters.AdvanceTo(6));
        Assert.Equal(7UL, Counters.Load(Slots(area, Counters.Label)).BlockSequence);
    }

    private static SlotPair Slots(IPartition partition, string label) => new(partition, BlockBench.EraseUnit, Secret, label);

    /// <summary>A disk whose last write is in its cache until it is told to keep it.</summary>
    private sealed class CachingPartition(MemoryPartition medium) : IPartition
    {
        public bool IsCaching { get; private set; }

        public long Length => medium.Length;

        public void Read(long offset, Span<byte> into) => medium.Read(offset, into);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            medium.Write(offset, bytes);
            IsCaching = true;
        }

        public void Sync() => IsCaching = false;
    }
}
