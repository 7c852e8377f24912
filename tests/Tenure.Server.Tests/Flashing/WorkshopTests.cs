using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.Devices;
using Tenure.Client.Flashing;
using Tenure.Client.SignIn;
using Tenure.Device.Agent;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Emergency;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit;
using Tenure.Server.Flashing.Restores;
using Tenure.Server.Flashing.Workshops;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using AddWorkshopMember = Tenure.Client.Flashing.AddWorkshopMember;
using AllowWorkshop = Tenure.Client.Flashing.AllowWorkshop;
using BindWorkshopComputer = Tenure.Client.Flashing.BindWorkshopComputer;
using RemoveWorkshopComputer = Tenure.Client.Flashing.RemoveWorkshopComputer;
using RemoveWorkshopMember = Tenure.Client.Flashing.RemoveWorkshopMember;
using StartRestore = Tenure.Client.Flashing.StartRestore;
using TakeConsent = Tenure.Client.Flashing.TakeConsent;

namespace Tenure.Server.Tests.Flashing;

/// <summary>A workshop restores a customer's device with the holder's one-time consent, or one that nobody holds; never a lost one.</summary>
public abstract class WorkshopTests(DeviceHost host) : RestoreStage(host)
{
    private static readonly PhoneFacts Facts = new("lotus", "T-1", "lotus", "1", "Tenure virtual phone", "1", null) { Region = "EU", RollbackIndexes = new Dictionary<uint, ulong> { [1] = 5 } };

    private readonly DeviceHost host = host;

    [Fact]
    public async Task With_the_holders_consent_a_workshop_restores_a_device_once_and_the_holder_is_told_of_each_step()
    {
        var (ada, phone, _) = await StageAsync();
        using var _ = phone;
        var shop = await ShopAsync();
        using var key = shop.Key;
        var digest = await RegisterAsync();
        Assert.Null((await phone.StateAsync(Ct)).Restored);

        var consent = await AllowAsync(ada, phone, shop, digest);

        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$", consent.Code);
        Assert.Equal((shop.Name, "open", false, key.Id), (consent.Restore.Workshop, consent.Restore.State, consent.Restore.EraseUserData, consent.Restore.ComputerId));
        // Of what it does not have yet the workshop sees nothing, and the holder's own computer gets no ticket by it.
        Assert.Empty(await shop.Client.GetRestoresAsync(Ct));
        Assert.Equal("computer_not_bound", await CodeAsync(() => TicketAsync(shop.Client, consent.Restore, phone)));
        var restore = await shop.Client.TakeConsentAsync(new TakeConsent(consent.Code.ToLowerInvariant().Replace('-', ' '), phone.Id, digest, EraseUserData: false), Ct);
        Assert.Equal(consent.Restore.Id, restore.Id);
        Assert.Equal("consent_unknown", await CodeAsync(() => TakeAsync(shop, consent, phone, digest)));
        var ticket = phone.Verify(await TicketAsync(shop.Client, restore, phone), TicketAction.Flash);
        Assert.Equal((FlashActor.Workshop, false), (ticket.Flash!.Actor, ticket.Flash.EraseUserData));
        await ReceiptAsync(restore, phone, ticket, 2, 0);
        Assert.Equal("restore_over", await CodeAsync(() => TicketAsync(shop.Client, restore, phone)));
        var told = await SubjectsAsync(ada);
        Assert.All(new[] { "A workshop may restore lotus", "A workshop begins to restore lotus", "lotus was restored" }, subject => Assert.Single(told, subject));
        Assert.Equal(["restore_approved", "flash_ticket_issued", "flashed"], (await EventsAsync(phone))[^3..]);
        var happened = await ClientOf(ada.Token).GetEventsAsync(null, Ct);
        Assert.Contains(happened, e => e.Kind == "workshopAllowed" && e.Detail == shop.Name);
        Assert.Contains(happened, e => e.Kind == "workshopBegan" && e.Detail == shop.Name);
        Assert.Equal((shop.Name, "done"), ((await ClientOf(ada.Token).GetRestoreAsync(restore.Id, Ct)).Workshop, (await shop.Client.GetRestoreAsync(restore.Id, Ct)).State));

        // The phone shows it, too: its holder may have no mail at hand. To the next holder it is nobody's business.
        var state = await phone.StateAsync(Ct);
        Assert.Equal(("held", restore.Id.ToString("N"), shop.Name), (state.State, state.Restored!.Id, state.Restored.Workshop));
        host.Clock.Advance(TimeSpan.FromDays(91));
        Assert.Null((await phone.StateAsync(Ct)).Restored);
    }

    [Fact]
    public async Task A_phone_shows_a_workshops_restore_until_its_holder_has_seen_it_though_the_password_changed_meanwhile()
    {
        const string Next = "four loud lakes before noon";
        var ada = await host.NewHolderAsync(Ct);
        var storage = new MemoryStorage();
        string id;
        using (var phone = await BootAsync(storage))
        {
            await SignInAsync(phone, ada, DeviceHost.Password);
            Assert.True(await phone.Agent.ActivateAsync((await phone.Session.TokenAsync(Ct))!, _ => true, Ct));
            await phone.Agent.SendOwedReceiptAsync(Ct);
            id = phone.Core.Identity.Id.Text;
        }

        var shop = await ShopAsync();
        using var key = shop.Key;
        var digest = await RegisterAsync();
        var restore = await RestoreAsync(storage, ada, id, shop, digest);
        using (var phone = await BootAsync(storage))
        {
            Assert.Equal(restore.Id.ToString("N"), await ShownAsync(phone));
            await ClientOf(ada.Token).ChangePasswordAsync(new ChangePassword(DeviceHost.Password, Next), Ct);
            // The session on the phone is over, and whoever has nothing but the old password takes nothing away.
            Assert.Null(await phone.Session.TokenAsync(Ct));
            await Assert.ThrowsAsync<OAuthException>(() => phone.Session.StartAsync(ada.Email, DeviceHost.Password, Ct));
            Assert.Equal(restore.Id.ToString("N"), await ShownAsync(phone));
        }

        Assert.Contains(await ClientOf(ada.Token).GetRestoresAsync(Ct), r => r.Id == restore.Id && r.Workshop == shop.Name);
        using (var phone = await BootAsync(storage))
        {
            Assert.Equal(restore.Id.ToString("N"), await ShownAsync(phone));
            await SignInAsync(phone, ada, Next);
            await phone.Agent.SetEraseCodeAsync((await phone.Session.TokenAsync(Ct))!, Next, "stone and sand", Ct);
            phone.Agent.MarkRestoreSeen();
            Assert.Null(await ShownAsync(phone));
        }

        // Seen is seen, by whatever password; the next one is another.
        await ClientOf(ada.Token).ChangePasswordAsync(new ChangePassword(Next, DeviceHost.Password), Ct);
        using (var phone = await BootAsync(storage))
        {
            Assert.Null(await ShownAsync(phone));
        }

        var later = await RestoreAsync(storage, ada, id, shop, digest);
        using (var phone = await BootAsync(storage))
        {
            Assert.Equal(later.Id.ToString("N"), await ShownAsync(phone));
        }
    }

    [Fact]
    public async Task A_consent_is_for_one_device_package_computer_workshop_and_choice_and_what_differs_uses_nothing_up()
    {
        var (ada, phone, _) = await StageAsync();
        var (_, other, _) = await StageAsync();
        using var _ = phone;
        using var __ = other;
        var (shop, rival) = (await ShopAsync(), await ShopAsync());
        using var secondKey = ComputerKey.Create();
        var second = await MemberAtAsync(shop, await host.NewHolderAsync(Ct), secondKey);
        var (digest, newer) = (await RegisterAsync(), await RegisterAsync(m => m with { Version = "3" }));
        var consent = await AllowAsync(ada, phone, shop, digest);

        Assert.Equal("consent_device", await CodeAsync(() => TakeAsync(shop, consent, other, digest)));
        Assert.Equal("consent_package", await CodeAsync(() => TakeAsync(shop, consent, phone, newer)));
        Assert.Equal("consent_data", await CodeAsync(() => TakeAsync(shop, consent, phone, digest, erase: true)));
        Assert.Equal("consent_computer", await CodeAsync(() => TakeAsync(shop with { Client = second }, consent, phone, digest)));
        // Another workshop cannot tell it from a wrong one.
        Assert.Equal("consent_unknown", await CodeAsync(() => TakeAsync(rival, consent, phone, digest)));
        Assert.Equal("consent_unknown", await CodeAsync(() => TakeAsync(shop, consent with { Code = "0000-0000-0000-0000" }, phone, digest)));
        var restore = await TakeAsync(shop, consent, phone, digest);
        Assert.Equal("not_found", await CodeAsync(() => TicketAsync(rival.Client, restore, phone)));
        Assert.Equal("restore_over", await CodeAsync(() => TicketAsync(second, restore, phone)));
        phone.Verify(await TicketAsync(shop.Client, restore, phone), TicketAction.Flash);
    }

    [Fact]
    public async Task Codes_are_tried_twenty_times_an_hour()
    {
        var (ada, phone, _) = await StageAsync();
        using var _ = phone;
        var shop = await ShopAsync();
        var consent = await AllowAsync(ada, phone, shop, await RegisterAsync());
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("consent_unknown", await CodeAsync(() => TakeAsync(shop, consent with { Code = ConsentCode.Draw() }, phone, consent.Restore.Manifest)));
        }

        Assert.Equal("rate_limited", await CodeAsync(() => TakeAsync(shop, consent, phone, consent.Restore.Manifest)));
        Assert.DoesNotContain(consent.Code.Replace("-", "", StringComparison.Ordinal), await host.InDatabaseAsync(async db =>
            string.Join(' ', (await db.Set<RestoreJob>().AsNoTracking().Where(j => j.ConsentHash != null).ToListAsync(Ct)).Select(j => System.Text.Encoding.Latin1.GetString(j.ConsentHash!)))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_members_who_type_one_code_at_once_one_begins()
    {
        var (ada, phone, _) = await StageAsync();
        using var _ = phone;
        var shop = await ShopAsync();
        var colleague = await MemberAtAsync(shop, await host.NewHolderAsync(Ct), shop.Key, isBound: true);
        var consent = await AllowAsync(ada, phone, shop, await RegisterAsync());
        var outcomes = await Task.WhenAll(new[] { shop, shop with { Client = colleague } }.Select(each => CodeAsync(() => TakeAsync(each, consent, phone, consent.Restore.Manifest))));
        Assert.Equal([null, "consent_unknown"], outcomes.Order());
    }

    [Fact]
    public async Task A_lost_device_is_restored_by_no_workshop_whatever_was_allowed_before()
    {
        var (ada, phone, _) = await StageAsync();
        using var _ = phone;
        var shop = await ShopAsync();
        var digest = await RegisterAsync();
        var early = await AllowAsync(ada, phone, shop, digest);
        var begun = await TakeAsync(shop, early, phone, digest);
        var waiting = await AllowAsync(ada, phone, shop, digest);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await MarkLostAsync(ada, phone);

        Assert.Equal("device_lost", await CodeAsync(() => AllowAsync(ada, phone, shop, digest)));
        Assert.Equal("device_lost", await CodeAsync(() => TakeAsync(shop, waiting, phone, digest)));
        Assert.Equal("device_lost", await CodeAsync(() => TicketAsync(shop.Client, begun, phone)));
        Assert.Equal("device_lost", await CodeAsync(() => TicketAsync(shop.Client, begun, phone, TicketState.Lost)));
        Assert.Equal("device_lost", await CodeAsync(() => StartFreeAsync(shop, phone, digest)));
        // Found again, it stays over.
        await host.InDatabaseAsync(async db =>
        {
            var device = await db.Set<Domain.Devices.Device>().FirstAsync(d => d.Id == new DeviceId(phone.Id), Ct);
            Assert.Null(device.AskFound(ada.Id, new SessionId(Guid.CreateVersion7(host.Clock.GetUtcNow())), hasFreeProof: true, host.Clock.GetUtcNow()) ?? device.Find(host.Clock.GetUtcNow().AddDays(8)));
            return await db.SaveChangesAsync(Ct);
        });
        Assert.Equal("consent_unknown", await CodeAsync(() => TakeAsync(shop, waiting, phone, digest)));
        Assert.Equal("restore_over", await CodeAsync(() => TicketAsync(shop.Client, begun, phone)));
    }

    [Fact]
    public async Task A_device_whose_block_cannot_tell_is_restored_by_no_workshop()
    {
        var (ada, phone, _) = await StageAsync();
        using var _ = phone;
        var shop = await ShopAsync();
        var consent = await AllowAsync(ada, phone, shop, await RegisterAsync());
        var restore = await TakeAsync(shop, consent, phone, consent.Restore.Manifest);
        Assert.Equal("device_lost", await CodeAsync(async () => await shop.Client.GetFlashTicketAsync(restore.Id, await phone.EvidenceAsync(EvidencePurpose.Flash, null, Ct, e => e with { State = null, Facts = phone.Facts }), Ct)));
    }

    [Fact]
    public async Task Without_a_consent_a_workshop_restores_only_what_nobody_holds()
    {
        var (ada, phone, _) = await StageAsync();
        using var _ = phone;
        var shop = await ShopAsync();
        var digest = await RegisterAsync();
        Assert.Equal("consent_needed", await CodeAsync(() => StartFreeAsync(shop, phone, digest)));
        await RemoveAsync(ClientOf(ada.Token), phone.Id, erase: true);
        Assert.Equal("device_releasing", await CodeAsync(() => StartFreeAsync(shop, phone, digest)));
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);

        var restore = await StartFreeAsync(shop, phone, digest);

        Assert.Equal(shop.Name, restore.Workshop);
        Assert.Equal(FlashActor.Workshop, phone.Verify(await TicketAsync(shop.Client, restore, phone, TicketState.Free), TicketAction.Flash).Flash!.Actor);
        // Whoever activates it holds it: what was begun before counts no more.
        var bob = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(bob.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        Assert.Equal("consent_needed", await CodeAsync(() => TicketAsync(shop.Client, restore, phone)));
        Assert.Equal("ended", (await shop.Client.GetRestoreAsync(restore.Id, Ct)).State);
    }

    [Fact]
    public async Task The_holder_takes_it_back_by_page_or_link_and_it_ends_after_a_day()
    {
        var (ada, phone, _) = await StageAsync();
        using var _ = phone;
        var shop = await ShopAsync();
        var digest = await RegisterAsync();
        var first = await AllowAsync(ada, phone, shop, digest);
        var second = await AllowAsync(ada, phone, shop, digest);
        Assert.Equal("consent_unknown", await CodeAsync(() => TakeAsync(shop, first, phone, digest)));
        await ClientOf(ada.Token).CancelRestoreAsync(second.Restore.Id, Ct);
        Assert.Equal("consent_unknown", await CodeAsync(() => TakeAsync(shop, second, phone, digest)));

        var third = await AllowAsync(ada, phone, shop, digest);
        var begun = await TakeAsync(shop, third, phone, digest);
        var mail = await host.InDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => m.Recipient == ada.Email && m.Subject == "A workshop may restore lotus").OrderByDescending(m => m.CreatedAt).FirstAsync(Ct));
        Assert.Contains(shop.Name, mail.Text, StringComparison.Ordinal);
        var path = new Uri(mail.Text.Split('\n').Single(line => line.Contains("/restores/stop/", StringComparison.Ordinal))).AbsolutePath;
        using var browser = Browser.New(host.Server);
        (await browser.SubmitAsync(path, Ct, ("_handler", "stop"))).Dispose();
        Assert.Equal("restore_over", await CodeAsync(() => TicketAsync(shop.Client, begun, phone)));

        var fourth = await AllowAsync(ada, phone, shop, digest);
        host.Clock.Advance(TimeSpan.FromHours(24));
        shop.Client.AccessToken = await host.NewTokenAsync(shop.Member.Id, Ct, kind: SessionKind.CommandLine);
        Assert.Equal("consent_unknown", await CodeAsync(() => TakeAsync(shop, fourth, phone, digest)));
    }

    [Fact]
    public async Task A_member_who_left_and_a_workshop_that_was_removed_get_nothing_any_more()
    {
        var (ada, phone, _) = await StageAsync();
        using var _ = phone;
        var shop = await ShopAsync();
        var digest = await RegisterAsync();
        var consent = await AllowAsync(ada, phone, shop, digest);
        var restore = await TakeAsync(shop, consent, phone, digest);
        var number = await NumberAsync(shop.Member);
        Assert.Null(await BookAsync(async book => (await book.RemoveMemberAsync(shop.Name, number, Ct)).Failure?.Code));
        Assert.Equal("not_found", await CodeAsync(() => TicketAsync(shop.Client, restore, phone)));
        Assert.Empty(await shop.Client.GetRestoresAsync(Ct));
        Assert.Empty((await shop.Client.GetThisComputerAsync(Ct)).Workshops!);

        Assert.Null(await BookAsync(async book => (await book.AddMemberAsync(shop.Name, number, isHead: false, Ct)).Failure?.Code));
        phone.Verify(await TicketAsync(shop.Client, restore, phone), TicketAction.Flash);
        Assert.Null(await BookAsync(async book => (await book.RemoveAsync(shop.Name, Ct)).Failure?.Code));
        Assert.Equal("not_found", await CodeAsync(() => TicketAsync(shop.Client, restore, phone)));
        Assert.Equal("workshop_unknown", await CodeAsync(() => AllowAsync(ada, phone, shop, digest)));
        // Nor does anything of it stay.
        Assert.Equal((0, 0, RestoreEnd.Ended), await host.InDatabaseAsync(async db =>
        {
            var job = await db.Restores.AsNoTracking().SingleAsync(r => r.Id == restore.Id, Ct);
            return (await db.WorkshopMembers.CountAsync(m => m.WorkshopId == job.WorkshopId, Ct), await db.WorkshopComputers.CountAsync(c => c.WorkshopId == job.WorkshopId, Ct), job.End);
        }));
    }

    [Fact]
    public async Task What_stops_the_holders_account_stops_the_workshop_too()
    {
        var (ada, phone, _) = await StageAsync();
        using var _ = phone;
        var shop = await ShopAsync();
        var digest = await RegisterAsync();
        var begun = await TakeAsync(shop, await AllowAsync(ada, phone, shop, digest), phone, digest);
        await ChangeAsync(ada, account => Assert.True(account.Freeze(host.Clock.GetUtcNow())));
        Assert.Equal("consent_stopped", await CodeAsync(() => TicketAsync(shop.Client, begun, phone)));
        Assert.Equal("account_frozen", await CodeAsync(() => AllowAsync(ada, phone, shop, digest)));
        await ChangeAsync(ada, account => account.Thaw());
        var waiting = await AllowAsync(ada, phone, shop, digest);
        await ChangeAsync(ada, account => account.BeQuiet(host.Clock.GetUtcNow()));
        Assert.Equal("consent_stopped", await CodeAsync(() => TakeAsync(shop, waiting, phone, digest)));
        await ChangeAsync(shop.Member, account => Assert.True(account.Freeze(host.Clock.GetUtcNow())));
        Assert.Equal("account_frozen", await CodeAsync(() => TicketAsync(shop.Client, begun, phone)));
    }

    [Fact]
    public async Task A_workshops_computer_waits_a_day_whatever_proved_it_and_all_members_and_the_operators_log_are_told()
    {
        var shop = await ShopAsync();
        var colleague = await host.NewHolderAsync(Ct);
        using var key = ComputerKey.Create();
        var client = await MemberAsync(shop, colleague, key, isHead: true);
        var other = await host.NewHolderAsync(Ct);
        using var otherKey = ComputerKey.Create();
        var helper = await MemberAsync(shop, other, otherKey);
        Assert.Equal((shop.Name, "notBound"), States(await client.GetThisComputerAsync(Ct)));

        var waiting = await client.BindWorkshopComputerAsync(new BindWorkshopComputer(shop.Name, "Counter", DeviceHost.Password, (await RecoveryCodesAsync(colleague))[0]), Ct);

        Assert.Equal(("waiting", host.Clock.GetUtcNow(), host.Clock.GetUtcNow().AddHours(24)), (waiting.State, waiting.AppliedAt!.Value, waiting.BoundAt!.Value));
        Assert.Equal((shop.Name, "waiting"), States(await client.GetThisComputerAsync(Ct)));
        foreach (var member in new[] { shop.Member, colleague })
        {
            Assert.Contains($"A computer of {shop.Name} will be bound", await SubjectsAsync(member));
        }

        Assert.Contains(await host.InDatabaseAsync(db => db.OperatorLog.AsNoTracking().OrderByDescending(r => r.Sequence).Take(5).Select(r => r.Event + r.Details).ToListAsync(Ct)), e => e.StartsWith("workshop_computer_bound", StringComparison.Ordinal) && e.Contains(key.Id, StringComparison.Ordinal));
        var (ada, phone, _) = await StageAsync();
        using var _ = phone;
        var digest = await RegisterAsync();
        Assert.Equal("workshop_computer_not_bound", await CodeAsync(() => AllowAsync(ada, phone, shop with { Key = key }, digest)));
        Assert.Equal("workshop_computer_waiting", await CodeAsync(() => StartFreeAsync(shop with { Client = client, Member = colleague }, phone, digest)));
        // Any member, who was told, takes it away: also one who is no head.
        await helper.RemoveWorkshopComputerAsync(new RemoveWorkshopComputer(shop.Name, key.Id), Ct);
        Assert.Equal((shop.Name, "notBound"), States(await client.GetThisComputerAsync(Ct)));
        Assert.Contains($"A computer of {shop.Name} was removed", await SubjectsAsync(colleague));
    }

    [Fact]
    public async Task A_head_says_who_works_for_it_and_which_computers_are_its_and_others_only_use_them()
    {
        var shop = await ShopAsync();
        var colleague = await host.NewHolderAsync(Ct);
        var (head, number) = (await NumberAsync(shop.Member), await NumberAsync(colleague));
        await shop.Client.AddWorkshopMemberAsync(new AddWorkshopMember(shop.Name, number, DeviceHost.Password), Ct);
        foreach (var member in new[] { shop.Member, colleague })
        {
            Assert.Contains($"A person works for {shop.Name} now", await SubjectsAsync(member));
        }

        using var key = ComputerKey.Create();
        var client = await ComputerAsync(colleague, key);
        Assert.Equal((shop.Name, "notBound"), States(await client.GetThisComputerAsync(Ct)));
        var code = (await RecoveryCodesAsync(colleague))[0];
        Assert.Equal("workshop_head_only", await CodeAsync(() => client.BindWorkshopComputerAsync(new BindWorkshopComputer(shop.Name, "Mine", DeviceHost.Password, code), Ct)));
        Assert.Equal("workshop_head_only", await CodeAsync(() => client.AddWorkshopMemberAsync(new AddWorkshopMember(shop.Name, number, DeviceHost.Password), Ct)));
        Assert.Equal("workshop_head_only", await CodeAsync(() => client.RemoveWorkshopMemberAsync(new RemoveWorkshopMember(shop.Name, head), Ct)));
        Assert.Equal("step_up_failed", await CodeAsync(() => shop.Client.AddWorkshopMemberAsync(new AddWorkshopMember(shop.Name, number, "wrong"), Ct)));
        Assert.Equal("workshop_member_unknown", await CodeAsync(() => shop.Client.AddWorkshopMemberAsync(new AddWorkshopMember(shop.Name, "0000000000", DeviceHost.Password), Ct)));
        // Heads, and so oneself, are the operator's matter; of a stranger's workshop nobody learns that there is one.
        Assert.Equal("workshop_member_unknown", await CodeAsync(() => shop.Client.RemoveWorkshopMemberAsync(new RemoveWorkshopMember(shop.Name, head), Ct)));
        Assert.Equal("workshop_unknown", await CodeAsync(async () => await (await ShopAsync()).Client.AddWorkshopMemberAsync(new AddWorkshopMember(shop.Name, number, DeviceHost.Password), Ct)));
        await shop.Client.RemoveWorkshopMemberAsync(new RemoveWorkshopMember(shop.Name, number), Ct);
        // And whoever was added without a word leaves by themselves.
        await shop.Client.AddWorkshopMemberAsync(new AddWorkshopMember(shop.Name, number, DeviceHost.Password), Ct);
        await client.RemoveWorkshopMemberAsync(new RemoveWorkshopMember(shop.Name, number), Ct);
        Assert.Empty((await client.GetThisComputerAsync(Ct)).Workshops!);
        Assert.Contains($"A person does not work for {shop.Name} any more", await SubjectsAsync(colleague));
        Assert.Contains(await host.InDatabaseAsync(db => db.OperatorLog.AsNoTracking().OrderByDescending(r => r.Sequence).Take(5).Select(r => r.Event).ToListAsync(Ct)), e => e == "workshop_member_removed");
    }

    [Fact]
    public async Task A_page_that_shows_a_workshop_and_its_computers_is_not_looked_at_often()
    {
        var person = await Person.RegisterAsync(host.Server, Ct);
        var number = person.Number.Replace(" ", "", StringComparison.Ordinal);
        var id = await host.InDatabaseAsync(async db => (await db.Accounts.AsNoTracking().Select(a => new { a.Id, a.Number }).ToListAsync(Ct)).Single(a => a.Number.Value == number).Id);
        var (_, phone, _) = await StageAsync(new TestHolder(id, person.Email, await host.NewTokenAsync(id, Ct)));
        using var _ = phone;
        var shop = await ShopAsync();
        await RegisterAsync();
        using var browser = await Browser.OfAsync(host.Server, person, Ct);
        var path = $"/devices/{phone.Id}/workshop?workshop=";
        var page = await browser.ReadAsync(path + Uri.EscapeDataString(shop.Name), Ct);
        Assert.Contains(shop.Key.Id[..8], page, StringComparison.Ordinal);
        Assert.DoesNotContain(shop.Key.Id, page, StringComparison.Ordinal);
        for (var i = 0; i < 19; i++)
        {
            using var none = await browser.GetAsync($"{path}Shop%20{i}", Ct);
            Assert.Contains("There is no workshop", await none.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        using var often = await browser.GetAsync(path + Uri.EscapeDataString(shop.Name), Ct);
        Assert.Equal(System.Net.HttpStatusCode.TooManyRequests, often.StatusCode);
        Assert.DoesNotContain("Counter", await often.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_members_bind_a_computer_to_it_and_only_in_a_session_on_that_computer()
    {
        var shop = await ShopAsync();
        var stranger = await host.NewHolderAsync(Ct);
        using var key = ComputerKey.Create();
        var client = await ComputerAsync(stranger, key);
        var code = (await RecoveryCodesAsync(stranger))[0];
        Assert.Equal("workshop_unknown", await CodeAsync(() => client.BindWorkshopComputerAsync(new BindWorkshopComputer(shop.Name, "Mine", DeviceHost.Password, code), Ct)));
        Assert.Equal("workshop_unknown", await CodeAsync(() => client.BindWorkshopComputerAsync(new BindWorkshopComputer("No such workshop", "Mine", DeviceHost.Password, code), Ct)));
        Assert.Equal("workshop_unknown", await CodeAsync(() => client.RemoveWorkshopComputerAsync(new RemoveWorkshopComputer(shop.Name, shop.Key.Id), Ct)));
        var byCode = ClientOf(await host.NewTokenAsync(shop.Member.Id, Ct, kind: SessionKind.DeviceCode));
        byCode.Computer = key;
        Assert.Equal("computer_session", await CodeAsync(async () => await byCode.BindWorkshopComputerAsync(new BindWorkshopComputer(shop.Name, "Mine", DeviceHost.Password, (await RecoveryCodesAsync(shop.Member))[0]), Ct)));
        byCode.Computer = shop.Key;
        var (ada, phone, _) = await StageAsync();
        using var _ = phone;
        var consent = await AllowAsync(ada, phone, shop, await RegisterAsync());
        Assert.Equal("computer_session", await CodeAsync(() => TakeAsync(shop with { Client = byCode }, consent, phone, consent.Restore.Manifest)));
    }

    [Fact]
    public async Task The_page_says_what_is_given_chooses_nothing_and_shows_the_code_once()
    {
        var person = await Person.RegisterAsync(host.Server, Ct);
        var number = person.Number.Replace(" ", "", StringComparison.Ordinal);
        var id = await host.InDatabaseAsync(async db => (await db.Accounts.AsNoTracking().Select(a => new { a.Id, a.Number }).ToListAsync(Ct)).Single(a => a.Number.Value == number).Id);
        var ada = new TestHolder(id, person.Email, await host.NewTokenAsync(id, Ct));
        var (_, phone, _) = await StageAsync(ada);
        using var _ = phone;
        var shop = await ShopAsync();
        var digest = await RegisterAsync();
        using var browser = await Browser.OfAsync(host.Server, person, Ct);
        var path = $"/devices/{phone.Id}/workshop?workshop={Uri.EscapeDataString(shop.Name)}";
        var page = await browser.ReadAsync(path, Ct);
        Assert.Contains("Do this only if you brought the device to this workshop yourself", page, StringComparison.Ordinal);
        Assert.DoesNotContain("checked", page, StringComparison.Ordinal);
        var code = (await RecoveryCodesAsync(ada))[0];
        (string, string)[] form = [("_handler", "allow"), ("computer", shop.Key.Id[..8]), ("package", digest), ("password", person.Password), ("code", code)];
        using (var unsaid = await browser.SubmitAsync(path, Ct, form))
        {
            Assert.Contains("Say whether the data is kept or erased.", await unsaid.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        using var given = await browser.SubmitAsync(path, Ct, [.. form, ("data", "keep")]);
        var said = await given.Content.ReadAsStringAsync(Ct);
        Assert.Contains("class=\"qr\"", said, StringComparison.Ordinal);
        var spoken = string.Concat(System.Text.RegularExpressions.Regex.Matches(said, "<span>([0-9A-Z]{4})</span>").Select(m => m.Groups[1].Value));
        Assert.True(given.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain(spoken, await browser.ReadAsync(path, Ct), StringComparison.Ordinal);
        await shop.Client.TakeConsentAsync(new TakeConsent(spoken, phone.Id, digest, EraseUserData: false), Ct);
    }

    private static (string, string) States(ThisComputer computer) => computer.Workshops!.Select(w => (w.Workshop, w.State)).Single();

    // A workshop, one member, and a bound computer.
    private async Task<Shop> ShopAsync()
    {
        var (key, member) = (ComputerKey.Create(), await host.NewHolderAsync(Ct));
        var name = $"Shop {key.Id[..10]}";
        Assert.Null(await BookAsync(async book => (await book.AddAsync(name, Ct)).Failure?.Code));
        var shop = new Shop(name, member, key, null!);
        return shop with { Client = await MemberAtAsync(shop, member, key) };
    }

    private async Task<TenureClient> MemberAtAsync(Shop shop, TestHolder member, ComputerKey key, bool isBound = false)
    {
        var client = await MemberAsync(shop, member, key, isHead: true);
        if (!isBound)
        {
            await host.InDatabaseAsync(async db =>
            {
                var workshop = await db.Set<Workshop>().Where(w => w.Name == shop.Name).Select(w => w.Id).SingleAsync(Ct);
                db.Add(WorkshopComputer.Apply(workshop, new ComputerId(key.Id), "Counter", member.Id, host.Clock.GetUtcNow() - WorkshopComputer.Wait));
                return await db.SaveChangesAsync(Ct);
            });
        }

        return client;
    }

    private async Task<TenureClient> MemberAsync(Shop shop, TestHolder member, ComputerKey key, bool isHead = false)
    {
        var number = await NumberAsync(member);
        Assert.Null(await BookAsync(async book => (await book.AddMemberAsync(shop.Name, number, isHead, Ct)).Failure?.Code));
        var client = ClientOf(await host.NewTokenAsync(member.Id, Ct, kind: SessionKind.CommandLine));
        client.Computer = key;
        return client;
    }

    private Task<WorkshopConsent> AllowAsync(TestHolder holder, TestPhone phone, Shop shop, string digest, bool erase = false) => AllowAsync(holder, phone.Id, shop, digest, erase);

    private async Task<WorkshopConsent> AllowAsync(TestHolder holder, string device, Shop shop, string digest, bool erase = false)
    {
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var client = ClientOf(await host.NewTokenAsync(holder.Id, Ct));
        return await client.AllowWorkshopAsync(new AllowWorkshop(device, digest, shop.Name, shop.Key.Id, erase, DeviceHost.Password, (await RecoveryCodesAsync(holder))[0]), Ct);
    }

    private static Task<Restore> TakeAsync(Shop shop, WorkshopConsent consent, TestPhone phone, string digest, bool erase = false) =>
        shop.Client.TakeConsentAsync(new TakeConsent(consent.Code, phone.Id, digest, erase), Ct);

    private async Task<Restore> StartFreeAsync(Shop shop, TestPhone phone, string digest)
    {
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return await shop.Client.StartRestoreAsync(new StartRestore(phone.Id, digest, EraseUserData: true, DeviceHost.Password, (await RecoveryCodesAsync(shop.Member))[0], Workshop: shop.Name), Ct);
    }

    private Task<string> NumberAsync(TestHolder holder) => host.InDatabaseAsync(async db => (await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == holder.Id, Ct)).Number.Value);

    private Task<T> BookAsync<T>(Func<WorkshopBook, Task<T>> act) => host.InScopeAsync(services => act(services.GetRequiredService<WorkshopBook>()));

    private async Task<BootedPhone> BootAsync(MemoryStorage storage)
    {
        var core = PhoneCore.Boot(storage, Facts);
        var agent = new DeviceAgent(core, host.Clock);
        agent.Connect(host.NewClient());
        agent.Confirm(await agent.MeetServerAsync(host.Address, Ct));
        await agent.EnrolAsync(Ct);
        return new BootedPhone(core, agent, new HolderSession(core, host.NewClient()));
    }

    private async Task SignInAsync(BootedPhone phone, TestHolder holder, string password)
    {
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(SignInProgress.CodeNeeded, await phone.Session.StartAsync(holder.Email, password, Ct));
        Assert.Equal(SignInProgress.Complete, await phone.Session.ContinueAsync(await CodeMailedNowAsync(holder), Ct));
    }

    // In a contact, as the running phone has one when it is switched on.
    private static async Task<string?> ShownAsync(BootedPhone phone)
    {
        await phone.Agent.ContactAsync(Ct);
        return phone.Agent.Restored?.Id;
    }

    // As far as the first ticket: from then on the phone says so.
    private async Task<Restore> RestoreAsync(MemoryStorage storage, TestHolder holder, string device, Shop shop, string digest)
    {
        var consent = await AllowAsync(holder, device, shop, digest);
        var restore = await shop.Client.TakeConsentAsync(new TakeConsent(consent.Code, device, digest, EraseUserData: false), Ct);
        using var core = PhoneCore.Inspect(storage, Facts)!;
        using var gate = new FlashGate(core, new UnitStorage([]), new BadSectors([], _ => { }), host.Clock);
        await shop.Client.GetFlashTicketAsync(restore.Id, new DeviceEvidence(Base64Url.EncodeToString(gate.Challenge(out _)!)), Ct);
        return restore;
    }

    private sealed record BootedPhone(PhoneCore Core, DeviceAgent Agent, HolderSession Session) : IDisposable
    {
        public void Dispose()
        {
            Agent.Dispose();
            Core.Dispose();
        }
    }

    private sealed record Shop(string Name, TestHolder Member, ComputerKey Key, TenureClient Client);
}
