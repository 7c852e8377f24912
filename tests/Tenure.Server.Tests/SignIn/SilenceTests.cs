using System.Diagnostics;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

/// <summary>The time that a refused sign-in takes does not tell whether there is an account.</summary>
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
    public async Task A_known_and_an_unknown_account_cost_the_same_time_and_the_same_work()
    {
        const int Accounts = 20;
        var people = new List<Person>();
        for (var i = 0; i < Accounts; i++)
        {
            people.Add(await Person.RegisterAsync(Server, Ct));
        }

        var (first, second, unknown) = (new Samples(), new Samples(), new Samples());
        for (var round = -WarmUp; round < Rounds; round++)
        {
            // In another order each time, so that no one always comes after the same.
            var turns = new[] { (first, people[Math.Abs(round * 2 % Accounts)].Email), (second, people[Math.Abs(((round * 2) + 1) % Accounts)].Email), (unknown, Person.NewEmail()) };
            for (var turn = 0; turn < turns.Length; turn++)
            {
                var (samples, email) = turns[(turn + Math.Abs(round)) % turns.Length];
                await MeasureAsync(round < 0 ? null : samples, email);
            }
        }

        AssertAlike(first.Wall, second.Wall, unknown.Wall);
        AssertAlike(first.Cpu, second.Cpu, unknown.Cpu);
    }

    private async Task MeasureAsync(Samples? samples, string email)
    {
        using var http = Server.Http();
        using var form = SignInTests.Form(email, "not the password at all");
        var (cpu, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        using var answer = await http.PostAsync("/connect/challenge", form, Ct);
        Assert.Contains("sign_in_failed", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        samples?.Wall.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        samples?.Cpu.Add((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
    }

    private static void AssertAlike(List<double> first, List<double> second, List<double> unknown)
    {
        var known = Median([.. first, .. second]);
        var byChance = Math.Max(Math.Abs(Median(first) - Median(second)), known * Chance);
        var byAccount = Math.Abs(known - Median(unknown));
        Assert.True(byAccount <= 2 * byChance, $"known {known:0.00} ms, unknown {Median(unknown):0.00} ms, by chance {byChance:0.00} ms");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed class Samples
    {
        public List<double> Wall { get; } = [];

        public List<double> Cpu { get; } = [];
    }
}
