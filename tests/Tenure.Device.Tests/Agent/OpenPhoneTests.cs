using Tenure.Client;
using Tenure.Device.Agent;
using Tenure.Device.Block;

namespace Tenure.Device.Tests.Agent;

/// <summary>A phone that is used without an account: only where its server says so, and only while nobody holds it.</summary>
public sealed class OpenPhoneTests
{
    private readonly AgentBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_free_phone_runs_without_an_account_and_asks_again_after_a_wipe()
    {
        using (var phone = await OpenedAsync())
        {
            Assert.True(phone.Agent.Lock.OwesReceipt);
            await phone.Agent.SendOwedReceiptAsync(Ct);
        }

        using (var phone = bench.Boot())
        {
            Assert.Equal((LockScreen.Open, BlockState.Free, 0u), (phone.Screen, phone.Core.Block.State, phone.Core.Block.Content!.Epoch));
            await phone.MeetAsync();
            Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));
            Assert.Equal(LockScreen.Open, phone.Screen);
        }

        bench.Wipe();
        using (var phone = bench.Boot())
        {
            Assert.Equal(LockScreen.Wizard, phone.Screen);
            await phone.MeetAsync();
            await phone.Agent.OpenAsync(Ct);
            Assert.Equal(LockScreen.Open, phone.Screen);
        }
    }

    [Fact]
    public async Task What_the_user_data_of_an_opening_of_before_says_opens_nothing()
    {
        using (await OpenedAsync())
        {
        }

        var before = bench.Storage[Device.Phone.PhoneLayout.UserData].Snapshot();
        bench.Wipe();
        using (var phone = bench.Boot())
        {
            await phone.MeetAsync();
            await phone.Agent.OpenAsync(Ct);
        }

        bench.Storage[Device.Phone.PhoneLayout.UserData].Restore(before);
        using var later = bench.Boot();
        Assert.Equal(LockScreen.Wizard, later.Screen);
    }

    [Fact]
    public async Task Where_the_server_does_not_allow_it_the_phone_stays_at_the_wizard()
    {
        using var phone = bench.Boot();
        await phone.MeetAsync();

        Assert.False(phone.Agent.MayOpen);
        Assert.Equal("open_not_allowed", (await Assert.ThrowsAsync<TenureProblemException>(() => phone.Agent.OpenAsync(Ct))).Code);
        Assert.Equal((LockScreen.Wizard, false), (phone.Screen, phone.Agent.Lock.OwesReceipt));
    }

    [Theory]
    [InlineData("held", LockScreen.Locked)]
    [InlineData("lost", LockScreen.Lost)]
    public async Task A_phone_that_hears_that_somebody_holds_it_is_locked_to_them(string state, LockScreen after)
    {
        // Its hold ticket never arrived, or an old free block was copied back where no counter shows that.
        using var phone = bench.Boot();
        await phone.MeetAsync();
        (bench.Server.AllowsOpen, bench.Server.State, bench.Server.Holder, bench.Server.HoldingId) = (true, state, "anna@example.org", new byte[16]);

        Assert.Equal("device_" + state, (await Assert.ThrowsAsync<TenureProblemException>(() => phone.Agent.OpenAsync(Ct))).Code);
        Assert.Equal((after, "a•••@example.org"), (phone.Screen, phone.Agent.Lock.MaskedHolder));
    }

    [Fact]
    public async Task An_account_that_is_added_later_locks_the_phone()
    {
        using (var phone = await OpenedAsync())
        {
            await phone.ActivateAsync("anna@example.org");
            Assert.Equal((LockScreen.Running, null), (phone.Screen, phone.Core.Block.Content!.OpenTicketId));
        }

        bench.Wipe();
        using var wiped = bench.Boot();
        Assert.Equal(LockScreen.Locked, wiped.Screen);
    }

    [Fact]
    public async Task Who_declines_the_name_goes_on_without_an_account()
    {
        using var phone = await OpenedAsync();

        Assert.False(await phone.Agent.ActivateAsync(await phone.SignInAsync("anna@example.org"), _ => false, Ct));

        Assert.Equal((LockScreen.Open, 1u), (phone.Screen, phone.Core.Block.Content!.Epoch));
    }

    [Fact]
    public async Task A_damaged_block_is_locked_until_its_server_said_that_the_phone_is_free_and_then_asks_again()
    {
        using (await OpenedAsync())
        {
        }

        bench.Storage[Device.Phone.PhoneLayout.Block].Write(0, new byte[bench.Storage[Device.Phone.PhoneLayout.Block].Length]);
        using var phone = bench.Boot();
        Assert.Equal(LockScreen.LockedUntilSync, phone.Screen);
        Assert.Equal(ContactResult.Synced, await phone.Agent.ContactAsync(Ct));
        Assert.Equal(LockScreen.Wizard, phone.Screen);
    }

    private async Task<AgentBench.BootedPhone> OpenedAsync()
    {
        bench.Server.AllowsOpen = true;
        var phone = bench.Boot();
        await phone.MeetAsync();
        Assert.True(phone.Agent.MayOpen);
        await phone.Agent.OpenAsync(Ct);
        Assert.Equal(LockScreen.Open, phone.Screen);
        return phone;
    }
}
