using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Cases;
using Tenure.Server.Leaving;
using Tenure.Server.Tests.Cases;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Account = Tenure.Domain.Accounts.Account;
using AskDeletion = Tenure.Client.Accounts.AskDeletion;
using AskExport = Tenure.Client.Accounts.AskExport;
using EraseDevice = Tenure.Client.Devices.EraseDevice;
using FetchExport = Tenure.Client.Accounts.FetchExport;

namespace Tenure.Server.Tests.Platform;

/// <summary>A clock that was set back, here or on another node of the same database, shortens no wait; nor does a server in a time zone that changes its hour.</summary>
public abstract class ClockSetBackTests : DecidedCaseTests
{
    private static readonly TimeSpan Back = 10 * Day;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly DeviceHost host;

    protected ClockSetBackTests(DeviceHost host)
        : base(host)
    {
        this.host = host;
        host.Clock.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
    }

    [Fact]
    public async Task A_transfer_waits_its_whole_week()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var ours = phone;
        var (transaction, code) = await MailedCodeAsync(ada, ada.Token, "deviceTransfer");
        await ClientOf(ada.Token).OpenTransferAsync(phone.Id, new OpenDeviceTransfer(DeviceHost.Password, code, transaction, Erase: true), Ct);
        await WaitsAsync(DeviceTransfer.LongWait, "transfer_waiting", async () => await ClientOf(await host.NewTokenAsync(ada.Id, Ct)).GetTransferCodeAsync(phone.Id, Ct));
    }

    [Fact]
    public async Task An_order_to_erase_waits_its_whole_day()
    {
        // Nothing that a server gave out before it began counts.
        host.Clock.Advance(Back);
        var (ada, phone) = await NewHeldPhoneAsync();
        using var ours = phone;
        await ClientOf(ada.Token).EraseDeviceAsync(phone.Id, new EraseDevice(DeviceHost.Password, (await RecoveryCodesAsync(ada))[0]), Ct);
        await WaitsAsync(EraseOrder.Wait, "erase_not_ordered", () => phone.GetEraseTicketAsync(Ct));
    }

    [Fact]
    public async Task A_quiet_time_lasts_all_its_hours_over_the_night_in_which_an_hour_comes_twice()
    {
        var autumn = new DateTimeOffset(2026, 10, 24, 12, 0, 0, TimeSpan.Zero);
        if (host.Clock.GetUtcNow() < autumn)
        {
            host.Clock.Advance(autumn - host.Clock.GetUtcNow());
        }

        var (ada, phone) = await NewHeldPhoneAsync();
        using var ours = phone;
        await host.InDatabaseAsync(async db =>
        {
            (await db.Accounts.SingleAsync(a => a.Id == ada.Id, Ct)).BeQuiet(host.Clock.GetUtcNow());
            return await db.SaveChangesAsync(Ct);
        });
        await WaitsAsync(Account.QuietTime, "account_quiet", async () => await RemoveAsync(ClientOf(await host.NewTokenAsync(ada.Id, Ct)), phone.Id, erase: true));
    }

    [Fact]
    public async Task An_export_that_was_asked_for_by_mail_waits_its_whole_day()
    {
        var ada = await host.NewHolderAsync(Ct);
        var (transaction, code) = await MailedCodeAsync(ada, ada.Token, "accountExport");
        await ClientOf(ada.Token).AskExportAsync(new AskExport(DeviceHost.Password, code, transaction), Ct);
        for (var waited = 0; waited < 600 && (await ClientOf(ada.Token).GetExportAsync(Ct)).State != "waiting"; waited++)
        {
            await Task.Delay(100, Ct);
        }

        await WaitsAsync(AccountExport.MailWait, "export_waiting", async () =>
        {
            var paper = (await RecoveryCodesAsync(ada))[0];
            await ClientOf(await host.NewTokenAsync(ada.Id, Ct)).FetchExportAsync(new FetchExport(DeviceHost.Password, paper), Stream.Null, Ct);
        });
    }

    [Fact]
    public async Task An_account_is_kept_for_the_whole_grace()
    {
        var ada = await host.NewHolderAsync(Ct);
        await ClientOf(ada.Token).AskDeletionAsync(new AskDeletion(DeviceHost.Password, (await RecoveryCodesAsync(ada))[0], null, []), Ct);
        var asked = host.Clock.GetUtcNow();
        // Once it was time for the reminder; whoever is behind takes nothing of it back.
        foreach (var at in (TimeSpan[])[-Back, AccountDeletion.Grace - AccountDeletion.RemindedBefore, TimeSpan.Zero, AccountDeletion.Grace - Minute])
        {
            host.Clock.AdjustTime(asked + at);
            await host.SweepAsync<CarryOutDeletions>(Ct);
            Assert.True(await IsThereAsync());
        }

        host.Clock.AdjustTime(asked + AccountDeletion.Grace);
        await host.SweepAsync<CarryOutDeletions>(Ct);
        Assert.False(await IsThereAsync());

        Task<bool> IsThereAsync() => host.InDatabaseAsync(db => db.Accounts.AnyAsync(a => a.Id == ada.Id, Ct));
    }

    [Fact]
    public async Task A_case_waits_from_the_latest_time_that_it_and_any_other_has_seen_on_whichever_node()
    {
        var (_, phone) = await LongHeldAsync();
        using var ours = phone;
        var (contact, others) = (Person.NewEmail(), Person.NewEmail());
        var asked = await OpenAsync("release", phone.Id, contact);
        await HandInAsync(asked, contact, withPapers: true);
        var start = host.Clock.GetUtcNow();

        // On a node that is twenty hours ahead another case is opened; agents decide about this one on one that is right.
        var ahead = start.AddHours(20);
        host.Clock.AdjustTime(ahead);
        await OpenAsync("recovery", others, others);
        host.Clock.AdjustTime(start);
        await VoteAsync(asked, 0, approves: true);
        await VoteAsync(asked, 1, approves: true);
        var due = ahead + CaseRules.ReleaseWait;
        Assert.Equal(due, (await StatusAsync(asked)).Earliest!.Value, Minute);

        foreach (var at in (DateTimeOffset[])[start - Back, start, due - Back, due - (2 * Minute)])
        {
            host.Clock.AdjustTime(at);
            await host.SweepAsync<CarryCasesOn>(Ct);
            Assert.Equal("announced", (await StatusAsync(asked)).State);
            Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        }

        host.Clock.AdjustTime(due + Minute);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("granted", (await StatusAsync(asked)).State);
    }

    // Refused before the whole wait is over, wherever the clock stood meanwhile.
    private async Task WaitsAsync(TimeSpan wait, string refusal, Func<Task> act)
    {
        var asked = host.Clock.GetUtcNow();
        foreach (var at in (TimeSpan[])[TimeSpan.Zero, -Back, wait - Back, wait - Minute])
        {
            host.Clock.AdjustTime(asked + at);
            Assert.Equal(refusal, await CodeAsync(act));
        }

        host.Clock.AdjustTime(asked + wait);
        Assert.Null(await CodeAsync(act));
    }
}
