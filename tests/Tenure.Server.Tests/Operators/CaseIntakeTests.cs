using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Operators;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Cases;
using Tenure.Server.Operators;
using Tenure.Server.Tests.Hosting;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Operators;

/// <summary>Cases that an agent opens for somebody who calls: what the agent learns, and what only its person has.</summary>
public abstract partial class CaseIntakeTests(ServerFixture server) : ServerTests(server)
{
    private const string Page = "/operator/cases/intake";

    [Fact]
    public async Task An_agent_opens_a_case_for_a_caller_who_alone_gets_link_and_code_and_is_never_drawn_for_it()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (ann, ben) = (await AgentAsync(OperatorRole.Senior), await AgentAsync(OperatorRole.Agent));
        using var browser = await SignedInAsync(ann);
        var shown = await OpenAsync(browser, "recovery", person.Number, person.Email, "de");
        var number = Number().Match(shown).Value;
        var mail = (await Server.MailsToAsync(person.Email, Ct))[^1];
        Assert.Equal($"Ihr Fall {number}", mail.Subject);
        var secret = Link().Match(mail.Text).Groups[1].Value;
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(code, shown.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(person.Email, shown, StringComparison.OrdinalIgnoreCase);

        // Its person goes on as if they had opened it: nothing of the case says otherwise.
        await Server.Client().ProveCaseContactAsync(number, secret, new Ask.ProveCaseContact(code), Ct);
        await Server.Client().SubmitCaseAsync(number, secret, Ct);
        // Of two agents always the other one; alone, nobody.
        await Server.SweepAsync<DrawAgents>(Ct);
        Assert.Equal(await IdAsync(ben), await DrawnAsync(number));
        await DisableAsync(ben);
        await Server.WithDatabaseAsync(db => db.Cases.ExecuteUpdateAsync(c => c.SetProperty(x => x.Agent, x => null), Ct));
        await Server.SweepAsync<DrawAgents>(Ct);
        Assert.Null(await DrawnAsync(number));
        using (var looked = await browser.GetAsync("/operator/cases/" + Plain(number), Ct))
        {
            Assert.Equal(HttpStatusCode.NotFound, looked.StatusCode);
        }

        var entry = await Server.WithDatabaseAsync(db => db.OperatorLog.AsNoTracking().SingleAsync(r => r.Event == OperatorEvents.CaseTakenIn && r.Details.Contains(Plain(number)), Ct));
        Assert.Equal((ann, Plain(number)), (LoggedAct.Parse(entry.Details)!.Operator, LoggedAct.Parse(entry.Details)!.About));
        using var auditor = await OperatorBrowser.SignedInAsync(Server, Ct);
        Assert.Contains("Opened a case for a caller", await auditor.ReadAsync("/operator/log", Ct), StringComparison.Ordinal);
        await DisableAsync(ann);
    }

    [Fact]
    public async Task The_page_says_the_same_whether_or_not_there_is_such_an_account_or_phone()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var agent = await AgentAsync(OperatorRole.Agent);
        var pages = new HashSet<string>();
        foreach (var identifier in (string[])[person.Number, "0000000000", person.Email, Person.NewEmail()])
        {
            using var browser = await SignedInAsync(agent);
            var shown = await OpenAsync(browser, "recovery", identifier, Person.NewEmail(), "en");
            pages.Add(Varying().Replace(shown[shown.IndexOf("class=\"notice", StringComparison.Ordinal)..shown.IndexOf("id=\"taken\"", StringComparison.Ordinal)], ""));
        }

        Assert.Single(pages);
        await DisableAsync(agent);
    }

    [Fact]
    public async Task The_network_of_the_agent_speaks_for_no_caller()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var agent = await AgentAsync(OperatorRole.Agent);
        using var browser = await SignedInAsync(agent);
        var number = Plain(Number().Match(await OpenAsync(browser, "recovery", person.Number, person.Email, "en")).Value);
        Assert.Null(await Server.WithDatabaseAsync(db => db.Cases.Where(c => c.Number == number).Select(c => c.Network).SingleAsync(Ct)));
        await DisableAsync(agent);
    }

    [Fact]
    public async Task What_an_agent_opened_counts_with_what_people_opened_themselves()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var agent = await AgentAsync(OperatorRole.Agent);
        using var browser = await SignedInAsync(agent);
        var own = await Server.Client().OpenCaseAsync(new Ask.OpenCase("recovery", person.Email, person.Number, Language: "en"), Ct);
        await ProveAndSubmitAsync(own.Number, own.Secret, person.Email);
        var stranger = Person.NewEmail();
        var number = Number().Match(await OpenAsync(browser, "recovery", person.Number, stranger, "en")).Value;
        var secret = Link().Match((await Server.MailsToAsync(stranger, Ct))[^1].Text).Groups[1].Value;
        var refused = await Assert.ThrowsAsync<Client.TenureProblemException>(() => ProveAndSubmitAsync(number, secret, stranger));
        Assert.Equal("case_open", refused.Code);
        await DisableAsync(agent);
    }

    [Fact]
    public async Task Nobody_but_an_agent_opens_cases_for_others()
    {
        var auditor = await AgentAsync(OperatorRole.Auditor);
        var contact = Person.NewEmail();
        foreach (var other in (string[])[auditor, await OperatorBrowser.CreateAsync(Server, Ct)])
        {
            using var elsewhere = await SignedInAsync(other);
            var cases = await elsewhere.ReadAsync("/operator/cases", Ct);
            Assert.DoesNotContain(Page, cases, StringComparison.Ordinal);
            var token = ("__RequestVerificationToken", WebUtility.HtmlDecode(Token().Match(cases).Groups[1].Value));
            using var turned = await elsewhere.GetAsync(Page, Ct);
            using var posted = await elsewhere.PostAsync(Page, [token, ("_handler", "open"), ("kind", "recovery"), ("identifier", "0000000000"), ("contact", contact), ("language", "en")], Ct);
            Assert.All([turned, posted], answer => Assert.EndsWith("/operator/cases", answer.Headers.Location!.ToString(), StringComparison.Ordinal));
        }

        Assert.Empty(await Server.MailsToAsync(contact, Ct));
        await DisableAsync(auditor);
    }

    [Fact]
    public async Task An_agent_opens_twenty_cases_a_day_and_the_next_try_is_written_down()
    {
        var agent = await AgentAsync(OperatorRole.Agent);
        using var browser = await SignedInAsync(agent);
        for (var opened = 0; opened < OpenCaseForCaller.Most; opened++)
        {
            await OpenAsync(browser, "release", $"SERIAL{opened}", Person.NewEmail(), "en");
        }

        var contact = Person.NewEmail();
        using (var stopped = await browser.SubmitAsync(Page, Ct, ("kind", "release"), ("identifier", "SERIAL"), ("contact", contact), ("language", "en")))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, stopped.StatusCode);
        }

        Assert.Empty(await Server.MailsToAsync(contact, Ct));
        Assert.Equal(1, await Server.WithDatabaseAsync(db => db.OperatorLog.CountAsync(r => r.Event == OperatorEvents.CaseIntakeLimited && r.Details.Contains(agent), Ct)));
        await DisableAsync(agent);
    }

    [Theory]
    [InlineData("divorce", "x", "someone@example.org", "en")]
    [InlineData("recovery", "x", "nobody", "en")]
    [InlineData("recovery", "x", "someone@example.org", "tlh")]
    public async Task What_is_malformed_is_refused_on_the_page(string kind, string identifier, string contact, string language)
    {
        var agent = await AgentAsync(OperatorRole.Agent);
        using var browser = await SignedInAsync(agent);
        using var refused = await browser.SubmitAsync(Page, Ct, ("kind", kind), ("identifier", identifier), ("contact", contact), ("language", language));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        await DisableAsync(agent);
    }

    // The page that the agent is shown then.
    private static async Task<string> OpenAsync(OperatorBrowser browser, string kind, string identifier, string contact, string language)
    {
        using var answer = await browser.SubmitAsync(Page, Ct, ("kind", kind), ("identifier", identifier), ("contact", contact), ("language", language));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.EndsWith(Page + "?done=true", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        var page = await browser.ReadAsync(Page + "?done=true", Ct);
        return page[page.IndexOf("<main", StringComparison.Ordinal)..];
    }

    private async Task ProveAndSubmitAsync(string number, string secret, string contact)
    {
        await Server.Client().ProveCaseContactAsync(number, secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(Server, contact, Ct)), Ct);
        await Server.Client().SubmitCaseAsync(number, secret, Ct);
    }

    private async Task<string> AgentAsync(OperatorRole role)
    {
        var name = await OperatorBrowser.CreateAsync(Server, Ct);
        await Server.WithDatabaseAsync(async db =>
        {
            var person = await db.Operators.SingleAsync(o => o.Name == name, Ct);
            var before = Server.Clock.GetUtcNow() - ServerOperator.RoleWait;
            person.OfferRole(role, before);
            Assert.Null(person.ConfirmRole(new OperatorId(Guid.Empty), before));
            return await db.SaveChangesAsync(Ct);
        });
        return name;
    }

    private async Task<OperatorBrowser> SignedInAsync(string name)
    {
        var browser = new OperatorBrowser(Server);
        using var answer = await browser.SignInAsync(name, OperatorBrowser.Password, Ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return browser;
    }

    // Of the next test others are drawn.
    private async Task DisableAsync(params string[] names)
    {
        foreach (var name in names)
        {
            await using var scope = Server.Services.CreateAsyncScope();
            Assert.Null(await scope.ServiceProvider.GetRequiredService<OperatorBook>().DisableAsync(name, Ct));
        }
    }

    private Task<OperatorId> IdAsync(string name) => Server.WithDatabaseAsync(db => db.Operators.Where(o => o.Name == name).Select(o => o.Id).SingleAsync(Ct));

    private Task<OperatorId?> DrawnAsync(string number) => Server.WithDatabaseAsync(db => db.Cases.Where(c => c.Number == Plain(number)).Select(c => c.Agent).SingleAsync(Ct));

    private static string Plain(string number) => number.Replace("-", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")]
    private static partial Regex Number();

    [GeneratedRegex(@"/case/[0-9A-Z]+/([\w-]+)")]
    private static partial Regex Link();

    // Numbers, tokens of the form, times.
    [GeneratedRegex("""[0-9A-Z]{5}-[0-9A-Z]{5}|value="[^"]*"|<time.*?</time>""")]
    private static partial Regex Varying();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
