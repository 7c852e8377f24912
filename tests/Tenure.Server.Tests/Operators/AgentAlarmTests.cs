using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Cases;
using Tenure.Domain.Operators;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Cases;
using Tenure.Server.Operators;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

/// <summary>How much agents read, and who is told when they work as nobody else does.</summary>
public abstract partial class AgentAlarmTests(ServerFixture server) : ServerTests(server)
{
    // Of the one who votes in a test.
    private TestAuthenticator? passkey;

    [Fact]
    public async Task Each_role_reads_as_much_as_is_set_in_a_day_and_no_more()
    {
        Server.Clock.Advance(TimeSpan.FromDays(2));
        var (agent, senior) = (await OperatorDesk.CreateAsync(Server, OperatorRole.Agent, Ct), await OperatorDesk.CreateAsync(Server, OperatorRole.Senior, Ct));
        using var browser = await OperatorDesk.SignInAsync(Server, agent, Ct);
        using var other = await OperatorDesk.SignInAsync(Server, senior, Ct);
        await ReadAsync(browser, 3);
        await ReadAsync(other, 4);
        using (var stopped = await browser.GetAsync("/operator/cases/0000000000", Ct))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, stopped.StatusCode);
        }

        var queue = await browser.ReadAsync("/operator/cases", Ct);
        Assert.Contains("3 of 3", queue, StringComparison.Ordinal);
        Assert.Equal(1, await EventsAsync(OperatorEvents.CaseReadsLimited, agent));
        Server.Clock.Advance(TimeSpan.FromHours(24));
        using var later = await OperatorDesk.SignInAsync(Server, agent, Ct);
        await ReadAsync(later, 3);
        await OperatorDesk.DisableAsync(Server, Ct, agent, senior);
    }

    [Fact]
    public async Task Who_reads_several_times_as_much_as_ever_is_an_alarm_once_a_day()
    {
        Server.Clock.Advance(TimeSpan.FromDays(2));
        var senior = await OperatorDesk.CreateAsync(Server, OperatorRole.Senior, Ct);
        for (var day = 0; day < AgentWatch.FewestDays; day++)
        {
            using var browser = await OperatorDesk.SignInAsync(Server, senior, Ct);
            await ReadAsync(browser, 2);
            Server.Clock.Advance(TimeSpan.FromDays(1));
        }

        using var today = await OperatorDesk.SignInAsync(Server, senior, Ct);
        await ReadAsync(today, AgentWatch.FewestReads - 1);
        await Server.SweepAsync<WatchAgents>(Ct);
        Assert.Equal(0, await AlarmsAsync(senior, AgentAlarmKind.ReadsMoreThanUsual));
        await ReadAsync(today, 1);
        await Server.SweepAsync<WatchAgents>(Ct);
        await Server.SweepAsync<WatchAgents>(Ct);
        Assert.Equal(1, await AlarmsAsync(senior, AgentAlarmKind.ReadsMoreThanUsual));
        Assert.Equal(0, await AlarmsAsync(senior, AgentAlarmKind.ReadsMoreThanOthers));
        using var operators = await OperatorBrowser.SignedInAsync(Server, Ct);
        Assert.Contains($"{senior}</strong> opened 20 cases in a day; 2 are usual", await operators.ReadAsync("/operator/alarms", Ct), StringComparison.Ordinal);
        Assert.Equal(1, await EventsAsync(OperatorEvents.AgentAlarm, senior));
        await OperatorDesk.DisableAsync(Server, Ct, senior);
    }

    [Fact]
    public async Task Who_reads_several_times_as_much_as_the_others_is_an_alarm()
    {
        Server.Clock.Advance(TimeSpan.FromDays(2));
        var names = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            names.Add(await OperatorDesk.CreateAsync(Server, OperatorRole.Senior, Ct));
            using var browser = await OperatorDesk.SignInAsync(Server, names[i], Ct);
            await ReadAsync(browser, i == 2 ? 20 : 2);
        }

        await Server.SweepAsync<WatchAgents>(Ct);
        var raised = new List<int>();
        foreach (var name in names)
        {
            raised.Add(await AlarmsAsync(name, AgentAlarmKind.ReadsMoreThanOthers));
        }

        Assert.Equal([0, 0, 1], raised);
        await OperatorDesk.DisableAsync(Server, Ct, [.. names]);
    }

    [Fact]
    public async Task Who_is_for_cases_sooner_than_they_can_be_read_is_an_alarm()
    {
        Server.Clock.Advance(TimeSpan.FromDays(2));
        var senior = await OperatorDesk.CreateAsync(Server, OperatorRole.Senior, Ct);
        using var browser = await OperatorDesk.SignInAsync(Server, senior, Ct);
        await ApproveAsync(browser, senior, AgentWatch.MostHasty, TimeSpan.FromSeconds(10));
        await Server.SweepAsync<WatchAgents>(Ct);
        Assert.Equal(0, await AlarmsAsync(senior, AgentAlarmKind.ApprovesUnread));
        await ApproveAsync(browser, senior, 1, AgentWatch.ReadingTime);
        await Server.SweepAsync<WatchAgents>(Ct);
        Assert.Equal(0, await AlarmsAsync(senior, AgentAlarmKind.ApprovesUnread));
        await ApproveAsync(browser, senior, 1, AgentWatch.ReadingTime - TimeSpan.FromSeconds(1));
        await Server.SweepAsync<WatchAgents>(Ct);
        Assert.Equal(1, await AlarmsAsync(senior, AgentAlarmKind.ApprovesUnread));
        Assert.Equal(0, await AlarmsAsync(senior, AgentAlarmKind.ApprovesNearlyAll));
        await OperatorDesk.DisableAsync(Server, Ct, senior);
    }

    [Fact]
    public async Task Who_is_for_nearly_everything_is_an_alarm()
    {
        Server.Clock.Advance(TimeSpan.FromDays(2));
        var senior = await OperatorDesk.CreateAsync(Server, OperatorRole.Senior, Ct);
        using var browser = await OperatorDesk.SignInAsync(Server, senior, Ct);
        await ApproveAsync(browser, senior, AgentWatch.FewestVotes - 1, AgentWatch.ReadingTime);
        await Server.SweepAsync<WatchAgents>(Ct);
        Assert.Equal(0, await AlarmsAsync(senior, AgentAlarmKind.ApprovesNearlyAll));
        await ApproveAsync(browser, senior, 1, AgentWatch.ReadingTime);
        await Server.SweepAsync<WatchAgents>(Ct);
        Assert.Equal(1, await AlarmsAsync(senior, AgentAlarmKind.ApprovesNearlyAll));
        Assert.Equal(0, await AlarmsAsync(senior, AgentAlarmKind.ApprovesUnread));
        Assert.Contains($"<dd>{AgentWatch.FewestVotes}</dd>", await browser.ReadAsync("/operator/cases", Ct), StringComparison.Ordinal);
        await OperatorDesk.DisableAsync(Server, Ct, senior);
    }

    private static async Task ReadAsync(OperatorBrowser browser, int times)
    {
        for (var read = 0; read < times; read++)
        {
            using var looked = await browser.GetAsync("/operator/cases/0000000000", Ct);
            Assert.Equal(HttpStatusCode.NotFound, looked.StatusCode);
        }
    }

    // Each looked at, read for so long, and approved with the passkey.
    private async Task ApproveAsync(OperatorBrowser browser, string name, int cases, TimeSpan reading)
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var agent = await OperatorDesk.IdAsync(Server, name, Ct);
        passkey ??= await TestAuthenticator.OfAsync(Server, name, Ct);
        for (var i = 0; i < cases; i++)
        {
            var number = await DrawnCaseAsync(person, agent);
            Assert.Matches(Digest(), await browser.ReadAsync("/operator/cases/" + number, Ct));
            Server.Clock.Advance(reading);
            using var voted = await browser.VoteAsync(name, number, "approve", "NotEnough", passkey, Ct);
            Assert.Equal(HttpStatusCode.Found, voted.StatusCode);
        }
    }

    private async Task<string> DrawnCaseAsync(Person person, OperatorId agent) => await Server.WithDatabaseAsync(async db =>
    {
        var (now, proof) = (Server.Clock.GetUtcNow(), RandomNumberGenerator.GetBytes(32));
        var account = await db.Identifiers.Where(i => i.Value == person.Email).Select(i => i.AccountId).SingleAsync(Ct);
        var one = Case.Open(
            new CaseId(Guid.CreateVersion7()), CaseNumber.Draw(), RandomNumberGenerator.GetBytes(32), CaseKind.Recovery, RandomNumberGenerator.GetBytes(32), account, null, person.Email, OneTimeCode.Sent(proof, now + TimeSpan.FromMinutes(5)),
            null, "en", isSigned: false, now);
        Assert.Null(one.ProveContact(proof, now));
        Assert.Null(one.Submit(new CaseChecks(true, false, false, null, CaseFlags.None, false), 0, now));
        _ = one.Draw(agent, now);
        db.Cases.Add(one);
        await db.SaveChangesAsync(Ct);
        return one.Number;
    });

    private async Task<int> AlarmsAsync(string name, AgentAlarmKind kind)
    {
        var agent = await OperatorDesk.IdAsync(Server, name, Ct);
        return await Server.WithDatabaseAsync(db => db.AgentAlarms.CountAsync(a => a.Agent == agent && a.Kind == kind, Ct));
    }

    private Task<int> EventsAsync(string name, string about) => Server.WithDatabaseAsync(db => db.OperatorLog.CountAsync(r => r.Event == name && r.Details.Contains(about), Ct));

    [GeneratedRegex("name=\"digest\" value=\"[0-9a-f]{64}\"")]
    private static partial Regex Digest();
}
