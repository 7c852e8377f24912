using System.Globalization;
using System.Security.Cryptography;
using CsCheck;
using Tenure.Device.Block;

namespace Tenure.Device.Tests.Block;

public sealed class PowerCutTests(ITestOutputHelper output)
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

    [Fact]
    public void Killed_at_any_byte_of_a_whole_story_a_phone_goes_on_with_it() => RunStories(cuts: 200, seed: 1);

    [Fact]
    [Trait("Category", "Slow")]
    public void Killed_at_10000_random_bytes_of_whole_stories_a_phone_goes_on_with_each() =>
        RunStories(cuts: 10_000, seed: (ulong)RandomNumberGenerator.GetInt32(int.MaxValue));

    private void RunStories(int cuts, ulong seed)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cuts} cuts, seed {seed}"));
        var random = new PCG(1, seed);
        var damages = Enum.GetValues<CutDamage>();
        var ends = new Dictionary<(BlockStep Step, bool IsDone), int>();
        for (var cut = 0; cut < cuts; cut++)
        {
            var story = new ulong[1 + Below(24)];
            for (var i = 0; i < story.Length; i++)
            {
                story[i] = random.Next64();
            }

            var damage = damages[Below(damages.Length)];
            var whole = new PowerSupply();
            Assert.Null(Play(new BlockBench(), story, whole, damage));
            var at = (long)(random.Next64() % (ulong)whole.BytesWritten);
            var phone = new BlockBench();
            var power = new PowerSupply();
            power.CutAfterBytes(at);
            var died = Play(phone, story, power, damage);
            var where = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, cut {cut}: byte {at} of {whole.BytesWritten}, {damage}, {died?.Step} from {died?.Before}");
            Assert.True(died is not null, where);
            var found = Face(phone.Boot());
            Assert.True(found == died.Before || found == died.After, $"{where}: {found}");
            // The same again, to the end of the story and with as much power as it wants.
            var rest = story[(found == died.After ? died.Moves + 1 : died.Moves)..];
            Assert.True(Play(phone, rest, new PowerSupply(), damage) is null, where);
            var end = (died.Step, found == died.After && found != died.Before);
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }

        output.WriteLine(string.Join(", ", ends.OrderBy(e => e.Key).Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Key.Step} {(e.Key.IsDone ? "done" : "not done")} {e.Value}"))));
        // Cuts before and after the moment at which a move counts, of the moves that change whose the phone is.
        Assert.All(
            new[] { BlockStep.Hold, BlockStep.Release, BlockStep.EraseDone, BlockStep.Lose, BlockStep.Find },
            step => Assert.True(ends.ContainsKey((step, true)) && ends.ContainsKey((step, false)), $"no cut on both sides of {step}"));

        int Below(int bound) => (int)(random.Next64() % (ulong)bound);
    }

    // Each number chooses the next move; the phone is started before each one, as one that is used now and then. The move that the power failed in.
    private static Death? Play(BlockBench phone, ReadOnlySpan<ulong> story, PowerSupply power, CutDamage damage)
    {
        for (var i = 0; i < story.Length; i++)
        {
            var before = phone.Boot();
            var moves = MovesFrom(before);
            var (step, next) = moves[(int)(story[i] % (ulong)moves.Length)];
            try
            {
                phone.Boot(power, damage).Move(step, next);
            }
            catch (PowerCutException)
            {
                return new(i, step, Face(before), Face(next.State, next.Epoch));
            }
        }

        return null;
    }

    private static (BlockStep Step, BlockContent Next)[] MovesFrom(PersistentBlock block)
    {
        var epoch = block.Content!.Epoch;
        var lost = BlockBench.Held(epoch) with { State = BlockState.Lost };
        return block.State switch
        {
            BlockState.Free => [(BlockStep.Hold, BlockBench.Held(epoch)), (BlockStep.SyncLost, lost)],
            BlockState.Held => [(BlockStep.Release, BlockBench.Releasing(epoch)), (BlockStep.Lose, lost)],
            BlockState.Lost => [(BlockStep.Find, BlockBench.Held(epoch))],
            _ => [(BlockStep.EraseDone, BlockBench.Free(epoch + 1))],
        };
    }

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

    private static string Face(PersistentBlock block) => Face(block.State, block.Content?.Epoch);

    private static string Face(BlockState state, uint? epoch) => string.Create(CultureInfo.InvariantCulture, $"{state} {epoch}");

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

    private sealed record Death(int Moves, BlockStep Step, string Before, string After);
}
