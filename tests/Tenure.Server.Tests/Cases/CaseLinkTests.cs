using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Cases;
using Tenure.Server.Cases;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Tenure.Server.Tests.Operators;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Cases;

/// <summary>What the person of a case reads after its opening: what to do next, and a link in place of one that was lost.</summary>
public abstract partial class CaseLinkTests(DeviceHost host) : DecidedCaseTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task Who_lost_the_link_gets_a_new_one_at_the_proven_address_once_a_day_and_the_old_one_opens_nothing()
    {
        var contact = Person.NewEmail();
        var opened = await HandedInAsync(contact);
        var first = await AskAgainAsync(opened.Number, contact);
        Assert.NotNull(first);
        // Both are good until the new one is used: nobody ends a link by asking.
        Assert.Equal("case_unknown", await CodeAsync(() => StatusAsync(opened with { Secret = first })));
        Assert.Equal("submitted", (await StatusAsync(opened)).State);
        await UseAsync(opened with { Secret = first });
        await UseAsync(opened with { Secret = first });
        Assert.Equal("submitted", (await StatusAsync(opened with { Secret = first })).State);
        Assert.Equal("case_unknown", await CodeAsync(() => StatusAsync(opened)));
        Assert.Equal("case_unknown", await CodeAsync(() => UseAsync(opened)));

        // The same answer, and no other link.
        Assert.Null(await AskAgainAsync(opened.Number, contact));
        Assert.Equal("submitted", (await StatusAsync(opened with { Secret = first })).State);
        host.Clock.Advance(Day);
        var second = await AskAgainAsync(opened.Number.ToLowerInvariant(), contact.ToUpperInvariant());
        Assert.NotNull(second);
        await UseAsync(opened with { Secret = second });
        Assert.Equal("submitted", (await StatusAsync(opened with { Secret = second })).State);
        Assert.Equal("case_unknown", await CodeAsync(() => StatusAsync(opened with { Secret = first })));
    }

    [Fact]
    public async Task Who_has_the_mailbox_for_a_minute_takes_nothing_for_two_days_and_is_locked_out_before()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var contact = ada.Email;
        var asked = await AnnouncedAsync("recovery", ada.Email, contact);
        host.Clock.Advance(30 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        host.Clock.Advance(6 * Day);
        var thiefs = await UseAsync(asked with { Secret = (await AskAgainAsync(asked.Number, contact))! });
        var seen = await StatusAsync(thiefs);
        Assert.Equal(("offered", host.Clock.GetUtcNow() + (2 * Day)), (seen.State, seen.NotBefore!.Value));
        Assert.Equal(host.Clock.GetUtcNow() + (3 * Day), seen.EndsAt!.Value, TimeSpan.FromMinutes(1));
        Assert.Equal("case_link_new", await RefusedTakeAsync(thiefs));
        using var browser = new OperatorBrowser(host.Server);
        var page = await EnterAsync(browser, thiefs);
        Assert.Contains("The link is new", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"password\"", page, StringComparison.Ordinal);

        host.Clock.Advance(Day);
        var owners = await UseAsync(asked with { Secret = (await AskAgainAsync(asked.Number, contact))! });
        Assert.Equal("case_link_new", await RefusedTakeAsync(owners));
        Assert.Equal("case_unknown", await RefusedTakeAsync(thiefs));
        host.Clock.Advance(2 * Day);
        Assert.Equal("case_unknown", await RefusedTakeAsync(thiefs));
        await TakeAsync(owners);
        Assert.Equal("granted", (await StatusAsync(owners)).State);
    }

    [Fact]
    public async Task A_link_that_was_renewed_before_the_offer_takes_nothing_until_two_days_after_it()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var asked = await AnnouncedAsync("recovery", ada.Email, ada.Email);
        var thiefs = await UseAsync(asked with { Secret = (await AskAgainAsync(asked.Number, ada.Email))! });
        host.Clock.Advance(30 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("offered", (await StatusAsync(thiefs)).State);
        Assert.Equal("case_link_new", await RefusedTakeAsync(thiefs));
        host.Clock.Advance((2 * Day) - TimeSpan.FromHours(1));
        Assert.Equal("case_link_new", await RefusedTakeAsync(thiefs));
        host.Clock.Advance(TimeSpan.FromHours(2));
        await TakeAsync(thiefs);
    }

    [Fact]
    public async Task An_offer_has_an_end_however_often_its_link_is_renewed()
    {
        var (ada, phone) = await LongHeldAsync();
        using var ours = phone;
        var asked = await AnnouncedAsync("recovery", ada.Email, ada.Email);
        host.Clock.Advance(30 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        var offered = host.Clock.GetUtcNow();
        for (var day = 0; day < 9; day++)
        {
            host.Clock.Advance(Day);
            asked = await UseAsync(asked with { Secret = (await AskAgainAsync(asked.Number, ada.Email))! });
            Assert.InRange((await StatusAsync(asked)).EndsAt!.Value, offered + (7 * Day), offered + (10 * Day));
        }

        host.Clock.Advance(Day + TimeSpan.FromHours(1));
        await host.SweepAsync<CarryCasesOn>(Ct);
        Assert.Equal("expired", (await StatusAsync(asked)).State);
    }

    [Fact]
    public async Task Who_follows_the_link_of_a_letter_changes_nothing_until_the_button_is_pressed()
    {
        var contact = Person.NewEmail();
        var opened = await HandedInAsync(contact);
        var link = $"/case/{CaseNumber.Plain(opened.Number)}/{await AskAgainAsync(opened.Number, contact)}";
        using var browser = new OperatorBrowser(host.Server);
        Assert.Contains("Use this link", await browser.ReadAsync(link, Ct), StringComparison.Ordinal);
        Assert.Equal("submitted", (await StatusAsync(opened)).State);
        using var used = await browser.SubmitAsync(link, Ct);
        Assert.Equal(HttpStatusCode.Found, used.StatusCode);
        Assert.EndsWith("/case/mine", used.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains(opened.Number, await browser.ReadAsync("/case/mine", Ct), StringComparison.Ordinal);
        Assert.Equal("case_unknown", await CodeAsync(() => StatusAsync(opened)));
    }

    [Fact]
    public async Task A_new_link_that_is_used_ends_the_keys_by_which_documents_were_sent()
    {
        var contact = Person.NewEmail();
        var opened = await OpenAsync("recovery", Person.NewEmail(), contact);
        await host.NewClient().ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(host.Server, contact, Ct)), Ct);
        var before = (await StatusAsync(opened)).DocumentKey!;
        Assert.Equal(HttpStatusCode.OK, await ListedAsync(before));
        var link = await AskAgainAsync(opened.Number, contact);
        Assert.Equal(HttpStatusCode.OK, await ListedAsync(before));
        opened = await UseAsync(opened with { Secret = link! });
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = (await StatusAsync(opened)).DocumentKey!;
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (await ListedAsync(before), await ListedAsync(after)));
    }

    private async Task<HttpStatusCode> ListedAsync(string key)
    {
        using var http = host.Server.Http();
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/api/v1/documents");
        asked.Headers.Add("Tus-Resumable", "1.0.0");
        asked.Headers.Add("Document-Key", key);
        using var answer = await http.SendAsync(asked, Ct);
        return answer.StatusCode;
    }

    private async Task<Ask.CaseOpened> UseAsync(Ask.CaseOpened one)
    {
        await host.NewClient().UseCaseLinkAsync(one.Number, one.Secret, Ct);
        return one;
    }

    private Task<string?> RefusedTakeAsync(Ask.CaseOpened one) => CodeAsync(() => TakeAsync(one));

    private Task TakeAsync(Ask.CaseOpened one) => host.NewClient().TakeRecoveryAsync(one.Number, one.Secret, new Ask.TakeRecovery("nine quiet lanterns hum"), Ct);

    [Fact]
    public async Task A_stranger_learns_from_no_answer_whether_there_is_a_case_or_whose_its_address_is()
    {
        var (contact, draft, other) = (Person.NewEmail(), Person.NewEmail(), Person.NewEmail());
        var (opened, unproven) = (await HandedInAsync(contact), await OpenAsync("recovery", Person.NewEmail(), draft));
        foreach (var (number, address) in new[] { (opened.Number, other), (CaseNumber.Draw(), contact), (CaseNumber.Draw(), other), (unproven.Number, draft) })
        {
            Assert.Null(await AskAgainAsync(number, address));
        }

        Assert.Equal("submitted", (await StatusAsync(opened)).State);
        Assert.Equal("draft", (await StatusAsync(unproven)).State);
        // As many rows, whoever is asked for: a letter that is nobody's, or somebody's.
        Assert.Equal((1, 1), (await RowsAsync(CaseNumber.Draw(), Person.NewEmail()), await RowsAsync(opened.Number, contact)));
    }

    [Fact]
    public async Task The_page_takes_number_and_address_and_says_the_same_for_every_case()
    {
        var contact = Person.NewEmail();
        var opened = await HandedInAsync(contact);
        using var browser = new OperatorBrowser(host.Server);
        Assert.Contains($"value=\"{opened.Number}\"", await browser.ReadAsync($"/case/again/{CaseNumber.Plain(opened.Number)}", Ct), StringComparison.Ordinal);
        List<string> said = [];
        foreach (var number in (string[])[opened.Number, CaseNumber.Draw()])
        {
            using var answer = await browser.SubmitAsync("/case/again", Ct, ("number", number), ("contact", contact));
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            said.Add(answer.Headers.Location!.OriginalString);
        }

        Assert.Equal(said[0], said[1]);
        Assert.Contains("a new link is on its way", await browser.ReadAsync("/case/again?done=sent", Ct), StringComparison.Ordinal);
        using var malformed = await browser.SubmitAsync("/case/again", Ct, ("number", "x"), ("contact", contact));
        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
    }

    [Fact]
    public async Task A_release_that_was_granted_says_what_to_do_until_when_and_that_all_data_go()
    {
        var (_, phone) = await LongHeldAsync();
        using var ours = phone;
        var contact = Person.NewEmail();
        var asked = await AnnouncedAsync("release", phone.Id, contact);
        Assert.Null((await StatusAsync(asked)).LetGoUntil);
        host.Clock.Advance(14 * Day);
        await host.SweepAsync<CarryCasesOn>(Ct);
        var status = await StatusAsync(asked);
        Assert.Equal("granted", status.State);
        Assert.Equal(host.Clock.GetUtcNow() + (30 * Day), status.LetGoUntil!.Value, TimeSpan.FromMinutes(1));

        var letter = (await host.Server.MailsToAsync(contact, Ct)).Last(mail => mail.Subject.StartsWith("News about your case", StringComparison.Ordinal)).Text;
        Assert.Contains("It then erases all its data by itself", letter, StringComparison.Ordinal);
        Assert.Contains($"/case/again/{CaseNumber.Plain(asked.Number)}", letter, StringComparison.Ordinal);
        Assert.DoesNotContain(asked.Secret, letter, StringComparison.Ordinal);

        using var browser = new OperatorBrowser(host.Server);
        var page = await EnterAsync(browser, asked);
        Assert.Contains("It then erases all its data by itself", page, StringComparison.Ordinal);
        Assert.Contains("Last day", page, StringComparison.Ordinal);
        Assert.DoesNotContain("You have got what you asked for.", page, StringComparison.Ordinal);
        host.Clock.Advance(31 * Day);
        Assert.Contains("open another case", await EnterAsync(browser, asked), StringComparison.Ordinal);
    }

    private static async Task<string> EnterAsync(OperatorBrowser browser, Ask.CaseOpened opened)
    {
        using var entered = await browser.GetAsync($"/case/{CaseNumber.Plain(opened.Number)}/{opened.Secret}", Ct);
        Assert.Equal(HttpStatusCode.Found, entered.StatusCode);
        return await browser.ReadAsync("/case/mine", Ct);
    }

    private async Task<Ask.CaseOpened> HandedInAsync(string contact)
    {
        var opened = await OpenAsync("recovery", Person.NewEmail(), contact);
        await HandInAsync(opened, contact);
        return opened;
    }

    // The secret in the letter that this made; null where it made none.
    private async Task<string?> AskAgainAsync(string number, string contact)
    {
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var now = host.Clock.GetUtcNow();
        await host.NewClient().SendCaseLinkAsync(new Ask.SendCaseLink(number, contact), Ct);
        var letter = (await host.Server.MailsToAsync(contact.ToLowerInvariant(), Ct)).Find(mail => mail.CreatedAt >= now && mail.Subject.StartsWith("A new link", StringComparison.Ordinal));
        return letter is null ? null : Link().Match(letter.Text).Groups[1].Value;
    }

    private async Task<int> RowsAsync(string number, string contact)
    {
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var now = host.Clock.GetUtcNow();
        await host.NewClient().SendCaseLinkAsync(new Ask.SendCaseLink(number, contact), Ct);
        return await host.InDatabaseAsync(db => db.Outbox.CountAsync(m => m.CreatedAt >= now && (m.Recipient == contact || m.Recipient == ""), Ct));
    }

    [GeneratedRegex(@"/case/[0-9A-Z]+/([\w-]+)")]
    private static partial Regex Link();
}
