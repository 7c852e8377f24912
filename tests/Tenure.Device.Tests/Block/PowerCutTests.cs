using CsCheck;
using Tenure.Device.Block;

namespace Tenure.Device.Tests.Block;

public sealed class PowerCutTests
{
    public static TheoryData<CutDamage> Damages => [CutDamage.Prefix, CutDamage.Nothing, CutDamage.EraseUnit];

    [Theory]
    [MemberData(nameof(Damages))]
    public void Killed_at_each_byte_of_a_move_the_next_boot_finds_the_old_or_the_new_state(CutDamage damage)
    {
        var whole = Cost();
        var seen = new HashSet<BlockState>();
        for (long bytes = 0; bytes <= whole.Bytes; bytes++)
        {
            var (phone, block, power) = Prepared(damage);
            power.CutAfterBytes(bytes);
            seen.Add(AfterCut(phone, block));
        }

        Assert.Equal([BlockState.Free, BlockState.Held], seen.Order());
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void Killed_at_each_operation_of_a_move_the_next_boot_finds_the_old_or_the_new_state(CutDamage damage)
    {
        var whole = Cost();
        var seen = new HashSet<BlockState>();
        for (long operations = 0; operations <= whole.Operations; operations++)
        {
            var (phone, block, power) = Prepared(damage);
            power.CutAfterOperations(operations);
            seen.Add(AfterCut(phone, block));
        }

        Assert.Equal([BlockState.Free, BlockState.Held], seen.Order());
    }

    [Fact]
    public void Any_story_with_a_cut_anywhere_ends_in_the_old_or_the_new_state() =>
        Gen.Select(Gen.Int[0, 12], Gen.Long[0, 3000], Gen.Enum<CutDamage>(), Gen.Bool).Sample((moves, cut, damage, again) =>
        {
            var phone = new BlockBench();
            for (var i = 0; i < moves; i++)
            {
                MoveOn(phone.Boot());
            }

            var old = phone.Boot();
            var expectedOld = Face(old);
            var power = new PowerSupply();
            power.CutAfterBytes(cut);
            var expectedNew = Attempt(phone, power, damage);
            if (again && power.IsCut)
            {
                // A second cut while the next boot completes the first.
                var second = new PowerSupply();
                second.CutAfterBytes(cut % 40);
                Attempt(phone, second, damage, move: false);
            }

            var found = Face(phone.Boot());
            return found == expectedOld || found == expectedNew;
        });

    private static string Attempt(BlockBench phone, PowerSupply power, CutDamage damage, bool move = true)
    {
        var twin = new BlockBench();
        twin.BlockArea.Restore(phone.BlockArea.Snapshot());
        twin.CounterArea.Restore(phone.CounterArea.Snapshot());
        var expected = twin.Boot();
        MoveOn(expected);
        try
        {
            var block = phone.Boot(power, damage);
            if (move)
            {
                MoveOn(block);
            }
        }
        catch (PowerCutException)
        {
            // What the next boot finds is the question.
        }

        return Face(expected);
    }

    private static void MoveOn(PersistentBlock block)
    {
        var epoch = block.Content!.Epoch;
        switch (block.State)
        {
            case BlockState.Free:
                block.Move(BlockStep.Hold, BlockBench.Held(epoch));
                break;
            case BlockState.Held:
                block.Move(BlockStep.Release, BlockBench.Releasing(epoch));
                break;
            default:
                block.Move(BlockStep.EraseDone, BlockBench.Free(epoch + 1));
                break;
        }
    }

    private static string Face(PersistentBlock block) => $"{block.State} {block.Content?.Epoch}";

    private static BlockState AfterCut(BlockBench phone, PersistentBlock block)
    {
        try
        {
            block.Move(BlockStep.Hold, BlockBench.Held());
        }
        catch (PowerCutException)
        {
            // What the next boot finds is the question.
        }

        var next = phone.Boot();
        // And the phone goes on from there.
        MoveOn(next);
        Assert.Equal(next.State, phone.Boot().State);
        return next.State is BlockState.Held ? BlockState.Free : BlockState.Held;
    }

    private static (long Bytes, long Operations) Cost()
    {
        var (_, block, power) = Prepared(CutDamage.Prefix);
        var (bytes, operations) = (power.BytesWritten, power.Operations);
        block.Move(BlockStep.Hold, BlockBench.Held());
        return (power.BytesWritten - bytes, power.Operations - operations);
    }

    private static (BlockBench Phone, PersistentBlock Block, PowerSupply Power) Prepared(CutDamage damage)
    {
        var phone = new BlockBench();
        var power = new PowerSupply();
        return (phone, phone.Boot(power, damage), power);
    }
}
