using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain;
using Tenure.Domain.Cases;
using Tenure.Domain.Documents;
using Tenure.Domain.Operators;
using Tenure.Server.Cases;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Documents;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Tenure.Server.Tests.Operators;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Cases;

/// <summary>Cases that agents look at: who opens them, who decides, and how.</summary>
public abstract partial class DecidedCaseTests(DeviceHost host) : DeviceTests(host)
{
    internal static readonly TimeSpan Day = TimeSpan.FromDays(1);
    // Of a server and an agent: the passkeys outlive a test, as the signer's list of them does.
    private static readonly ConcurrentDictionary<(ServerFixture Server, int Agent), TestAuthenticator> Passkeys = new();
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
        await HandInAsync(opened, contact, withPapers: kind == "release");
        await VoteAsync(opened, 0, approves: true);
        await VoteAsync(opened, 1, approves: true);
        Assert.Equal("announced", (await StatusAsync(opened)).State);
        return opened;
    }

    internal Task<Ask.CaseOpened> OpenAsync(string kind, string identifier, string contact) => host.NewClient().OpenCaseAsync(new Ask.OpenCase(kind, contact, identifier, Language: "en"), Ct);

    internal async Task HandInAsync(Ask.CaseOpened opened, string contact, bool withPapers = false)
    {
        if (withPapers)
        {
            await SendPapersAsync(opened);
        }

        await host.NewClient().ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(host.Server, contact, Ct)), Ct);
        // One case more in a year costs time.
        if ((await StatusAsync(opened)).SubmitFrom - host.Clock.GetUtcNow() is { Ticks: > 0 } wait)
        {
            host.Clock.Advance(wait);
        }

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
            return seen.Refusal ?? await desk.DecideAsync(
                AgentOf(agent), isSenior: true, opened.Number, digest ?? seen.Value.Digest, approves, CaseReason.NotEnough, Ct, signed: Sign(services, agent, opened, seen.Value.Digest, approves));
        });
    }

    /// <summary>An agent's passkey, which the signer knows.</summary>
    internal TestAuthenticator PasskeyOf(int agent) => Passkeys.GetOrAdd((host.Server, agent), _ =>
    {
        var made = new TestAuthenticator(host.Server.Address);
        AgentsAtSigner.Admit(host.Server, NameOf(agent), made);
        return made;
    });

    internal static string NameOf(int agent) => $"agent-{agent}";

    // As the agent's page has it signed.
    private AgentSignature Sign(IServiceProvider services, int agent, Ask.CaseOpened opened, byte[] digest, bool approves)
    {
        var nonce = Base64Url.EncodeToString(services.GetRequiredService<DeviceNonces>().Issue().Nonce);
        return new AgentSignature(
            NameOf(agent), "NotEnough",
            PasskeyOf(agent).SignVote(NameOf(agent), nonce, CaseNumber.Plain(opened.Number), digest, approves ? "approve" : "reject", "NotEnough"));
    }

    internal async Task<CaseOnDesk> LookAsync(Ask.CaseOpened opened, int agent)
    {
        await DrawAsync(opened, agent);
        return (await host.InScopeAsync(async s => await s.GetRequiredService<CaseDesk>().LookAsync(AgentOf(agent), opened.Number, Ct))).Value;
    }

    internal async Task DrawAsync(Ask.CaseOpened opened, int agent)
    {
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        await host.InDatabaseAsync(async db =>
        {
            // By a lot that a test chooses: who may not look is not drawn.
            var one = await db.Cases.SingleAsync(c => c.Number == number, Ct);
            if (one.MayLook(AgentOf(agent), isSenior: true) is null)
            {
                _ = one.Draw(AgentOf(agent), host.Clock.GetUtcNow());
            }

            return await db.SaveChangesAsync(Ct);
        });
    }

    // A receipt and a proof of who owns the SIM, as if they had been sent and looked at.
    internal async Task SendPapersAsync(Ask.CaseOpened opened)
    {
        var number = opened.Number.Replace("-", "", StringComparison.Ordinal);
        await host.InDatabaseAsync(async db =>
        {
            var folder = (await db.Cases.SingleAsync(c => c.Number == number, Ct)).Id.Value;
            foreach (var (at, kind) in new[] { (1, DocumentKind.Receipt), (2, DocumentKind.SimOwner) })
            {
                var paper = new CaseDocument(new Guid(RandomNumberGenerator.GetBytes(16)), folder, at, kind, 1000, [1], host.Clock.GetUtcNow());
                paper.Receive(1000);
                paper.Keep(DocumentType.Jpeg, 1, RandomNumberGenerator.GetBytes(32), look: null);
                db.Add(paper);
            }

            await db.DocumentFolders.Where(f => f.Id == folder).ExecuteUpdateAsync(f => f.SetProperty(x => x.LastNumber, 2), Ct);
            return await db.SaveChangesAsync(Ct);
        });
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
