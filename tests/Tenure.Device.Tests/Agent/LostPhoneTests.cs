using Tenure.Client;
using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Agent;

/// <summary>A phone that its holder does not have any more, and its way back.</summary>
public sealed class LostPhoneTests
{
    private readonly AgentBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_phone_is_locked_at_once_and_shows_what_its_holder_says()
    {
        using var phone = await bench.ActivatedAsync();
        bench.Server.Lose("Please call me.", "+4915112345678");

        Assert.Equal(ContactResult.Lost, await phone.Agent.ContactAsync(Ct));

        Assert.Equal(LockScreen.Lost, phone.Screen);
        Assert.Equal(new LostScreenText("Please call me.", "+4915112345678"), phone.Agent.Lock.LostText);
        Assert.Equal("a•••@example.org", phone.Agent.Lock.MaskedHolder);
        Assert.False(phone.Agent.Lock.OwesReceipt);
        Assert.Equal([EvidencePurpose.Session, EvidencePurpose.Lost, EvidencePurpose.Receipt], bench.Server.Seen.TakeLast(3));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Please call me.", null)]
    [InlineData(null, "anna@example.org")]
    public async Task It_survives_power_off_and_a_wipe(string? message, string? contact)
    {
        var phone = await bench.ActivatedAsync();
        bench.Server.Lose(message, contact);
        await phone.Agent.ContactAsync(Ct);
        phone.Dispose();
        bench.Wipe();

        using var next = bench.Boot();

        Assert.Equal(LockScreen.Lost, next.Screen);
        Assert.Equal(new LostScreenText(message, contact), next.Agent.Lock.LostText);
        Assert.Equal(ContactResult.Nothing, await next.Agent.ContactAsync(Ct));
        Assert.Equal(EvidencePurpose.Session, bench.Server.Seen[^1]);
    }

    [Fact]
    public async Task Nobody_opens_it_not_even_its_holder()
    {
        using var phone = await LostAsync();

        foreach (var person in new[] { "anna@example.org", "boris@example.org" })
        {
            var token = await phone.SignInAsync(person);
            var refused = await Assert.ThrowsAsync<TenureProblemException>(() => phone.Agent.ActivateAsync(token, _ => true, Ct));
            Assert.Equal("device_lost", refused.Code);
        }

        Assert.Equal(LockScreen.Lost, phone.Screen);
    }

    // Whoever has the hold signer can lock, and a lost phone does not listen even to them.
    [Fact]
    public async Task A_hold_or_a_release_ticket_does_nothing_to_it()
    {
        using var phone = await LostAsync();
        bench.Server.State = "held";

        var token = await phone.SignInAsync("anna@example.org");
        var refused = await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.ActivateAsync(token, _ => true, Ct));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, refused.Code);
        refused = await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.SignOutAsync(token, AgentBench.Password, erase: true, Ct));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, refused.Code);

        Assert.Equal(LockScreen.Lost, phone.Screen);
    }

    [Fact]
    public async Task What_it_says_is_changed_at_the_next_contact()
    {
        using var phone = await LostAsync();
        bench.Server.Lose("Keep it.");

        Assert.Equal(ContactResult.Lost, await phone.Agent.ContactAsync(Ct));

        Assert.Equal(new LostScreenText("Keep it.", null), phone.Agent.Lock.LostText);
    }

    [Fact]
    public async Task A_found_phone_waits_for_its_holders_sign_in_and_has_kept_its_data()
    {
        using var phone = await LostAsync();
        phone.Core.UserData.Save(phone.Core.UserData.Record with { Consents = ["statistics"] });
        bench.Server.State = "held";

        Assert.Equal(ContactResult.Found, await phone.Agent.ContactAsync(Ct));

        Assert.Equal(LockScreen.Locked, phone.Screen);
        Assert.Null(phone.Agent.Lock.LostText);
        Assert.Null(phone.Core.UserData.Record.RefreshToken);
        await phone.ActivateAsync("anna@example.org");
        Assert.Equal(LockScreen.Running, phone.Screen);
        Assert.Equal(["statistics"], phone.Core.UserData.Record.Consents);
    }

    [Fact]
    public async Task A_phone_that_was_given_up_before_it_was_lost_goes_on_to_be_free_when_it_is_found()
    {
        using var phone = await LostAsync();
        bench.Server.Remove(erase: true);

        Assert.Equal(ContactResult.Found, await phone.Agent.ContactAsync(Ct));
        Assert.Equal(ContactResult.Removed, await phone.Agent.ContactAsync(Ct));

        Assert.Equal((LockScreen.Wizard, "free"), (phone.Screen, bench.Server.State));
    }

    [Fact]
    public async Task A_lost_phone_whose_block_is_destroyed_is_lost_again_after_its_contact()
    {
        var phone = await LostAsync();
        phone.Dispose();
        bench.Storage[PhoneLayout.Block].Write(0, new byte[2 * PhoneLayout.EraseUnit]);
        using var next = bench.Boot();
        Assert.Equal(LockScreen.LockedUntilSync, next.Screen);

        Assert.Equal(ContactResult.Synced, await next.Agent.ContactAsync(Ct));

        Assert.Equal(LockScreen.Lost, next.Screen);
        Assert.Equal(new LostScreenText("Please call me.", null), next.Agent.Lock.LostText);
    }

    [Fact]
    public async Task A_block_of_before_it_was_lost_copied_back_opens_nothing()
    {
        var phone = await bench.ActivatedAsync();
        var (block, data) = (bench.Storage[PhoneLayout.Block].Snapshot(), bench.Storage[PhoneLayout.UserData].Snapshot());
        bench.Server.Lose();
        await phone.Agent.ContactAsync(Ct);
        phone.Dispose();
        bench.Storage[PhoneLayout.Block].Restore(block);
        bench.Storage[PhoneLayout.UserData].Restore(data);

        using var next = bench.Boot();

        Assert.Equal(LockScreen.LockedUntilSync, next.Screen);
        await next.Agent.ContactAsync(Ct);
        Assert.Equal(LockScreen.Lost, next.Screen);
    }

    // Its hold ticket was lost on the way: the phone itself is free, and whoever has it must not get it.
    [Fact]
    public async Task A_free_phone_that_is_lost_at_the_server_learns_of_it_when_somebody_activates_it()
    {
        using var phone = bench.Boot();
        await phone.MeetAsync();
        (bench.Server.Holder, bench.Server.HoldingId) = ("anna@example.org", new byte[16]);
        bench.Server.Lose("Please call me.");

        var token = await phone.SignInAsync("boris@example.org");
        await Assert.ThrowsAsync<TenureProblemException>(() => phone.Agent.ActivateAsync(token, _ => true, Ct));

        Assert.Equal(LockScreen.Lost, phone.Screen);
    }

    [Fact]
    public async Task A_phone_that_is_not_lost_is_not_opened_by_a_found_ticket()
    {
        (await bench.ActivatedAsync()).Dispose();
        bench.Wipe();
        using var phone = bench.Boot();

        Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));

        Assert.Equal(LockScreen.Locked, phone.Screen);
        Assert.DoesNotContain(EvidencePurpose.Lost, bench.Server.Seen);
    }

    [Fact]
    public async Task Killed_at_each_operation_while_it_learns_that_it_is_lost_it_runs_or_is_lost() =>
        Assert.Equal([LockScreen.Running, LockScreen.Lost], await KilledAsync(setUp: _ => Task.CompletedTask, then: bench => bench.Server.Lose(), end: LockScreen.Lost));

    [Fact]
    public async Task Killed_at_each_operation_while_it_learns_that_it_was_found_it_is_lost_or_waits_for_its_holder() => Assert.Equal(
        [LockScreen.Locked, LockScreen.Lost],
        await KilledAsync(
            async phone =>
            {
                phone.Server.Lose();
                await phone.Agent.ContactAsync(Ct);
            },
            then: bench => bench.Server.State = "held",
            end: LockScreen.Locked));

    private static async Task<IReadOnlyList<LockScreen>> KilledAsync(Func<AgentBench.BootedPhone, Task> setUp, Action<AgentBench> then, LockScreen end)
    {
        var found = new HashSet<LockScreen>();
        var cut = true;
        for (var operations = 0; cut; operations++)
        {
            var bench = new AgentBench();
            using (var first = await bench.ActivatedAsync())
            {
                await setUp(first);
            }

            then(bench);
            var power = new PowerSupply();
            using (var phone = bench.Boot(power, CutDamage.EraseUnit))
            {
                power.CutAfterOperations(operations);
                try
                {
                    await phone.Agent.ContactAsync(Ct);
                    cut = false;
                }
                catch (PowerCutException)
                {
                    // What the next boot finds is the question.
                }
            }

            using var next = bench.Boot();
            found.Add(next.Screen);
            await next.Agent.ContactAsync(Ct);
            Assert.Equal(end, next.Screen);
        }

        return [.. found.Order()];
    }

    private async Task<AgentBench.BootedPhone> LostAsync()
    {
        var phone = await bench.ActivatedAsync();
        bench.Server.Lose("Please call me.");
        await phone.Agent.ContactAsync(Ct);
        return phone;
    }
}
