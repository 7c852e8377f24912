using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;
using Tenure.Domain.Devices;
using Tenure.Domain.Documents;
using Tenure.Domain.Operators;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit;
using Tenure.Server.Cases;
using Tenure.Server.Data;
using Tenure.Server.Documents;
using Tenure.Server.Operators;
using Tenure.Server.Tests.Audit;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Operators;
using Tenure.Testing;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Crash;

/// <summary>The server is killed again and again under cases: nothing acknowledged is lost, everybody is told once, and no device is let go before its time.</summary>
public sealed partial class CaseCrashTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const string Password = "three quiet rivers at dawn";
    private static readonly string[] Agents = ["ann", "ben"];

    private readonly string data = Directory.CreateTempSubdirectory("tenure-case").FullName;
    private readonly Dictionary<string, (string Password, TestAuthenticator Passkey)> agents = new(StringComparer.Ordinal);
    private readonly List<string> killedIn = [];
    private string[] where = [];
    private string? connection;
    private ServerProcess? process;
    private HttpClient? http;
    private TimeSpan ahead;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ServerProcess Server => process!;

    private HttpClient Http => http!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_server_that_is_killed_during_a_case_loses_nothing_of_it_and_lets_nothing_go_early(bool postgres) => RunAsync(postgres, kills: 3, step => step is "votes" or "grant");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public Task A_server_that_is_killed_80_times_during_cases_loses_nothing_of_them_and_lets_nothing_go_early(bool postgres) => RunAsync(postgres, kills: 80, _ => RandomNumberGenerator.GetInt32(3) > 0);

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        await (connection is null ? Task.CompletedTask : PostgresServer.DropAsync(connection, CancellationToken.None));
        Directory.Delete(data, recursive: true);
    }

    private async Task RunAsync(bool postgres, int kills, Func<string, bool> isKilledIn)
    {
        await DatabaseBackup.UsedAsync(postgres);
        connection = postgres ? await PostgresServer.NewDatabaseAsync(ct: Ct) : null;
        where = connection is null ? [] : ["--database", connection];
        process = new ServerProcess(data, [.. where, "--SignIn:FreeMailsPerNetwork", "100000", "--Cases:DecoyPercent", "0"]);
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Server.Address };
        await Server.StartAsync(Ct);
        foreach (var name in Agents)
        {
            await HireAsync(name);
        }

        for (var stories = 0; killedIn.Count < kills; stories++)
        {
            await PlayAsync(step => killedIn.Count < kills && isKilledIn(step));
        }

        output.WriteLine("killed in: " + string.Join(", ", killedIn.GroupBy(step => step, StringComparer.Ordinal).Select(step => $"{step.Key} {step.Count()}")));
        await Server.KillAsync();
        var verified = await Tool.RunAsync(Programs.Server, ["audit", "verify", "--data", data, .. where], Ct);
        Assert.True(verified.ExitCode == 0, verified.Text);
    }

    private async Task PlayAsync(Func<string, bool> isKilledIn)
    {
        var client = new TenureClient(Http);
        var (holder, contact) = (NewEmail(), NewEmail());
        using var phone = await HeldPhoneAsync(holder);
        Ask.CaseOpened opened = null!;
        await StepAsync("open", isKilledIn, async () => opened = await client.OpenCaseAsync(new Ask.OpenCase("release", contact, phone.Id, Language: "en"), Ct));
        var plain = opened.Number.Replace("-", "", StringComparison.Ordinal);
        await StepAsync("prove", isKilledIn, async () =>
        {
            if ((await StatusAsync()).Missing.Contains("contact"))
            {
                await client.ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(await CodeAsync(opened.Number, contact)), Ct);
            }
        });
        Assert.DoesNotContain("contact", (await StatusAsync()).Missing);
        await SendPapersAsync(plain);
        await StepAsync("hand in", isKilledIn, async () =>
        {
            if ((await StatusAsync()).State == "draft")
            {
                await client.SubmitCaseAsync(opened.Number, opened.Secret, Ct);
            }
        });
        Assert.Equal("submitted", (await StatusAsync()).State);

        var votes = 0;
        using (var ann = await SignedInAsync(Agents[0]))
        using (var ben = await SignedInAsync(Agents[1]))
        {
            await StepAsync("votes", isKilledIn, async () =>
            {
                for (var round = 0; round < 60 && (await StatusAsync()).State == "submitted"; round++)
                {
                    await MoveAsync(TimeSpan.FromSeconds(61));
                    await Task.Delay(100, Ct);
                    votes += await TryVoteAsync(ann, Agents[0], plain) ? 1 : 0;
                    votes += await TryVoteAsync(ben, Agents[1], plain) ? 1 : 0;
                }
            });
        }

        // Two people, whatever was lost on the way back to them; the holder was told once.
        Assert.InRange(votes, 0, 2);
        Assert.Equal("announced", (await StatusAsync()).State);
        Assert.Single(await LettersAsync(holder), text => text.Contains("/case/objection/", StringComparison.Ordinal));

        await StepAsync("grant", isKilledIn, async () =>
        {
            for (var round = 0; round < 5 && await StatusAsync() is { State: "announced" or "due", Earliest: { } due }; round++)
            {
                if (due - TimeSpan.FromHours(1) - Now() is { Ticks: > 0 } early)
                {
                    await MoveAsync(early);
                    Assert.Equal("announced", (await StatusAsync()).State);
                    Assert.Equal("not_releasing", await RefusalAsync(() => phone.GetReleaseTicketAsync(Ct)));
                }

                await MoveAsync(due + TimeSpan.FromSeconds(61) - Now());
                for (var waited = 0; waited < 200 && (await StatusAsync()).State is "announced" or "due"; waited++)
                {
                    await Task.Delay(50, Ct);
                }
            }
        });
        Assert.Equal("granted", (await StatusAsync()).State);
        await StepAsync("release", isKilledIn, async () =>
        {
            // A ticket that was carried out is not asked for again: its receipt is.
            if (phone.HoldingId is not null)
            {
                Assert.True(phone.Store(await phone.GetReleaseTicketAsync(Ct), TicketAction.Release).Erase);
            }

            await phone.SendReceiptAsync(Ct);
        });
        Assert.Equal("free", (await phone.StateAsync(Ct)).State);
        await AssertOnceAsync(plain, phone.Id);

        Task<Ask.CaseStatus> StatusAsync() => client.GetCaseAsync(opened.Number, opened.Secret, Ct);
    }

    // A server that is gone is no refusal: that passes on.
    private static async Task<string?> RefusalAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (TenureProblemException refused)
        {
            return refused.Code;
        }
    }

    // Killed at some moment of it, or just after; begun again until it is done.
    private async Task StepAsync(string step, Func<string, bool> isKilledIn, Func<Task> act)
    {
        var kills = isKilledIn(step);
        for (var tries = 0; tries < 20; tries++)
        {
            var acting = act();
            try
            {
                if (kills && tries == 0)
                {
                    await Task.Delay(RandomNumberGenerator.GetInt32(0, 400), Ct);
                    await Server.KillAsync();
                    killedIn.Add(step);
                }

                await acting;
                await RestartAsync(kills && tries == 0);
                return;
            }
            catch (Exception gone) when (IsPassing(gone))
            {
                await RestartAsync(kills && tries == 0);
            }
        }

        Assert.Fail($"{step} was never done");
    }

    // Its clock was where the system's is for a moment: a clock that was set back.
    private async Task RestartAsync(bool wasKilled)
    {
        if (wasKilled)
        {
            await Server.StartAsync(Ct);
            var before = ahead;
            ahead = TimeSpan.Zero;
            await MoveAsync(before);
        }
    }

    private async Task MoveAsync(TimeSpan by)
    {
        if (by > TimeSpan.Zero)
        {
            ahead += by;
            for (var left = by; left > TimeSpan.Zero; left -= TimeSpan.FromDays(300))
            {
                var seconds = (int)Math.Ceiling(Math.Min(left.TotalSeconds, TimeSpan.FromDays(300).TotalSeconds));
                using var moved = await Http.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/dev/clock?advanceSeconds={seconds}"), UriKind.Relative), null, Ct);
                moved.EnsureSuccessStatusCode();
            }
        }
    }

    private DateTimeOffset Now() => TimeProvider.System.GetUtcNow() + ahead;

    private async Task<bool> TryVoteAsync(OperatorBrowser browser, string name, string number)
    {
        if (!(await browser.ReadAsync("/operator/cases", Ct)).Contains("/operator/cases/" + number, StringComparison.Ordinal))
        {
            return false;
        }

        using var voted = await browser.VoteAsync(name, number, "approve", "NotEnough", agents[name].Passkey, Ct);
        Assert.Equal(HttpStatusCode.Found, voted.StatusCode);
        return true;
    }

    private async Task<OperatorBrowser> SignedInAsync(string name)
    {
        var browser = new OperatorBrowser(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Server.Address });
        using var answer = await browser.SignInAsync(name, agents[name].Password, Ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return browser;
    }

    private async Task HireAsync(string name)
    {
        var made = await Tool.RunAsync(Programs.Server, ["operator", "create", name, "--data", data, .. where, "--json"], Ct);
        Assert.True(made.ExitCode == 0, made.Text);
        var passkey = new TestAuthenticator(Server.Address);
        await using var db = Open();
        var person = await db.Operators.SingleAsync(o => o.Name == name, Ct);
        var before = TimeProvider.System.GetUtcNow() - (2 * ServerOperator.RoleWait);
        person.OfferRole(OperatorRole.Agent, before);
        Assert.Null(person.ConfirmRole(new OperatorId(Guid.Empty), before));
        Assert.Null(person.AddPasskey(Guid.CreateVersion7(), "test", passkey.Credential, passkey.PublicKey, 0, null, before));
        await db.SaveChangesAsync(Ct);
        agents[name] = (Secret().Match(made.Output).Groups[1].Value, passkey);
        var admitted = await Tool.RunAsync(
            Programs.Server, ["keys", "admit", "--keys", Path.Combine(data, "keys"), "--agent", name, "--role", "agent", "--passkey", $"{passkey.CredentialText}.{Base64Url.EncodeToString(passkey.PublicKey)}"], Ct);
        Assert.True(admitted.ExitCode == 0, admitted.Text);
    }

    private async Task<TestPhone> HeldPhoneAsync(string email)
    {
        var client = new TenureClient(Http);
        var started = await client.StartRegistrationAsync(new StartRegistration(email, "en"), Ct);
        await client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(await CrashMails.NextCodeAsync(Http, email, 0, Ct)), Ct);
        var created = await client.CreateAccountAsync(started.Registration, new CreateAccount(Password), Ct);
        var tokens = (await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, email, Password, created.KnownDevice, "crash", Pkce.Create(), Ct)).Tokens!;
        var phone = new TestPhone(client);
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(tokens.AccessToken, Ct);
        await phone.SendReceiptAsync(Ct);
        return phone;
    }

    // A receipt and a proof of who owns the SIM, as if they had been sent and looked at: a killed upload has a test of its own.
    private async Task SendPapersAsync(string number)
    {
        await Server.KillAsync();
        killedIn.Add("papers");
        await using (var db = Open())
        {
            var folder = (await db.Cases.AsNoTracking().SingleAsync(c => c.Number == number, Ct)).Id.Value;
            foreach (var (at, kind) in new[] { (1, DocumentKind.Receipt), (2, DocumentKind.SimOwner) })
            {
                var paper = new CaseDocument(new Guid(RandomNumberGenerator.GetBytes(16)), folder, at, kind, 1000, [1], Now());
                paper.Receive(1000);
                paper.Keep(DocumentType.Jpeg, 1, RandomNumberGenerator.GetBytes(32), look: null);
                db.Add(paper);
            }

            await db.DocumentFolders.Where(f => f.Id == folder).ExecuteUpdateAsync(f => f.SetProperty(x => x.LastNumber, 2), Ct);
            await db.SaveChangesAsync(Ct);
        }

        await RestartAsync(wasKilled: true);
    }

    private async Task AssertOnceAsync(string number, string phone)
    {
        await using var db = Open();
        var one = await db.Cases.AsNoTracking().SingleAsync(c => c.Number == number, Ct);
        Assert.Equal(2, one.Acts.Select(act => act.Agent).Distinct().Count());
        Assert.Equal(2, one.Acts.Count);
        Assert.Equal(1, await db.CaseNotices.CountAsync(n => n.CaseId == one.Id, Ct));
        var events = await db.DeviceLog.AsNoTracking().Where(e => e.DeviceId == new DeviceId(phone)).OrderBy(e => e.Sequence).Select(e => e.Event).ToListAsync(Ct);
        Assert.All((string[])["case_announced", "release_granted", "released"], once => Assert.Single(events, e => e == once));
    }

    private TenureDb Open() => DatabaseArguments.Parse(["--data", data, .. where])!.OpenToWrite(new ConfigurationBuilder().Build());

    private async Task<List<string>> LettersAsync(string to)
    {
        using var mails = JsonDocument.Parse(await Http.GetStringAsync(new Uri("/dev/outbox", UriKind.Relative), Ct));
        return [.. mails.RootElement.EnumerateArray().Where(m => m.GetProperty("to").GetString() == to).Select(m => m.GetProperty("text").GetString()!)];
    }

    // A case whose answer was lost has sent a code of its own.
    private async Task<string> CodeAsync(string number, string contact)
    {
        for (var waited = 0; waited < 600; waited++)
        {
            if ((await LettersAsync(contact)).Find(text => text.Contains(number, StringComparison.Ordinal)) is { } letter && Code().Match(letter) is { Success: true } code)
            {
                return code.Value.Replace(" ", "", StringComparison.Ordinal);
            }

            await Task.Delay(50, Ct);
        }

        throw new TimeoutException($"No code came for {contact}.");
    }

    private static string NewEmail() => $"p{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}@example.org";

    // What a lost connection explains, or a nonce or counter that a lost answer used up.
    private static bool IsPassing(Exception failure) => failure switch
    {
        HttpRequestException or TaskCanceledException or IOException => true,
        TenureProblemException problem => problem.Code is "nonce_spent" or "evidence_replayed" or "evidence_stale" or "busy" or "conflict" || problem.Problem.Status >= 500,
        _ => false,
    };

    [GeneratedRegex(@"\b\d{3} ?\d{3}\b")]
    private static partial Regex Code();

    [GeneratedRegex("\"secret\":\"([^\"]+)\"")]
    private static partial Regex Secret();
}
