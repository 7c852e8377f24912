using Microsoft.EntityFrameworkCore;
using Tenure.Client;
using Tenure.Client.Flashing;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit;
using Tenure.Server.Flashing.Unlocks;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Devices;

namespace Tenure.Server.Tests.Flashing;

/// <summary>A holder has a bootloader unlocked: slowly, in the open, and only their own.</summary>
public abstract class UnlockTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task After_three_days_the_device_gets_its_ticket_and_counts_as_unlocked()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        Assert.Equal("none", (await ClientOf(ada.Token).GetUnlockAsync(phone.Id, Ct)).State);

        var applied = await ApplyAsync(ada, phone);

        Assert.Equal(("waiting", host.Clock.GetUtcNow().AddHours(72)), (applied.State, applied.DueAt));
        Assert.Contains(await SubjectsAsync(ada), s => s == "The bootloader of lotus is to be unlocked");
        Assert.Equal("unlock_waiting", await CodeAsync(() => TicketAsync(ada.Token, phone)));
        var token = await LaterAsync(ada, TimeSpan.FromHours(72));
        Assert.Equal("ready", (await ClientOf(token).GetUnlockAsync(phone.Id, Ct)).State);
        phone.Verify(await TicketAsync(token, phone), TicketAction.Unlock);
        Assert.Equal("unlocked", (await ClientOf(token).GetUnlockAsync(phone.Id, Ct)).State);
        Assert.Equal(host.Clock.GetUtcNow(), (await ClientOf(token).GetDeviceAsync(phone.Id, Ct)).UnlockedAt);
        Assert.Contains(await SubjectsAsync(ada), s => s == "lotus was unlocked");
        // A ticket that got lost is made again, and told once.
        phone.Verify(await TicketAsync(token, phone), TicketAction.Unlock);
        Assert.Single(await SubjectsAsync(ada), s => s == "lotus was unlocked");
        Assert.Equal(["unlock_applied", "unlock_ticket_issued", "unlock_ticket_issued"], (await EventsAsync(phone))[^3..]);
    }

    [Fact]
    public async Task With_a_code_by_mail_it_waits_a_week_and_a_better_proof_shortens_it()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var (id, code) = await MailedCodeAsync(ada, ada.Token, "deviceUnlock");
        var applied = await ClientOf(ada.Token).ApplyUnlockAsync(phone.Id, new ApplyUnlock(DeviceHost.Password, code, id), Ct);
        Assert.Equal(host.Clock.GetUtcNow().AddDays(7), applied.DueAt);
        Assert.Equal(host.Clock.GetUtcNow().AddHours(72), (await ApplyAsync(ada, phone)).DueAt);
    }

    [Fact]
    public async Task It_is_cancelled_anywhere_without_a_password_and_begins_anew()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await ApplyAsync(ada, phone);
        var token = await LaterAsync(ada, TimeSpan.FromHours(71));
        await ClientOf(token).CancelUnlockAsync(phone.Id, Ct);
        Assert.Contains(await SubjectsAsync(ada), s => s == "lotus is not to be unlocked any more");
        Assert.Equal("unlock_not_asked", await CodeAsync(() => ClientOf(token).CancelUnlockAsync(phone.Id, Ct)));
        token = await LaterAsync(ada, TimeSpan.FromHours(2));
        Assert.Equal("unlock_not_asked", await CodeAsync(() => TicketAsync(token, phone)));
        Assert.Equal(host.Clock.GetUtcNow().AddHours(72), (await ApplyAsync(ada with { Token = token }, phone)).DueAt);
    }

    [Fact]
    public async Task The_wait_outlives_a_wipe_and_a_release_to_oneself_and_not_another_holder()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var applied = await ApplyAsync(ada, phone);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await ReleaseAsync(ada, phone);
        Assert.Equal("not_found", await CodeAsync(() => ClientOf(ada.Token).GetUnlockAsync(phone.Id, Ct)));
        await phone.ActivateAsync(ada.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal(applied.DueAt, (await ClientOf(ada.Token).GetUnlockAsync(phone.Id, Ct)).DueAt);

        await ReleaseAsync(ada, phone);
        var bob = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(bob.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("none", (await ClientOf(bob.Token).GetUnlockAsync(phone.Id, Ct)).State);
        await ReleaseAsync(bob, phone);
        await phone.ActivateAsync(ada.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("none", (await ClientOf(ada.Token).GetUnlockAsync(phone.Id, Ct)).State);
        Assert.Equal(host.Clock.GetUtcNow().AddHours(72), (await ApplyAsync(ada, phone)).DueAt);
    }

    [Fact]
    public async Task What_is_due_lapses_after_two_weeks_and_the_ticket_asks_for_the_password()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await ApplyAsync(ada, phone);
        var token = await LaterAsync(ada, TimeSpan.FromHours(72));
        Assert.Equal("step_up_failed", await CodeAsync(() => TicketAsync(token, phone, "not the password at all")));
        token = await LaterAsync(ada, TimeSpan.FromDays(14));
        Assert.Equal("none", (await ClientOf(token).GetUnlockAsync(phone.Id, Ct)).State);
        Assert.Equal("unlock_not_asked", await CodeAsync(() => TicketAsync(token, phone)));
        Assert.Equal(host.Clock.GetUtcNow().AddHours(72), (await ApplyAsync(ada with { Token = token }, phone)).DueAt);
    }

    [Fact]
    public async Task Lost_frozen_quiet_and_other_peoples_devices_are_not_unlocked()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var bob = await host.NewHolderAsync(Ct);
        Assert.Equal("not_found", await CodeAsync(() => ApplyAsync(bob, phone)));
        await ApplyAsync(ada, phone);
        var token = await LaterAsync(ada, TimeSpan.FromHours(73));
        Assert.Equal("not_found", await CodeAsync(async () => await TicketAsync(await host.NewTokenAsync(bob.Id, Ct), phone)));
        await ChangeAsync(ada, account => Assert.True(account.Freeze(host.Clock.GetUtcNow())));
        Assert.Equal("account_frozen", await CodeAsync(() => TicketAsync(token, phone)));
        Assert.Equal("account_frozen", (await ClientOf(token).GetUnlockAsync(phone.Id, Ct)).Reason);
        await ChangeAsync(ada, account =>
        {
            account.Thaw();
            account.BeQuiet(host.Clock.GetUtcNow());
        });
        Assert.Equal("account_quiet", await CodeAsync(() => TicketAsync(token, phone)));
        token = await LaterAsync(ada, TimeSpan.FromHours(73));
        await MarkLostAsync(ada, phone, token);
        Assert.Equal("device_lost", await CodeAsync(() => TicketAsync(token, phone)));
        Assert.Equal("device_lost", await CodeAsync(() => ApplyAsync(ada with { Token = token }, phone)));
    }

    [Fact]
    public async Task An_account_unlocks_three_devices_in_a_year()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await UnlockOthersAsync(ada, 3);
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => ApplyAsync(ada, phone));
        Assert.Equal("unlock_limit", refused.Code);
        Assert.Contains("3 devices", refused.Message, StringComparison.Ordinal);
        Assert.Equal("unlock_limit", (await ClientOf(ada.Token).GetUnlockAsync(phone.Id, Ct)).Reason);
        var token = await LaterAsync(ada, TimeSpan.FromDays(366));
        Assert.Equal("waiting", (await ApplyAsync(ada with { Token = token }, phone)).State);
    }

    // Each sees two that were unlocked before; all of them together must not.
    [Fact]
    public async Task Of_several_at_once_for_the_last_place_of_the_year_one_is_unlocked()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using TestPhone first = phone, second = host.NewPhone(), third = host.NewPhone();
        foreach (var another in new[] { second, third })
        {
            await another.EnrolAsync(Ct);
            await another.ActivateAsync(ada.Token, Ct);
            await another.SendReceiptAsync(Ct);
        }

        TestPhone[] phones = [first, second, third];
        foreach (var each in phones)
        {
            await ApplyAsync(ada, each);
        }

        await UnlockOthersAsync(ada, 2);
        var token = await LaterAsync(ada, TimeSpan.FromHours(72));
        var outcomes = await Task.WhenAll(phones.Select(each => CodeAsync(() => TicketAsync(token, each))));
        Assert.Equal([null, "unlock_limit", "unlock_limit"], outcomes.Order());
    }

    [Fact]
    public async Task Evidence_for_something_else_unlocks_nothing()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await ApplyAsync(ada, phone);
        var token = await LaterAsync(ada, TimeSpan.FromHours(72));
        var other = await phone.EvidenceAsync(EvidencePurpose.Flash, null, Ct, e => e with { State = TicketState.Held });
        Assert.Equal("evidence_untrusted", await CodeAsync(() => ClientOf(token).GetUnlockTicketAsync(phone.Id, new TakeUnlock(other.Evidence, DeviceHost.Password), Ct)));
        // A device whose block cannot tell counts as lost for the signer.
        var unsure = await phone.EvidenceAsync(EvidencePurpose.Unlock, null, Ct);
        Assert.Equal("signer_refused", await CodeAsync(() => ClientOf(token).GetUnlockTicketAsync(phone.Id, new TakeUnlock(unsure.Evidence, DeviceHost.Password), Ct)));
    }

    private Task<int> UnlockOthersAsync(TestHolder holder, int many) => host.InDatabaseAsync(async db =>
    {
        for (var i = 0; i < many; i++)
        {
            var other = UnlockRequest.Apply(holder.Id, new DeviceId($"other{i}"), TimeSpan.Zero, host.Clock.GetUtcNow());
            other.NoteTicket(host.Clock.GetUtcNow());
            db.Unlocks.Add(other);
        }

        return await db.SaveChangesAsync(Ct);
    });

    private async Task<DeviceUnlock> ApplyAsync(TestHolder holder, TestPhone phone) =>
        await ClientOf(holder.Token).ApplyUnlockAsync(phone.Id, new ApplyUnlock(DeviceHost.Password, (await RecoveryCodesAsync(holder))[0]), Ct);

    private async Task<string> TicketAsync(string token, TestPhone phone, string password = DeviceHost.Password)
    {
        var evidence = await phone.EvidenceAsync(EvidencePurpose.Unlock, null, Ct, e => e with { State = TicketState.Held });
        return (await ClientOf(token).GetUnlockTicketAsync(phone.Id, new TakeUnlock(evidence.Evidence, password), Ct)).Ticket;
    }

    // Tokens do not live that long.
    private Task<string> LaterAsync(TestHolder holder, TimeSpan time)
    {
        host.Clock.Advance(time);
        return host.NewTokenAsync(holder.Id, Ct);
    }

    private async Task ReleaseAsync(TestHolder holder, TestPhone phone)
    {
        await RemoveAsync(ClientOf(holder.Token), phone.Id, erase: true);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
    }

    private Task<List<string>> SubjectsAsync(TestHolder holder) => host.InDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => m.Recipient == holder.Email).Select(m => m.Subject).ToListAsync(Ct));

    private Task<List<string>> EventsAsync(TestPhone phone) => host.InDatabaseAsync(db =>
    {
        var id = new DeviceId(phone.Id);
        return db.DeviceLog.AsNoTracking().Where(r => r.DeviceId == id).OrderBy(r => r.Sequence).Select(r => r.Event).ToListAsync(Ct);
    });

    private Task<int> ChangeAsync(TestHolder holder, Action<Domain.Accounts.Account> change) => host.InDatabaseAsync(async db =>
    {
        change(await db.Accounts.FirstAsync(a => a.Id == holder.Id, Ct));
        return await db.SaveChangesAsync(Ct);
    });
}
