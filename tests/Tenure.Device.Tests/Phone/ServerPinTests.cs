using Tenure.Device.Block;
using Tenure.Device.Phone;

namespace Tenure.Device.Tests.Phone;

public sealed class ServerPinTests : IDisposable
{
    // Small against the shortest write, of 64 bytes.
    private const int Step = 7;

    private readonly DeviceIdentity root = DeviceIdentity.Make();
    private readonly DeviceIdentity otherRoot = DeviceIdentity.Make();
    private readonly MemoryStorage storage = new();

    public static TheoryData<CutDamage> Damages => [.. Enum.GetValues<CutDamage>()];

    private PinnedServer Ours => new(new Uri("http://localhost:5080"), "http://localhost:5080", [root.PublicKey]);

    public void Dispose()
    {
        root.Dispose();
        otherRoot.Dispose();
    }

    [Fact]
    public void The_server_is_fixed_once_and_outlives_wipe_and_a_destroyed_block()
    {
        using (var core = Boot())
        {
            core.PinServer(Ours);
            core.UserData.Erase();
        }

        storage[PhoneLayout.Block].Write(0, new byte[2 * PhoneLayout.EraseUnit]);
        using var again = Boot();

        Assert.Equal(BlockState.Untrusted, again.Block.State);
        Assert.Equal(Ours.Issuer, again.Server!.Issuer);
        Assert.Equal(Ours.Roots, again.Server.Roots);
        Assert.Throws<InvalidOperationException>(() => again.PinServer(Ours));
    }

    [Fact]
    public void A_phone_that_nobody_gave_a_server_misses_none()
    {
        using var core = Boot();

        Assert.Null(core.Server);
        Assert.False(core.IsServerLost);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void A_damaged_copy_is_mended_from_the_other_at_the_next_boot(int first, int second)
    {
        Pin();

        Damage(first);
        using (var mended = Boot())
        {
            Assert.Equal(Ours.Issuer, mended.Server!.Issuer);
        }

        Damage(second);
        using var core = Boot();
        Assert.Equal(Ours.Issuer, core.Server!.Issuer);
    }

    [Fact]
    public void With_both_copies_damaged_the_phone_takes_its_own_server_and_no_other()
    {
        Pin();
        Damage(0);
        Damage(1);
        using var core = Boot();
        Assert.True(core.IsServerLost);

        Assert.Throws<InvalidOperationException>(() => core.PinServer(Ours with { Roots = [otherRoot.PublicKey] }));
        Assert.Throws<InvalidOperationException>(() => core.PinServer(Ours with { Roots = [root.PublicKey, otherRoot.PublicKey] }));
        Assert.Throws<InvalidOperationException>(() => core.PinServer(Ours with { Issuer = "http://localhost:5081" }));
        Assert.True(core.IsServerLost);

        // Only the address may be another one.
        core.PinServer(Ours with { Address = new Uri("http://127.0.0.1:6000") });
        Assert.False(core.IsServerLost);
        using var next = Boot();
        Assert.Equal(6000, next.Server!.Address.Port);
    }

    [Fact]
    public void With_pin_and_block_damaged_the_phone_takes_no_server_at_all()
    {
        Pin();
        Damage(0);
        Damage(1);
        storage[PhoneLayout.Block].Write(0, new byte[2 * PhoneLayout.EraseUnit]);
        using var core = Boot();

        Assert.True(core.IsServerLost);
        Assert.Throws<InvalidOperationException>(() => core.PinServer(Ours));
    }

    [Fact]
    public void A_pin_of_another_phone_is_worth_nothing_here()
    {
        Pin();
        var other = new MemoryStorage();
        using (var core = PhoneCore.Boot(other, TemporaryPhone.Facts))
        {
            core.PinServer(Ours with { Roots = [otherRoot.PublicKey] });
        }

        var foreign = other[PhoneLayout.Keys].Snapshot().AsSpan(2 * PhoneLayout.EraseUnit, 2 * PhoneLayout.EraseUnit);
        storage[PhoneLayout.Keys].Write(2 * PhoneLayout.EraseUnit, foreign);
        using var mixed = Boot();

        Assert.True(mixed.IsServerLost);
    }

    [Fact]
    public void A_pin_that_is_not_the_one_that_the_block_remembers_is_not_believed()
    {
        using (var core = Boot())
        {
            core.PinServer(Ours);
            core.Block.BelongsTo(new byte[32], RootMarks.None);
        }

        using var next = Boot();
        Assert.True(next.IsServerLost);
    }

    [Fact]
    public void A_phone_pinned_before_blocks_remembered_it_remembers_it_from_its_next_boot_on()
    {
        using (var core = Boot())
        {
            core.PinServer(Ours);
            core.Block.Move(BlockStep.Hold, new BlockContent { State = BlockState.Held, HoldingId = new byte[16], MaskedHolder = "m•••" });
            Assert.Null(core.Block.Content!.ServerDigest);
        }

        using var next = Boot();
        Assert.Equal(Ours.Digest, next.Block.Content!.ServerDigest);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void Killed_anywhere_in_pinning_the_phone_has_its_server_or_never_had_one(CutDamage damage)
    {
        Boot().Dispose();
        var seen = new HashSet<bool>();
        var cut = true;
        for (var bytes = 0; cut; bytes += Step)
        {
            cut = CutAfter(bytes, damage, core => core.PinServer(Ours), out var copy);
            using var next = PhoneCore.Boot(copy, TemporaryPhone.Facts);
            Assert.False(next.IsServerLost);
            Assert.Equal(next.Server is null, next.Block.Content!.ServerDigest is null);
            seen.Add(next.Server is null);
            if (next.Server is null)
            {
                // Nothing stands in the way of doing it again.
                next.PinServer(Ours);
            }
        }

        Assert.Equal(2, seen.Count);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void Killed_anywhere_in_mending_the_phone_still_has_its_server(CutDamage damage)
    {
        foreach (var slot in new[] { 0, 1 })
        {
            Pin();
            Damage(slot);
            var cut = true;
            for (var bytes = 0; cut; bytes += Step)
            {
                cut = CutAfter(bytes, damage, _ => { }, out var copy);
                using var next = PhoneCore.Boot(copy, TemporaryPhone.Facts);
                Assert.Equal((Ours.Issuer, false), (next.Server!.Issuer, next.IsServerLost));
            }

            Boot().Dispose();
        }
    }

    // A copy of the storage, booted with power that fails after so many bytes, or for long enough.
    private bool CutAfter(long bytes, CutDamage damage, Action<PhoneCore> act, out MemoryStorage copy)
    {
        copy = new MemoryStorage();
        foreach (var name in new[] { PhoneLayout.Keys, PhoneLayout.Block, PhoneLayout.Counters, PhoneLayout.UserData })
        {
            copy[name].Restore(storage[name].Snapshot());
        }

        var power = new PowerSupply();
        power.CutAfterBytes(bytes);
        try
        {
            using var core = PhoneCore.Boot(new PoweredStorage(copy, power, damage), TemporaryPhone.Facts);
            act(core);
            return false;
        }
        catch (PowerCutException)
        {
            return true;
        }
    }

    private void Pin()
    {
        using var core = Boot();
        if (core.Server is null)
        {
            core.PinServer(Ours);
        }
    }

    private void Damage(int slot) => storage[PhoneLayout.Keys].Write((2 + slot) * PhoneLayout.EraseUnit, new byte[PhoneLayout.EraseUnit]);

    private PhoneCore Boot() => PhoneCore.Boot(storage, TemporaryPhone.Facts);
}
