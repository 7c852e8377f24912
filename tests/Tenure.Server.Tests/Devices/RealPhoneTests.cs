using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;
using Tenure.Server.Devices;
using Tenure.Server.Keys.Commands;

namespace Tenure.Server.Tests.Devices;

/// <summary>The agent that a real device runs, against the real server.</summary>
public abstract class RealPhoneTests(DeviceHost host) : DeviceTests(host)
{
    private static readonly PhoneFacts Facts = new("lotus", "T-1", "lotus", "1", "Tenure virtual phone", "1", null);

    private readonly DeviceHost host = host;
    private readonly MemoryStorage storage = new();

    [Fact]
    public async Task A_wiped_phone_opens_only_for_its_holder_and_after_the_release_for_the_next_person()
    {
        var (ada, bob) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        using (var phone = await BootAsync())
        {
            Assert.True(await phone.Agent.ActivateAsync(ada.Token, _ => true, Ct));
            await phone.Agent.SendOwedReceiptAsync(Ct);
            Assert.Equal(LockScreen.Running, phone.Agent.Lock.Screen);
        }

        Wipe();
        using (var phone = await BootAsync())
        {
            Assert.Equal(LockScreen.Locked, phone.Agent.Lock.Screen);
            Assert.Equal("device_held", await CodeAsync(() => phone.Agent.ActivateAsync(bob.Token, _ => true, Ct)));
            Assert.Equal(LockScreen.Locked, phone.Agent.Lock.Screen);
            Assert.True(await phone.Agent.ActivateAsync(ada.Token, _ => true, Ct));
            Assert.Equal(LockScreen.Running, phone.Agent.Lock.Screen);
            await phone.Agent.SignOutAsync(ada.Token, DeviceHost.Password, erase: true, Ct);
            Assert.Equal(LockScreen.Wizard, phone.Agent.Lock.Screen);
            Assert.True(await phone.Agent.ActivateAsync(bob.Token, _ => true, Ct));
            Assert.Equal(LockScreen.Running, phone.Agent.Lock.Screen);
        }
    }

    [Fact]
    public async Task A_phone_removed_on_the_page_is_free_at_its_next_contact()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = await BootAsync();
        await phone.Agent.ActivateAsync(ada.Token, _ => true, Ct);
        await RemoveAsync(ClientOf(ada.Token), phone.Core.Identity.Id.Text, erase: true);

        Assert.Equal(ContactResult.Removed, await phone.Agent.ContactAsync(Ct));

        Assert.Equal((BlockState.Free, 1u), (phone.Core.Block.State, phone.Core.Block.Content!.Epoch));
        Assert.Empty(await ClientOf(ada.Token).GetDevicesAsync(Ct));
    }

    [Fact]
    public async Task A_phone_whose_hold_ticket_got_lost_and_that_was_then_removed_can_be_activated_by_the_next_person()
    {
        var (ada, bob) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        using var phone = await BootAsync();
        await Assert.ThrowsAsync<PowerCutException>(() => phone.Agent.ActivateAsync(ada.Token, _ => throw new PowerCutException(), Ct));
        Wipe();
        await RemoveAsync(ClientOf(ada.Token), phone.Core.Identity.Id.Text, erase: true);

        Assert.True(await phone.Agent.ActivateAsync(bob.Token, _ => true, Ct));

        Assert.Equal((BlockState.Held, 1u), (phone.Core.Block.State, phone.Core.Block.Content!.Epoch));
        Assert.Single(await ClientOf(bob.Token).GetDevicesAsync(Ct));
        Assert.Empty(await ClientOf(ada.Token).GetDevicesAsync(Ct));
    }

    [Fact]
    public async Task A_phone_whose_person_declines_the_name_is_free_for_the_next_person()
    {
        var (ada, bob) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        using var phone = await BootAsync();

        Assert.False(await phone.Agent.ActivateAsync(ada.Token, _ => false, Ct));

        Assert.Equal((BlockState.Free, 1u), (phone.Core.Block.State, phone.Core.Block.Content!.Epoch));
        Assert.Empty(await ClientOf(ada.Token).GetDevicesAsync(Ct));
        Assert.True(await phone.Agent.ActivateAsync(bob.Token, _ => true, Ct));
        Assert.Equal("held", Assert.Single(await ClientOf(bob.Token).GetDevicesAsync(Ct)).State);
    }

    [Fact]
    public async Task A_phone_switched_off_while_it_shows_the_name_declines_at_the_next_activation()
    {
        var (ada, bob) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        using (var phone = await BootAsync())
        {
            await Assert.ThrowsAsync<PowerCutException>(() => phone.Agent.ActivateAsync(ada.Token, _ => throw new PowerCutException(), Ct));
        }

        Assert.Single(await ClientOf(ada.Token).GetDevicesAsync(Ct));
        using (var phone = await BootAsync())
        {
            Assert.True(await phone.Agent.ActivateAsync(bob.Token, _ => true, Ct));
            Assert.Equal((BlockState.Held, 1u), (phone.Core.Block.State, phone.Core.Block.Content!.Epoch));
        }

        Assert.Empty(await ClientOf(ada.Token).GetDevicesAsync(Ct));
    }

    [Fact]
    public async Task A_phone_that_was_not_told_of_the_next_epoch_learns_it_at_the_next_activation()
    {
        var (ada, bob) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        using var phone = await BootAsync();
        await Assert.ThrowsAsync<PowerCutException>(() => phone.Agent.ActivateAsync(ada.Token, _ => throw new PowerCutException(), Ct));
        var block = storage[PhoneLayout.Block].Snapshot();
        var counters = storage[PhoneLayout.Counters].Snapshot();
        await phone.Agent.DeclineOfferAsync(Ct);

        // As if the power had failed after the decline and before the sync.
        storage[PhoneLayout.Block].Restore(block);
        storage[PhoneLayout.Counters].Restore(counters);
        using var next = await BootAsync();
        Assert.Equal(0u, next.Core.Block.Content!.Epoch);
        Assert.True(await next.Agent.ActivateAsync(bob.Token, _ => true, Ct));

        Assert.Equal((BlockState.Held, 1u), (next.Core.Block.State, next.Core.Block.Content!.Epoch));
    }

    [Fact]
    public async Task A_phone_whose_counters_were_put_back_by_fifty_starts_runs_on_after_one_contact()
    {
        var ada = await host.NewHolderAsync(Ct);
        using (var phone = await BootAsync())
        {
            await phone.Agent.ActivateAsync(ada.Token, _ => true, Ct);
            await phone.Agent.SendOwedReceiptAsync(Ct);
        }

        var counters = storage[PhoneLayout.Counters].Snapshot();
        for (var start = 0; start < 50; start++)
        {
            PhoneCore.Boot(storage, Facts).Dispose();
        }

        (await BootAsync()).Dispose();
        storage[PhoneLayout.Counters].Restore(counters);
        using (var phone = await BootAsync())
        {
            Assert.Equal(ContactResult.Nothing, await phone.Agent.ContactAsync(Ct));
            Assert.Equal(LockScreen.Running, phone.Agent.Lock.Screen);
            Assert.True(phone.Core.Counters.BootCount > 50);
        }
    }

    [Fact]
    public async Task A_phone_whose_block_was_destroyed_stays_locked_to_its_holder()
    {
        var (ada, bob) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        using (var phone = await BootAsync())
        {
            await phone.Agent.ActivateAsync(ada.Token, _ => true, Ct);
            await phone.Agent.SendOwedReceiptAsync(Ct);
        }

        storage[PhoneLayout.Block].Write(0, new byte[storage[PhoneLayout.Block].Length]);
        Wipe();
        using (var phone = await BootAsync())
        {
            Assert.Equal(LockScreen.LockedUntilSync, phone.Agent.Lock.Screen);
            Assert.Equal(ContactResult.Synced, await phone.Agent.ContactAsync(Ct));
            Assert.Equal(LockScreen.Locked, phone.Agent.Lock.Screen);
            Assert.Equal("device_held", await CodeAsync(() => phone.Agent.ActivateAsync(bob.Token, _ => true, Ct)));
        }
    }

    // The thief has the release key of before, and all that the server has: here they are the server.
    [Fact]
    public async Task A_release_key_that_was_stolen_and_withdrawn_frees_no_phone_that_never_saw_its_successor()
    {
        var ada = await host.NewHolderAsync(Ct);
        using (var phone = await BootAsync())
        {
            await phone.Agent.ActivateAsync(ada.Token, _ => true, Ct);
            await phone.Agent.SendOwedReceiptAsync(Ct);
        }

        var keys = Path.Combine(host.DataFolder, "keys");
        await KeysAsync("withdraw", "--roots", keys, "--purpose", "release", "--below", "2", "--issuer", host.Address.OriginalString);
        foreach (var statement in Directory.EnumerateFiles(Path.Combine(keys, "statements")))
        {
            File.Copy(statement, Path.Combine(keys, Path.GetFileName(statement)), overwrite: true);
        }

        Wipe();
        await RemoveAsync(ClientOf(ada.Token), Id(), erase: true);
        using (var phone = await BootAsync())
        {
            var refused = await Assert.ThrowsAsync<ProtocolException>(() => phone.Agent.ContactAsync(Ct));
            Assert.Equal(ProtocolErrorCode.GenerationTooLow, refused.Code);
            Assert.Equal(LockScreen.Locked, phone.Agent.Lock.Screen);
        }

        // The successor frees it, without a restart of anything.
        await KeysAsync("rotate", "--roots", keys, "--keys", keys, "--purpose", "release");
        using (var phone = await BootAsync())
        {
            Assert.Equal(ContactResult.Removed, await phone.Agent.ContactAsync(Ct));
        }
    }

    // The last checkpoint is of the signer before, and nothing waits: another one is signed for this.
    [Fact]
    public async Task A_phone_is_let_go_right_after_the_logs_signer_was_replaced()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = await BootAsync();
        await phone.Agent.ActivateAsync(ada.Token, _ => true, Ct);
        await phone.Agent.SendOwedReceiptAsync(Ct);
        await RemoveAsync(ClientOf(ada.Token), Id(), erase: true);
        await host.LogTakenUpAsync(Ct);
        var keys = Path.Combine(host.DataFolder, "keys");
        await KeysAsync("rotate", "--roots", keys, "--keys", keys, "--purpose", "log");

        Assert.Equal(ContactResult.Removed, await phone.Agent.ContactAsync(Ct));
        Assert.Equal(2u, phone.Core.SeenLog.GenerationOf(phone.Core.Server!));
    }

    // Whoever has the server answers a phone without a network with a ticket whose proof they made themselves: no signer signs that, so they take the one of before.
    [Fact]
    public async Task A_phone_without_a_network_takes_no_ticket_without_its_proof()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = await BootAsync();
        await phone.Agent.ActivateAsync(ada.Token, _ => true, Ct);
        await phone.Agent.SendOwedReceiptAsync(Ct);
        await RemoveAsync(ClientOf(ada.Token), Id(), erase: true);
        var question = phone.Agent.AskOffline();
        var ticket = Base64Url.DecodeFromChars((await host.NewClient().GetReleaseTicketAsync(new(Base64Url.EncodeToString(question)), Ct)).Ticket);
        var parts = SignedTicketCodec.Decode(ticket);

        Assert.Equal(
            ProtocolErrorCode.ConsentMissing, Assert.Throws<ProtocolException>(() => phone.Agent.AnswerOffline(SignedTicketCodec.Encode(parts.Ticket.Span, parts.Certificate.Span))).Code);
        phone.Agent.AnswerOffline(ticket);
        Assert.Equal((BlockState.Free, 1u), (phone.Core.Block.State, phone.Core.Block.Content!.Epoch));
    }

    [Fact]
    public async Task Spent_nonces_are_deleted_when_their_time_is_over()
    {
        using var phone = await BootAsync();
        await host.SweepAsync<SweepSpentNonces>(Ct);
        Assert.True(await host.InDatabaseAsync(db => db.SpentNonces.AnyAsync(Ct)));

        // The clock also wakes the server's own sweep: which of the two is first does not matter.
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await host.SweepAsync<SweepSpentNonces>(Ct);
        Assert.False(await host.InDatabaseAsync(db => db.SpentNonces.AnyAsync(Ct)));
    }

    [Fact]
    public async Task A_phone_signs_for_cases_and_says_truly_whether_its_screen_was_opened()
    {
        var ada = await host.NewHolderAsync(Ct);
        using (var phone = await BootAsync())
        {
            Assert.True(await phone.Agent.ActivateAsync(ada.Token, _ => true, Ct));
            await phone.Agent.SendOwedReceiptAsync(Ct);
            Assert.Equal("case_device_locked", await CodeAsync(() => phone.Agent.GetCasesAsync(Ct)));
            await phone.Agent.OpenCaseAsync(ada.Email, "mara@example.org", "en", Ct);
            await phone.Agent.ProveForCaseAsync(phone.Core.UserData.Record.Case!, Ct);
            Assert.Null(await UnlockedOnAsync(phone));
            Assert.True(phone.Agent.Screen.Set("4711"));
            Assert.Equal("case_device_locked", await CodeAsync(() => phone.Agent.GetCasesAsync(Ct)));
        }

        using (var phone = await BootAsync())
        {
            Assert.True(phone.Agent.Screen.Open("4711"));
            Assert.Empty(await phone.Agent.GetCasesAsync(Ct));
            await phone.Agent.ProveForCaseAsync(phone.Core.UserData.Record.Case!, Ct);
            Assert.Equal(phone.Core.Identity.Id.Text, (await UnlockedOnAsync(phone))!.Value.Value);
        }

        // Wiped it is anybody's, and asks for itself.
        Wipe();
        using (var phone = await BootAsync())
        {
            Assert.Equal("case_device_locked", await CodeAsync(() => phone.Agent.GetCasesAsync(Ct)));
            var opened = await phone.Agent.OpenCaseAsync(null, "mara@example.org", "en", Ct);
            Assert.Equal(("release", opened.Number), (phone.Core.UserData.Record.Case!.Kind, phone.Core.UserData.Record.Case.Number));
            Assert.Equal("draft", (await host.NewClient().GetCaseAsync(opened.Number, opened.Secret, Ct)).State);
        }
    }

    private Task<Domain.Devices.DeviceId?> UnlockedOnAsync(BootedPhone phone)
    {
        var number = phone.Core.UserData.Record.Case!.Number.Replace("-", "", StringComparison.Ordinal);
        return host.InDatabaseAsync(db => db.Set<Domain.Cases.Case>().Where(c => c.Number == number).Select(c => c.UnlockedOn).SingleAsync(Ct));
    }

    private string Id()
    {
        using var core = PhoneCore.Inspect(storage, Facts)!;
        return core.Identity.Id.Text;
    }

    private static async Task KeysAsync(params string[] args) => Assert.Equal(0, await KeyCommand.RunAsync(args, TextWriter.Null, TimeProvider.System, Ct));

    private void Wipe() => storage[PhoneLayout.UserData].Write(0, new byte[storage[PhoneLayout.UserData].Length]);

    private async Task<BootedPhone> BootAsync()
    {
        var core = PhoneCore.Boot(storage, Facts);
        var agent = new DeviceAgent(core, host.Clock);
        agent.Connect(host.NewClient());
        agent.Confirm(await agent.MeetServerAsync(host.Address, Ct));
        await agent.EnrolAsync(Ct);
        return new BootedPhone(core, agent);
    }

    private sealed record BootedPhone(PhoneCore Core, DeviceAgent Agent) : IDisposable
    {
        public void Dispose()
        {
            Agent.Dispose();
            Core.Dispose();
        }
    }
}
