using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain;
using Tenure.Domain.Cases;
using Tenure.Domain.Operators;
using Tenure.Server.Cases;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Cases;

/// <summary>Cases that agents look at: who opens them, who decides, and how.</summary>
public abstract partial class DecidedCaseTests(DeviceHost host) : DeviceTests(host)
{
    internal static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly DeviceHost host = host;

    // Nobody has signed in for a hundred days.
    internal async Task<(TestHolder Ada, TestPhone Phone)> LongHeldAsync()
    {
        var held = await NewHeldPhoneAsync();
        host.Clock.Advance(100 * Day);
        return held;
    }

    internal async Task<Ask.CaseOpened> AnnouncedAsync(string kind, string identifier, string contact)
    {
        var opened = await OpenAsync(kind, identifier, contact);
        await HandInAsync(opened, contact);
        await VoteAsync(opened, 0, approves: true);
        await VoteAsync(opened, 1, approves: true);
        Assert.Equal("announced", (await StatusAsync(opened)).State);
        return opened;
    }

    internal Task<Ask.CaseOpened> OpenAsync(string kind, string identifier, string contact) => host.NewClient().OpenCaseAsync(new Ask.OpenCase(kind, contact, identifier, Language: "en"), Ct);

    internal async Task HandInAsync(Ask.CaseOpened opened, string contact)
    {
        await host.NewClient().ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(host.Server, contact, Ct)), Ct);
        await host.NewClient().SubmitCaseAsync(opened.Number, opened.Secret, Ct);
    }

    internal Task<Ask.CaseStatus> StatusAsync(Ask.CaseOpened opened) => host.NewClient().GetCaseAsync(opened.Number, opened.Secret, Ct);

    internal static OperatorId AgentOf(int agent) => new(new Guid(agent + 1, 7, 7, new byte[8]));

    // Drawn, looked at, decided.
    internal async Task VoteAsync(Ask.CaseOpened opened, int agent, bool approves) => Assert.Null(await TryVoteAsync(opened, agent, approves));

    internal async Task<Refusal?> TryVoteAsync(Ask.CaseOpened opened, int agent, bool approves, byte[]? digest = null)
    {
        await DrawAsync(opened, agent);
        return await host.InScopeAsync(async services =>
        {
            var desk = services.GetRequiredService<CaseDesk>();
            var seen = await desk.LookAsync(AgentOf(agent), opened.Number, Ct);
            return seen.Refusal ?? await desk.DecideAsync(AgentOf(agent), isSenior: true, opened.Number, digest ?? seen.Value.Digest, approves, CaseReason.NotEnough, Ct);
        });
    }

    internal async Task<CaseOnDesk> LookAsync(Ask.CaseOpened opened, int agent)
    {
        await DrawAsync(opened, agent);
        return (await host.InScopeAsync(async s => await s.GetRequiredService<CaseDesk>().LookAsync(AgentOf(agent), opened.Number, Ct))).Value;
    }

    internal async Task DrawAsync(Ask.CaseOpened opened, int agent)
    {
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        var id = await host.InDatabaseAsync(db => db.Cases.Where(c => c.Number == number).Select(c => c.Id).SingleAsync(Ct));
        Assert.True(await host.InScopeAsync(s => s.GetRequiredService<CaseDesk>().DrawAsync(id, [(AgentOf(agent), true)], Ct)));
    }

    internal async Task<string> LinkAsync(string email) => Secret().Match((await host.Server.MailsToAsync(email, Ct)).Last(mail => Secret().IsMatch(mail.Text)).Text).Groups[1].Value;

    internal Task<Refusal?> ContestAsync(string secret) => host.InScopeAsync(s => s.GetRequiredService<ContestCase>().ExecuteAsync(secret, Ct));

    internal async Task MarkLostAsync(TestHolder ada, string device) => await host.InDatabaseAsync(async db =>
    {
        var id = new Domain.Devices.DeviceId(device);
        var row = await db.Set<Domain.Devices.Device>().SingleAsync(d => d.Id == id, Ct);
        _ = Domain.Devices.LostNotice.Read("Please call", null, out var notice);
        Assert.Null(row.MarkLost(ada.Id, notice!, default, host.Clock.GetUtcNow()));
        return await db.SaveChangesAsync(Ct);
    });

    [GeneratedRegex(@"/case/objection/([\w-]+)")]
    internal static partial Regex Secret();
}
