using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit;
using Tenure.Server.Devices;
using Tenure.Server.Platform.Mail;
using Account = Tenure.Domain.Accounts.Account;
using CancelErase = Tenure.Client.Devices.CancelErase;
using EraseDevice = Tenure.Client.Devices.EraseDevice;

namespace Tenure.Server.Tests.Devices;

public abstract class EraseTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_reset_in_the_settings_takes_the_password_and_leaves_the_phone_held()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        Assert.Equal("step_up_failed", await CodeAsync(() => phone.ResetAsync(ada.Token, "wrong", Ct)));
        var thief = await host.NewHolderAsync(Ct);
        Assert.Equal("device_not_held", await CodeAsync(() => phone.ResetAsync(thief.Token, DeviceHost.Password, Ct)));

        phone.Store(await phone.ResetAsync(ada.Token, DeviceHost.Password, Ct), TicketAction.Reset);
        await phone.SendReceiptAsync(Ct);
        await phone.SendReceiptAsync(Ct);

        Assert.Equal(("held", 0L), ((await phone.StateAsync(Ct)).State, (await phone.StateAsync(Ct)).Epoch));
        Assert.Equal(["reset_ticket_issued", "data_erased"], (await EventsAsync(ada, phone)).TakeLast(2));
        Assert.Equal(["lotus was reset"], (await SubjectsAsync(ada)).Where(s => s.Contains("erased", StringComparison.Ordinal) || s.Contains("reset", StringComparison.Ordinal)));
        Assert.Contains((await ClientOf(ada.Token).GetEventsAsync(null, Ct)), e => e.Kind == "deviceReset");
    }

    [Fact]
    public async Task A_lost_phone_and_one_that_is_being_released_are_not_reset()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone);
        Assert.Equal("device_lost", await CodeAsync(() => phone.ResetAsync(ada.Token, DeviceHost.Password, Ct)));
        Assert.Equal("device_lost", await CodeAsync(() => phone.SetEraseCodeAsync(ada.Token, DeviceHost.Password, true, Ct)));

        var (bob, other) = await NewHeldPhoneAsync();
        using var __ = other;
        await RemoveAsync(ClientOf(bob.Token), other.Id, erase: true);
        Assert.Equal("device_releasing", await CodeAsync(() => other.ResetAsync(bob.Token, DeviceHost.Password, Ct)));
        Assert.Equal("device_releasing", await CodeAsync(() => OrderAsync(bob, other, bob.Token)));
    }

    [Fact]
    public async Task In_an_old_session_with_a_recovery_code_a_phone_is_erased_at_its_next_contact_and_stays_held()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var laptop = await OldSessionAsync(ada);

        var ordered = await OrderAsync(ada, phone, laptop);

        Assert.Equal(("held", host.Clock.GetUtcNow()), (ordered.State, ordered.Erase!.DueAt));
        Assert.True((await phone.StateAsync(Ct)).Erase);
        Assert.Null(phone.Store(await phone.GetEraseTicketAsync(Ct), TicketAction.Erase).EraseCode);
        await phone.SendReceiptAsync(Ct);
        var after = await ClientOf(laptop).GetDeviceAsync(phone.Id, Ct);
        Assert.Equal(("held", null), (after.State, after.Erase));
        Assert.Contains("lotus has erased its data", await SubjectsAsync(ada));
        Assert.False((await phone.StateAsync(Ct)).Erase);
        Assert.Equal("erase_not_ordered", await CodeAsync(() => phone.GetEraseTicketAsync(Ct)));
        Assert.Equal(["erase_ordered", "erase_ticket_issued", "data_erased"], (await EventsAsync(ada, phone)).TakeLast(3));
        using var report = new StringWriter();
        string[] where = host.Connection is { } connection ? ["--database", connection] : ["--data", host.DataFolder];
        Assert.True(await AuditVerify.RunAsync(where, new ConfigurationBuilder().Build(), report, Ct) == 0, report.ToString());
    }

    // docs: "take over an account and erase its phones" must fail.
    [Fact]
    public async Task Who_took_an_account_over_waits_a_day_in_which_its_holder_is_told_and_takes_it_back_anywhere()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var thief = await host.NewTokenAsync(ada.Id, Ct);

        var ordered = await OrderAsync(ada, phone, thief);

        Assert.Equal(host.Clock.GetUtcNow().AddHours(24), ordered.Erase!.DueAt);
        Assert.Equal(host.Clock.GetUtcNow().AddHours(24), (await phone.StateAsync(Ct)).EraseDueAt);
        Assert.Equal("erase_not_ordered", await CodeAsync(() => phone.GetEraseTicketAsync(Ct)));
        Assert.Contains("lotus is to be erased", await SubjectsAsync(ada));
        Assert.Equal("step_up_failed", await CodeAsync(() => ClientOf(ada.Token).CancelEraseAsync(phone.Id, new CancelErase("wrong"), Ct)));
        var stranger = await host.NewHolderAsync(Ct);
        Assert.Equal("not_found", await CodeAsync(() => ClientOf(stranger.Token).CancelEraseAsync(phone.Id, new CancelErase(DeviceHost.Password), Ct)));

        // On the phone itself, whose session it is.
        Assert.Null((await ClientOf(ada.Token).CancelEraseAsync(phone.Id, new CancelErase(DeviceHost.Password), Ct)).Erase);

        host.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal("erase_not_ordered", await CodeAsync(() => phone.GetEraseTicketAsync(Ct)));
        Assert.Equal("erase_not_ordered", await CodeAsync(async () => await ClientOf(await host.NewTokenAsync(ada.Id, Ct)).CancelEraseAsync(phone.Id, new CancelErase(DeviceHost.Password), Ct)));
    }

    [Fact]
    public async Task With_a_code_by_mail_an_order_waits_a_day_even_in_an_old_session()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var laptop = await OldSessionAsync(ada);
        var (transaction, code) = await MailedCodeAsync(ada, laptop, "deviceErase");

        var ordered = await ClientOf(laptop).EraseDeviceAsync(phone.Id, new EraseDevice(DeviceHost.Password, code, transaction), Ct);

        Assert.Equal(host.Clock.GetUtcNow().AddHours(24), ordered.Erase!.DueAt);
        host.Clock.Advance(TimeSpan.FromHours(24));
        phone.Store(await phone.GetEraseTicketAsync(Ct), TicketAction.Erase);
    }

    [Fact]
    public async Task The_session_on_the_phone_itself_waits_a_day_too()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var old = await OldSessionAsync(ada);
        await phone.ActivateAsync(old, Ct);

        Assert.Equal(host.Clock.GetUtcNow().AddHours(24), (await OrderAsync(ada, phone, old)).Erase!.DueAt);
    }

    [Fact]
    public async Task One_order_a_day_whatever_became_of_it()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var thief = await host.NewTokenAsync(ada.Id, Ct);
        Assert.Equal("not_found", await CodeAsync(async () => await ClientOf(thief).EraseDeviceAsync("x", new EraseDevice(DeviceHost.Password, (await RecoveryCodesAsync(ada))[0]), Ct)));
        await OrderAsync(ada, phone, thief);
        await ClientOf(thief).CancelEraseAsync(phone.Id, new CancelErase(DeviceHost.Password), Ct);

        Assert.Equal("rate_limited", await CodeAsync(() => OrderAsync(ada, phone, thief)));

        Assert.Null((await ClientOf(thief).GetDeviceAsync(phone.Id, Ct)).Erase);
        host.Clock.Advance(TimeSpan.FromHours(24));
        await OrderAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
    }

    [Fact]
    public async Task The_erase_code_travels_to_the_phone_and_is_not_in_the_database()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await phone.SetEraseCodeAsync(ada.Token, DeviceHost.Password, true, Ct);
        Assert.True((await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).HasEraseCode);
        var laptop = await OldSessionAsync(ada);

        await OrderAsync(ada, phone, laptop, "blue harbour");

        var id = new Domain.Devices.DeviceId(phone.Id);
        var kept = await host.InDatabaseAsync(async db => (await db.Devices.AsNoTracking().SingleAsync(d => d.Id == id, Ct)).EraseOrder!.Code!);
        Assert.Equal(-1, kept.AsSpan().IndexOf("blue"u8));
        var ticket = phone.Verify(await phone.GetEraseTicketAsync(Ct), TicketAction.Erase);
        Assert.Equal("blue harbour", ticket.EraseCode);

        await phone.DeclineAsync(ticket.TicketId, Ct);
        await phone.DeclineAsync(ticket.TicketId, Ct);

        Assert.Null((await ClientOf(laptop).GetDeviceAsync(phone.Id, Ct)).Erase);
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
        Assert.Single(await SubjectsAsync(ada), s => s == "lotus has not erased itself");
        Assert.Equal(["erase_code_set", "erase_ordered", "erase_ticket_issued", "erase_refused"], (await EventsAsync(ada, phone)).TakeLast(4));
    }

    [Fact]
    public async Task An_erase_code_is_set_and_taken_away_with_the_password_on_the_phone_in_hand_and_told()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        Assert.Equal("step_up_failed", await CodeAsync(() => phone.SetEraseCodeAsync(ada.Token, "wrong", true, Ct)));
        var thief = await host.NewHolderAsync(Ct);
        Assert.Equal("device_not_held", await CodeAsync(() => phone.SetEraseCodeAsync(thief.Token, DeviceHost.Password, true, Ct)));
        Assert.False((await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).HasEraseCode);

        await phone.SetEraseCodeAsync(ada.Token, DeviceHost.Password, true, Ct);
        await phone.SetEraseCodeAsync(ada.Token, DeviceHost.Password, false, Ct);

        Assert.False((await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).HasEraseCode);
        var subjects = await SubjectsAsync(ada);
        Assert.Contains("An erase code was set on lotus", subjects);
        Assert.Contains("The erase code on lotus was taken away", subjects);
    }

    [Fact]
    public async Task A_freeze_does_not_stop_an_order_and_a_quiet_time_does_also_one_that_is_due()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var laptop = await OldSessionAsync(ada);
        await ChangeAsync(ada, account => Assert.True(account.Freeze(host.Clock.GetUtcNow())));
        var codes = await RecoveryCodesAsync(ada);
        await ClientOf(laptop).EraseDeviceAsync(phone.Id, new EraseDevice(DeviceHost.Password, codes[0]), Ct);

        await ChangeAsync(ada, account => account.BeQuiet(host.Clock.GetUtcNow()));

        Assert.False((await phone.StateAsync(Ct)).Erase);
        Assert.Equal("account_quiet", await CodeAsync(() => phone.GetEraseTicketAsync(Ct)));
        host.Clock.Advance(TimeSpan.FromHours(72));
        phone.Store(await phone.GetEraseTicketAsync(Ct), TicketAction.Erase);

        await ChangeAsync(ada, account => account.BeQuiet(host.Clock.GetUtcNow()));
        Assert.Equal("account_quiet", await CodeAsync(async () =>
            await ClientOf(await host.NewTokenAsync(ada.Id, Ct)).EraseDeviceAsync(phone.Id, new EraseDevice(DeviceHost.Password, codes[1]), Ct)));
    }

    [Fact]
    public async Task A_lost_phone_is_erased_and_stays_lost()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var laptop = await OldSessionAsync(ada);
        await MarkLostAsync(ada, phone, laptop);

        await OrderAsync(ada, phone, laptop);
        phone.Store(await phone.GetEraseTicketAsync(Ct), TicketAction.Erase);
        await phone.SendReceiptAsync(Ct);

        Assert.Equal(("lost", null), ((await ClientOf(laptop).GetDeviceAsync(phone.Id, Ct)).State, (await ClientOf(laptop).GetDeviceAsync(phone.Id, Ct)).Erase));
    }

    [Fact]
    public async Task Of_an_order_that_is_due_and_its_cancellation_at_once_the_phone_erases_itself_or_not_and_both_agree()
    {
        for (var round = 0; round < 5; round++)
        {
            var (ada, phone) = await NewHeldPhoneAsync();
            using var _ = phone;
            var laptop = await OldSessionAsync(ada);
            await OrderAsync(ada, phone, laptop);

            var codes = await Task.WhenAll(
                CodeAsync(() => phone.GetEraseTicketAsync(Ct)), CodeAsync(() => ClientOf(laptop).CancelEraseAsync(phone.Id, new CancelErase(DeviceHost.Password), Ct)));

            // A ticket that is out is out: taking back stops the next one.
            Assert.Null(codes[1]);
            Assert.Contains(codes[0], new[] { null, "erase_not_ordered" });
            Assert.Equal("erase_not_ordered", await CodeAsync(() => phone.GetEraseTicketAsync(Ct)));
        }
    }

    private async Task<string> OldSessionAsync(TestHolder holder)
    {
        var token = await host.NewTokenAsync(holder.Id, Ct);
        // Its tokens would be over by then; its session is as old as it says.
        var id = new SessionId((await ClientOf(token).GetSessionsAsync(Ct)).Single(s => s.Current).Id);
        var began = host.Clock.GetUtcNow().AddDays(-4);
        await host.InDatabaseAsync(db => db.Set<Session>().Where(s => s.AccountId == holder.Id && s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.StartedAt, began), Ct));
        return token;
    }

    private async Task<HeldDevice> OrderAsync(TestHolder holder, TestPhone phone, string token, string? eraseCode = null) =>
        await ClientOf(token).EraseDeviceAsync(phone.Id, new EraseDevice(DeviceHost.Password, (await RecoveryCodesAsync(holder))[0], null, eraseCode), Ct);

    private Task<List<string>> SubjectsAsync(TestHolder holder) =>
        host.InDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => m.Recipient == holder.Email).Select(m => m.Subject).ToListAsync(Ct));

    private async Task<IReadOnlyList<string>> EventsAsync(TestHolder holder, TestPhone phone) =>
        [.. (await ClientOf(await host.NewTokenAsync(holder.Id, Ct)).GetDeviceLogAsync(phone.Id, 0, Ct)).Entries.Select(e => e.Event)];

    private Task<int> ChangeAsync(TestHolder holder, Action<Account> change) => host.InDatabaseAsync(async db =>
    {
        change(await db.Accounts.SingleAsync(a => a.Id == holder.Id, Ct));
        return await db.SaveChangesAsync(Ct);
    });
}
