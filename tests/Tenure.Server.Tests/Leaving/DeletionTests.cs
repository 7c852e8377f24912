using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.EntityFrameworkCore.Models;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.Devices;
using Tenure.Client.SignIn;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Transfers;
using Tenure.Server.Leaving;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Accounts;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Account = Tenure.Domain.Accounts.Account;
using AskDeletion = Tenure.Client.Accounts.AskDeletion;
using Identifier = Tenure.Domain.Accounts.Identifier;

namespace Tenure.Server.Tests.Leaving;

/// <summary>A person leaves: slowly, in the open, and then wholly; and no device is left that nobody can open.</summary>
public abstract partial class DeletionTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task Nothing_of_a_person_is_left_in_any_column_or_file()
    {
        var (network, nickname) = ("203.0.113", "Zenobia Quux");
        var person = await Person.RegisterAsync(host.Server, Ct, Person.NewEmail(), nickname, "en");
        var client = host.NewClient($"{network}.77");
        client.AccessToken = (await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, person.KnownDevice, "Zenobias Telefon", Pkce.Create(), Ct)).Tokens!.AccessToken;
        await client.ChangeAccountAsync(new ChangeAccount(Gender: "marsh-wiggle", Country: "NZ"), Ct);
        var picture = await client.PutPictureAsync(SamplePictures.Gif(1), Ct);
        var id = await IdOfAsync(person.Email);
        var holder = new TestHolder(id, person.Email, client.AccessToken);
        await SeedAsync(id);

        // A phone that was let go, one that is sealed, and one that was removed and never reports.
        using var gone = await HeldAsync(holder, "SERIALZQ1");
        await RemoveAsync(client, gone.Id, erase: true, person.Password);
        gone.Store(await gone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await gone.SendReceiptAsync(Ct);
        using var stolen = await HeldAsync(holder, "SERIALZQ2");
        await client.MarkDeviceLostAsync(stolen.Id, new MarkLost(person.Password, (await RecoveryCodesAsync(holder))[0], null, "Call Zenobia please", "+64 21 555 0199"), Ct);
        using var silent = await HeldAsync(holder, "SERIALZQ3");
        await RemoveAsync(client, silent.Id, erase: true, person.Password);
        await client.AskDeletionAsync(new AskDeletion(person.Password, (await RecoveryCodesAsync(holder))[0], null, [stolen.Id]), Ct);

        string[] needles = [person.Email, person.Number, nickname, "Zenobia", "marsh-wiggle", network, "+64211234567", "old.zenobia@example.org", "5550199", "555 0199", "SERIALZQ", "caller said Zenobia", picture.Picture[..32]];
        byte[][] binary = [id.Value.ToByteArray(bigEndian: true)];
        var before = await FindAsync(needles, binary);
        Assert.All(needles.Where(n => n is not ("5550199" or "555 0199")), n => Assert.Contains(before, f => f.Contains(n, StringComparison.OrdinalIgnoreCase)));

        await PassAsync(AccountDeletion.Grace);

        var left = await FindAsync(needles, binary);
        // The journal names the account by an id that leads nowhere any more.
        Assert.All(left, f => Assert.StartsWith("deletions: ", f, StringComparison.Ordinal));
        Assert.Equal("sealed", await StateOfAsync(stolen));
        Assert.Equal("releasing", await StateOfAsync(silent));
        await AssertLogHoldsAsync();
    }

    [Fact]
    public async Task Every_column_that_names_an_account_has_somebody_who_erases_it()
    {
        // Beside each stands who does. Another one belongs into an IErasure of its capability first, and then here.
        Dictionary<string, string> erased = new(StringComparer.Ordinal)
        {
            ["account_deletions.account_id"] = nameof(EraseAccount),
            ["account_exports.account_id"] = "EraseExports",
            ["accounts.id"] = "EraseProfile",
            ["account_pictures.account_id"] = "EraseProfile",
            ["address_changes.account_id"] = "EraseProfile",
            ["address_proofs.account_id"] = "EraseProfile",
            ["identifiers.account_id"] = "EraseProfile",
            ["password_resets.account_id"] = "EraseProfile",
            ["password_undos.account_id"] = "EraseProfile",
            ["security_events.account_id"] = "EraseProfile",
            ["known_devices.account_id"] = "EraseSignIns",
            ["sign_in_transactions.account_id"] = "EraseSignIns",
            ["sessions.account_id"] = "EraseSessions",
            ["proof_codes.account_id"] = "EraseProofs",
            ["recovery_codes.account_id"] = "EraseProofs",
            ["computers.account_id"] = "EraseComputers",
            ["restores.account_id"] = "EraseComputers",
            ["restores.taken_by"] = "EraseComputers",
            ["workshop_members.account_id"] = "EraseComputers",
            ["workshop_computers.applied_by"] = "EraseComputers",
            ["unlocks.account_id"] = "EraseComputers",
            ["operator_sessions.account"] = "CloseAccount",
            ["cases.account_id"] = "EraseCases",
            ["contact_threads.holder"] = "EraseContacts",
            ["devices.holder"] = "EraseHoldings",
            ["holdings.holder"] = "EraseHoldings",
            ["device_transfers.from"] = "EraseTransfers",
            ["device_transfers.to"] = "EraseTransfers",
        };
        var columns = await host.InDatabaseAsync(db => Task.FromResult(
            (from entity in db.Model.GetEntityTypes()
             from property in entity.GetProperties()
             where property.ClrType == typeof(AccountId) || property.ClrType == typeof(AccountId?)
             select $"{entity.GetTableName()}.{property.GetColumnName()}").ToList()));
        Assert.Equal(erased.Keys.Order(StringComparer.Ordinal), columns.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_held_device_stands_in_the_way_and_a_removed_one_does_not()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var state = await ClientOf(ada.Token).GetDeletionAsync(Ct);
        Assert.Equal(("device_held", "lotus", $"/devices/{phone.Id}", phone.Id), (state.InTheWay[0].Kind, state.InTheWay[0].Name, state.InTheWay[0].Path, state.InTheWay[0].Device));
        Assert.Equal("deletion_blocked", await CodeAsync(() => AskAsync(ada)));
        // Naming it does not help: only a lost one is sealed.
        Assert.Equal("deletion_blocked", await CodeAsync(() => AskAsync(ada, phone.Id)));
        await MarkLostAsync(ada, phone);
        Assert.Equal("device_lost", (await ClientOf(ada.Token).GetDeletionAsync(Ct)).InTheWay.Single().Kind);
        Assert.Equal("deletion_blocked", await CodeAsync(() => AskAsync(ada)));

        var (bob, removed) = await NewHeldPhoneAsync();
        using var __ = removed;
        await RemoveAsync(ClientOf(bob.Token), removed.Id, erase: true);
        Assert.Empty((await ClientOf(bob.Token).GetDeletionAsync(Ct)).InTheWay);
        var asked = await AskAsync(bob);
        Assert.Equal(host.Clock.GetUtcNow() + AccountDeletion.Grace, asked.DueAt);
        Assert.Equal("deletion_pending", await CodeAsync(() => AskAsync(bob)));
        Assert.Contains("Your account is to be deleted", await SubjectsAsync(bob));

        // It never reported; months after the account is gone it does, and is free.
        await PassAsync(AccountDeletion.Grace);
        Assert.False(await ExistsAsync(bob));
        host.Clock.Advance(TimeSpan.FromDays(60));
        removed.Store(await removed.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await removed.SendReceiptAsync(Ct);
        Assert.Equal("free", await StateOfAsync(removed));
        await AssertLogHoldsAsync();
    }

    [Fact]
    public async Task A_thief_with_the_session_cannot_delete_the_account_to_free_a_phone()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone);
        Assert.Equal("step_up_failed", await CodeAsync(() => ClientOf(ada.Token).AskDeletionAsync(new AskDeletion("not the password at all", "123456", "x", [phone.Id]), Ct)));
        // One who has password and mailbox, too, gets a code that is worth nothing while the account is there, and never when its holder keeps it.
        var (transaction, mailed) = await MailedCodeAsync(ada, ada.Token, "accountDeletion");
        var asked = await ClientOf(ada.Token).AskDeletionAsync(new AskDeletion(DeviceHost.Password, mailed, transaction, [phone.Id]), Ct);
        var code = Assert.Single(asked.ReleaseCodes).Code;
        Assert.Equal("not_sealed", await CodeAsync(() => BreakAsync(code)));
        Assert.Equal("device_lost", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        await ClientOf(ada.Token).CallOffDeletionAsync(Ct);
        Assert.Equal("not_sealed", await CodeAsync(() => BreakAsync(code)));
        await PassAsync(AccountDeletion.Grace);
        Assert.True(await ExistsAsync(ada));
        Assert.Equal("not_sealed", await CodeAsync(() => BreakAsync(code)));
        Assert.Equal("lost", await StateOfAsync(phone));
    }

    [Fact]
    public async Task A_sealed_device_stays_locked_until_somebody_brings_its_code_and_is_erased_then()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone);
        phone.Verify(await phone.GetLostTicketAsync(Ct), TicketAction.Lost);
        var code = (await AskAsync(ada, phone.Id)).ReleaseCodes.Single();
        Assert.Equal((phone.Id, "lotus"), (code.DeviceId, code.Model));
        await PassAsync(AccountDeletion.Grace);
        Assert.Equal("sealed", await StateOfAsync(phone));

        var bob = await host.NewHolderAsync(Ct);
        Assert.Equal("device_lost", await CodeAsync(() => phone.AskForHoldAsync(bob.Token, Ct)));
        Assert.Equal("device_lost", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        // Told how it stands, it hears that it is lost, and nothing of its former holder.
        var said = phone.Verify(await phone.GetLostTicketAsync(Ct), TicketAction.Lost);
        Assert.Equal((null, null), (said.LostMessage, said.LostContact));
        var synced = await phone.SyncAsync(Ct);
        Assert.Equal((TicketState.Lost, "•••", null), (synced.State, synced.MaskedHolder, synced.HolderHandle));
        Assert.Equal("recovery_code_mistyped", await CodeAsync(() => BreakAsync(code.Code[..^1] + (code.Code[^1] == '2' ? '3' : '2'))));
        Assert.Equal("not_sealed", await CodeAsync(() => BreakAsync(Domain.SignIn.RecoveryCodeText.Draw())));

        Assert.Equal("lotus", (await BreakAsync(code.Code.ToLowerInvariant())).Model);
        Assert.Equal("not_sealed", await CodeAsync(() => BreakAsync(code.Code)));
        var ticket = await phone.GetReleaseTicketAsync(Ct);
        Assert.True(phone.Verify(ticket, TicketAction.Release).Erase);
        phone.Store(ticket, TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        await phone.ActivateAsync(bob.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("held", await StateOfAsync(phone));
        await AssertLogHoldsAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_receipt_of_a_transfer_stays_for_the_side_that_is_left(bool giverLeaves)
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var ben = await host.NewHolderAsync(Ct);
        await ConfirmTransferAsync(ada, phone, ben);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        var (leaving, staying) = giverLeaves ? (ada, ben) : (ben, ada);
        if (!giverLeaves)
        {
            // What they hold stands in the way.
            await RemoveAsync(ClientOf(ben.Token), phone.Id, erase: true);
        }

        await AskAsync(leaving);
        await PassAsync(AccountDeletion.Grace);
        Assert.False(await ExistsAsync(leaving));
        Assert.All(await FindAsync([leaving.Email], [leaving.Id.Value.ToByteArray(bigEndian: true)]), f => Assert.StartsWith("deletions: ", f, StringComparison.Ordinal));

        // The last entries wait for their places in the log.
        await host.LogTakenUpAsync(Ct);
        var token = await host.NewTokenAsync(staying.Id, Ct);
        var receipt = await ClientOf(token).GetTransferReceiptAsync(phone.Id, 0, Ct);
        Assert.Equal(["transfer_confirmed", "release_ticket_issued", "released", "activated"], receipt.Entries.Select(e => e.Event));
        Assert.Equal(giverLeaves ? [false, false, false, true] : (bool[])[true, true, true, false], receipt.Entries.Select(e => e.Details is not null));
        var shown = await host.InScopeAsync(services => services.GetRequiredService<GetTransferReceipt>().ShowAsync(staying.Id, new DeviceId(phone.Id), 0, Ct));
        Assert.Equal((!giverLeaves, null), (shown.Value.IsGiver, shown.Value.Other));
        Assert.NotNull(shown.Value.File);

        if (giverLeaves)
        {
            await RemoveAsync(ClientOf(token), phone.Id, erase: true);
        }

        await AskAsync(staying with { Token = token });
        await PassAsync(AccountDeletion.Grace);
        Assert.False(await ExistsAsync(staying));
        Assert.Equal(0, await host.InDatabaseAsync(db => db.Set<DeviceTransfer>().CountAsync(t => t.DeviceId == new DeviceId(phone.Id), Ct)));
        await AssertLogHoldsAsync();
    }

    [Fact]
    public async Task A_confirmed_transfer_whose_taker_leaves_is_called_off_and_the_phone_stays_locked()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var ben = await host.NewHolderAsync(Ct);
        await AskAsync(ben);
        // So that the consent outlives the account of the taker.
        host.Clock.Advance(TimeSpan.FromDays(8));
        ada = ada with { Token = await host.NewTokenAsync(ada.Id, Ct) };
        await ConfirmTransferAsync(ada, phone, ben with { Token = await host.NewTokenAsync(ben.Id, Ct) });
        await PassAsync(AccountDeletion.Grace - TimeSpan.FromDays(8));
        Assert.False(await ExistsAsync(ben));
        Assert.Contains(await MailsAsync(ada), m => m.Subject.StartsWith("Nobody takes over", StringComparison.Ordinal) && m.Text.Contains($"/devices/{phone.Id}", StringComparison.Ordinal));

        var eve = await host.NewHolderAsync(Ct);
        Assert.Equal("not_releasing", await CodeAsync(() => phone.GetReleaseTicketAsync(Ct)));
        Assert.Equal("device_releasing", await CodeAsync(() => phone.AskForHoldAsync(eve.Token, Ct)));
        Assert.Contains("transfer_cancelled", await LogOfAsync(phone));
        // Its holder lets it go once more, for whoever comes.
        await RemoveAsync(ClientOf(await host.NewTokenAsync(ada.Id, Ct)), phone.Id, erase: true);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        await phone.ActivateAsync(eve.Token, Ct);
        await AssertLogHoldsAsync();
    }

    [Fact]
    public async Task A_confirmed_transfer_whose_giver_leaves_is_called_off_and_the_taker_reads_so()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var ben = await host.NewHolderAsync(Ct);
        await ConfirmTransferAsync(ada, phone, ben);
        await AskAsync(ada);
        await PassAsync(AccountDeletion.Grace);
        Assert.False(await ExistsAsync(ada));
        Assert.Contains(await MailsAsync(ben), m => m.Subject.EndsWith("is off", StringComparison.Ordinal) && m.Text.Contains("was deleted", StringComparison.Ordinal));
        Assert.Contains("transfer_cancelled", await LogOfAsync(phone));

        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        Assert.DoesNotContain(await ClientOf(await host.NewTokenAsync(ben.Id, Ct)).GetDevicesAsync(Ct), d => d.Id == phone.Id);
        Assert.Equal("free", await StateOfAsync(phone));
        await AssertLogHoldsAsync();
    }

    [Fact]
    public async Task Tokens_of_every_connected_program_end_with_the_account_and_not_before()
    {
        var person = await Person.RegisterAsync(host.Server, Ct);
        string[] programs = [TokenClient.PhoneClient, TokenClient.CommandLineClient];
        var holder = new TestHolder(await IdOfAsync(person.Email), person.Email, "");
        Dictionary<string, string> refresh = new(StringComparer.Ordinal);
        foreach (var program in programs)
        {
            var client = host.NewClient();
            var tokens = (await client.SignIn.StartNativeAsync(program, person.Number, person.Password, person.KnownDevice, null, Pkce.Create(), Ct)).Tokens!;
            (client.AccessToken, refresh[program]) = (tokens.AccessToken, tokens.RefreshToken!);
            if (program == programs[0])
            {
                await client.AskDeletionAsync(new AskDeletion(person.Password, (await RecoveryCodesAsync(holder))[0]), Ct);
            }
        }

        host.Clock.Advance(AccountDeletion.Grace - AccountDeletion.RemindedBefore);
        await host.SweepAsync<CarryOutDeletions>(Ct);
        host.Clock.Advance(AccountDeletion.RemindedBefore - TimeSpan.FromMinutes(5));
        await host.SweepAsync<CarryOutDeletions>(Ct);
        // Five minutes before the end both are renewed, and good for a quarter of an hour.
        var clients = new Dictionary<string, TenureClient>(StringComparer.Ordinal);
        foreach (var program in programs)
        {
            var renewed = await host.NewClient().SignIn.RefreshAsync(program, refresh[program], Ct);
            (clients[program], refresh[program]) = (host.NewClient(), renewed.RefreshToken!);
            clients[program].AccessToken = renewed.AccessToken;
            Assert.Equal(person.Number, (await clients[program].GetAccountAsync(Ct)).Number);
        }

        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.SweepAsync<CarryOutDeletions>(Ct);
        Assert.False(await ExistsAsync(holder));
        foreach (var program in programs)
        {
            Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => clients[program].GetAccountAsync(Ct))).Problem.Status);
            Assert.Equal("invalid_grant", (await Assert.ThrowsAsync<OAuthException>(() => host.NewClient().SignIn.RefreshAsync(program, refresh[program], Ct))).Code);
        }

        var subject = holder.Id.ToString();
        Assert.Equal((0, 0), await host.InDatabaseAsync(async db => (
            await db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>().CountAsync(t => t.Subject == subject, Ct), await db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().CountAsync(a => a.Subject == subject, Ct))));
    }

    [Fact]
    public async Task Guessing_release_codes_is_bounded()
    {
        var thief = host.NewClient();
        string? last = null;
        for (var i = 0; i <= 20; i++)
        {
            last = await CodeAsync(() => thief.BreakSealAsync(new BreakSeal(Domain.SignIn.RecoveryCodeText.Draw()), Ct));
        }

        Assert.Equal("rate_limited", last);
    }

    [Fact]
    public async Task Every_page_shows_a_banner_and_one_click_keeps_the_account()
    {
        var person = await Person.RegisterAsync(host.Server, Ct);
        var holder = new TestHolder(await IdOfAsync(person.Email), person.Email, (await person.SignInAsync(host.Server, Ct)).AccessToken!);
        using var browser = await Browser.OfAsync(host.Server, person, Ct);
        Assert.DoesNotContain("This account will be deleted", await browser.ReadAsync("/", Ct), StringComparison.Ordinal);
        // Who leaves is offered to take everything along first.
        Assert.Matches("<a href=\"/security/export\">[^<]+</a>", await browser.ReadAsync("/security/deletion", Ct));
        Assert.Contains("<form", await browser.ReadAsync("/security/export", Ct), StringComparison.Ordinal);
        await ClientOf(holder.Token).AskDeletionAsync(new AskDeletion(person.Password, (await RecoveryCodesAsync(holder))[0]), Ct);
        foreach (var page in (string[])["/", "/devices", "/security", "/profile", "/security/deletion"])
        {
            Assert.Contains("This account will be deleted", await browser.ReadAsync(page, Ct), StringComparison.Ordinal);
        }

        using var kept = await browser.SubmitToAsync("/profile", "/security/deletion/keep", Ct);
        Assert.Equal("/security/deletion?done=kept", kept.Headers.Location?.OriginalString);
        Assert.DoesNotContain("This account will be deleted", await browser.ReadAsync("/security/deletion", Ct), StringComparison.Ordinal);
        Assert.Contains("Your account stays", await SubjectsAsync(holder));
        // Pressed in another window, too.
        using var again = await browser.SubmitToAsync("/profile", "/security/deletion/keep", Ct);
        Assert.Equal(HttpStatusCode.Found, again.StatusCode);
        Assert.Equal("deletion_not_asked", await CodeAsync(() => ClientOf(holder.Token).CallOffDeletionAsync(Ct)));
        var events = await EventsAsync(holder.Id);
        Assert.Contains("deletionAsked", events);
        Assert.Contains("deletionCalledOff", events);
    }

    [Fact]
    public async Task The_link_in_the_notice_keeps_the_account_by_a_form_alone_and_the_reminders_does_too()
    {
        var ada = await host.NewHolderAsync(Ct);
        await AskAsync(ada);
        var first = Link().Match((await MailsAsync(ada)).Last(m => m.Subject == "Your account is to be deleted").Text).Value;
        host.Clock.Advance(AccountDeletion.Grace - AccountDeletion.RemindedBefore);
        await host.SweepAsync<CarryOutDeletions>(Ct);
        await host.SweepAsync<CarryOutDeletions>(Ct);
        var reminder = Link().Match(Assert.Single(await MailsAsync(ada), m => m.Subject == "Your account will be deleted soon").Text).Value;
        using var browser = Browser.New(host.Server);
        foreach (var link in (string[])[first, reminder])
        {
            Assert.Contains("Press the button", await browser.ReadAsync(link, Ct), StringComparison.Ordinal);
        }

        Assert.NotNull((await ClientOf(await host.NewTokenAsync(ada.Id, Ct)).GetDeletionAsync(Ct)).DueAt);
        using var done = await browser.SubmitAsync(first, Ct);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Null((await ClientOf(await host.NewTokenAsync(ada.Id, Ct)).GetDeletionAsync(Ct)).DueAt);
        foreach (var over in (string[])[reminder, first, "/deletion/nothing"])
        {
            using var answer = await browser.GetAsync(over, Ct);
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_frozen_or_quiet_account_is_not_deleted_and_a_freeze_in_the_grace_makes_it_wait()
    {
        var ada = await host.NewHolderAsync(Ct);
        await ChangeAsync(ada, account => Assert.True(account.Freeze(host.Clock.GetUtcNow())));
        Assert.Equal("account_frozen", await CodeAsync(() => AskAsync(ada)));
        Assert.Equal("account_frozen", (await ClientOf(ada.Token).GetDeletionAsync(Ct)).Refused);
        await ChangeAsync(ada, account =>
        {
            account.Thaw();
            account.BeQuiet(host.Clock.GetUtcNow());
        });
        Assert.Equal("account_quiet", await CodeAsync(() => AskAsync(ada)));
        host.Clock.Advance(Account.QuietTime);
        ada = ada with { Token = await host.NewTokenAsync(ada.Id, Ct) };
        await AskAsync(ada);
        host.Clock.Advance(AccountDeletion.Grace - TimeSpan.FromDays(1));
        await ChangeAsync(ada, account => Assert.True(account.Freeze(host.Clock.GetUtcNow())));
        host.Clock.Advance(TimeSpan.FromDays(6));
        await host.SweepAsync<CarryOutDeletions>(Ct);
        Assert.True(await ExistsAsync(ada));
        await PassAsync(TimeSpan.FromDays(8));
        Assert.False(await ExistsAsync(ada));
    }

    [Fact]
    public async Task Another_accounts_code_or_one_for_something_else_deletes_nothing()
    {
        var (ada, bob) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        var (foreign, foreignCode) = await MailedCodeAsync(bob, bob.Token, "accountDeletion");
        Assert.Equal("code_spent", await CodeAsync(() => ClientOf(ada.Token).AskDeletionAsync(new AskDeletion(DeviceHost.Password, foreignCode, foreign), Ct)));
        var (other, otherCode) = await MailedCodeAsync(ada, ada.Token, "deviceLost");
        Assert.Equal("code_spent", await CodeAsync(() => ClientOf(ada.Token).AskDeletionAsync(new AskDeletion(DeviceHost.Password, otherCode, other), Ct)));
        Assert.Equal("recovery_code_wrong", await CodeAsync(async () => await ClientOf(ada.Token).AskDeletionAsync(new AskDeletion(DeviceHost.Password, (await RecoveryCodesAsync(bob))[0]), Ct)));
        Assert.Null((await ClientOf(ada.Token).GetDeletionAsync(Ct)).DueAt);
    }

    [Fact]
    public async Task A_device_that_is_activated_in_the_grace_calls_the_deletion_off_and_its_person_is_told()
    {
        var ada = await host.NewHolderAsync(Ct);
        await AskAsync(ada);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(ada.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        await PassAsync(AccountDeletion.Grace);
        Assert.True(await ExistsAsync(ada));
        Assert.Contains(await MailsAsync(ada), m => m.Subject == "Your account stays" && m.Text.Contains("holds a device", StringComparison.Ordinal));
        Assert.Equal("held", await StateOfAsync(phone));
    }

    [Fact]
    public async Task Of_an_end_and_a_change_of_mind_at_once_exactly_one_comes_true()
    {
        var ada = await host.NewHolderAsync(Ct);
        await AskAsync(ada);
        host.Clock.Advance(AccountDeletion.Grace - AccountDeletion.RemindedBefore);
        await host.SweepAsync<CarryOutDeletions>(Ct);
        host.Clock.Advance(AccountDeletion.RemindedBefore);
        var end = Task.Run(() => host.SweepAsync<CarryOutDeletions>(Ct), Ct);
        var kept = await host.InScopeAsync(async services => await services.GetRequiredService<CallOffDeletion>().ExecuteAsync(ada.Id, Ct) is null);
        try
        {
            await end;
        }
        catch (DbUpdateException)
        {
            // The other one was first; the next round sees that.
        }

        await host.SweepAsync<CarryOutDeletions>(Ct);
        Assert.Equal(kept, await ExistsAsync(ada));
    }

    [Fact]
    public async Task Who_registers_again_gets_another_number_and_nothing_of_before()
    {
        var person = await Person.RegisterAsync(host.Server, Ct);
        var holder = new TestHolder(await IdOfAsync(person.Email), person.Email, (await person.SignInAsync(host.Server, Ct)).AccessToken!);
        await ClientOf(holder.Token).AskDeletionAsync(new AskDeletion(person.Password, (await RecoveryCodesAsync(holder))[0]), Ct);
        await PassAsync(AccountDeletion.Grace);
        Assert.Empty(await MailsAsync(holder));
        var day = DateOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime);
        Assert.Equal((day, day), await TombstonesAsync(person));

        var again = await Person.RegisterAsync(host.Server, Ct, person.Email);
        Assert.NotEqual(person.Number, again.Number);
        var client = await again.SignInAsync(host.Server, Ct);
        Assert.Null((await client.GetDeletionAsync(Ct)).DueAt);
        Assert.Empty(await client.GetDevicesAsync(Ct));
        Assert.DoesNotContain(await EventsAsync(await IdOfAsync(person.Email)), e => e.StartsWith("deletion", StringComparison.Ordinal));

        // After 90 days nobody can tell any more that there was an account.
        host.Clock.Advance(Tombstones.Kept + TimeSpan.FromDays(1));
        await host.SweepAsync<CarryOutDeletions>(Ct);
        Assert.Equal((null, null), await TombstonesAsync(person));
        Assert.Empty(await host.InDatabaseAsync(db => db.Set<Tenure.Server.Platform.Secrets.ServerKey>().Where(k => k.Name.StartsWith("tombstones-")).ToListAsync(Ct)));
    }

    [Fact]
    public async Task What_a_process_left_half_way_is_done_by_the_next_and_what_a_backup_brings_back_goes_again()
    {
        var ada = await host.NewHolderAsync(Ct);
        await AskAsync(ada);
        await host.InDatabaseAsync(async db =>
        {
            (await db.Accounts.FirstAsync(a => a.Id == ada.Id, Ct)).Close();
            (await db.Deletions.FirstAsync(d => d.AccountId == ada.Id, Ct)).Begin(host.Clock.GetUtcNow());
            return await db.SaveChangesAsync(Ct);
        });
        // Dead here: closed, nobody signs in, and nothing brings it back.
        await File.AppendAllTextAsync(Path.Combine(host.DataFolder, "deletions"), """{"account":"0f""", Ct);
        Assert.NotNull(await CodeAsync(() => ClientOf(ada.Token).CallOffDeletionAsync(Ct)));
        await host.SweepAsync<CarryOutDeletions>(Ct);
        Assert.False(await ExistsAsync(ada));

        // A database of before.
        await host.InDatabaseAsync(async db =>
        {
            db.Accounts.Add(Account.Create(ada.Id, AccountNumber.Draw(), "x", "Ada", "en", host.Clock.GetUtcNow()));
            db.Identifiers.Add(Identifier.Of(Address.Of(EmailAddress.FromStored(ada.Email)), ada.Id, host.Clock.GetUtcNow()));
            return await db.SaveChangesAsync(Ct);
        });
        await host.InScopeAsync(async services =>
        {
            await services.GetServices<Tenure.Server.Platform.Hosting.IStartUp>().OfType<ReplayDeletions>().Single().RunAsync(Ct);
            return 0;
        });
        Assert.False(await ExistsAsync(ada));
        Assert.False(await host.InDatabaseAsync(db => db.Identifiers.AnyAsync(i => i.AccountId == ada.Id, Ct)));
    }

    private Task<IReadOnlyList<string>> FindAsync(string[] needles, byte[][] binary) => host.InDatabaseAsync(db => Remains.FindAsync(db, host.DataFolder, needles, binary, Ct));

    private async Task<DeletionAsked> AskAsync(TestHolder holder, params string[] seal)
    {
        return await ClientOf(holder.Token).AskDeletionAsync(new AskDeletion(DeviceHost.Password, (await RecoveryCodesAsync(holder))[0], null, seal), Ct);
    }

    private async Task ConfirmTransferAsync(TestHolder giver, TestPhone phone, TestHolder taker)
    {
        await ClientOf(giver.Token).OpenTransferAsync(phone.Id, new OpenDeviceTransfer(DeviceHost.Password, (await RecoveryCodesAsync(giver))[0], Transaction: null, Erase: true), Ct);
        var code = await ClientOf(giver.Token).GetTransferCodeAsync(phone.Id, Ct);
        await ClientOf(taker.Token).AcceptTransferAsync(new AcceptTransfer(code.Code, DeviceHost.Password), Ct);
        var seen = await ClientOf(giver.Token).GetTransferAsync(phone.Id, Ct);
        await ClientOf(giver.Token).ConfirmTransferAsync(phone.Id, new ConfirmDeviceTransfer(DeviceHost.Password, seen.Acceptance!), Ct);
    }

    private Task<List<string>> LogOfAsync(TestPhone phone) => host.InDatabaseAsync(db => db.DeviceLog.Where(e => e.DeviceId == new DeviceId(phone.Id)).OrderBy(e => e.Sequence).Select(e => e.Event).ToListAsync(Ct));

    private Task<SealBroken> BreakAsync(string code) => host.NewClient().BreakSealAsync(new BreakSeal(code), Ct);

    // As it passes where the server runs: with the reminder on its day.
    private async Task PassAsync(TimeSpan time)
    {
        foreach (var step in (TimeSpan[])[time - AccountDeletion.RemindedBefore, AccountDeletion.RemindedBefore])
        {
            host.Clock.Advance(step > TimeSpan.Zero ? step : TimeSpan.Zero);
            await host.SweepAsync<CarryOutDeletions>(Ct);
        }
    }

    private Task<bool> ExistsAsync(TestHolder holder) => host.InDatabaseAsync(db => db.Accounts.AnyAsync(a => a.Id == holder.Id, Ct));

    private Task<List<OutboxMessage>> MailsAsync(TestHolder holder) => host.Server.MailsToAsync(holder.Email, Ct);

    private async Task<List<string>> SubjectsAsync(TestHolder holder) => [.. (await MailsAsync(holder)).Select(m => m.Subject)];

    private Task<string> StateOfAsync(TestPhone phone) => host.InDatabaseAsync(async db =>
    {
        var id = new DeviceId(phone.Id);
        return LoggedState.NameOf((await db.Set<Domain.Devices.Device>().AsNoTracking().FirstAsync(d => d.Id == id, Ct)).State);
    });

    private Task<AccountId> IdOfAsync(string email) => host.InDatabaseAsync(db => db.Identifiers.Where(i => i.Value == email).Select(i => i.AccountId).FirstAsync(Ct));

    private Task<List<string>> EventsAsync(AccountId account) => host.InDatabaseAsync(async db =>
        (await db.Set<Domain.Accounts.SecurityEvent>().AsNoTracking().Where(e => e.AccountId == account).OrderByDescending(e => e.Id).Select(e => e.Kind).ToListAsync(Ct))
            .Select(k => char.ToLowerInvariant(k.ToString()[0]) + k.ToString()[1..]).ToList());

    private Task<(DateOnly?, DateOnly?)> TombstonesAsync(Person person) => host.InScopeAsync(async services =>
    {
        var tombstones = services.GetRequiredService<Tombstones>();
        Assert.True(AccountNumber.TryRead(person.Number, out var number));
        return (await tombstones.FindAsync(number, Ct), await tombstones.FindAsync(Address.Of(EmailAddress.FromStored(person.Email)), Ct));
    });

    // Locked as the server's own changes are: its sweeps touch the account, too.
    private async Task ChangeAsync(TestHolder holder, Action<Account> change) => Assert.Null(await host.InScopeAsync(services => services.GetRequiredService<AccountChange>().ExecuteAsync(
        holder.Id,
        (account, _) =>
        {
            change(account);
            return Task.FromResult<Refusal?>(null);
        },
        Ct)));

    private async Task<TestPhone> HeldAsync(TestHolder holder, string serial)
    {
        var phone = host.NewPhone();
        phone.Facts = new DeviceFacts { Serial = serial };
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(holder.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        return phone;
    }

    // What would take long by the doors that people use.
    private Task<int> SeedAsync(AccountId id) => host.InScopeAsync(async services =>
    {
        var (db, now) = (services.GetRequiredService<TenureDb>(), host.Clock.GetUtcNow());
        var account = await db.Accounts.FirstAsync(a => a.Id == id, Ct);
        db.Identifiers.Add(Identifier.Of(Address.Of(PhoneNumber.FromStored("+64211234567")), id, now));
        var former = Identifier.Of(Address.Of(EmailAddress.FromStored("old.zenobia@example.org")), id, now);
        db.AddressChanges.Add(AddressChange.Of(account, AddressChangeKind.Removed, former, Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"), now));
        await db.SaveChangesAsync(Ct);
        await services.GetRequiredService<OperatorLogBook>().AppendAsync(OperatorEvents.SessionsEnded, new LoggedAct("olga", id.ToString(), Reason: "caller said Zenobia"), Ct);
        return 0;
    });

    private async Task AssertLogHoldsAsync() => Assert.Empty((await host.InDatabaseAsync(db => new DeviceLogVerifier(db, roots: null).RunAsync(Ct))).Broken);

    [GeneratedRegex(@"/deletion/[\w-]{43}")]
    private static partial Regex Link();
}
