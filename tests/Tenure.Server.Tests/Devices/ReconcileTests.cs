using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Devices;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Keys.Commands;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Tests.Devices;

/// <summary>A server that was restored from a backup, and phones that went on meanwhile.</summary>
public abstract class ReconcileTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task Until_a_phone_has_reported_nothing_is_done_with_it()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true);
        await RestoreAsync();
        var token = await host.NewTokenAsync(ada.Id, Ct);

        Assert.True((await phone.StateAsync(Ct)).Report);
        Assert.Equal("device_unreported", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        Assert.Equal("device_unreported", await CodeAsync(() => phone.AskForHoldAsync(token, Ct)));
        Assert.Equal("device_unreported", await CodeAsync(() => phone.ReleaseAsync(token, DeviceHost.Password, true, Ct)));
        Assert.Equal("device_unreported", await CodeAsync(() => phone.ResetAsync(token, DeviceHost.Password, Ct)));
        Assert.Equal("device_unreported", await CodeAsync(() => phone.GetLostTicketAsync(Ct)));
        Assert.Equal("device_unreported", await CodeAsync(() => phone.GetEraseTicketAsync(Ct)));
        Assert.Equal("device_unreported", await CodeAsync(() => phone.SendReceiptAsync(Ct)));

        await phone.SyncAsync(Ct);

        Assert.False((await phone.StateAsync(Ct)).Report);
        // The consent of before is void; given again it counts.
        Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        await RemoveAsync(ClientOf(token), phone.Id, erase: true);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
    }

    [Fact]
    public async Task A_phone_that_was_activated_since_the_backup_stays_with_its_holder()
    {
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        var backup = await DeviceBackup.TakeAsync(host, phone.Id, Ct);
        var ada = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(ada.Token, Ct);
        await RestoreAsync(backup);
        var bob = await host.NewHolderAsync(Ct);
        Assert.Equal("device_unreported", await CodeAsync(() => phone.AskForHoldAsync(bob.Token, Ct)));

        var sync = await phone.SyncAsync(Ct);

        Assert.Equal((TicketState.Held, 0u), (sync.State, sync.Epoch));
        Assert.Equal(phone.HoldingId, sync.HoldingId);
        Assert.Equal("device_held", await CodeAsync(() => phone.AskForHoldAsync(bob.Token, Ct)));
        Assert.Equal(phone.Id, Assert.Single(await ClientOf(await host.NewTokenAsync(ada.Id, Ct)).GetDevicesAsync(Ct)).Id);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal(["enrolled", "adopted_hold", "synced"], await EventsAsync(ada, phone));
        Assert.Contains("lotus has said that it is yours", await SubjectsAsync(ada));
        await VerifyLogAsync();
    }

    [Fact]
    public async Task A_phone_that_was_released_since_is_free_for_the_next_person_and_not_for_its_former_holder_alone()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var backup = await DeviceBackup.TakeAsync(host, phone.Id, Ct);
        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, true, Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        await RestoreAsync(backup);

        var sync = await phone.SyncAsync(Ct);

        Assert.Equal((TicketState.Free, 1u), (sync.State, sync.Epoch));
        Assert.Empty(await ClientOf(await host.NewTokenAsync(ada.Id, Ct)).GetDevicesAsync(Ct));
        var bob = await host.NewHolderAsync(Ct);
        Assert.Equal(1, (await phone.ActivateAsync(bob.Token, Ct)).Epoch);
        Assert.Equal(["enrolled", "activated", "hold_confirmed", "adopted_free", "synced", "activated"], await EventsAsync(bob, phone));
        await VerifyLogAsync();
    }

    [Fact]
    public async Task A_phone_that_went_to_the_next_holder_since_is_never_locked_again_to_the_older_one()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var backup = await DeviceBackup.TakeAsync(host, phone.Id, Ct);
        phone.Store(await phone.ReleaseAsync(ada.Token, DeviceHost.Password, true, Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        var bob = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(bob.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        await RestoreAsync(backup);
        var former = await host.NewTokenAsync(ada.Id, Ct);

        // The former holder has it in hand, wiped, while the server thinks that it is theirs.
        Assert.Equal("device_unreported", await CodeAsync(() => phone.AskForHoldAsync(former, Ct)));
        await phone.SyncAsync(Ct);

        Assert.Equal("device_held", await CodeAsync(() => phone.AskForHoldAsync(former, Ct)));
        Assert.Empty(await ClientOf(former).GetDevicesAsync(Ct));
        Assert.Contains("lotus has left your account", await SubjectsAsync(ada));
        Assert.Equal(1, Assert.Single(await ClientOf(await host.NewTokenAsync(bob.Id, Ct)).GetDevicesAsync(Ct)).Epoch);
        await phone.ActivateAsync(await host.NewTokenAsync(bob.Id, Ct), Ct);
        await VerifyLogAsync();
    }

    [Fact]
    public async Task A_release_ticket_of_before_the_backup_that_was_carried_out_since_counts_once()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var ticket = await phone.ReleaseAsync(ada.Token, DeviceHost.Password, true, Ct);
        var backup = await DeviceBackup.TakeAsync(host, phone.Id, Ct);
        phone.Store(ticket, TicketAction.Release);
        await RestoreAsync(backup);
        Assert.Equal("device_unreported", await CodeAsync(() => phone.SendReceiptAsync(Ct)));

        var sync = await phone.SyncAsync(Ct);
        // The receipt is still owed.
        await phone.SendReceiptAsync(Ct);

        Assert.Equal((TicketState.Free, 1u), (sync.State, sync.Epoch));
        var bob = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(bob.Token, Ct);
        Assert.Equal(["adopted_free", "synced", "activated"], (await EventsAsync(bob, phone)).TakeLast(3));
        Assert.DoesNotContain(await AlarmsAsync(), a => a.Device == phone.Id);
        await VerifyLogAsync();
    }

    [Fact]
    public async Task A_question_without_a_network_is_no_report()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true);
        var question = phone.Evidence(EvidencePurpose.Release, null, null);
        await RestoreAsync();

        Assert.Equal("device_unreported", await CodeAsync(() => host.NewClient().GetReleaseTicketAsync(question, Ct)));

        Assert.True((await phone.StateAsync(Ct)).Report);
    }

    [Fact]
    public async Task A_phone_that_was_marked_lost_since_is_lost()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var backup = await DeviceBackup.TakeAsync(host, phone.Id, Ct);
        await MarkLostAsync(ada, phone);
        phone.Store(await phone.GetLostTicketAsync(Ct), TicketAction.Lost);
        await RestoreAsync(backup);

        var sync = await phone.SyncAsync(Ct);

        Assert.Equal((TicketState.Lost, "Please call me."), (sync.State, sync.LostMessage));
        var device = await ClientOf(await host.NewTokenAsync(ada.Id, Ct)).GetDeviceAsync(phone.Id, Ct);
        Assert.Equal(("lost", "Please call me.", "+4915112345678"), (device.State, device.Loss?.Message, device.Loss?.Contact));
        Assert.Equal("device_lost", await CodeAsync(async () => await phone.AskForHoldAsync(await host.NewTokenAsync(ada.Id, Ct), Ct)));
        await phone.SendReceiptAsync(Ct);
        await VerifyLogAsync();
    }

    [Fact]
    public async Task A_phone_that_the_backup_does_not_know_enrols_and_is_its_holders()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(ada.Token, Ct);
        await RestoreAsync(forgotten: phone);
        Assert.Equal("evidence_untrusted", await CodeAsync(() => phone.SyncAsync(Ct)));

        await phone.EnrolAsync(Ct);
        Assert.True((await phone.StateAsync(Ct)).Report);
        await phone.SyncAsync(Ct);

        Assert.Equal(phone.Id, Assert.Single(await ClientOf(await host.NewTokenAsync(ada.Id, Ct)).GetDevicesAsync(Ct)).Id);
        await VerifyLogAsync();
    }

    [Fact]
    public async Task A_new_phone_has_nothing_to_report()
    {
        await RestoreAsync();
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);

        Assert.False((await phone.StateAsync(Ct)).Report);
        await phone.ActivateAsync(ada.Token, Ct);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("another phone's")]
    [InlineData("of the epoch before")]
    [InlineData("no ticket")]
    public async Task What_is_ahead_without_our_signature_changes_nothing(string shown)
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        var (_, other) = await NewHeldPhoneAsync();
        using var _ = phone;
        using var __ = other;
        var hold = phone.SignedTicket;
        await RestoreAsync();
        // A broken phone says that it was released.
        (phone.Epoch, phone.HoldingId) = (1, null);
        phone.SignedTicket = shown switch { "none" => null, "another phone's" => other.SignedTicket, "of the epoch before" => hold, _ => "AAAA" };

        Assert.Equal("evidence_stale", await CodeAsync(() => phone.SyncAsync(Ct)));

        Assert.Equal("held", (await ClientOf(await host.NewTokenAsync(ada.Id, Ct)).GetDeviceAsync(phone.Id, Ct)).State);
        Assert.Equal("device_unreported", await CodeAsync(() => phone.SendReceiptAsync(Ct)));
        await VerifyLogAsync();
    }

    [Fact]
    public async Task A_phone_of_an_account_that_the_backup_does_not_know_stays_as_it_is()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        var backup = await DeviceBackup.TakeAsync(host, phone.Id, Ct);
        await phone.ActivateAsync(ada.Token, Ct);
        await backup.RestoreAsync(host, Ct);
        await host.InDatabaseAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM identifiers WHERE account_id = {ada.Id.Value}", Ct));
        await host.InDatabaseAsync(db => db.Set<Domain.Accounts.Account>().Where(a => a.Id == ada.Id).ExecuteDeleteAsync(Ct));
        await RestoreAsync();

        Assert.Equal("evidence_stale", await CodeAsync(() => phone.SyncAsync(Ct)));

        var bob = await host.NewHolderAsync(Ct);
        Assert.Equal("device_unreported", await CodeAsync(() => phone.AskForHoldAsync(bob.Token, Ct)));
    }

    [Fact]
    public async Task What_was_promised_before_is_void()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone, await host.NewTokenAsync(ada.Id, Ct));
        var other = await host.NewTokenAsync(ada.Id, Ct);
        await ClientOf(other).MarkDeviceFoundAsync(phone.Id, new MarkFound(DeviceHost.Password, (await RecoveryCodesAsync(ada))[0]), Ct);
        await ClientOf(other).EraseDeviceAsync(phone.Id, new Client.Devices.EraseDevice(DeviceHost.Password, (await RecoveryCodesAsync(ada))[0]), Ct);

        await RestoreAsync();

        var device = await ClientOf(other).GetDeviceAsync(phone.Id, Ct);
        Assert.Equal(("lost", null, null), (device.State, device.Loss!.FoundDueAt, device.Erase));
    }

    [Fact]
    public async Task Evidence_of_before_counts_no_more()
    {
        var (_, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var evidence = await phone.EvidenceAsync(EvidencePurpose.Sync, null, Ct);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await RestoreAsync();

        Assert.Equal("nonce_spent", await CodeAsync(() => host.NewClient().SyncDeviceAsync(new Client.Devices.SyncDevice(evidence.Evidence), Ct)));
    }

    [Fact]
    public async Task A_ticket_of_nobodys_making_alarms_and_one_of_the_lost_time_does_not()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var backup = await DeviceBackup.TakeAsync(host, phone.Id, Ct);
        phone.Store(await phone.ResetAsync(ada.Token, DeviceHost.Password, Ct), TicketAction.Reset);
        await RestoreAsync(backup);
        await phone.SyncAsync(Ct);
        await phone.SendReceiptAsync(Ct);
        Assert.DoesNotContain(await AlarmsAsync(), a => a.Device == phone.Id);

        phone.LastTicketId = RandomNumberGenerator.GetBytes(16);
        Assert.Equal("evidence_untrusted", await CodeAsync(() => phone.SendReceiptAsync(Ct)));
        Assert.Equal("evidence_untrusted", await CodeAsync(() => phone.SendReceiptAsync(Ct)));
        using var toy = host.NewPhone();
        await toy.EnrolAsync(Ct);
        toy.LastTicketId = RandomNumberGenerator.GetBytes(16);
        Assert.Equal("evidence_untrusted", await CodeAsync(() => toy.SendReceiptAsync(Ct)));

        var alarms = await AlarmsAsync();
        var alarm = alarms.Single(a => a.Device == phone.Id);
        Assert.Equal((true, 2, Convert.ToHexStringLower(phone.LastTicketId)), (alarm.WasHeld, alarm.Times, alarm.Ticket));
        Assert.False(alarms.Single(a => a.Device == toy.Id).WasHeld);
        Assert.True(alarms.ToList().FindIndex(a => a.Device == phone.Id) < alarms.ToList().FindIndex(a => a.Device == toy.Id));
    }

    [Fact]
    public async Task Of_two_reports_at_once_the_phone_is_adopted_once()
    {
        for (var round = 0; round < 3; round++)
        {
            using var phone = host.NewPhone();
            await phone.EnrolAsync(Ct);
            var backup = await DeviceBackup.TakeAsync(host, phone.Id, Ct);
            var ada = await host.NewHolderAsync(Ct);
            await phone.ActivateAsync(ada.Token, Ct);
            await RestoreAsync(backup);
            var (first, second) = (await phone.ReportAsync(Ct), await phone.ReportAsync(Ct));

            var codes = await Task.WhenAll(CodeAsync(() => host.NewClient().SyncDeviceAsync(first, Ct)), CodeAsync(() => host.NewClient().SyncDeviceAsync(second, Ct)));

            Assert.True(codes.Any(code => code is null), string.Join(", ", codes));
            Assert.All(codes, code => Assert.True(code is null or "evidence_replayed", code));
            Assert.Single(await EventsAsync(ada, phone), e => e == "adopted_hold");
        }
    }

    [Fact]
    public void A_handle_is_read_by_this_server_alone_for_its_device_and_holding()
    {
        var handles = host.Services.GetRequiredService<HolderHandles>();
        var (device, holding, account) = (new Domain.Devices.DeviceId("d"), new Domain.Devices.HoldingId(new Guid(RandomNumberGenerator.GetBytes(16))), new Domain.Accounts.AccountId(new Guid(RandomNumberGenerator.GetBytes(16))));
        var handle = handles.Seal(device, holding, account);

        Assert.Equal(ClaimSizes.HolderHandle, handle.Length);
        Assert.Equal(account, handles.Open(device, holding, handle));
        Assert.Null(handles.Open(new Domain.Devices.DeviceId("e"), holding, handle));
        Assert.Null(handles.Open(device, new Domain.Devices.HoldingId(new Guid(RandomNumberGenerator.GetBytes(16))), handle));
        Assert.Null(handles.Open(device, holding, new byte[44]));
        Assert.Null(handles.Open(device, holding, null));
        Assert.NotEqual(handle, handles.Seal(device, holding, account));
    }

    // What the operator does, and a start of the server after it.
    private async Task RestoreAsync(DeviceBackup? backup = null, TestPhone? forgotten = null)
    {
        await using var nothing = await host.NothingTakenUpAsync(Ct);
        await (backup?.RestoreAsync(host, Ct) ?? Task.CompletedTask);
        await (forgotten is null ? Task.CompletedTask : host.InDatabaseAsync(async db =>
        {
            await DeviceBackup.ForgetAsync(db, forgotten.Id, Ct);
            return 0;
        }));
        await host.InScopeAsync(async services =>
        {
            var word = await WordAsync(await services.GetRequiredService<LogRenewal>().FindLogAsync(Ct));
            var (failure, begun) = await services.GetRequiredService<StartGeneration>().ExecuteAsync(word, Ct);
            Assert.Null(failure);
            services.GetRequiredService<ServerGeneration>().Current = await services.GetRequiredService<GenerationBook>().CurrentAsync(Ct);
            Assert.Equal(begun!.Number, services.GetRequiredService<ServerGeneration>().Number);
            return 0;
        });
    }

    // In development the roots are at hand.
    private async Task<string?> WordAsync(byte[]? log)
    {
        if (log is null)
        {
            return null;
        }

        var keys = Path.Combine(host.DataFolder, "keys");
        var word = Path.Combine(host.DataFolder, "word.cert");
        using var output = new StringWriter();
        var exitCode = await KeyCommand.RunAsync(
            ["succession", "--roots", keys, "--issuer", host.Address.AbsoluteUri, "--previous", Convert.ToHexStringLower(log), "--out", word], output, TimeProvider.System, Ct);
        Assert.True(exitCode == 0, output.ToString());
        return word;
    }

    private Task<IReadOnlyList<DeviceAlarm>> AlarmsAsync() => host.InScopeAsync(services => services.GetRequiredService<DeviceAlarms>().ReadAsync(Ct));

    private async Task VerifyLogAsync()
    {
        using var report = new StringWriter();
        string[] where = host.Connection is { } connection ? ["--database", connection] : ["--data", host.DataFolder];
        Assert.True(await AuditVerify.RunAsync(where, new ConfigurationBuilder().Build(), report, Ct) == 0, report.ToString());
    }

    private Task<List<string>> SubjectsAsync(TestHolder holder) =>
        host.InDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => m.Recipient == holder.Email).Select(m => m.Subject).ToListAsync(Ct));

    private async Task<IReadOnlyList<string>> EventsAsync(TestHolder holder, TestPhone phone) =>
        [.. (await ClientOf(await host.NewTokenAsync(holder.Id, Ct)).GetDeviceLogAsync(phone.Id, 0, Ct)).Entries.Select(e => e.Event)];
}
