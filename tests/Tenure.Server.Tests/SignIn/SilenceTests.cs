using System.Diagnostics;
using System.Net.Http.Json;
using Tenure.Domain.SignIn;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

/// <summary>The time that a refused sign-in takes, or a freeze from outside, or the reset of a password, or the opening of a case, does not tell whether there is an account, or a phone.</summary>
/// <remarks>
/// Each round asks, in turns, one known account, another known account and one that nobody has, from networks of their own. Two known accounts differ by chance
/// alone; known and unknown may differ by at most twice as much. Nothing sleeps to a fixed time.
/// </remarks>
[Trait("Category", "Slow")]
public abstract class SilenceTests(ServerFixture server) : ServerTests(server)
{
    private const int Rounds = 400;
    private const int WarmUp = 40;

    // The same path timed against itself differed by 1.3 % in 500 pairs on this kind of machine: chance cannot be asked to do better.
    private const double Chance = 0.013;

    [Fact]
    public Task A_known_and_an_unknown_account_cost_the_same_time_and_the_same_work() => AssertAlikeAsync(
        accounts: 20,
        email => Task.FromResult(new HttpRequestMessage(HttpMethod.Post, "/connect/challenge") { Content = SignInTests.Form(email, "not the password at all") }),
        "sign_in_failed");

    [Theory]
    [InlineData("a wrong password", "not the password at all")]
    [InlineData("a recovery code of nobody", null)]
    public async Task A_freeze_from_outside_by_something_wrong_costs_them_the_same(string by, string? secret)
    {
        using var browser = Browser.New(Server);
        await AssertAlikeAsync(
            accounts: 20,
            email => browser.FillAsync("/freeze", Ct, ("identifier", email), ("secret", secret ?? RecoveryCodeText.Draw())),
            "id=\"problem\"",
            by);
    }

    // An address gets four mails, then none for a while: each is asked for that often, so that a known one is sent them all.
    [Fact]
    public async Task A_code_that_freezes_from_outside_costs_them_the_same()
    {
        const int MailsOfAddress = 4;
        using var browser = Browser.New(Server);
        await AssertAlikeAsync(
            accounts: 2 * (Rounds + WarmUp) / MailsOfAddress,
            email => browser.FillAsync("/freeze", Ct, ("_handler", "mail"), ("email", email)),
            "");
    }

    [Fact]
    public async Task A_code_that_begins_a_reset_costs_them_the_same()
    {
        const int MailsOfAddress = 4;
        using var browser = Browser.New(Server);
        // Those that nobody has are asked for as often: the first time an address is counted costs more than the next.
        var unknown = Enumerable.Range(0, (Rounds + WarmUp) / MailsOfAddress).Select(_ => Person.NewEmail()).ToList();
        await AssertAlikeAsync(accounts: 2 * unknown.Count, email => browser.FillAsync("/reset", Ct, ("address", email)), "", unknown: unknown);
    }

    [Fact]
    public Task A_case_about_an_account_costs_them_the_same() => AssertAlikeAsync(accounts: 20, email => Task.FromResult(Case("recovery", email)), "\"secret\"");

    [Fact]
    public async Task A_case_about_a_phone_that_somebody_holds_and_one_about_nobodys_cost_the_same()
    {
        List<string> held = [];
        for (var i = 0; i < 20; i++)
        {
            using var phone = new TestPhone(Server.Client());
            phone.Facts = phone.Facts with { Serial = NewSerial() };
            await phone.EnrolAsync(Ct);
            await phone.ActivateAsync((await (await Person.RegisterAsync(Server, Ct)).SignInAsync(Server, Ct)).AccessToken!, Ct);
            await phone.SendReceiptAsync(Ct);
            held.Add(phone.Facts.Serial!);
        }

        await AssertAlikeAsync(held, _ => NewSerial(), serial => Task.FromResult(Case("release", serial)), "\"secret\"");
    }

    private static string NewSerial() => "R" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));

    private static HttpRequestMessage Case(string kind, string identifier) => new(HttpMethod.Post, "/api/v1/cases")
    {
        Content = JsonContent.Create(new { kind, contact = Person.NewEmail(), identifier, language = "en" }),
    };

    private async Task AssertAlikeAsync(int accounts, Func<string, Task<HttpRequestMessage>> ask, string answer, string what = "", List<string>? unknown = null)
    {
        var people = new List<string>();
        for (var i = 0; i < accounts; i++)
        {
            people.Add((await Person.RegisterAsync(Server, Ct)).Email);
        }

        await AssertAlikeAsync(people, round => unknown?[round % unknown.Count] ?? Person.NewEmail(), ask, answer, what);
    }

    private async Task AssertAlikeAsync(List<string> known, Func<int, string> unknown, Func<string, Task<HttpRequestMessage>> ask, string answer, string what = "")
    {
        var (first, second, nobody) = (new Samples(), new Samples(), new Samples());
        for (var round = -WarmUp; round < Rounds; round++)
        {
            // In another order each time, so that no one always comes after the same.
            var turns = new[] { (first, known[(round + WarmUp) * 2 % known.Count]), (second, known[((round + WarmUp) * 2 + 1) % known.Count]), (nobody, unknown(round + WarmUp)) };
            for (var turn = 0; turn < turns.Length; turn++)
            {
                var (samples, identifier) = turns[(turn + Math.Abs(round)) % turns.Length];
                await MeasureAsync(round < 0 ? null : samples, await ask(identifier), answer);
            }
        }

        AssertAlike(what + " time", first.Wall, second.Wall, nobody.Wall);
        AssertAlike(what + " work", first.Cpu, second.Cpu, nobody.Cpu);
    }

    private async Task MeasureAsync(Samples? samples, HttpRequestMessage request, string expected)
    {
        using var asked = request;
        using var http = Server.Http();
        var (cpu, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        using var answer = await http.SendAsync(asked, Ct);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        samples?.Wall.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        samples?.Cpu.Add((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
    }

    private static void AssertAlike(string what, List<double> first, List<double> second, List<double> unknown)
    {
        var known = Median([.. first, .. second]);
        var byChance = Math.Max(Math.Abs(Median(first) - Median(second)), known * Chance);
        var byAccount = Math.Abs(known - Median(unknown));
        Assert.True(byAccount <= 2 * byChance, $"{what}: known {known:0.00} ms, unknown {Median(unknown):0.00} ms, by chance {byChance:0.00} ms");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed class Samples
    {
        public List<double> Wall { get; } = [];

        public List<double> Cpu { get; } = [];
    }
}
