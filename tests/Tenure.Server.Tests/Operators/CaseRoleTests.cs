using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Operators;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Cases;
using Tenure.Server.Operators;
using Tenure.Server.Tests.Documents;
using Tenure.Server.Tests.Hosting;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Operators;

/// <summary>Agents: how one becomes one, what they see, and what they cannot do alone.</summary>
public abstract class CaseRoleTests(ServerFixture server) : ServerTests(server)
{
    private static readonly TimeSpan Wait = ServerOperator.RoleWait;
    private readonly Dictionary<string, TestAuthenticator> passkeys = new(StringComparer.Ordinal);

    [Fact]
    public async Task A_role_takes_two_people_and_72_hours()
    {
        var name = await OperatorBrowser.CreateAsync(Server, Ct);
        await OfferAsync(name, OperatorRole.Agent);
        using var oneself = new OperatorBrowser(Server);
        using (await oneself.SignInAsync(name, OperatorBrowser.Password, Ct))
        {
            using var refused = await oneself.SubmitAsync("/operator/roles", Ct, ("name", name), ("role", "Agent"), ("password", OperatorBrowser.Password));
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        }

        using var other = await OperatorBrowser.SignedInAsync(Server, Ct);
        using var wrong = await other.SubmitAsync("/operator/roles", Ct, ("name", name), ("role", "Agent"), ("password", "wrong"));
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using var another = await other.SubmitAsync("/operator/roles", Ct, ("name", name), ("role", "Senior"), ("password", OperatorBrowser.Password));
        Assert.Equal(HttpStatusCode.Conflict, another.StatusCode);
        using var confirmed = await other.SubmitAsync("/operator/roles", Ct, ("name", name), ("role", "Agent"), ("password", OperatorBrowser.Password));
        Assert.Equal(HttpStatusCode.Found, confirmed.StatusCode);
        Assert.Equal(OperatorRole.Operator, await RoleAsync(name));
        Server.Clock.Advance(Wait);
        Assert.Equal(OperatorRole.Agent, await RoleAsync(name));
        using var log = await OperatorBrowser.SignedInAsync(Server, Ct);
        Assert.Contains("Role confirmed", await log.ReadAsync("/operator/log", Ct), StringComparison.Ordinal);
        await DisableAsync(name);
    }

    [Fact]
    public async Task A_new_operator_confirms_nobody_until_another_one_confirmed_them_and_72_hours_are_over()
    {
        using var old = await OperatorBrowser.SignedInAsync(Server, Ct);
        Server.Clock.Advance(Wait);
        var agent = await OperatorBrowser.CreateAsync(Server, Ct);
        await OfferAsync(agent, OperatorRole.Agent);
        var name = "new" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(5));
        await using (var scope = Server.Services.CreateAsyncScope())
        {
            Assert.True((await scope.ServiceProvider.GetRequiredService<OperatorBook>().CreateAsync(name, OperatorBrowser.Password, Ct)).Value.IsNew);
        }

        Assert.Equal(HttpStatusCode.Conflict, await ConfirmAsync(name, agent, "Agent"));
        // Nor themselves.
        Assert.Equal(HttpStatusCode.Conflict, await ConfirmAsync(name, name, "Operator"));
        var founder = await OperatorBrowser.CreateAsync(Server, Ct);
        Assert.Equal(HttpStatusCode.Found, await ConfirmAsync(founder, name, "Operator"));
        Server.Clock.Advance(Wait - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Conflict, await ConfirmAsync(name, agent, "Agent"));
        Server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Found, await ConfirmAsync(name, agent, "Agent"));
        await DisableAsync(name, agent, founder);
    }

    [Fact]
    public async Task An_agent_who_lets_a_case_lie_is_written_down_and_not_drawn_for_it_again()
    {
        var contact = Person.NewEmail();
        var opened = await HandedInAsync(Person.NewEmail(), contact);
        var (ann, ben) = (await AgentAsync(OperatorRole.Agent), await AgentAsync(OperatorRole.Agent));
        await Server.SweepAsync<DrawAgents>(Ct);
        var first = await DrawnAsync(opened) == await IdAsync(ann) ? ann : ben;
        Server.Clock.Advance(TimeSpan.FromDays(2));
        await Server.SweepAsync<DrawAgents>(Ct);
        Assert.Equal(await IdAsync(first == ann ? ben : ann), await DrawnAsync(opened));
        Server.Clock.Advance(TimeSpan.FromDays(2));
        await Server.SweepAsync<DrawAgents>(Ct);
        Assert.Equal(await IdAsync(first == ann ? ben : ann), await DrawnAsync(opened));
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        Assert.Equal(1, await Server.WithDatabaseAsync(db => db.OperatorLog.CountAsync(r => r.Event == OperatorEvents.CaseLapsed && r.Details.Contains(number) && r.Details.Contains(first), Ct)));
        using var log = await OperatorBrowser.SignedInAsync(Server, Ct);
        Assert.Contains("Let a case lie", await log.ReadAsync("/operator/log", Ct), StringComparison.Ordinal);
        await Server.Client().WithdrawCaseAsync(opened.Number, opened.Secret, Ct);
        await DisableAsync(ann, ben);
    }

    [Fact]
    public async Task Two_agents_who_were_drawn_let_a_case_be_announced_and_see_nothing_else()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var opened = await HandedInAsync(person.Email, person.Email);
        var (ann, ben) = (await AgentAsync(OperatorRole.Agent), await AgentAsync(OperatorRole.Agent));
        await Server.SweepAsync<DrawAgents>(Ct);
        var first = await DrawnAsync(opened) == await IdAsync(ann) ? ann : ben;
        var second = first == ann ? ben : ann;
        using var browser = await SignedInAsync(first);
        using var stranger = await SignedInAsync(second);
        var path = "/operator/cases/" + opened.Number.Replace("-", "", StringComparison.Ordinal);
        using (var unseen = await stranger.GetAsync(path, Ct))
        {
            Assert.Equal(HttpStatusCode.NotFound, unseen.StatusCode);
        }

        // An agent sees no accounts, no devices and no log.
        foreach (var closed in (string[])["/operator", "/operator/devices", "/operator/log", "/operator/roles", "/operator/alarms"])
        {
            using var turned = await browser.GetAsync(closed, Ct);
            Assert.Equal(HttpStatusCode.Found, turned.StatusCode);
            Assert.EndsWith("/operator/cases", turned.Headers.Location!.ToString(), StringComparison.Ordinal);
        }

        var page = await browser.ReadAsync(path, Ct);
        Assert.DoesNotContain(person.Email, page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(person.Number, page, StringComparison.Ordinal);
        using var unsigned = await browser.SubmitAsync(path, Ct, ("verdict", "approve"), ("reason", "NotEnough"), ("password", OperatorBrowser.Password));
        Assert.Equal(HttpStatusCode.BadRequest, unsigned.StatusCode);
        using var voted = await browser.VoteAsync(first, opened.Number, "approve", "NotEnough", passkeys[first], Ct);
        Assert.Equal(HttpStatusCode.Found, voted.StatusCode);
        using (var again = await browser.GetAsync(path, Ct))
        {
            Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        }

        await Server.SweepAsync<DrawAgents>(Ct);
        Assert.Equal(await IdAsync(second), await DrawnAsync(opened));
        using var last = await stranger.VoteAsync(second, opened.Number, "approve", "NotEnough", passkeys[second], Ct);
        Assert.Equal(HttpStatusCode.Found, last.StatusCode);
        Assert.Equal("announced", (await Server.Client().GetCaseAsync(opened.Number, opened.Secret, Ct)).State);
        using var auditor = await OperatorBrowser.SignedInAsync(Server, Ct);
        Assert.Contains("Looked at a case", await auditor.ReadAsync("/operator/log", Ct), StringComparison.Ordinal);
        await DisableAsync(ann, ben);
    }

    [Fact]
    public async Task Pages_of_documents_are_shown_to_the_agent_who_was_drawn_and_each_look_is_written_down()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var opened = await Server.Client().OpenCaseAsync(new Ask.OpenCase("recovery", person.Email, person.Email, Language: "en"), Ct);
        await Server.Client().ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(Server, person.Email, Ct)), Ct);
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        var folder = await Server.WithDatabaseAsync(db => db.Cases.Where(c => c.Number == number).Select(c => c.Id).SingleAsync(Ct));
        using (var desk = new DocumentDesk(Server, folder.Value))
        {
            Assert.Equal("kept", (await desk.SendAsync(SampleDocuments.Receipt(77), Ct)).State);
        }

        await Server.Client().SubmitCaseAsync(opened.Number, opened.Secret, Ct);
        var (drawn, other) = (await AgentAsync(OperatorRole.Agent), await OperatorBrowser.CreateAsync(Server, Ct));
        await Server.SweepAsync<DrawAgents>(Ct);
        using var browser = await SignedInAsync(drawn);
        var path = $"/operator/cases/{number}/documents/1/1";
        Assert.Contains($"src=\"{path}\"", await browser.ReadAsync("/operator/cases/" + number, Ct), StringComparison.Ordinal);
        Assert.Equal(0, await LooksAsync());
        using (var picture = await browser.GetAsync(path, Ct))
        {
            Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (picture.StatusCode, picture.Content.Headers.ContentType!.MediaType));
            Assert.Contains("no-store", picture.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(1, await LooksAsync());
        // However the number was typed.
        using (var typed = await browser.GetAsync($"/operator/cases/{opened.Number.ToLowerInvariant()}/documents/1/1", Ct))
        {
            Assert.Equal(HttpStatusCode.OK, typed.StatusCode);
        }

        Assert.Equal(2, await LooksAsync());
        foreach (var none in new[] { $"/operator/cases/{number}/documents/1/2", $"/operator/cases/{number}/documents/2/1", "/operator/cases/0000000000/documents/1/1" })
        {
            using var nothing = await browser.GetAsync(none, Ct);
            Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
        }

        using (var stranger = await SignedInAsync(other))
        using (var nothing = await stranger.GetAsync(path, Ct))
        {
            Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
        }

        Assert.Equal(2, await LooksAsync());
        await DisableAsync(drawn);

        Task<int> LooksAsync() => Server.WithDatabaseAsync(db => db.OperatorLog.CountAsync(r => r.Event == OperatorEvents.CaseDocumentLooked && r.Details.Contains(number), Ct));
    }

    [Fact]
    public async Task An_agent_who_reads_too_much_is_stopped_and_that_is_written_down()
    {
        var agent = await AgentAsync(OperatorRole.Agent);
        using var browser = await SignedInAsync(agent);
        for (var read = 0; read < new OperatorOptions().AgentReads; read++)
        {
            using var looked = await browser.GetAsync("/operator/cases/0000000000", Ct);
            Assert.Equal(HttpStatusCode.NotFound, looked.StatusCode);
        }

        using var stopped = await browser.GetAsync("/operator/cases/0000000000", Ct);
        Assert.Equal(HttpStatusCode.TooManyRequests, stopped.StatusCode);
        using var auditor = await OperatorBrowser.SignedInAsync(Server, Ct);
        Assert.Contains("Tried to read too many cases", await auditor.ReadAsync("/operator/log", Ct), StringComparison.Ordinal);
        await DisableAsync(agent);
    }

    private async Task<Ask.CaseOpened> HandedInAsync(string identifier, string contact)
    {
        var opened = await Server.Client().OpenCaseAsync(new Ask.OpenCase("recovery", contact, identifier, Language: "en"), Ct);
        await Server.Client().ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(Server, contact, Ct)), Ct);
        await Server.Client().SubmitCaseAsync(opened.Number, opened.Secret, Ct);
        return opened;
    }

    private async Task<string> AgentAsync(OperatorRole role)
    {
        var name = await OperatorBrowser.CreateAsync(Server, Ct);
        await OfferAsync(name, role);
        await Server.WithDatabaseAsync(async db =>
        {
            var person = await db.Operators.SingleAsync(o => o.Name == name, Ct);
            Assert.Null(person.ConfirmRole(new OperatorId(Guid.Empty), Server.Clock.GetUtcNow() - Wait));
            return await db.SaveChangesAsync(Ct);
        });
        passkeys[name] = await TestAuthenticator.OfAsync(Server, name, Ct);
        return name;
    }

    private async Task<HttpStatusCode> ConfirmAsync(string by, string name, string role)
    {
        using var browser = await SignedInAsync(by);
        using var answer = await browser.SubmitAsync("/operator/roles", Ct, ("name", name), ("role", role), ("password", OperatorBrowser.Password));
        return answer.StatusCode;
    }

    private async Task<OperatorBrowser> SignedInAsync(string name)
    {
        var browser = new OperatorBrowser(Server);
        using var answer = await browser.SignInAsync(name, OperatorBrowser.Password, Ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return browser;
    }

    private async Task OfferAsync(string name, OperatorRole role)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<OperatorBook>().OfferRoleAsync(name, role, Ct));
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

    private Task<OperatorRole> RoleAsync(string name) => Server.WithDatabaseAsync(async db => (await db.Operators.SingleAsync(o => o.Name == name, Ct)).RoleAt(Server.Clock.GetUtcNow()));

    private Task<OperatorId> IdAsync(string name) => Server.WithDatabaseAsync(db => db.Operators.Where(o => o.Name == name).Select(o => o.Id).SingleAsync(Ct));

    private Task<OperatorId?> DrawnAsync(Ask.CaseOpened opened)
    {
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        return Server.WithDatabaseAsync(db => db.Cases.Where(c => c.Number == number).Select(c => c.Agent).SingleAsync(Ct));
    }
}
