using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client.Accounts;
using Tenure.Client.Contacts;
using Tenure.Client.Devices;
using Tenure.Domain.Accounts;
using Tenure.Domain.Contacts;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Contacts;
using Tenure.Server.Contacts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using OpenContact = Tenure.Client.Contacts.OpenContact;

namespace Tenure.Server.Tests.Contacts;

/// <summary>Who has a phone in hand and its holder write to each other, and neither learns who the other is.</summary>
public abstract class ContactTests(DeviceHost host) : DeviceTests(host)
{
    private const string Hello = "I found your phone at the station.\nCall +49 151 12345678";

    private readonly DeviceHost host = host;

    [Fact]
    public async Task A_finder_and_a_holder_write_to_each_other_and_neither_sees_who_the_other_is()
    {
        var (ada, phone) = await NewHeldPhoneAsync("de");
        using var _ = phone;
        await ClientOf(ada.Token).ChangeAccountAsync(new ChangeAccount(Nickname: "Ada Masked"), Ct);
        await MarkLostAsync(ada, phone, message: null, contact: null);
        var finder = host.NewClient("198.51.100.23");
        var opened = await finder.OpenContactAsync(new OpenContact(await DigitsAsync(phone), Hello), Ct);
        Assert.EndsWith($"/contact/{opened.Secret}", opened.Link, StringComparison.Ordinal);
        Assert.Equal(host.Clock.GetUtcNow() + ContactThread.Lifetime, opened.EndsAt);

        // The mail says that somebody wrote, and neither what nor from where.
        var mail = Assert.Single(await host.Server.MailsToAsync(ada.Email, Ct), m => m.Subject == "Jemand schrieb zu Ihrem Telefon");
        Assert.DoesNotContain("station", mail.Text + mail.Html, StringComparison.Ordinal);
        var holder = ClientOf(ada.Token);
        var seen = Assert.Single(await holder.GetContactsAsync(Ct));
        Assert.Equal((phone.Id, "lotus", true, true, false, false), (seen.DeviceId, seen.Model, seen.IsOpen, seen.IsNew, seen.IsBlocked, seen.IsReported));
        Assert.Equal([(false, Hello)], seen.Messages.Select(m => (m.IsMine, m.Text)));
        await holder.AnswerContactAsync(seen.Id, new WriteContact("Thank you! Please leave it at the desk."), Ct);
        await finder.WriteContactAsync(opened.Secret, new WriteContact("Done."), Ct);
        var shown = await finder.GetContactAsync(opened.Secret, Ct);
        Assert.Equal([(true, Hello), (false, "Thank you! Please leave it at the desk."), (true, "Done.")], shown.Messages.Select(m => (m.IsMine, m.Text)));

        // Whatever either side is shown.
        var (toFinder, toHolder) = (System.Text.Json.JsonSerializer.Serialize(new { opened, shown }), System.Text.Json.JsonSerializer.Serialize(await holder.GetContactsAsync(Ct)));
        Assert.All((string[])[ada.Email, "Ada", ada.Id.ToString(), phone.Id, "de-"], known => Assert.DoesNotContain(known, toFinder, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("198.51.100", toHolder, StringComparison.Ordinal);
        var events = await host.InDatabaseAsync(db => db.Set<Domain.Accounts.SecurityEvent>().AsNoTracking().Where(e => e.AccountId == ada.Id && e.Kind == SecurityEventKind.FinderWrote).ToListAsync(Ct));
        // Once until they look.
        Assert.Equal([(null, null, "lotus")], events.Select(e => (e.Network, e.Client, e.Detail)));
    }

    [Fact]
    public async Task It_takes_the_digits_of_the_phone_in_hand_which_are_used_up()
    {
        var (_, phone) = await NewHeldPhoneAsync();
        using var __ = phone;
        var finder = host.NewClient();
        Assert.Equal("status_code_wrong", await CodeAsync(() => finder.OpenContactAsync(new OpenContact("00000000", Hello), Ct)));
        Assert.Equal("status_code_wrong", await CodeAsync(() => finder.OpenContactAsync(new OpenContact(phone.Id, Hello), Ct)));
        var digits = await DigitsAsync(phone);
        // A message that cannot be sent costs no digits.
        Assert.Equal("contact_text_link", await CodeAsync(() => finder.OpenContactAsync(new OpenContact(digits, "Sign in at tenure-login.example to see where your phone is."), Ct)));
        Assert.Equal("contact_text_malformed", await CodeAsync(() => finder.OpenContactAsync(new OpenContact(digits, " \n "), Ct)));
        Assert.Equal("contact_text_malformed", await CodeAsync(() => finder.OpenContactAsync(new OpenContact(digits, new string('x', ContactText.Longest + 1)), Ct)));
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => CodeAsync(() => host.NewClient().OpenContactAsync(new OpenContact(digits, Hello), Ct))));
        Assert.Equal([null, "status_code_wrong", "status_code_wrong"], answers.Order(StringComparer.Ordinal));

        using var free = host.NewPhone();
        await free.EnrolAsync(Ct);
        Assert.Equal("contact_free", await CodeAsync(() => OpenAsync(free)));
    }

    [Fact]
    public async Task Whether_anybody_is_there_the_finder_hears_the_same_and_as_much_is_written()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone);
        var (bob, other) = await NewHeldPhoneAsync();
        using var __ = other;
        await MarkLostAsync(bob, other);
        // Its holder has left: sealed, and lost to whoever has it.
        await host.InDatabaseAsync(db => db.Set<Domain.Devices.Device>().Where(d => d.Id == new DeviceId(other.Id))
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.State, Domain.Devices.DeviceState.Sealed).SetProperty(x => x.Holder, (AccountId?)null), Ct));
        var letters = new List<int>();
        foreach (var one in (TestPhone[])[phone, other])
        {
            var before = await LettersAsync();
            var opened = await OpenAsync(one);
            await host.NewClient().WriteContactAsync(opened.Secret, new WriteContact("Still here."), Ct);
            letters.Add(await LettersAsync() - before);
            var shown = await host.NewClient().GetContactAsync(opened.Secret, Ct);
            Assert.True(shown.IsOpen);
            Assert.Equal([Hello, "Still here."], shown.Messages.Select(m => m.Text));
        }

        Assert.Equal(letters[0], letters[1]);
        Assert.Single(await host.Server.MailsToAsync(ada.Email, Ct), m => m.Subject == "Somebody wrote about your phone");
        Assert.DoesNotContain(await host.Server.MailsToAsync(bob.Email, Ct), m => m.Subject == "Somebody wrote about your phone");
    }

    [Fact]
    public async Task A_holder_who_has_enough_blocks_it_and_nobody_is_told()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await MarkLostAsync(ada, phone);
        var holder = ClientOf(ada.Token);
        var (first, finder) = (await OpenAsync(phone), host.NewClient());
        var id = Assert.Single(await holder.GetContactsAsync(Ct)).Id;
        await holder.BlockContactAsync(id, new BlockContact(true), Ct);
        await finder.WriteContactAsync(first.Secret, new WriteContact("Pay me."), Ct);
        // Another conversation about this phone is no way around it.
        var second = await OpenAsync(phone, "Pay me now.");
        Assert.Equal([Hello, "Pay me."], (await finder.GetContactAsync(first.Secret, Ct)).Messages.Select(m => m.Text));
        Assert.Equal(["Pay me now."], (await finder.GetContactAsync(second.Secret, Ct)).Messages.Select(m => m.Text));
        var seen = Assert.Single(await holder.GetContactsAsync(Ct));
        Assert.Equal((true, Hello), (seen.IsBlocked, Assert.Single(seen.Messages).Text));
        Assert.Single(await host.Server.MailsToAsync(ada.Email, Ct), m => m.Subject == "Somebody wrote about your phone");

        await holder.BlockContactAsync(id, new BlockContact(false), Ct);
        await finder.WriteContactAsync(second.Secret, new WriteContact("Sorry."), Ct);
        Assert.Equal([Hello, "Sorry."], (await holder.GetContactsAsync(Ct)).SelectMany(c => c.Messages).OrderBy(m => m.Text, StringComparer.Ordinal).Select(m => m.Text));
    }

    [Fact]
    public async Task What_is_reported_is_read_by_operators_and_nothing_else_is()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        await OpenAsync(phone, $"Reported {phone.Id[..8]}");
        var holder = ClientOf(ada.Token);
        var id = Assert.Single(await holder.GetContactsAsync(Ct)).Id;
        Assert.DoesNotContain(await ReportsAsync(), r => r.Device == phone.Id);
        await holder.ReportContactAsync(id, Ct);
        var report = Assert.Single(await ReportsAsync(), r => r.Device == phone.Id);
        Assert.Equal([(false, $"Reported {phone.Id[..8]}")], report.Lines.Select(l => (l.ByHolder, l.Text)));
        Assert.True(Assert.Single(await holder.GetContactsAsync(Ct)).IsReported);

        // Kept a while longer than others.
        host.Clock.Advance(ContactThread.Lifetime);
        await host.SweepAsync<SweepContacts>(Ct);
        Assert.Contains(await ReportsAsync(), r => r.Device == phone.Id);
        host.Clock.Advance(ContactThread.ReportKept);
        await host.SweepAsync<SweepContacts>(Ct);
        Assert.DoesNotContain(await ReportsAsync(), r => r.Device == phone.Id);
    }

    [Fact]
    public async Task It_ends_when_the_phone_is_found_let_go_or_after_thirty_days()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        // Not in the session on the phone itself.
        var browser = await host.NewTokenAsync(ada.Id, Ct);
        await MarkLostAsync(ada, phone, browser);
        var lost = await OpenAsync(phone);
        var recovery = (await RecoveryCodesAsync(ada))[0];
        // Whoever marked it says at once that it turned up.
        await ClientOf(browser).MarkDeviceFoundAsync(phone.Id, new MarkFound(DeviceHost.Password, recovery), Ct);
        await host.SweepAsync<CarryOutFinds>(Ct);
        await AssertOverAsync(lost.Secret);

        var held = await OpenAsync(phone);
        var id = (await ClientOf(browser).GetContactsAsync(Ct)).Single(c => c.IsOpen).Id;
        await RemoveAsync(ClientOf(browser), phone.Id, erase: true);
        Assert.True((await host.NewClient().GetContactAsync(held.Secret, Ct)).IsOpen);
        phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release);
        await phone.SendReceiptAsync(Ct);
        await AssertOverAsync(held.Secret);
        Assert.Equal("contact_over", await CodeAsync(() => ClientOf(browser).AnswerContactAsync(id, new WriteContact("Thank you."), Ct)));

        // The next holder sees nothing of it, nor writes in it.
        var bob = await host.NewHolderAsync(Ct);
        await phone.ActivateAsync(bob.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        Assert.Empty(await ClientOf(bob.Token).GetContactsAsync(Ct));
        Assert.Equal("contact_over", await CodeAsync(() => ClientOf(bob.Token).AnswerContactAsync(id, new WriteContact("Hello."), Ct)));
        await AssertOverAsync(held.Secret);

        var old = await OpenAsync(phone);
        host.Clock.Advance(ContactThread.Lifetime);
        await host.SweepAsync<SweepContacts>(Ct);
        Assert.Equal("contact_over", await CodeAsync(() => host.NewClient().GetContactAsync(old.Secret, Ct)));
        Assert.False(await host.InDatabaseAsync(db => db.ContactMessages.AnyAsync(m => m.DeviceId == new DeviceId(phone.Id), Ct)));
    }

    [Fact]
    public async Task It_is_bounded_by_phone_network_and_side()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var (opened, finder) = (await OpenAsync(phone), host.NewClient());
        for (var i = 1; i < ContactThread.MostOfSide; i++)
        {
            await finder.WriteContactAsync(opened.Secret, new WriteContact($"No. {i}"), Ct);
        }

        Assert.Equal("contact_full", await CodeAsync(() => finder.WriteContactAsync(opened.Secret, new WriteContact("One more."), Ct)));
        // The other side has room of its own, and was told once.
        await ClientOf(ada.Token).AnswerContactAsync(Assert.Single(await ClientOf(ada.Token).GetContactsAsync(Ct)).Id, new WriteContact("Enough."), Ct);
        Assert.Single(await host.Server.MailsToAsync(ada.Email, Ct), m => m.Subject == "Somebody wrote about your phone");

        for (var i = 1; i < 5; i++)
        {
            await OpenAsync(phone);
        }

        Assert.Equal("rate_limited", await CodeAsync(() => OpenAsync(phone)));
        var scanner = host.NewClient("203.0.113.9");
        var last = "";
        for (var i = 0; i <= 10; i++)
        {
            last = await CodeAsync(() => scanner.OpenContactAsync(new OpenContact($"{i:D8}", Hello), Ct));
        }

        Assert.Equal("rate_limited", last);
    }

    [Fact]
    public async Task Nobody_else_reads_answers_or_ends_it_and_it_goes_with_the_account()
    {
        var (ada, phone) = await NewHeldPhoneAsync();
        using var _ = phone;
        var opened = await OpenAsync(phone);
        var (id, eve) = (Assert.Single(await ClientOf(ada.Token).GetContactsAsync(Ct)).Id, ClientOf((await host.NewHolderAsync(Ct)).Token));
        Assert.Empty(await eve.GetContactsAsync(Ct));
        Assert.Equal("contact_over", await CodeAsync(() => eve.AnswerContactAsync(id, new WriteContact("Hello."), Ct)));
        Assert.Equal("contact_over", await CodeAsync(() => eve.BlockContactAsync(id, new BlockContact(true), Ct)));
        Assert.Equal("contact_over", await CodeAsync(() => eve.ReportContactAsync(id, Ct)));
        Assert.Equal("contact_over", await CodeAsync(() => host.NewClient().GetContactAsync("guessed", Ct)));
        Assert.Equal("contact_over", await CodeAsync(() => host.NewClient().WriteContactAsync("", new WriteContact("Hello."), Ct)));

        await host.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<TenureDb>();
            foreach (var capability in services.GetServices<IErasure>().Where(e => e is EraseContacts))
            {
                await capability.EraseAsync(new ErasedPerson(ada.Id, []), Ct);
            }

            return await db.SaveChangesAsync(Ct);
        });
        Assert.Equal("contact_over", await CodeAsync(() => host.NewClient().GetContactAsync(opened.Secret, Ct)));
        Assert.False(await host.InDatabaseAsync(db => db.ContactMessages.AnyAsync(m => m.DeviceId == new DeviceId(phone.Id), Ct)));
    }

    [Fact]
    public async Task Both_do_it_on_pages_without_scripts()
    {
        var person = await Person.RegisterAsync(host.Server, Ct);
        var client = await person.SignInAsync(host.Server, Ct);
        using var phone = host.NewPhone();
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(client.AccessToken!, Ct);
        await phone.SendReceiptAsync(Ct);
        using var finder = Browser.New(host.Server);
        var digits = await DigitsAsync(phone);
        Assert.Contains($"value=\"{digits}\"", await finder.ReadAsync($"/contact?code={digits}", Ct), StringComparison.Ordinal);
        using var wrong = await finder.SubmitAsync("/contact", Ct, ("_handler", "open"), ("code", digits), ("text", "see evil.example"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var sent = await finder.SubmitAsync("/contact", Ct, ("_handler", "open"), ("code", digits), ("text", "<b>Hello</b> & bye"));
        var link = sent.Headers.Location!.PathAndQuery;
        Assert.Matches("^/contact/[\\w-]{43}\\?done=sent$", link);
        Assert.Contains("&lt;b&gt;Hello&lt;/b&gt; &amp; bye", await finder.ReadAsync(link, Ct), StringComparison.Ordinal);

        using var holder = await Browser.OfAsync(host.Server, person, Ct);
        var id = Assert.Single(await client.GetContactsAsync(Ct)).Id;
        Assert.Contains($"/contacts/{id}", await holder.ReadAsync("/contacts", Ct), StringComparison.Ordinal);
        var page = await holder.ReadAsync($"/contacts/{id}", Ct);
        Assert.Contains("&lt;b&gt;Hello&lt;/b&gt; &amp; bye", page, StringComparison.Ordinal);
        Assert.Contains("may be a thief", page, StringComparison.Ordinal);
        Assert.False(Assert.Single(await client.GetContactsAsync(Ct)).IsNew);
        foreach (var (form, done) in ((string, string)[])[("answer", "sent"), ("block", "blocked"), ("report", "reported")])
        {
            using var answer = await holder.SubmitAsync($"/contacts/{id}", Ct, ("_handler", form), ("text", "Thank you."));
            Assert.Equal($"/contacts/{id}?done={done}", answer.Headers.Location?.PathAndQuery);
        }

        Assert.Contains("Thank you.", await finder.ReadAsync(link, Ct), StringComparison.Ordinal);
        using var over = await finder.GetAsync("/contact/guessed", Ct);
        Assert.Equal(HttpStatusCode.Gone, over.StatusCode);
    }

    private async Task AssertOverAsync(string secret)
    {
        Assert.Equal("contact_over", await CodeAsync(() => host.NewClient().WriteContactAsync(secret, new WriteContact("Hello?"), Ct)));
        Assert.False((await host.NewClient().GetContactAsync(secret, Ct)).IsOpen);
    }

    private async Task<ContactOpened> OpenAsync(TestPhone phone, string text = Hello) => await host.NewClient().OpenContactAsync(new OpenContact(await DigitsAsync(phone), text), Ct);

    private async Task<string> DigitsAsync(TestPhone phone) => (await host.NewClient().GetStatusCodeAsync(await phone.EvidenceAsync(EvidencePurpose.Status, null, Ct), Ct)).Code;

    private Task<int> LettersAsync() => host.InDatabaseAsync(db => db.Outbox.CountAsync(Ct));

    private Task<IReadOnlyList<ReportedContact>> ReportsAsync() => host.InScopeAsync(services => services.GetRequiredService<ReportedContacts>().ReadAsync(Ct));
}
