using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client.Devices;
using Tenure.Domain.Accounts;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit;
using Tenure.Server.Devices;
using Tenure.Server.Platform.Mail;
using Account = Tenure.Domain.Accounts.Account;

namespace Tenure.Server.Tests.Devices;

public abstract class LostTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_lost_phone_locks_itself_at_its_next_contact_and_says_what_its_holder_says()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;

        var marked = await MarkLostAsync(ada, phone);

        Assert.Equal(("lost", "Please call me.", "+4915112345678"), (marked.State, marked.Loss?.Message, marked.Loss?.Contact));
        var state = await phone.StateAsync(Ct);
        Assert.Equal(("lost", "Please call me.", "+4915112345678"), (state.State, state.LostMessage, state.LostContact));
        var ticket = phone.Store(await phone.GetLostTicketAsync(Ct), TicketAction.Lost);
        Assert.Equal(("Please call me.", "+4915112345678"), (ticket.LostMessage, ticket.LostContact));
        Assert.Null((await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).Loss!.ShownAt);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal(host.Clock.GetUtcNow(), (await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).Loss!.ShownAt);
    }

    [Fact]
    public async Task Nobody_activates_or_releases_a_lost_phone_its_holder_included()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var thief = await host.NewHolderAsync(Ct);
        await MarkLostAsync(ada, phone);

        Assert.Equal("device_lost", await CodeAsync(() => phone.AskForHoldAsync(ada.Token, Ct)));
        Assert.Equal("device_lost", await CodeAsync(() => phone.AskForHoldAsync(thief.Token, Ct)));
        Assert.Equal("device_lost", await CodeAsync(() => phone.ReleaseAsync(ada.Token, DeviceHost.Password, erase: true, Ct)));
        Assert.Equal("device_not_held", await CodeAsync(() => phone.ReleaseAsync(thief.Token, DeviceHost.Password, erase: true, Ct)));
        Assert.Equal("device_lost", await CodeAsync(() => RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true)));
        Assert.Equal("device_lost", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        Assert.Equal("lost", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task A_phone_whose_block_was_destroyed_is_told_that_it_is_lost()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone);
        (phone.HoldingId, phone.LastTicketId) = (null, null);

        var sync = await phone.SyncAsync(Ct);

        Assert.Equal((TicketState.Lost, "Please call me.", "+4915112345678"), (sync.State, sync.LostMessage, sync.LostContact));
        Assert.NotNull(sync.MaskedHolder);
    }

    [Fact]
    public async Task A_release_that_was_under_way_gets_no_tickets_while_the_phone_is_lost_and_the_holder_sees_how_long_one_may_still_work()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);

        var marked = await MarkLostAsync(ada, phone);

        Assert.Equal(host.Clock.GetUtcNow().AddHours(1), marked.ReleaseTicketUntil);
        Assert.Equal("device_lost", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await ClientOf(await host.NewTokenAsync(ada.Id, Ct)).GetDeviceAsync(phone.Id, Ct)).ReleaseTicketUntil);

        // The one that it has got is as good as before, until its hour is over: the phone says that it did it.
        await phone.SendReceiptAsync(Ct);
        Assert.Equal(("free", 1L), ((await phone.StateAsync(Ct)).State, (await phone.StateAsync(Ct)).Epoch));
    }

    [Fact]
    public async Task A_release_goes_on_when_the_phone_is_found()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: false);
        var laptop = await host.NewTokenAsync(ada.Id, Ct);
        await MarkLostAsync(ada, phone, laptop);

        await FindAsync(ada, phone, laptop);

        Assert.Equal("releasing", (await phone.StateAsync(Ct)).State);
        Assert.Equal(["marked_lost", "release_resumed"], (await EventsAsync(ada, phone)).TakeLast(2));
        Assert.False(phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release).Erase);
    }

    [Fact]
    public async Task With_a_recovery_code_a_phone_is_found_after_a_day_and_opens_only_by_its_holders_sign_in()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
        phone.Store(await phone.GetLostTicketAsync(Ct), TicketAction.Lost);

        var asked = await FindAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));

        Assert.Equal(("lost", host.Clock.GetUtcNow().AddHours(24)), (asked.State, asked.Loss!.FoundDueAt));
        host.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await host.SweepAsync<CarryOutFinds>(Ct);
        Assert.Equal("lost", (await phone.StateAsync(Ct)).State);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.SweepAsync<CarryOutFinds>(Ct);

        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
        phone.Store(await phone.GetLostTicketAsync(Ct), TicketAction.Found);
        await phone.ActivateAsync(await host.NewTokenAsync(ada.Id, Ct), Ct);
        Assert.Equal(0u, phone.Epoch);
        Assert.Contains("found", await EventsAsync(ada, phone));
    }

    [Fact]
    public async Task A_lost_phone_is_let_go_only_a_day_after_it_was_found()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
        await FindAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
        host.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await host.SweepAsync<CarryOutFinds>(Ct);
        var client = ClientOf(await host.NewTokenAsync(ada.Id, Ct));
        Assert.Equal("device_lost", await CodeAsync(() => RemoveAsync(client, phone.Id, erase: true)));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.SweepAsync<CarryOutFinds>(Ct);
        await RemoveAsync(client, phone.Id, erase: true);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("free", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task With_a_code_by_mail_it_takes_a_week_for_the_mailbox_may_be_on_the_phone()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
        var thief = await host.NewTokenAsync(ada.Id, Ct);
        var (transaction, code) = await MailedCodeAsync(ada, thief, "deviceFound");

        var asked = await ClientOf(thief).MarkDeviceFoundAsync(phone.Id, new MarkFound(DeviceHost.Password, code, transaction), Ct);

        Assert.Equal(host.Clock.GetUtcNow().AddDays(7), asked.Loss!.FoundDueAt);
    }

    [Fact]
    public async Task The_browser_that_marked_it_takes_it_back_at_once()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var laptop = await host.NewTokenAsync(ada.Id, Ct);
        var (transaction, code) = await MailedCodeAsync(ada, laptop, "deviceLost");
        await ClientOf(laptop).MarkDeviceLostAsync(phone.Id, new MarkLost(DeviceHost.Password, code, transaction), Ct);

        var (again, found) = await MailedCodeAsync(ada, laptop, "deviceFound");
        var device = await ClientOf(laptop).MarkDeviceFoundAsync(phone.Id, new MarkFound(DeviceHost.Password, found, again), Ct);

        Assert.Equal("held", device.State);
        Assert.Null(device.Loss);
    }

    [Fact]
    public async Task A_thief_who_marks_it_once_more_gains_no_time()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
        var thief = await host.NewTokenAsync(ada.Id, Ct);
        await MarkLostAsync(ada, phone, thief, "mine", null);

        Assert.Equal("lost", (await FindAsync(ada, phone, thief)).State);
    }

    [Fact]
    public async Task A_find_is_taken_back_in_any_session_and_the_phone_stays_lost()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
        await FindAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
        var stranger = await host.NewHolderAsync(Ct);
        Assert.Equal("not_found", await CodeAsync(() => ClientOf(stranger.Token).CancelDeviceFoundAsync(phone.Id, Ct)));

        var third = await host.NewTokenAsync(ada.Id, Ct);
        Assert.Null((await ClientOf(third).CancelDeviceFoundAsync(phone.Id, Ct)).Loss!.FoundDueAt);

        Assert.Equal("device_not_lost", await CodeAsync(() => ClientOf(third).CancelDeviceFoundAsync(phone.Id, Ct)));
        host.Clock.Advance(TimeSpan.FromDays(8));
        await host.SweepAsync<CarryOutFinds>(Ct);
        Assert.Equal("lost", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task Both_are_told_to_every_address_in_the_holders_language_and_written_down()
    {
        var (ada, phone) = await NewHeldPhoneAsync("de");
        using var _ = phone;
        await AddAddressAsync(ada, "second-" + ada.Email);
        await MarkLostAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
        var laptop = await host.NewTokenAsync(ada.Id, Ct);
        await FindAsync(ada, phone, laptop);
        await ClientOf(laptop).CancelDeviceFoundAsync(phone.Id, Ct);

        foreach (var address in new[] { ada.Email, "second-" + ada.Email })
        {
            var subjects = await host.InDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => m.Recipient == address).Select(m => m.Subject).ToListAsync(Ct));
            Assert.Contains("lotus wurde als verloren gemeldet", subjects);
            Assert.Contains("lotus wurde als gefunden gemeldet", subjects);
            Assert.Contains("lotus gilt weiter als verloren", subjects);
        }

        var kinds = (await ClientOf(laptop).GetEventsAsync(null, Ct)).Select(e => e.Kind).ToList();
        Assert.Contains("deviceMarkedLost", kinds);
        Assert.Contains("deviceFoundAsked", kinds);
        Assert.Contains("deviceFoundCancelled", kinds);
        Assert.Equal(["marked_lost", "found_asked", "found_cancelled"], (await EventsAsync(ada, phone)).TakeLast(3));
    }

    [Fact]
    public async Task The_log_of_a_lost_and_found_phone_holds()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var laptop = await host.NewTokenAsync(ada.Id, Ct);
        await MarkLostAsync(ada, phone, laptop);
        phone.Store(await phone.GetLostTicketAsync(Ct), TicketAction.Lost);
        await phone.SendReceiptAsync(Ct);
        await FindAsync(ada, phone, laptop);
        phone.Store(await phone.GetLostTicketAsync(Ct), TicketAction.Found);
        await phone.SendReceiptAsync(Ct);

        Assert.Equal(
            ["enrolled", "activated", "hold_confirmed", "marked_lost", "lost_ticket_issued", "lost_shown", "found", "found_ticket_issued"], await EventsAsync(ada, phone));
        using var report = new StringWriter();
        string[] where = host.Connection is { } connection ? ["--database", connection] : ["--data", host.DataFolder];
        Assert.True(await AuditVerify.RunAsync(where, new ConfigurationBuilder().Build(), report, Ct) == 0, report.ToString());
    }

    [Fact]
    public async Task It_takes_the_password_and_a_second_proof_for_this_act_and_what_is_refused_uses_nothing_up()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var client = ClientOf(ada.Token);
        var (transaction, code) = await MailedCodeAsync(ada, ada.Token, "deviceLost");
        var (other, otherCode) = await MailedCodeAsync(ada, ada.Token, "freeze");

        Assert.Equal("step_up_failed", await CodeAsync(() => client.MarkDeviceLostAsync(phone.Id, new MarkLost("wrong", code, transaction), Ct)));
        Assert.Equal("code_spent", await CodeAsync(() => client.MarkDeviceLostAsync(phone.Id, new MarkLost(DeviceHost.Password, otherCode, other), Ct)));
        Assert.Equal("lost_message_link", await CodeAsync(() => client.MarkDeviceLostAsync(phone.Id, new MarkLost(DeviceHost.Password, code, transaction, "see evil.example"), Ct)));
        Assert.Equal("lost_contact_malformed", await CodeAsync(() => client.MarkDeviceLostAsync(phone.Id, new MarkLost(DeviceHost.Password, code, transaction, null, "me"), Ct)));
        Assert.Equal("not_found", await CodeAsync(() => client.MarkDeviceLostAsync("x", new MarkLost(DeviceHost.Password, code, transaction), Ct)));
        Assert.Equal("device_not_lost", await FindCodeAsync(ada, phone, ada.Token));
        Assert.Equal("held", (await client.GetDeviceAsync(phone.Id, Ct)).State);

        await client.MarkDeviceLostAsync(phone.Id, new MarkLost(DeviceHost.Password, code, transaction), Ct);
        Assert.Equal("code_spent", await CodeAsync(() => client.MarkDeviceLostAsync(phone.Id, new MarkLost(DeviceHost.Password, code, transaction), Ct)));
    }

    [Fact]
    public async Task A_stranger_marks_and_finds_nothing()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var stranger = await host.NewHolderAsync(Ct);

        Assert.Equal("not_found", await CodeAsync(() => MarkLostAsync(stranger, phone)));
        await MarkLostAsync(ada, phone);
        Assert.Equal("not_found", await FindCodeAsync(stranger, phone, stranger.Token));
    }

    [Fact]
    public async Task In_quiet_time_a_lost_mark_is_only_a_freeze()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await ChangeAsync(ada, account => account.BeQuiet(host.Clock.GetUtcNow()));

        Assert.Equal("lost_only_frozen", await CodeAsync(() => MarkLostAsync(ada, phone)));

        Assert.Equal("held", (await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).State);
        Assert.Equal(host.Clock.GetUtcNow().AddDays(7), (await ClientOf(ada.Token).GetProtectionAsync(Ct)).FrozenUntil);
        Assert.Equal("account_frozen", await CodeAsync(() => RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true)));
    }

    [Fact]
    public async Task In_quiet_time_nothing_is_found_and_what_was_said_before_waits_until_it_is_over()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
        await FindAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
        await ChangeAsync(ada, account => account.BeQuiet(host.Clock.GetUtcNow()));
        Assert.Equal("account_quiet", await FindCodeAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct)));
        host.Clock.Advance(TimeSpan.FromDays(2));
        await host.SweepAsync<CarryOutFinds>(Ct);
        Assert.Equal("lost", (await phone.StateAsync(Ct)).State);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.SweepAsync<CarryOutFinds>(Ct);
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task During_a_freeze_nothing_is_found_and_what_was_said_before_waits_until_it_is_over()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
        await FindAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
        host.Clock.Advance(TimeSpan.FromHours(20));
        await ChangeAsync(ada, account => Assert.True(account.Freeze(host.Clock.GetUtcNow())));
        Assert.Equal("account_frozen", await FindCodeAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct)));

        host.Clock.Advance(TimeSpan.FromDays(6));
        await host.SweepAsync<CarryOutFinds>(Ct);
        Assert.Equal("lost", (await phone.StateAsync(Ct)).State);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.SweepAsync<CarryOutFinds>(Ct);
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task The_session_on_the_lost_phone_ends_and_the_callers_own_goes_on()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var laptop = await host.NewTokenAsync(ada.Id, Ct);

        await MarkLostAsync(ada, phone, laptop);

        Assert.Equal("not_signed_in", await CodeAsync(() => ClientOf(ada.Token).GetDevicesAsync(Ct)));
        Assert.Single(await ClientOf(laptop).GetDevicesAsync(Ct));
    }

    [Fact]
    public async Task Twenty_marks_a_day_are_told_and_no_more()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        for (var mark = 0; mark < 20; mark++)
        {
            await MarkLostAsync(ada, phone);
        }

        Assert.Equal("rate_limited", await CodeAsync(() => MarkLostAsync(ada, phone)));
    }

    [Fact]
    public async Task Of_a_removal_and_a_lost_mark_at_once_no_release_ticket_is_made()
    {
        for (var round = 0; round < 5; round++)
        {
            var (ada, phone) = await NewHeldPhoneAsync();
            using var _ = phone;
            var laptop = await host.NewTokenAsync(ada.Id, Ct);
            var paper = await RecoveryCodesAsync(ada);

            var codes = await Task.WhenAll(
                CodeAsync(() => ClientOf(laptop).MarkDeviceLostAsync(phone.Id, new MarkLost(DeviceHost.Password, paper[0], null, "Please call me.", null), Ct)),
                CodeAsync(() => ClientOf(laptop).RemoveDeviceAsync(phone.Id, new(DeviceHost.Password, Erase: false, paper[1]), Ct)));

            Assert.Null(codes[0]);
            Assert.Contains(codes[1], new[] { null, "device_lost" });
            Assert.Equal("lost", (await phone.StateAsync(Ct)).State);
            Assert.Equal("device_lost", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        }
    }

    [Fact]
    public async Task Of_a_find_that_is_due_and_its_cancellation_at_once_exactly_one_counts()
    {
        for (var round = 0; round < 5; round++)
        {
            var (ada, phone) = await NewHeldPhoneAsync();
            using var _ = phone;
            await MarkLostAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
            await FindAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
            host.Clock.Advance(TimeSpan.FromHours(24));
            var token = await host.NewTokenAsync(ada.Id, Ct);

            var cancelled = CodeAsync(() => ClientOf(token).CancelDeviceFoundAsync(phone.Id, Ct));
            await Task.WhenAll(cancelled, host.SweepAsync<CarryOutFinds>(Ct));

            Assert.Equal(await cancelled is null ? "lost" : "held", (await phone.StateAsync(Ct)).State);
        }
    }

    [Fact]
    public async Task A_phone_that_is_not_lost_gets_a_found_ticket_and_one_that_nobody_holds_none()
    {
        var (_, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        phone.Store(await phone.GetLostTicketAsync(Ct), TicketAction.Found);
        await phone.SendReceiptAsync(Ct);
        using var free = host.NewPhone();
        await free.EnrolAsync(Ct);

        Assert.Equal("device_not_held", await CodeAsync(() => free.GetLostTicketAsync(Ct)));
    }

    [Fact]
    public async Task A_lost_ticket_needs_evidence_of_this_phone_for_this_purpose()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone);

        Assert.Equal(
            "evidence_untrusted",
            await CodeAsync(async () => await host.NewClient().GetLostTicketAsync(await phone.EvidenceAsync(EvidencePurpose.Sync, null, Ct), Ct)));
        phone.Epoch = 7;
        Assert.Equal("evidence_stale", await CodeAsync(() => phone.GetLostTicketAsync(Ct)));
        phone.Epoch = 0;
        var ticket = await phone.GetLostTicketAsync(Ct);
        using var other = host.NewPhone();
        await other.EnrolAsync(Ct);
        Assert.Throws<ProtocolException>(() => other.Verify(ticket, TicketAction.Lost));
    }

    private Task<HeldDevice> FindAsync(TestHolder holder, TestPhone phone, string token) => FindWithAsync(holder, phone, token);

    private Task<string?> FindCodeAsync(TestHolder holder, TestPhone phone, string token) => CodeAsync(() => FindWithAsync(holder, phone, token));

    private async Task<HeldDevice> FindWithAsync(TestHolder holder, TestPhone phone, string token) =>
        await ClientOf(token).MarkDeviceFoundAsync(phone.Id, new MarkFound(DeviceHost.Password, (await RecoveryCodesAsync(holder))[0]), Ct);

    private async Task<IReadOnlyList<string>> EventsAsync(TestHolder holder, TestPhone phone) =>
        [.. (await ClientOf(await host.NewTokenAsync(holder.Id, Ct)).GetDeviceLogAsync(phone.Id, 0, Ct)).Entries.Select(e => e.Event)];

    private Task<int> ChangeAsync(TestHolder holder, Action<Account> change) => host.InDatabaseAsync(async db =>
    {
        change(await db.Accounts.SingleAsync(a => a.Id == holder.Id, Ct));
        return await db.SaveChangesAsync(Ct);
    });

    private Task<int> AddAddressAsync(TestHolder holder, string email) => host.InDatabaseAsync(db =>
    {
        db.Identifiers.Add(Domain.Accounts.Identifier.Of(Address.Of(EmailAddress.FromStored(email)), holder.Id, host.Clock.GetUtcNow()));
        return db.SaveChangesAsync(Ct);
    });
}
