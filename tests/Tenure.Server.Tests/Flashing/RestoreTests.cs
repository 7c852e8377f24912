using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Client;
using Tenure.Client.Flashing;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Tickets;
using Tenure.Server.Flashing.Packages;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using DeviceEvidence = Tenure.Client.Devices.DeviceEvidence;

namespace Tenure.Server.Tests.Flashing;

/// <summary>A holder flashes a device of theirs, and nobody else does.</summary>
public abstract class RestoreTests(DeviceHost host) : RestoreStage(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_holder_restores_a_device_and_each_step_is_told_and_logged()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var digest = await RegisterAsync();

        var restore = await ApproveAsync(client, ada, phone, digest);

        Assert.Equal(("open", digest, "2", phone.Id), (restore.State, restore.Manifest, restore.Version, restore.DeviceId));
        Assert.Contains(await SubjectsAsync(ada), s => s == "lotus is to be restored");
        var ticket = phone.Verify(await TicketAsync(client, restore, phone), TicketAction.Flash);
        Assert.Equal((restore.Id, FlashActor.Holder, digest), (new Guid(ticket.Flash!.JobId, bigEndian: true), ticket.Flash.Actor, Base64Url.EncodeToString(ticket.Flash.Manifest)));
        Assert.Equal(FlashOperations.Program | FlashOperations.Patch | FlashOperations.Read | FlashOperations.Power, ticket.Flash.Operations);
        Assert.Equal("EU", ticket.Flash.Region);
        Assert.False(ticket.Flash.EraseUserData);
        // Another start, another ticket, and then all is done: two of the three entries, for the third one is user data.
        var second = phone.Verify(await TicketAsync(client, restore, phone), TicketAction.Flash);
        Assert.NotEqual(ticket.TicketId, second.TicketId);
        await ReceiptAsync(restore, phone, second, 1, 1);
        Assert.Equal(("open", 2, 1L, 1L), Of(await client.GetRestoreAsync(restore.Id, Ct)));
        await ReceiptAsync(restore, phone, second, 2, 0);
        Assert.Equal(("done", 2, 2L, 0L), Of(await client.GetRestoreAsync(restore.Id, Ct)));
        Assert.Contains(await SubjectsAsync(ada), s => s == "lotus was restored");
        Assert.Equal("restore_over", await CodeAsync(() => TicketAsync(client, restore, phone)));
        var events = await EventsAsync(phone);
        Assert.Equal(["restore_approved", "flash_ticket_issued", "flash_ticket_issued", "flashed", "flashed"], events[^5..]);
        // It is held as before.
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
    }

    [Fact]
    public async Task A_patch_inside_user_data_is_no_part_of_a_restore_that_keeps_it()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var digest = await RegisterAsync(m => m with { Entries = [.. m.Entries, new FirmwarePatch(0, "510", 0, 4, "5")] });
        var restore = await ApproveAsync(client, ada, phone, digest);
        await ReceiptAsync(restore, phone, phone.Verify(await TicketAsync(client, restore, phone), TicketAction.Flash), 2, 0);
        Assert.Equal("done", (await client.GetRestoreAsync(restore.Id, Ct)).State);
        restore = await ApproveAsync(client, ada, phone, digest, erase: true);
        await ReceiptAsync(restore, phone, phone.Verify(await TicketAsync(client, restore, phone), TicketAction.Flash), 3, 0);
        Assert.Equal("open", (await client.GetRestoreAsync(restore.Id, Ct)).State);
    }

    [Fact]
    public async Task Its_holder_flashes_a_lost_device_too_and_nobody_else_any()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var digest = await RegisterAsync();
        var bob = await host.NewHolderAsync(Ct);
        using var key = ComputerKey.Create();
        var stranger = await ComputerAsync(bob, key);
        Assert.Equal("not_found", await CodeAsync(() => ApproveAsync(stranger, bob, phone, digest)));
        await MarkLostAsync(ada, phone);
        Assert.Equal("not_found", await CodeAsync(() => ApproveAsync(stranger, bob, phone, digest)));

        var restore = await ApproveAsync(client, ada, phone, digest);
        Assert.Equal("not_found", await CodeAsync(() => TicketAsync(stranger, restore, phone)));
        Assert.Equal("not_found", await CodeAsync(() => stranger.GetRestoreAsync(restore.Id, Ct)));
        Assert.Equal("not_found", await CodeAsync(() => stranger.CancelRestoreAsync(restore.Id, Ct)));
        phone.Verify(await TicketAsync(client, restore, phone, TicketState.Lost), TicketAction.Flash);
    }

    [Fact]
    public async Task A_lost_mark_ends_what_was_approved_before_it()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var restore = await ApproveAsync(client, ada, phone, await RegisterAsync());
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await MarkLostAsync(ada, phone);
        Assert.Equal("ended", (await client.GetRestoreAsync(restore.Id, Ct)).State);
        Assert.Equal("restore_over", await CodeAsync(() => TicketAsync(client, restore, phone)));
    }

    [Fact]
    public async Task The_link_in_the_notice_ends_it_by_a_form_alone()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var restore = await ApproveAsync(client, ada, phone, await RegisterAsync());
        var mail = await host.InDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => m.Recipient == ada.Email && m.Subject == "lotus is to be restored").SingleAsync(Ct));
        var path = new Uri(mail.Text.Split('\n').Single(line => line.Contains("/restores/stop/", StringComparison.Ordinal))).AbsolutePath;
        using var browser = Browser.New(host.Server);
        Assert.Contains("If it was not you", await browser.ReadAsync(path, Ct), StringComparison.Ordinal);
        Assert.Equal("open", (await client.GetRestoreAsync(restore.Id, Ct)).State);
        (await browser.SubmitAsync(path, Ct, ("_handler", "stop"))).Dispose();
        Assert.Equal("objected", (await client.GetRestoreAsync(restore.Id, Ct)).State);
        Assert.Equal("restore_over", await CodeAsync(() => TicketAsync(client, restore, phone)));
    }

    [Fact]
    public async Task It_ends_after_a_day_by_cancelling_and_by_another_one()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var digest = await RegisterAsync();
        var first = await ApproveAsync(client, ada, phone, digest);
        var second = await ApproveAsync(client, ada, phone, digest);
        Assert.Equal(("ended", "open"), ((await client.GetRestoreAsync(first.Id, Ct)).State, (await client.GetRestoreAsync(second.Id, Ct)).State));
        await client.CancelRestoreAsync(second.Id, Ct);
        Assert.Equal("restore_over", await CodeAsync(() => TicketAsync(client, second, phone)));
        var third = await ApproveAsync(client, ada, phone, digest);
        await LaterAsync(client, ada, TimeSpan.FromHours(24));
        Assert.Equal("restore_over", await CodeAsync(() => TicketAsync(client, third, phone)));
        Assert.Equal(["expired", "cancelled", "ended"], (await client.GetRestoresAsync(Ct)).Select(r => r.State));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_its_reason()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        Assert.Equal("firmware_unknown", await CodeAsync(async () => await ApproveAsync(client, ada, phone, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)))));
        Assert.Equal("firmware_product", await CodeAsync(async () => await ApproveAsync(client, ada, phone, await RegisterAsync(m => m with { Product = "rose" }))));
        Assert.Equal("firmware_region", await CodeAsync(async () => await ApproveAsync(client, ada, phone, await RegisterAsync(m => m with { Regions = ["CN"] }))));
        var refused = await Assert.ThrowsAsync<TenureProblemException>(async () => await ApproveAsync(client, ada, phone, await RegisterAsync(m => m with { RollbackIndexes = new Dictionary<uint, ulong> { [1] = 4 } })));
        Assert.Equal("firmware_rollback", refused.Code);
        Assert.Contains("index 1 is 5, the package has 4", refused.Message, StringComparison.Ordinal);
        var withdrawn = await RegisterAsync();
        var restore = await ApproveAsync(client, ada, phone, withdrawn);
        await host.InDatabaseAsync(async db =>
        {
            (await db.FirmwarePackages.FirstAsync(p => p.Digest == withdrawn, Ct)).Withdraw(host.Clock.GetUtcNow());
            return await db.SaveChangesAsync(Ct);
        });
        Assert.Equal("firmware_withdrawn", await CodeAsync(() => ApproveAsync(client, ada, phone, withdrawn)));
        Assert.Equal("firmware_withdrawn", await CodeAsync(() => TicketAsync(client, restore, phone)));
    }

    [Fact]
    public async Task A_device_that_says_more_than_was_known_gets_no_ticket_for_a_package_that_it_would_not_start()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var restore = await ApproveAsync(client, ada, phone, await RegisterAsync());
        phone.Facts = phone.Facts with { RollbackIndexes = new Dictionary<uint, ulong> { [1] = 7 } };
        Assert.Equal("firmware_rollback", await CodeAsync(() => TicketAsync(client, restore, phone)));
        phone.Facts = phone.Facts with { RollbackIndexes = new Dictionary<uint, ulong> { [1] = 5 }, Region = "CN" };
        Assert.Equal("firmware_region", await CodeAsync(() => TicketAsync(client, restore, phone)));
    }

    [Fact]
    public async Task A_package_whose_row_was_changed_or_whose_key_is_not_pinned_any_more_is_no_package()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var digest = await RegisterAsync();
        await host.InDatabaseAsync(async db =>
        {
            var keyId = await db.FirmwarePackages.Where(p => p.Digest == digest).Select(p => p.KeyId).SingleAsync(Ct);
            (await db.ReleaseKeys.FirstAsync(k => k.Id == keyId, Ct)).Remove(host.Clock.GetUtcNow());
            return await db.SaveChangesAsync(Ct);
        });
        Assert.Equal("firmware_unknown", await CodeAsync(() => ApproveAsync(client, ada, phone, digest)));
        var other = await RegisterAsync();
        var manifest = await host.InDatabaseAsync(db => db.FirmwarePackages.Where(p => p.Digest == digest).Select(p => p.Manifest).SingleAsync(Ct));
        await host.InDatabaseAsync(db => db.FirmwarePackages.Where(p => p.Digest == other).ExecuteUpdateAsync(p => p.SetProperty(x => x.Manifest, manifest), Ct));
        Assert.Equal("firmware_unknown", await CodeAsync(() => ApproveAsync(client, ada, phone, other)));
    }

    [Fact]
    public async Task Without_a_bound_computer_in_its_own_session_nothing_is_approved()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var digest = await RegisterAsync();
        using var other = ComputerKey.Create();
        var unbound = ClientOf(await host.NewTokenAsync(ada.Id, Ct, kind: SessionKind.CommandLine));
        unbound.Computer = other;
        Assert.Equal("computer_not_bound", await CodeAsync(() => ApproveAsync(unbound, ada, phone, digest)));
        var byCode = ClientOf(await host.NewTokenAsync(ada.Id, Ct, kind: SessionKind.DeviceCode));
        byCode.Computer = client.Computer;
        Assert.Equal("computer_session", await CodeAsync(() => ApproveAsync(byCode, ada, phone, digest)));
        // What was approved at the computer is of no use to who has copied its key.
        var approved = await ApproveAsync(client, ada, phone, digest);
        Assert.Equal("computer_session", await CodeAsync(() => TicketAsync(byCode, approved, phone)));
        Assert.Equal(0, (await client.GetRestoreAsync(approved.Id, Ct)).Tickets);
        await BindAsync(ada, other, host.Clock.GetUtcNow().AddHours(1));
        Assert.Equal("computer_waiting", await CodeAsync(() => ApproveAsync(unbound, ada, phone, digest)));
        // Approved from one computer, it is of no use at another.
        var restore = await ApproveAsync(client, ada, phone, digest);
        await LaterAsync(client, ada, TimeSpan.FromHours(2));
        unbound.AccessToken = await host.NewTokenAsync(ada.Id, Ct, kind: SessionKind.CommandLine);
        Assert.Equal("restore_over", await CodeAsync(() => TicketAsync(unbound, restore, phone)));
        await client.RemoveComputerAsync(client.Computer!.Id, Ct);
        await LaterAsync(client, ada, TimeSpan.FromMinutes(5));
        var removed = await Assert.ThrowsAsync<TenureProblemException>(() => TicketAsync(client, restore, phone));
        Assert.Equal("computer_removed", removed.Code);
        Assert.Contains("5 minutes ago", removed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_gets_twenty_tickets_and_says_when_there_are_no_more()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var restore = await ApproveAsync(client, ada, phone, await RegisterAsync());
        for (var tickets = 0; tickets < 20; tickets++)
        {
            Assert.True((await client.GetRestoreAsync(restore.Id, Ct)).HasTickets);
            phone.Verify(await TicketAsync(client, restore, phone), TicketAction.Flash);
            // Fewer in an hour than a device may have.
            await LaterAsync(client, ada, TimeSpan.FromMinutes(5));
        }

        Assert.Equal(("open", 20, null, null), Of(await client.GetRestoreAsync(restore.Id, Ct)));
        Assert.False((await client.GetRestoreAsync(restore.Id, Ct)).HasTickets);
        Assert.Equal("restore_tickets", await CodeAsync(() => TicketAsync(client, restore, phone)));
    }

    [Fact]
    public async Task A_freeze_and_a_quiet_time_stop_approval_and_tickets()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var digest = await RegisterAsync();
        var restore = await ApproveAsync(client, ada, phone, digest);
        await ChangeAsync(ada, account => Assert.True(account.Freeze(host.Clock.GetUtcNow())));
        Assert.Equal("account_frozen", await CodeAsync(() => TicketAsync(client, restore, phone)));
        await ChangeAsync(ada, account =>
        {
            account.Thaw();
            account.BeQuiet(host.Clock.GetUtcNow());
        });
        Assert.Equal("account_quiet", await CodeAsync(() => TicketAsync(client, restore, phone)));
        Assert.Equal("account_quiet", await CodeAsync(() => ApproveAsync(client, ada, phone, digest)));
    }

    [Fact]
    public async Task A_device_that_was_given_away_gets_no_ticket_of_before()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var restore = await ApproveAsync(client, ada, phone, await RegisterAsync());
        await RemoveAsync(client, phone.Id, erase: true);
        Assert.Equal("device_releasing", await CodeAsync(() => TicketAsync(client, restore, phone)));
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("device_not_held", await CodeAsync(() => TicketAsync(client, restore, phone)));
        Assert.Equal("ended", (await client.GetRestoreAsync(restore.Id, Ct)).State);
    }

    [Fact]
    public async Task A_phone_that_cannot_read_its_block_any_more_is_flashed_for_its_holder_and_stays_held()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        await RemoveAsync(client, phone.Id, erase: true);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        await phone.ActivateAsync(await host.NewTokenAsync(ada.Id, Ct), Ct);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal(1u, phone.Epoch);
        var (bob, _, stranger) = await StageAsync();
        var digest = await RegisterAsync();
        var restore = await ApproveAsync(client, ada, phone, digest);

        (phone.Epoch, phone.HoldingId) = (0, null);
        // Who says that it can read the block is asked what stands there.
        Assert.Equal("evidence_stale", await CodeAsync(() => TicketAsync(client, restore, phone)));
        Assert.Equal("not_found", await CodeAsync(() => ApproveAsync(stranger, bob, phone, digest)));
        var ticket = phone.Verify(await TicketAsync(client, restore, phone, state: null), TicketAction.Flash);

        Assert.Equal((0u, FlashActor.Holder), (ticket.Epoch, ticket.Flash!.Actor));
        await ReceiptAsync(restore, phone, ticket, 2, 0);
        Assert.Equal("done", (await client.GetRestoreAsync(restore.Id, Ct)).State);
        Assert.Equal("held", (await phone.StateAsync(Ct)).State);
        phone.Epoch = 0;
        Assert.Equal((TicketState.Held, 1u), await phone.SyncAsync(Ct) is var sync ? (sync.State, sync.Epoch) : default);
    }

    [Fact]
    public async Task After_a_servers_restore_a_bricked_phone_is_flashed_before_it_can_report_if_it_stands_where_the_server_thinks()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var restore = await ApproveAsync(client, ada, phone, await RegisterAsync());
        await host.InDatabaseAsync(db => db.Set<Domain.Devices.Device>().Where(d => d.Id == new DeviceId(phone.Id)).ExecuteUpdateAsync(d => d.SetProperty(x => x.ReportedIn, 0), Ct));
        var (epoch, holding) = (phone.Epoch, phone.HoldingId);
        // Held by somebody else meanwhile, or with a block that cannot tell.
        (phone.Epoch, phone.HoldingId) = (1, RandomNumberGenerator.GetBytes(16));
        Assert.Equal("device_unreported", await CodeAsync(() => TicketAsync(client, restore, phone)));
        (phone.Epoch, phone.HoldingId) = (epoch, RandomNumberGenerator.GetBytes(16));
        Assert.Equal("device_unreported", await CodeAsync(() => TicketAsync(client, restore, phone)));
        (phone.Epoch, phone.HoldingId) = (epoch, holding);

        var ticket = phone.Verify(await TicketAsync(client, restore, phone), TicketAction.Flash);

        await ReceiptAsync(restore, phone, ticket, 2, 0);
        Assert.Equal("done", (await client.GetRestoreAsync(restore.Id, Ct)).State);
        Assert.Equal("device_unreported", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
    }

    [Fact]
    public async Task One_piece_of_evidence_makes_one_ticket_and_another_phones_none()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var restore = await ApproveAsync(client, ada, phone, await RegisterAsync());
        var evidence = await FlashEvidenceAsync(phone, TicketState.Held);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => CodeAsync(() => client.GetFlashTicketAsync(restore.Id, evidence, Ct))));
        Assert.Single(outcomes, o => o is null);
        Assert.Equal(1, (await client.GetRestoreAsync(restore.Id, Ct)).Tickets);

        var (other, otherPhone, _) = await StageAsync();
        using var __ = otherPhone;
        Assert.Equal("device_not_held", await CodeAsync(() => TicketAsync(client, restore, otherPhone)));
    }

    // No network reaches a boot ROM: what it signs has no nonce of the server, and only its counters keep a copy out.
    [Fact]
    public async Task Evidence_without_a_nonce_of_the_server_makes_one_ticket_and_one_receipt()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var restore = await ApproveAsync(client, ada, phone, await RegisterAsync());
        var older = Asked();
        var evidence = Asked();
        var ticket = phone.Verify((await client.GetFlashTicketAsync(restore.Id, evidence, Ct)).Ticket, TicketAction.Flash);
        Assert.Equal("evidence_replayed", await CodeAsync(() => client.GetFlashTicketAsync(restore.Id, evidence, Ct)));
        Assert.Equal("evidence_replayed", await CodeAsync(() => client.GetFlashTicketAsync(restore.Id, older, Ct)));
        Assert.Equal(1, (await client.GetRestoreAsync(restore.Id, Ct)).Tickets);

        var early = Said(1, 1);
        var receipt = Said(2, 0);
        await host.NewClient().SendFlashReceiptAsync(restore.Id, receipt, Ct);
        Assert.Equal(("done", 1, 2L, 0L), Of(await client.GetRestoreAsync(restore.Id, Ct)));
        Assert.Equal("evidence_replayed", await CodeAsync(() => host.NewClient().SendFlashReceiptAsync(restore.Id, receipt, Ct)));
        Assert.Equal("evidence_replayed", await CodeAsync(() => host.NewClient().SendFlashReceiptAsync(restore.Id, early, Ct)));
        Assert.Equal(["flash_ticket_issued", "flashed"], (await EventsAsync(phone))[^2..]);

        // Where there is a network, the nonce is asked for as before.
        Assert.Equal("nonce_spent", await CodeAsync(() => host.NewClient().SyncDeviceAsync(new(phone.Evidence(EvidencePurpose.Sync, serverNonce: null, token: null).Evidence), Ct)));

        DeviceEvidence Asked() => phone.Evidence(EvidencePurpose.Flash, serverNonce: null, token: null, e => e with { State = TicketState.Held, Facts = phone.Facts });
        DeviceEvidence Said(uint done, uint failed) =>
            phone.Evidence(EvidencePurpose.Flashed, serverNonce: null, token: null, e => e with { Flashed = new FlashReceipt(ticket.TicketId, ticket.Flash!.Manifest, done, failed) });
    }

    [Fact]
    public async Task A_receipt_counts_only_for_the_ticket_device_and_package_of_the_restore()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var restore = await ApproveAsync(client, ada, phone, await RegisterAsync());
        var ticket = phone.Verify(await TicketAsync(client, restore, phone), TicketAction.Flash);
        Assert.Equal("evidence_untrusted", await CodeAsync(() => ReceiptAsync(restore, phone, ticket with { TicketId = RandomNumberGenerator.GetBytes(16) }, 2, 0)));
        Assert.Equal("not_found", await CodeAsync(() => ReceiptAsync(restore with { Id = Guid.CreateVersion7(host.Clock.GetUtcNow()) }, phone, ticket, 2, 0)));
        Assert.Equal("not_found", await CodeAsync(() => ReceiptAsync(restore, phone, ticket with { Flash = ticket.Flash! with { Manifest = RandomNumberGenerator.GetBytes(32) } }, 2, 0)));
        Assert.Equal("open", (await client.GetRestoreAsync(restore.Id, Ct)).State);
        var another = await ApproveAsync(client, ada, phone, restore.Manifest);
        var its = phone.Verify(await TicketAsync(client, another, phone), TicketAction.Flash);
        Assert.Equal("not_found", await CodeAsync(() => ReceiptAsync(restore, phone, its, 2, 0)));
        await ReceiptAsync(another, phone, its, 2, 0);
    }

    [Fact]
    public async Task An_account_begins_ten_a_day()
    {
        var (ada, phone, client) = await StageAsync();
        using var _ = phone;
        var digest = await RegisterAsync();
        for (var i = 0; i < 10; i++)
        {
            await ApproveAsync(client, ada, phone, digest);
        }

        Assert.Equal("rate_limited", await CodeAsync(() => ApproveAsync(client, ada, phone, digest)));
    }

    [Fact]
    public async Task What_a_maker_signed_is_had_as_it_was_signed()
    {
        var (_, phone, client) = await StageAsync();
        using var _ = phone;
        var digest = await RegisterAsync();
        var listed = Assert.Single(await client.GetFirmwareListAsync(Ct), f => f.Digest == digest);
        Assert.Equal(("lotus", "2", "Example Phones"), (listed.Product, listed.Version, listed.Maker));
        Assert.Equal([new RollbackIndex(1, 5)], listed.RollbackIndexes);
        Assert.Equal(digest, (await client.GetFirmwareAsync(digest, Ct)).Digest);
        Assert.Equal(digest, Base64Url.EncodeToString(FirmwareManifestCodec.Digest(await client.GetFirmwareManifestAsync(digest, Ct))));
        Assert.Equal("firmware_unknown", await CodeAsync(() => client.GetFirmwareAsync("x", Ct)));
    }
}
