using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Cases;
using Tenure.Domain.Operators;
using Tenure.Domain.SignIn;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Cases;
using Tenure.Server.Data;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

/// <summary>The queue: what is urgent first, and figures for who may see them.</summary>
public abstract class CaseQueueTests(ServerFixture server) : ServerTests(server)
{
    private static readonly CaseChecks Nothing = new(true, false, false, null, CaseFlags.None, false);

    [Fact]
    public async Task The_case_that_is_taken_away_first_is_the_first_and_says_until_when_it_is_ones_own()
    {
        var name = await OperatorDesk.CreateAsync(Server, OperatorRole.Senior, Ct);
        var agent = await OperatorDesk.IdAsync(Server, name, Ct);
        var later = await CaseAsync(agent, TimeSpan.FromDays(9), TimeSpan.FromHours(1));
        var sooner = await CaseAsync(agent, TimeSpan.FromDays(1), TimeSpan.FromHours(30));
        var disputed = await CaseAsync(agent, TimeSpan.FromDays(3), TimeSpan.FromHours(2), one =>
        {
            _ = one.Draw(AgentOf(1), one.LatestAt);
            Assert.Null(one.Decide(AgentOf(1), true, true, CaseReason.None, Enough, Nothing, new byte[32], one.LatestAt, one.LatestAt));
            _ = one.Draw(AgentOf(2), one.LatestAt);
            Assert.Null(one.Decide(AgentOf(2), true, true, CaseReason.None, Enough, Nothing, new byte[32], one.LatestAt, one.LatestAt));
            Assert.Null(one.Contest(new byte[32], one.LatestAt));
        });
        using var browser = await OperatorDesk.SignInAsync(Server, name, Ct);
        var page = await browser.ReadAsync("/operator/cases", Ct);
        int[] places = [.. new[] { sooner, disputed, later }.Select(n => page.IndexOf($"/operator/cases/{n}\"", StringComparison.Ordinal))];
        Assert.True(places[0] > 0);
        Assert.Equal(places.Order(), places);
        Assert.Contains($"yours until <time datetime=\"{Stamp(Server.Clock.GetUtcNow() + TimeSpan.FromHours(18))}", page, StringComparison.Ordinal);
        Assert.Contains($"both sides are heard until <time datetime=\"{Stamp(Server.Clock.GetUtcNow() + TimeSpan.FromDays(27))}", page, StringComparison.Ordinal);
        Assert.Equal(1, page.Split("A senior decides").Length - 1);
        await OperatorDesk.DisableAsync(Server, Ct, name);
    }

    [Fact]
    public async Task Figures_are_those_of_the_last_count_and_what_is_over_shows_a_week_late()
    {
        var before = await CountedAsync();
        var agent = new OperatorId(new Guid(RandomNumberGenerator.GetBytes(16)));
        for (var age = 1; age <= 40; age++)
        {
            await CaseAsync(agent, TimeSpan.FromDays(400 + age), TimeSpan.Zero);
        }

        await CaseAsync(agent, TimeSpan.FromDays(20), TimeSpan.Zero, one => End(one, TimeSpan.FromDays(8)));
        await CaseAsync(agent, TimeSpan.FromDays(20), TimeSpan.Zero, one => End(one, TimeSpan.FromDays(6)));
        using var auditor = await OperatorDesk.SignInAsync(Server, await OperatorDesk.CreateAsync(Server, OperatorRole.Auditor, Ct), Ct);
        Assert.Contains($"<dt>Looked at</dt><dd>{before.Submitted + before.SecondLook + before.ThirdLook}</dd>", await auditor.ReadAsync("/operator/cases", Ct), StringComparison.Ordinal);
        var after = await CountedAsync();
        Assert.Equal((before.Submitted + 40, before.Refused + 1), (after.Submitted, after.Refused));
        var now = Server.Clock.GetUtcNow();
        Assert.Equal(now - TimeSpan.FromDays(440), after.OldestAt!.Value, TimeSpan.FromMinutes(1));
        Assert.InRange(after.LateAt!.Value, now - TimeSpan.FromDays(440), now - TimeSpan.FromDays(437));
        Assert.True(after.MedianAt > after.LateAt);
        var page = await auditor.ReadAsync("/operator/cases", Ct);
        Assert.Contains($"<dt>Looked at</dt><dd>{after.Submitted + after.SecondLook + after.ThirdLook}</dd>", page, StringComparison.Ordinal);
        Assert.Contains($"<dt>Refused lately</dt><dd>{after.Refused}</dd>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_reads_the_queue_and_the_log_and_does_nothing()
    {
        var name = await OperatorDesk.CreateAsync(Server, OperatorRole.Auditor, Ct);
        var number = await CaseAsync(await OperatorDesk.IdAsync(Server, name, Ct), TimeSpan.FromDays(1), TimeSpan.Zero);
        using var auditor = await OperatorDesk.SignInAsync(Server, name, Ct);
        var queue = await auditor.ReadAsync("/operator/cases", Ct);
        Assert.DoesNotContain(number, queue, StringComparison.Ordinal);
        foreach (var seen in (string[])["By a first agent", "Announced", "Granted lately", "Decoys that an agent was for"])
        {
            Assert.Contains(seen, queue, StringComparison.Ordinal);
        }

        Assert.Contains("Read the queue of cases", await auditor.ReadAsync("/operator/log", Ct), StringComparison.Ordinal);
        using (var unseen = await auditor.GetAsync("/operator/cases/" + number, Ct))
        {
            Assert.Equal(HttpStatusCode.NotFound, unseen.StatusCode);
            Assert.DoesNotContain("name=\"verdict\"", await unseen.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        foreach (var closed in (string[])["/operator", "/operator/devices", "/operator/roles", "/operator/alarms", "/operator/keys"])
        {
            using var turned = await auditor.GetAsync(closed, Ct);
            Assert.Equal(HttpStatusCode.Found, turned.StatusCode);
        }

        Assert.Equal(1, await Server.WithDatabaseAsync(db => db.OperatorLog.CountAsync(r => r.Event == OperatorEvents.CaseQueueRead && r.Details.Contains(name), Ct)));
    }

    [Fact]
    public async Task Who_votes_sees_no_figure_that_tells_what_another_said_or_what_became_of_a_case()
    {
        var (agent, senior) = (await OperatorDesk.CreateAsync(Server, OperatorRole.Agent, Ct), await OperatorDesk.CreateAsync(Server, OperatorRole.Senior, Ct));
        using var one = await OperatorDesk.SignInAsync(Server, agent, Ct);
        using var two = await OperatorDesk.SignInAsync(Server, senior, Ct);
        var (seen, more) = (await one.ReadAsync("/operator/cases", Ct), await two.ReadAsync("/operator/cases", Ct));
        foreach (var hidden in (string[])["By a first agent", "By a senior, where two differ", "<dt>Announced"])
        {
            Assert.DoesNotContain(hidden, seen, StringComparison.Ordinal);
            Assert.DoesNotContain(hidden, more, StringComparison.Ordinal);
        }

        foreach (var hidden in (string[])["Granted lately", "Refused lately", "Decoys"])
        {
            Assert.DoesNotContain(hidden, seen, StringComparison.Ordinal);
            Assert.Contains(hidden, more, StringComparison.Ordinal);
        }

        await OperatorDesk.DisableAsync(Server, Ct, agent, senior);
    }

    [Fact]
    public async Task No_decoy_is_made_where_they_are_off()
    {
        for (var i = 0; i < 20; i++)
        {
            await CaseAsync(new OperatorId(new Guid(RandomNumberGenerator.GetBytes(16))), DecoyRules.After + TimeSpan.FromMinutes(1), TimeSpan.Zero);
        }

        await Server.SweepAsync<MakeDecoys>(Ct);
        Assert.Equal(0, await Server.WithDatabaseAsync(db => db.CaseDecoys.CountAsync(Ct)));
    }

    private static CaseScore Enough => CaseScore.Of(CaseKind.Recovery, [CaseFact.AddressKnown]);

    private static string Stamp(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static OperatorId AgentOf(int agent) => new(new Guid(agent, 9, 9, new byte[8]));

    private void End(Case one, TimeSpan ago)
    {
        var at = Server.Clock.GetUtcNow() - ago;
        foreach (var agent in (int[])[1, 2])
        {
            _ = one.Draw(AgentOf(agent), at);
            Assert.Null(one.Decide(AgentOf(agent), false, false, CaseReason.NotEnough, Enough, Nothing, new byte[32], at, at));
        }
    }

    private async Task<CaseFigures> CountedAsync()
    {
        await Server.SweepAsync<CountCases>(Ct);
        return await Server.WithDatabaseAsync(db => db.CaseFigures.AsNoTracking().SingleAsync(Ct));
    }

    // Each decision asks for it.
    [Fact]
    public async Task The_latest_time_that_any_case_has_seen_is_read_from_an_index()
    {
        var plan = await Server.WithDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            if (db is not PostgresTenureDb)
            {
                return await db.ReadAsync(new Statement("EXPLAIN QUERY PLAN SELECT max(latest_at) FROM cases"), row => row.GetString(3), Ct);
            }

            // Few rows are read faster without an index, where there is a choice.
            await db.Database.ExecuteSqlRawAsync("SET LOCAL enable_seqscan = off", Ct);
            return await db.ReadAsync(new Statement("EXPLAIN SELECT max(latest_at) FROM cases"), row => row.GetString(0), Ct);
        });
        Assert.Contains(plan, line => line.Contains("ix_cases_latest_at", StringComparison.Ordinal));
    }

    // Handed in so long ago, and drawn for somebody.
    private async Task<string> CaseAsync(OperatorId agent, TimeSpan age, TimeSpan drawn, Action<Case>? then = null) => await Server.WithDatabaseAsync(async db =>
    {
        var (at, proof) = (Server.Clock.GetUtcNow() - age, RandomNumberGenerator.GetBytes(32));
        var one = Case.Open(
            new CaseId(Guid.CreateVersion7()), CaseNumber.Draw(), RandomNumberGenerator.GetBytes(32), CaseKind.Recovery, RandomNumberGenerator.GetBytes(32), null, null, Person.NewEmail(), OneTimeCode.Sent(proof, at + TimeSpan.FromMinutes(5)),
            null, "en", isSigned: false, at);
        Assert.Null(one.ProveContact(proof, at));
        Assert.Null(one.Submit(Nothing, 0, at));
        then?.Invoke(one);
        if (!one.IsOver)
        {
            _ = one.Draw(agent, Server.Clock.GetUtcNow() - drawn);
        }

        db.Cases.Add(one);
        await db.SaveChangesAsync(Ct);
        return one.Number;
    });
}
