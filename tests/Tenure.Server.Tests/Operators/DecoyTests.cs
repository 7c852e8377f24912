using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Cases;
using Tenure.Domain.Documents;
using Tenure.Domain.Operators;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Cases;
using Tenure.Server.Documents;
using Tenure.Server.Operators;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.Tests.Documents;
using Tenure.Server.Tests.Hosting;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Operators;

/// <summary>Cases that the server made up: agents cannot tell them, and whoever is for one is named once it is over.</summary>
public abstract partial class DecoyTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task Who_is_for_a_decoy_is_named_after_its_end_and_before_that_nobody_is_told_of_it()
    {
        var decoy = await DecoyAsync();
        var (letters, looks) = (await CountAsync<OutboxMessage>(), await EventsAsync());
        var names = new[] { await OperatorDesk.CreateAsync(Server, OperatorRole.Agent, Ct), await OperatorDesk.CreateAsync(Server, OperatorRole.Agent, Ct) };
        for (var vote = 0; vote < 2; vote++)
        {
            await Server.SweepAsync<DrawAgents>(Ct);
            await VoteAsync(decoy, await DrawnAsync(decoy), "approve");
            Assert.Equal(0, await AboutDecoysAsync(decoy));
        }

        Assert.Equal(CaseState.Withdrawn, (await FindAsync(decoy)).State);
        await Server.SweepAsync<CarryCasesOn>(Ct);
        await Server.SweepAsync<ReportDecoys>(Ct);
        await Server.SweepAsync<ReportDecoys>(Ct);
        var number = CaseNumber.Grouped(decoy);
        Assert.Equal(1, await EventsAsync(OperatorEvents.CaseDecoyEnded, number));
        using var operators = await OperatorBrowser.SignedInAsync(Server, Ct);
        var alarms = await operators.ReadAsync("/operator/alarms", Ct);
        foreach (var name in names)
        {
            Assert.Equal(1, await EventsAsync(OperatorEvents.AgentAlarm, $"{name} {number}"));
            Assert.Matches($"{name}</strong> was for the decoy[^<]*<span translate=\"no\">{number}", alarms);
        }

        // Nobody was written to, and nothing was announced.
        Assert.Equal(letters, await CountAsync<OutboxMessage>());
        Assert.Equal(0, await CountAsync<CaseNotice>());
        Assert.True(await EventsAsync() > looks);
        await OperatorDesk.DisableAsync(Server, Ct, names);
    }

    [Fact]
    public async Task Who_is_against_a_decoy_is_no_alarm_and_it_counts_in_no_figure_but_its_own()
    {
        var decoy = await DecoyAsync();
        var names = new[] { await OperatorDesk.CreateAsync(Server, OperatorRole.Agent, Ct), await OperatorDesk.CreateAsync(Server, OperatorRole.Agent, Ct) };
        for (var vote = 0; vote < 2; vote++)
        {
            await Server.SweepAsync<DrawAgents>(Ct);
            await VoteAsync(decoy, await DrawnAsync(decoy), "reject");
        }

        Assert.Equal(CaseState.Refused, (await FindAsync(decoy)).State);
        await Server.SweepAsync<ReportDecoys>(Ct);
        Assert.Equal(1, await EventsAsync(OperatorEvents.CaseDecoyEnded, CaseNumber.Grouped(decoy)));
        Assert.Equal(0, await EventsAsync(OperatorEvents.AgentAlarm, CaseNumber.Grouped(decoy)));

        Server.Clock.Advance(TimeSpan.FromDays(8));
        await Server.SweepAsync<CountCases>(Ct);
        var refused = await Server.WithDatabaseAsync(db => db.Cases.CountAsync(c => c.State == CaseState.Refused && c.ClosedAt < Server.Clock.GetUtcNow() - TimeSpan.FromDays(7), Ct));
        var figures = await Server.WithDatabaseAsync(db => db.CaseFigures.AsNoTracking().SingleAsync(Ct));
        Assert.True(figures.Decoys > 0);
        Assert.True(refused > figures.Refused);
        using var auditor = await OperatorDesk.SignInAsync(Server, await OperatorDesk.CreateAsync(Server, OperatorRole.Auditor, Ct), Ct);
        Assert.Contains("Decoys that are over</dt><dd>" + figures.Decoys, await auditor.ReadAsync("/operator/cases", Ct), StringComparison.Ordinal);
        Assert.Contains("was a decoy", await auditor.ReadAsync("/operator/log", Ct), StringComparison.Ordinal);
        await OperatorDesk.DisableAsync(Server, Ct, names);
    }

    [Fact]
    public async Task Nothing_on_an_agents_pages_tells_a_decoy_from_a_case()
    {
        var decoy = await DecoyAsync();
        var agent = await OperatorDesk.CreateAsync(Server, OperatorRole.Senior, Ct);
        // A person's with as many papers of the same kinds.
        var kinds = await Server.WithDatabaseAsync(async db =>
        {
            var id = await db.Cases.Where(c => c.Number == decoy).Select(c => c.Id).SingleAsync(Ct);
            return await db.Documents.Where(d => d.FolderId == id.Value).OrderBy(d => d.Number).Select(d => d.Kind).ToListAsync(Ct);
        });
        Assert.True(kinds is [DocumentKind.Receipt, DocumentKind.SimOwner, ..]);
        var person = await Person.RegisterAsync(Server, Ct);
        var real = await OpenAsync(person.Email, person.Email);
        var folder = (await FindAsync(real.Number.Replace("-", "", StringComparison.Ordinal))).Id;
        using (var papers = new DocumentDesk(Server, folder.Value))
        {
            foreach (var kind in kinds)
            {
                Assert.Equal("kept", (await papers.SendAsync(SampleDocuments.Receipt(System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000)), Ct, Tus.NameOf(kind))).State);
            }
        }

        await Server.Client().SubmitCaseAsync(real.Number, real.Secret, Ct);
        for (var round = 0; round < 3; round++)
        {
            await Server.SweepAsync<DrawAgents>(Ct);
        }

        using var browser = await OperatorDesk.SignInAsync(Server, agent, Ct);
        var queue = await browser.ReadAsync("/operator/cases", Ct);
        var plain = real.Number.Replace("-", "", StringComparison.Ordinal);
        Assert.Contains(decoy, queue, StringComparison.Ordinal);
        Assert.Contains(plain, queue, StringComparison.Ordinal);
        // Who is drawn for one more than are open would know that one of them is none.
        await Server.SweepAsync<CountCases>(Ct);
        var open = await Server.WithDatabaseAsync(db => db.Cases.CountAsync(c => c.State == CaseState.Submitted || c.State == CaseState.SecondLook || c.State == CaseState.ThirdLook, Ct));
        Assert.Contains($"<dt>Looked at</dt><dd>{open}</dd>", await browser.ReadAsync("/operator/cases", Ct), StringComparison.Ordinal);

        var (made, lived) = (await browser.ReadAsync("/operator/cases/" + decoy, Ct), await browser.ReadAsync("/operator/cases/" + plain, Ct));
        Assert.Equal(Labels(lived), Labels(made));
        Assert.Matches(@"Holder</dt><dd[^>]*>[a-z]•••@[a-z]•••\.[a-z]+<", WebUtility.HtmlDecode(made));
        Assert.DoesNotContain("decoy", made, StringComparison.OrdinalIgnoreCase);
        using var page = await browser.GetAsync($"/operator/cases/{decoy}/documents/1/1", Ct);
        Assert.Equal((HttpStatusCode.OK, "image/jpeg"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        // The queue shows seconds: they come from a person's case and a lot, never from a round of the server.
        Assert.Equal(await Server.WithDatabaseAsync(db => db.CaseDecoys.Where(d => db.Set<Case>().Any(c => c.Id == d.CaseId && c.Number == decoy)).Select(d => (DateTimeOffset?)d.DueAt).SingleAsync(Ct)), (await FindAsync(decoy)).SubmittedAt);
        await OperatorDesk.DisableAsync(Server, Ct, agent);
    }

    [Fact]
    public async Task The_same_look_ups_show_a_decoy_and_a_case()
    {
        var decoy = await DecoyAsync();
        var agent = new OperatorId(new Guid(RandomNumberGenerator.GetBytes(16)));
        var person = await Person.RegisterAsync(Server, Ct);
        var real = await OpenAsync(person.Email, person.Email);
        await Server.Client().SubmitCaseAsync(real.Number, real.Secret, Ct);
        var id = (await FindAsync(real.Number.Replace("-", "", StringComparison.Ordinal))).Id;
        await Server.WithDatabaseAsync(async db =>
        {
            foreach (var one in await db.Cases.Where(c => c.Number == decoy || c.Id == id).ToListAsync(Ct))
            {
                _ = one.Draw(agent, Server.Clock.GetUtcNow());
            }

            // Neither has papers then.
            await db.DocumentFolders.ExecuteDeleteAsync(Ct);
            return await db.SaveChangesAsync(Ct);
        });
        var counts = new List<int>();
        foreach (var number in new[] { decoy, real.Number, decoy })
        {
            counts.Add(await StatementCount.OfAsync(async () =>
            {
                await using var scope = Server.Services.CreateAsyncScope();
                Assert.Null((await scope.ServiceProvider.GetRequiredService<Tenure.Server.Cases.Contracts.CaseDesk>().LookAsync(agent, number, Ct)).Refusal);
            }));
        }

        Assert.InRange(counts[0], 5, 50);
        Assert.All(counts, count => Assert.Equal(counts[0], count));
    }

    [Fact]
    public async Task A_decoy_that_nobody_decides_or_of_which_more_is_asked_ends_by_itself()
    {
        var (decoy, agent) = (await DecoyAsync(), await OperatorDesk.CreateAsync(Server, OperatorRole.Agent, Ct));
        await Server.SweepAsync<DrawAgents>(Ct);
        await VoteAsync(decoy, await DrawnAsync(decoy), "ask");
        await Server.SweepAsync<ReportDecoys>(Ct);
        Assert.Equal(CaseState.Withdrawn, (await FindAsync(decoy)).State);
        await OperatorDesk.DisableAsync(Server, Ct, agent);

        var left = await DecoyAsync();
        Server.Clock.Advance(DecoyRules.Life - TimeSpan.FromHours(3));
        await Server.SweepAsync<ReportDecoys>(Ct);
        Assert.Equal(CaseState.Submitted, (await FindAsync(left)).State);
        Assert.Equal(0, await AboutDecoysAsync(left));
        Server.Clock.Advance(TimeSpan.FromHours(4));
        await Server.SweepAsync<ReportDecoys>(Ct);
        Assert.Equal(CaseState.Withdrawn, (await FindAsync(left)).State);
        Assert.Equal(1, await EventsAsync(OperatorEvents.CaseDecoyEnded, CaseNumber.Grouped(left)));
    }

    [Fact]
    public async Task Papers_of_a_decoy_speak_against_nobody()
    {
        var decoy = await FindAsync(await DecoyAsync());
        var documents = await Server.WithDatabaseAsync(db => db.Documents.AsNoTracking().Where(d => d.FolderId == decoy.Id.Value).OrderBy(d => d.Number).ToListAsync(Ct));
        var page = await Server.Services.GetRequiredService<DocumentStore>().ReadPageAsync(documents[0], 1, Ct);
        var real = await OpenAsync("nobody@example.org", Person.NewEmail());
        var folder = (await FindAsync(real.Number.Replace("-", "", StringComparison.Ordinal))).Id;
        using (var papers = new DocumentDesk(Server, folder.Value))
        {
            Assert.Equal("kept", (await papers.SendAsync(page!, Ct)).State);
        }

        await Server.Client().SubmitCaseAsync(real.Number, real.Secret, Ct);
        await using var scope = Server.Services.CreateAsyncScope();
        var one = await FindAsync(real.Number.Replace("-", "", StringComparison.Ordinal));
        Assert.Equal(15, (await scope.ServiceProvider.GetRequiredService<CaseWorld>().ScoreAsync(one, Ct)).Points);
        Assert.Empty((await scope.ServiceProvider.GetRequiredService<CaseDocuments>().ListAsync(one, Ct)).SelectMany(d => d.Elsewhere));
    }

    private static IEnumerable<string> Labels(string page) => Label().Matches(page).Select(m => m.Groups[1].Value).Where(label => !Number().IsMatch(label));

    // Of a person's case that the lot chose, as far as agents: looked at by the picture process, handed in at its time.
    private async Task<string> DecoyAsync()
    {
        var seed = await SeedAsync();
        Server.Clock.Advance(DecoyRules.After + TimeSpan.FromSeconds(1));
        await Server.SweepAsync<MakeDecoys>(Ct);
        var decoy = await Server.WithDatabaseAsync(db => db.CaseDecoys.AsNoTracking().SingleAsync(d => d.Seed == seed, Ct));
        var made = await Server.WithDatabaseAsync(db => db.Cases.AsNoTracking().SingleAsync(c => c.Id == decoy.CaseId, Ct));
        Assert.Equal((CaseState.Draft, null, null, ""), (made.State, made.AccountId, made.DeviceId, made.Contact));
        // Two or three: until none has come for half a second.
        for (var (tries, quiet) = (0, 0); quiet < 5; tries++)
        {
            Assert.True(tries < 300, "The papers of the decoy were not looked at.");
            await Task.Delay(100, Ct);
            var states = await Server.WithDatabaseAsync(db => db.Documents.Where(d => d.FolderId == made.Id.Value).Select(d => d.State).ToListAsync(Ct));
            quiet = states.Count >= 2 && states.TrueForAll(state => state == DocumentState.Kept) ? quiet + 1 : 0;
        }

        Server.Clock.Advance(DecoyRules.Spread + (2 * DecoyRules.LeastDraft));
        await Server.SweepAsync<MakeDecoys>(Ct);
        var handedIn = await Server.WithDatabaseAsync(db => db.Cases.AsNoTracking().SingleAsync(c => c.Id == decoy.CaseId, Ct));
        Assert.Equal(CaseState.Submitted, handedIn.State);
        return handedIn.Number;
    }

    private async Task<CaseId> SeedAsync()
    {
        for (var tries = 0; ; tries++)
        {
            Assert.True(tries < 40, "The lot chose none of forty.");
            var opened = await OpenAsync($"nobody{Guid.CreateVersion7():N}@example.org", Person.NewEmail());
            await Server.Client().SubmitCaseAsync(opened.Number, opened.Secret, Ct);
            var one = await FindAsync(opened.Number.Replace("-", "", StringComparison.Ordinal));
            if (DecoyRules.Follows(Server.Services.GetRequiredService<Pepper>().Mac("case-decoy", one.Id.Value.ToByteArray()), DecoyRules.MostPercent))
            {
                // Agents see the decoy alone.
                Assert.Null(await WithdrawAsync(opened));
                return one.Id;
            }

            Assert.Null(await WithdrawAsync(opened));
        }
    }

    private async Task<Ask.CaseOpened> OpenAsync(string identifier, string contact)
    {
        var opened = await Server.Client().OpenCaseAsync(new Ask.OpenCase("recovery", contact, identifier, Language: "en"), Ct);
        await Server.Client().ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(Server, contact, Ct)), Ct);
        return opened;
    }

    private async Task<object?> WithdrawAsync(Ask.CaseOpened opened)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<WithdrawCase>().ExecuteAsync(opened.Number, opened.Secret, Ct);
    }

    private async Task VoteAsync(string number, string agent, string verdict)
    {
        using var browser = await OperatorDesk.SignInAsync(Server, agent, Ct);
        using var voted = await browser.VoteAsync(agent, number, verdict, "NotEnough", await TestAuthenticator.OfAsync(Server, agent, Ct), Ct);
        Assert.Equal(HttpStatusCode.Found, voted.StatusCode);
    }

    private async Task<string> DrawnAsync(string number) => await Server.WithDatabaseAsync(async db =>
    {
        var agent = await db.Cases.Where(c => c.Number == number).Select(c => c.Agent).SingleAsync(Ct);
        return await db.Operators.Where(o => o.Id == agent).Select(o => o.Name).SingleAsync(Ct);
    });

    private Task<Case> FindAsync(string number) => Server.WithDatabaseAsync(db => db.Cases.AsNoTracking().SingleAsync(c => c.Number == number, Ct));

    private Task<int> CountAsync<T>()
        where T : class => Server.WithDatabaseAsync(db => db.Set<T>().CountAsync(Ct));

    private Task<int> EventsAsync(string? name = null, string about = "") =>
        Server.WithDatabaseAsync(db => db.OperatorLog.CountAsync(r => (name == null || r.Event == name) && r.Details.Contains(about), Ct));

    private async Task<int> AboutDecoysAsync(string number) =>
        await EventsAsync(OperatorEvents.CaseDecoyEnded, CaseNumber.Grouped(number)) + await EventsAsync(OperatorEvents.AgentAlarm, CaseNumber.Grouped(number));

    [GeneratedRegex("^[0-9A-Z]{5}-[0-9A-Z]{5}$")]
    private static partial Regex Number();

    [GeneratedRegex("<(?:h2|dt|strong|label|summary|legend)[^>]*>([^<]+)<")]
    private static partial Regex Label();
}
