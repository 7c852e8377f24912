using System.Buffers.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Hosting;
using Account = Tenure.Domain.Accounts.Account;
using EraseDevice = Tenure.Client.Devices.EraseDevice;

namespace Tenure.Server.Tests.Devices;

/// <summary>A device that one person gives to another.</summary>
public abstract partial class TransferTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_phone_changes_hands_in_one_step_and_nobody_comes_in_between()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var (ben, thief) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        var opened = await OpenAsync(ada, phone);
        Assert.Equal(("open", true), (opened.State, opened.Erase));
        var code = await ClientOf(ada.Token).GetTransferCodeAsync(phone.Id, Ct);
        var offered = await ClientOf(ben.Token).LookAtTransferAsync(new LookAtTransfer($"{code.Code[..4]} {code.Code[4..]}"), Ct);
        Assert.Equal((phone.Model, true), (offered.Model, offered.Erase));
        Assert.NotEqual(ada.Email, offered.Giver);
        await ClientOf(ben.Token).AcceptTransferAsync(new AcceptTransfer(code.Code, DeviceHost.Password), Ct);
        var seen = await ClientOf(ada.Token).GetTransferAsync(phone.Id, Ct);
        Assert.Equal("accepted", seen.State);
        Assert.NotEqual(ben.Email, seen.Taker);
        Assert.Equal("confirmed", (await ClientOf(ada.Token).ConfirmTransferAsync(phone.Id, new ConfirmDeviceTransfer(DeviceHost.Password, seen.Acceptance!), Ct)).State);

        // Not the thief's, and not the taker's either before the phone itself has let go.
        Assert.Equal("device_releasing", await CodeAsync(() => phone.AskForHoldAsync(thief.Token, Ct)));
        Assert.Equal("device_releasing", await CodeAsync(() => phone.AskForHoldAsync(ben.Token, Ct)));
        Assert.True(phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release).Erase);
        await phone.SendReceiptAsync(Ct);

        Assert.Equal("device_held", await CodeAsync(() => phone.AskForHoldAsync(thief.Token, Ct)));
        Assert.Equal("device_held", await CodeAsync(() => phone.AskForHoldAsync(ada.Token, Ct)));
        var hold = await phone.ActivateAsync(ben.Token, Ct);
        Assert.Equal(1, hold.Epoch);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("held", (await ClientOf(ben.Token).GetDeviceAsync(phone.Id, Ct)).State);
        Assert.Equal("not_found", await CodeAsync(() => ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)));

        var events = (await host.InDatabaseAsync(db => db.DeviceLog.AsNoTracking().Where(e => e.DeviceId == new DeviceId(phone.Id)).OrderBy(e => e.Sequence).Select(e => e.Event).ToListAsync(Ct)));
        Assert.Equal(["transfer_opened", "release_granted", "transfer_confirmed", "release_ticket_issued", "released", "activated", "hold_renewed", "hold_confirmed"], events.SkipWhile(e => e != "transfer_opened"));
        // A receipt for both, in words.
        Assert.Contains(phone.Id, (await MailAsync(ada)).Text, StringComparison.Ordinal);
        Assert.Contains(phone.Id, (await MailAsync(ben)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gave_a_phone_away_can_neither_mark_it_lost_nor_erase_it_and_an_objection_locks_nobody_out()
    {
        var (ada, ben, phone) = await TransferredAsync();
        using var _ = phone;
        Assert.Equal("not_found", await CodeAsync(() => MarkLostAsync(ada, phone)));
        Assert.Equal("not_found", await CodeAsync(async () => await ClientOf(ada.Token).EraseDeviceAsync(phone.Id, new EraseDevice(DeviceHost.Password, (await RecoveryCodesAsync(ada))[0]), Ct)));
        var secret = Objection().Match((await MailAsync(ada)).Text).Groups[1].Value;
        Assert.DoesNotContain("/transfer/objection/", (await MailAsync(ben)).Text, StringComparison.Ordinal);

        await host.NewClient().ObjectToTransferAsync(new ObjectToDeviceTransfer(secret), Ct);
        await host.NewClient().ObjectToTransferAsync(new ObjectToDeviceTransfer(secret), Ct);
        Assert.Equal("held", (await ClientOf(ben.Token).GetDeviceAsync(phone.Id, Ct)).State);
        // Both are told, once; it is used as before, and for a month it goes to nobody else.
        Assert.Single(await host.Server.MailsToAsync(ada.Email, Ct), mail => mail.Subject.StartsWith("Your objection", StringComparison.Ordinal));
        Assert.Single(await host.Server.MailsToAsync(ben.Email, Ct), mail => mail.Subject.StartsWith("Somebody objects", StringComparison.Ordinal));
        await phone.ActivateAsync(ben.Token, Ct);
        Assert.Equal("transfer_disputed", await CodeAsync(async () => await ClientOf(ben.Token).OpenTransferAsync(phone.Id, new OpenDeviceTransfer(DeviceHost.Password, (await RecoveryCodesAsync(ben))[0], null, Erase: true), Ct)));
        Assert.Equal("transfer_disputed", await CodeAsync(() => RemoveAsync(ClientOf(ben.Token), phone.Id, erase: true)));
        Assert.Equal("transfer_disputed", await CodeAsync(() => phone.ReleaseAsync(ben.Token, DeviceHost.Password, erase: true, Ct)));
        Assert.Equal(1, await host.InDatabaseAsync(db => db.DeviceLog.CountAsync(e => e.DeviceId == new DeviceId(phone.Id) && e.Event == "transfer_objected", Ct)));
        host.Clock.Advance(DeviceTransfer.ObjectionTime);
        Assert.Equal("transfer_over", await CodeAsync(() => host.NewClient().ObjectToTransferAsync(new ObjectToDeviceTransfer(secret), Ct)));
        Assert.Equal("transfer_over", await CodeAsync(() => host.NewClient().ObjectToTransferAsync(new ObjectToDeviceTransfer("x"), Ct)));
    }

    [Fact]
    public async Task Both_sides_have_a_receipt_that_proves_the_transfer_whatever_becomes_of_the_phone()
    {
        var (ada, ben, phone) = await TransferredAsync();
        using var _ = phone;
        var (given, taken) = (await ReceiptAsync(ada, phone), await ReceiptAsync(ben, phone));
        string[] story = ["transfer_confirmed", "release_ticket_issued", "released", "activated"];
        Assert.Equal(story, given.Entries.Select(e => e.Event));
        Assert.Equal(story, taken.Entries.Select(e => e.Event));
        // Each sees the details of their own holding, and nothing of the other's.
        Assert.Equal([true, true, true, false], given.Entries.Select(e => e.Details is not null));
        Assert.Equal([false, false, false, true], taken.Entries.Select(e => e.Details is not null));

        var checkpoint = CheckpointCodec.ReadUnverified(Base64Url.DecodeFromChars(given.Checkpoint!));
        foreach (var entry in given.Entries)
        {
            Assert.True(MerkleProof.IsIncluded(Base64Url.DecodeFromChars(entry.Hash), entry.Index!.Value, checkpoint.Size, checkpoint.RootHash, [.. entry.Proof!.Select(hash => Base64Url.DecodeFromChars(hash))]), entry.Event);
        }

        var eve = await host.NewHolderAsync(Ct);
        Assert.Equal("not_found", await CodeAsync(() => ClientOf(eve.Token).GetTransferReceiptAsync(phone.Id, 0, Ct)));
        Assert.Equal("not_found", await CodeAsync(() => ClientOf(ada.Token).GetTransferReceiptAsync(phone.Id, 1, Ct)));

        // Ben lets it go, and somebody else has it: the receipts stay.
        await phone.ActivateAsync(ben.Token, Ct);
        await RemoveAsync(ClientOf(ben.Token), phone.Id, erase: true);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        await phone.ActivateAsync(eve.Token, Ct);
        Assert.Equal(story, (await ReceiptAsync(ben, phone)).Entries.Select(e => e.Event));
        Assert.Equal("not_found", await CodeAsync(() => ClientOf(eve.Token).GetTransferReceiptAsync(phone.Id, 0, Ct)));
    }

    [Fact]
    public async Task Both_sides_have_a_page_of_the_receipt_whose_file_holds_and_nobody_else_sees_it()
    {
        var (ada, ben, eve) = (await PersonAsync(), await PersonAsync(), await PersonAsync());
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(ada.Holder.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        await TransferAsync(ada.Holder, phone, ben.Holder, Person.GoodPassword);
        var path = $"/devices/{phone.Id}/receipt/0";
        Assert.Contains(path, (await MailAsync(ada.Holder)).Text, StringComparison.Ordinal);
        Assert.Contains(path, (await MailAsync(ben.Holder)).Text, StringComparison.Ordinal);
        var roots = (await host.NewClient().GetIdentityAsync(Ct)).Roots;
        foreach (var (side, said, own) in new[] { (ada, "You gave ", 3), (ben, "You took over ", 1) })
        {
            using var browser = await Browser.OfAsync(host.Server, side.Person, Ct);
            Assert.Contains($"href=\"{path}\"", await browser.ReadAsync("/devices", Ct), StringComparison.Ordinal);
            var page = await ReadReceiptAsync(browser, path);
            Assert.Contains(said + phone.Model, page, StringComparison.Ordinal);
            Assert.DoesNotContain(side == ada ? ben.Holder.Email : ada.Holder.Email, page, StringComparison.Ordinal);

            var (verification, lines) = (new ProofVerification(), new List<ProvenLine>());
            using var file = new MemoryStream(Convert.FromBase64String(ReceiptFile().Match(page).Groups[1].Value));
            await foreach (var line in ProofFile.ReadAsync(file, Ct))
            {
                Assert.Null(verification.Add(line));
                lines.AddRange(line is ProvenLine proven ? [proven] : []);
            }

            verification.End();
            Assert.Contains(Base64Url.EncodeToString(verification.Root!.ToCoseKey()), roots);
            Assert.Equal(["transfer_confirmed", "release_ticket_issued", "released", "activated"], lines.Select(l => l.Line.Entry.Event));
            Assert.Equal(own, lines.Count(l => l.Line.Details is not null));
            Assert.All(lines, l => Assert.Contains(Base64Url.EncodeToString(l.Line.Hash), page, StringComparison.Ordinal));
        }

        using (var taker = await Browser.OfAsync(host.Server, ben.Person, Ct))
        {
            Assert.Contains($"href=\"{path}\"", await taker.ReadAsync($"/devices/{phone.Id}", Ct), StringComparison.Ordinal);
            foreach (var none in new[] { "1", "x", "-1", "4294967296" })
            {
                using var missing = await taker.GetAsync($"/devices/{phone.Id}/receipt/{none}", Ct);
                Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
            }
        }

        using var stranger = await Browser.OfAsync(host.Server, eve.Person, Ct);
        using var refused = await stranger.GetAsync(path, Ct);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, refused.StatusCode);
        Assert.DoesNotContain("/receipt/", await stranger.ReadAsync("/devices", Ct), StringComparison.Ordinal);
    }

    private async Task<(Person Person, TestHolder Holder)> PersonAsync()
    {
        var person = await Person.RegisterAsync(host.Server, Ct);
        var number = person.Number.Replace(" ", "", StringComparison.Ordinal);
        var id = await host.InDatabaseAsync(async db => (await db.Accounts.AsNoTracking().Select(a => new { a.Id, a.Number }).ToListAsync(Ct)).Single(a => a.Number.Value == number).Id);
        return (person, new TestHolder(id, person.Email, await host.NewTokenAsync(id, Ct)));
    }

    private static async Task<string> ReadReceiptAsync(Browser browser, string path)
    {
        for (var tries = 0; ; tries++)
        {
            var page = System.Net.WebUtility.HtmlDecode(await browser.ReadAsync(path, Ct));
            if (tries == 100 || ReceiptFile().IsMatch(page))
            {
                return page;
            }

            await Task.Delay(100, Ct);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Offer_and_receipts_of_an_unprotected_phone_say_so(bool unlocked)
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var ben = await host.NewHolderAsync(Ct);
        await host.InDatabaseAsync(async db =>
        {
            var device = await db.Set<Domain.Devices.Device>().FirstAsync(d => d.Id == new DeviceId(phone.Id), Ct);
            if (unlocked)
            {
                device.NoteUnlockTicket(host.Clock.GetUtcNow());
            }

            return await db.SaveChangesAsync(Ct);
        });
        await OpenAsync(ada, phone);
        var code = await ClientOf(ada.Token).GetTransferCodeAsync(phone.Id, Ct);
        Assert.Equal(unlocked, (await ClientOf(ben.Token).LookAtTransferAsync(new LookAtTransfer(code.Code), Ct)).IsUnprotected);
        await AcceptAsync(ada, phone, ben);
        await ClientOf(ada.Token).ConfirmTransferAsync(phone.Id, new ConfirmDeviceTransfer(DeviceHost.Password, (await ClientOf(ada.Token).GetTransferAsync(phone.Id, Ct)).Acceptance!), Ct);
        // The consent has the details that the phone itself puts together: it takes the ticket.
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);

        var details = (await ReceiptAsync(ada, phone)).Entries.Concat((await ReceiptAsync(ben, phone)).Entries).Select(e => e.Details).OfType<string>().ToList();

        Assert.Equal(4, details.Count);
        Assert.All(details, text => Assert.Equal(unlocked, text.Contains("\"unprotected\":true", StringComparison.Ordinal)));
    }

    // The last entries wait for their places for a moment.
    private async Task<DeviceLog> ReceiptAsync(TestHolder holder, TestPhone phone)
    {
        for (var tries = 0; ; tries++)
        {
            var receipt = await ClientOf(holder.Token).GetTransferReceiptAsync(phone.Id, 0, Ct);
            if (receipt.Entries.All(entry => entry.Proof is not null) || tries == 100)
            {
                return receipt;
            }

            await Task.Delay(100, Ct);
        }
    }

    [Fact]
    public async Task A_transfer_that_was_opened_with_a_code_by_mail_waits_a_week_and_is_taken_back_without_a_proof()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var (transaction, code) = await MailedCodeAsync(ada, ada.Token, "deviceTransfer");
        var opened = await ClientOf(ada.Token).OpenTransferAsync(phone.Id, new OpenDeviceTransfer(DeviceHost.Password, code, transaction, Erase: false), Ct);
        Assert.Equal(("waiting", false), (opened.State, opened.Erase));
        Assert.Equal("transfer_waiting", await CodeAsync(() => ClientOf(ada.Token).GetTransferCodeAsync(phone.Id, Ct)));

        host.Clock.Advance(DeviceTransfer.LongWait - TimeSpan.FromMinutes(1));
        var later = await host.NewTokenAsync(ada.Id, Ct);
        Assert.Equal("transfer_waiting", await CodeAsync(() => ClientOf(later).GetTransferCodeAsync(phone.Id, Ct)));
        await ClientOf(later).CancelTransferAsync(phone.Id, Ct);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("transfer_over", await CodeAsync(() => ClientOf(later).GetTransferCodeAsync(phone.Id, Ct)));
        Assert.Equal("none", (await ClientOf(later).GetTransferAsync(phone.Id, Ct)).State);
    }

    [Fact]
    public async Task The_holder_confirms_the_one_they_saw_and_nobody_else()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var (ben, eve) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        await OpenAsync(ada, phone);
        Assert.Equal("transfer_nobody", await CodeAsync(() => ClientOf(ada.Token).ConfirmTransferAsync(phone.Id, new ConfirmDeviceTransfer(DeviceHost.Password, new string('0', 32)), Ct)));
        await AcceptAsync(ada, phone, ben);
        var seen = await ClientOf(ada.Token).GetTransferAsync(phone.Id, Ct);
        await AcceptAsync(ada, phone, eve);
        Assert.Equal("transfer_nobody", await CodeAsync(() => ClientOf(ada.Token).ConfirmTransferAsync(phone.Id, new ConfirmDeviceTransfer(DeviceHost.Password, seen.Acceptance!), Ct)));
        Assert.Equal("step_up_failed", await CodeAsync(async () => await ClientOf(ada.Token).ConfirmTransferAsync(
            phone.Id, new ConfirmDeviceTransfer("wrong", (await ClientOf(ada.Token).GetTransferAsync(phone.Id, Ct)).Acceptance!), Ct)));
        Assert.Equal("not_found", await CodeAsync(() => ClientOf(eve.Token).ConfirmTransferAsync(phone.Id, new ConfirmDeviceTransfer(DeviceHost.Password, seen.Acceptance!), Ct)));
        Assert.Equal("held", (await ClientOf(ada.Token).GetDeviceAsync(phone.Id, Ct)).State);
    }

    [Fact]
    public async Task Who_was_confirmed_does_not_get_a_phone_that_its_holder_removes_afterwards()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var (ben, eve) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        await OpenAsync(ada, phone);
        await AcceptAsync(ada, phone, ben);
        var seen = await ClientOf(ada.Token).GetTransferAsync(phone.Id, Ct);
        Assert.Equal("confirmed", (await ClientOf(ada.Token).ConfirmTransferAsync(phone.Id, new ConfirmDeviceTransfer(DeviceHost.Password, seen.Acceptance!), Ct)).State);

        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);

        Assert.DoesNotContain(await ClientOf(ben.Token).GetDevicesAsync(Ct), d => d.Id == phone.Id);
        await phone.ActivateAsync(eve.Token, Ct);
        Assert.Equal("held", (await ClientOf(eve.Token).GetDeviceAsync(phone.Id, Ct)).State);
    }

    [Fact]
    public async Task Of_two_that_type_one_code_at_once_one_is_seen()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var people = new[] { await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct) };
        await OpenAsync(ada, phone);
        var code = await ClientOf(ada.Token).GetTransferCodeAsync(phone.Id, Ct);
        Assert.Equal("transfer_self", await CodeAsync(() => ClientOf(ada.Token).AcceptTransferAsync(new AcceptTransfer(code.Code, DeviceHost.Password), Ct)));
        var answers = await Task.WhenAll(people.Select(person => CodeAsync(() => ClientOf(person.Token).AcceptTransferAsync(new AcceptTransfer(code.Code, DeviceHost.Password), Ct))));
        Assert.Equal([null, "transfer_code_wrong"], answers.Order(StringComparer.Ordinal));
        var old = await ClientOf(ada.Token).GetTransferCodeAsync(phone.Id, Ct);
        host.Clock.Advance(DeviceTransfer.CodeLifetime);
        Assert.Equal("transfer_code_wrong", await CodeAsync(() => ClientOf(people[0].Token).LookAtTransferAsync(new LookAtTransfer(old.Code), Ct)));
    }

    [Fact]
    public async Task A_frozen_quiet_lost_or_leaving_device_is_not_transferred()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var ben = await host.NewHolderAsync(Ct);
        await OpenAsync(ada, phone);
        await AcceptAsync(ada, phone, ben);
        var seen = await ClientOf(ada.Token).GetTransferAsync(phone.Id, Ct);
        await SetAsync(ada, account => Assert.True(account.Freeze(host.Clock.GetUtcNow())));
        Assert.Equal("account_frozen", await CodeAsync(() => ClientOf(ada.Token).ConfirmTransferAsync(phone.Id, new ConfirmDeviceTransfer(DeviceHost.Password, seen.Acceptance!), Ct)));
        Assert.Equal("account_frozen", await CodeAsync(() => ClientOf(ada.Token).GetTransferCodeAsync(phone.Id, Ct)));
        Assert.Equal("account_frozen", await CodeAsync(() => OpenAsync(ada, phone)));

        var (cy, lost) = await NewHeldPhoneAsync();
        using var lostPhone = lost;
        await OpenAsync(cy, lost);
        await AcceptAsync(cy, lost, ben);
        seen = await ClientOf(cy.Token).GetTransferAsync(lost.Id, Ct);
        await MarkLostAsync(cy, lost);
        Assert.Equal("device_lost", await CodeAsync(() => ClientOf(cy.Token).ConfirmTransferAsync(lost.Id, new ConfirmDeviceTransfer(DeviceHost.Password, seen.Acceptance!), Ct)));
        Assert.Equal("device_lost", await CodeAsync(() => OpenAsync(cy, lost)));

        var (dee, leaving) = await NewHeldPhoneAsync();
        using var leavingPhone = leaving;
        await RemoveAsync(ClientOf(dee.Token), leaving.Id, erase: true);
        Assert.Equal("device_releasing", await CodeAsync(() => OpenAsync(dee, leaving)));
    }

    private async Task<(TestHolder Giver, TestHolder Taker, TestPhone Phone)> TransferredAsync()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        var ben = await host.NewHolderAsync(Ct);
        await TransferAsync(ada, phone, ben);
        return (ada, ben, phone);
    }

    private async Task TransferAsync(TestHolder giver, TestPhone phone, TestHolder taker, string password = DeviceHost.Password)
    {
        await OpenAsync(giver, phone, password);
        await AcceptAsync(giver, phone, taker, password);
        var seen = await ClientOf(giver.Token).GetTransferAsync(phone.Id, Ct);
        await ClientOf(giver.Token).ConfirmTransferAsync(phone.Id, new ConfirmDeviceTransfer(password, seen.Acceptance!), Ct);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
    }

    private async Task<DeviceTransferState> OpenAsync(TestHolder holder, TestPhone phone, string password = DeviceHost.Password) =>
        await ClientOf(holder.Token).OpenTransferAsync(phone.Id, new OpenDeviceTransfer(password, (await RecoveryCodesAsync(holder))[0], Transaction: null, Erase: true), Ct);

    private async Task AcceptAsync(TestHolder giver, TestPhone phone, TestHolder taker, string password = DeviceHost.Password)
    {
        var code = await ClientOf(giver.Token).GetTransferCodeAsync(phone.Id, Ct);
        await ClientOf(taker.Token).AcceptTransferAsync(new AcceptTransfer(code.Code, password), Ct);
    }

    private Task<int> SetAsync(TestHolder holder, Action<Account> change) => host.InDatabaseAsync(async db =>
    {
        change(await db.Set<Account>().FirstAsync(a => a.Id == holder.Id, Ct));
        return await db.SaveChangesAsync(Ct);
    });

    private Task<OutboxMessage> MailAsync(TestHolder holder) =>
        host.InDatabaseAsync(db => db.Set<OutboxMessage>().AsNoTracking().SingleAsync(m => m.Recipient == holder.Email && m.Text.Contains("Receipt:"), Ct));

    [GeneratedRegex("data:application/jsonl;base64,([A-Za-z0-9+/=]+)")]
    private static partial Regex ReceiptFile();

    [GeneratedRegex(@"/transfer/objection/([A-Za-z0-9_-]{43})")]
    private static partial Regex Objection();
}
