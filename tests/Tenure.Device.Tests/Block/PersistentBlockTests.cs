using Tenure.Device.Block;

namespace Tenure.Device.Tests.Block;

public sealed class PersistentBlockTests
{
    private readonly BlockBench phone = new();

    [Fact]
    public void A_phone_from_the_factory_is_free()
    {
        var block = phone.Boot();

        Assert.Equal(BlockState.Free, block.State);
        Assert.Equal(1UL, block.Sequence);
    }

    [Fact]
    public void What_was_stored_is_there_at_the_next_boot()
    {
        phone.Boot().Move(BlockStep.Hold, BlockBench.Held(3));

        var block = phone.Boot();

        Assert.Equal(BlockState.Held, block.State);
        Assert.Equal("m•••@example.org", block.Content!.MaskedHolder);
        Assert.Equal(3u, block.Content.Epoch);
        Assert.Equal([new SignerFloor(1, 4)], block.Content.Floors);
        Assert.True(block.Content.ReceiptOwed);
        Assert.Equal(600, block.Content.SignedTicket!.Length);
    }

    [Fact]
    public void A_step_that_the_table_does_not_know_changes_nothing()
    {
        var block = phone.Boot();
        var before = phone.BlockArea.Snapshot();

        Assert.Throws<InvalidOperationException>(() => block.Move(BlockStep.Release, BlockBench.Releasing()));
        Assert.Throws<InvalidOperationException>(() => block.Move(BlockStep.Hold, BlockBench.Free(1)));

        Assert.Equal(before, phone.BlockArea.Snapshot());
    }

    [Fact]
    public void A_block_destroyed_in_both_slots_is_locked_and_asks_for_sync()
    {
        phone.Boot().Move(BlockStep.Hold, BlockBench.Held());
        phone.BlockArea.Write(0, new byte[phone.BlockArea.Length]);

        var block = phone.Boot();

        Assert.Equal(BlockState.Untrusted, block.State);
        Assert.Equal(BlockFault.Unreadable, block.Fault);
        Assert.Null(block.Content);
    }

    [Fact]
    public void One_destroyed_slot_leaves_the_other_and_an_older_one_is_not_trusted()
    {
        phone.Boot().Move(BlockStep.Hold, BlockBench.Held());

        phone.BlockArea.Write(0, new byte[64]); // The first, older record.
        Assert.Equal(BlockState.Held, phone.Boot().State);

        phone.Boot().ReceiptAcknowledged(); // Goes to the first slot again.
        phone.BlockArea.Write(0, new byte[64]);
        Assert.Equal(BlockFault.Older, phone.Boot().Fault);
    }

    [Fact]
    public void An_old_free_block_copied_back_is_not_trusted()
    {
        var block = phone.Boot();
        var free = phone.BlockArea.Snapshot();
        block.Move(BlockStep.Hold, BlockBench.Held());

        phone.BlockArea.Restore(free);

        Assert.Equal(BlockFault.Older, phone.Boot().Fault);
    }

    [Fact]
    public void A_slot_copied_over_the_other_is_not_a_second_valid_one()
    {
        phone.Boot().Move(BlockStep.Hold, BlockBench.Held());
        var all = phone.BlockArea.Snapshot();
        phone.BlockArea.Write(0, all.AsSpan(BlockBench.EraseUnit)); // Held over Free.
        phone.BlockArea.Write(BlockBench.EraseUnit, new byte[64]);

        Assert.Equal(BlockFault.Unreadable, phone.Boot().Fault);
    }

    [Fact]
    public void A_block_of_another_phone_is_not_valid_here()
    {
        phone.Boot().Move(BlockStep.Hold, BlockBench.Held());
        var slots = new SlotPair(phone.BlockArea, BlockBench.EraseUnit, new byte[32], PersistentBlock.Label);

        Assert.Null(slots.Read());
    }

    [Fact]
    public void A_single_changed_bit_anywhere_in_the_slot_that_counts_is_noticed()
    {
        phone.Boot().Move(BlockStep.Hold, BlockBench.Held());
        var good = phone.BlockArea.Snapshot();
        var length = 16 + BitConverter.ToInt32([good[BlockBench.EraseUnit + 7], good[BlockBench.EraseUnit + 6], 0, 0]) + 32;
        for (var i = 0; i < length; i++)
        {
            var bad = good.ToArray();
            bad[BlockBench.EraseUnit + i] ^= 0x10;
            phone.BlockArea.Restore(bad);

            Assert.NotEqual(BlockState.Held, phone.Boot().State);
        }
    }

    [Fact]
    public void Sync_mends_an_untrusted_block_with_a_sequence_above_the_counter()
    {
        phone.Boot().Move(BlockStep.Hold, BlockBench.Held());
        phone.BlockArea.Write(0, new byte[phone.BlockArea.Length]);

        phone.Boot().Move(BlockStep.SyncHeld, BlockBench.Held(2));

        var block = phone.Boot();
        Assert.Equal(BlockState.Held, block.State);
        Assert.Equal(3UL, block.Sequence);
    }

    [Fact]
    public void Destroyed_counters_lock_the_phone()
    {
        phone.Boot().Move(BlockStep.Hold, BlockBench.Held());
        phone.CounterArea.Write(0, new byte[phone.CounterArea.Length]);

        Assert.Equal(BlockFault.CounterUnreadable, phone.Boot().Fault);
    }

    [Fact]
    public void Counters_set_back_by_two_lock_the_phone()
    {
        var block = phone.Boot();
        var old = phone.CounterArea.Snapshot();
        block.Move(BlockStep.Hold, BlockBench.Held());
        block.Move(BlockStep.Release, BlockBench.Releasing());

        phone.CounterArea.Restore(old);

        Assert.Equal(BlockFault.AheadOfCounter, phone.Boot().Fault);
    }

    [Fact]
    public void After_a_cut_between_block_and_counter_the_next_boot_catches_up_and_the_older_block_is_worth_nothing()
    {
        var block = phone.Boot();
        var (free, counters) = (phone.BlockArea.Snapshot(), phone.CounterArea.Snapshot());
        block.Move(BlockStep.Hold, BlockBench.Held());
        phone.CounterArea.Restore(counters);
        Assert.Equal(BlockState.Held, phone.Boot().State);
        phone.BlockArea.Restore(free);
        Assert.Equal(BlockFault.Older, phone.Boot().Fault);
    }

    [Fact]
    public void A_storage_that_loses_what_it_was_given_is_noticed_at_once()
    {
        var slots = new SlotPair(new ForgetfulPartition(), BlockBench.EraseUnit, new byte[32], "x");

        Assert.Throws<IOException>(() => slots.Write(1, [1, 2, 3]));
    }

    private sealed class ForgetfulPartition : IPartition
    {
        public long Length => 2 * BlockBench.EraseUnit;

        public void Read(long offset, Span<byte> into) => into.Clear();

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
        }

        public void Sync()
        {
        }
    }
}
