using Tenure.Device.Block;

namespace Tenure.Device.Tests.Block;

/// <summary>The block where hardware says which one counts.</summary>
public sealed class HardwareCounterTests
{
    private static readonly byte[] Secret = [.. Enumerable.Repeat((byte)7, 32)];

    private readonly MemoryPartition block = new(2 * BlockBench.EraseUnit);
    private readonly MemoryPartition counters = new(2 * BlockBench.EraseUnit);
    private readonly Chip chip = new(41);

    public HardwareCounterTests()
    {
        PersistentBlock.Format(BlockSlots, LoadCounters());
        LoadCounters().CountBoot();
    }

    private SlotPair BlockSlots => new(block, BlockBench.EraseUnit, Secret, PersistentBlock.Label);

    [Fact]
    public void A_new_block_begins_where_the_hardware_stands()
    {
        Assert.Equal((42UL, 42UL, BlockState.Free), (chip.Value, Boot().Sequence, Boot().State));
        Boot().Move(BlockStep.Hold, BlockBench.Held());
        Assert.Equal((43UL, 43UL, BlockState.Held), (chip.Value, Boot().Sequence, Boot().State));
    }

    [Fact]
    public void An_older_copy_of_block_and_counters_is_not_believed()
    {
        var (oldBlock, oldCounters) = (Copy(block), Copy(counters));
        Boot().Move(BlockStep.Hold, BlockBench.Held());
        block.Write(0, oldBlock);
        counters.Write(0, oldCounters);
        Assert.Equal((BlockState.Untrusted, BlockFault.Older), (Boot().State, Boot().Fault));
    }

    [Fact]
    public void Cut_before_the_hardware_counted_the_next_start_completes_it()
    {
        chip.IsDead = true;
        var booted = Counters.Load(CounterSlots, new Chip(42) { FailsToCount = true });
        Assert.Throws<IOException>(() => PersistentBlock.Load(BlockSlots, booted).Move(BlockStep.Hold, BlockBench.Held()));
        chip.IsDead = false;
        Assert.Equal((BlockState.Held, 43UL), (Boot().State, chip.Value));
    }

    [Fact]
    public void A_chip_that_does_not_answer_makes_the_block_untrusted_until_it_does()
    {
        Boot().Move(BlockStep.Hold, BlockBench.Held());
        chip.IsDead = true;
        Assert.Equal((BlockState.Untrusted, BlockFault.CounterUnreadable), (Boot().State, Boot().Fault));
        chip.IsDead = false;
        Assert.Equal(BlockState.Held, Boot().State);
    }

    [Fact]
    public void Somebody_who_counts_further_frees_nothing()
    {
        Boot().Move(BlockStep.Hold, BlockBench.Held());
        chip.Increment();
        Assert.Equal(BlockFault.Older, Boot().Fault);
        // The server's word mends it.
        Boot().Move(BlockStep.SyncHeld, BlockBench.Held());
        Assert.Equal((BlockState.Held, chip.Value), (Boot().State, Boot().Sequence));
    }

    [Fact]
    public void With_another_chip_that_stands_lower_the_block_is_untrusted_and_can_be_mended()
    {
        Boot().Move(BlockStep.Hold, BlockBench.Held());
        chip.Value = 3;
        Assert.Equal(BlockFault.AheadOfCounter, Boot().Fault);
        Boot().Move(BlockStep.SyncHeld, BlockBench.Held());
        Assert.Equal((BlockState.Held, 44UL), (Boot().State, chip.Value));
    }

    private SlotPair CounterSlots => new(counters, BlockBench.EraseUnit, Secret, Counters.Label);

    private Counters LoadCounters() => Counters.Load(CounterSlots, chip);

    private PersistentBlock Boot() => PersistentBlock.Load(BlockSlots, LoadCounters());

    private static byte[] Copy(MemoryPartition partition)
    {
        var bytes = new byte[partition.Length];
        partition.Read(0, bytes);
        return bytes;
    }

    private sealed class Chip(ulong value) : IMonotonicCounter
    {
        public ulong Value { get; set; } = value;

        public bool IsDead { get; set; }

        public bool FailsToCount { get; init; }

        public ulong Read() => IsDead ? throw new IOException("dead") : Value;

        public ulong Increment() => IsDead || FailsToCount ? throw new IOException("dead") : ++Value;
    }
}
