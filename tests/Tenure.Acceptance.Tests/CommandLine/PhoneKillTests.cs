using System.Security.Cryptography;
using System.Text.Json;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>
/// The phone's own process is killed before each step of a block write, in an activation and in a release, against a server process: the next boot finds the
/// old or the new state, and the story goes on to its end.
/// </summary>
public sealed class PhoneKillTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Password = "paper boats on the canal";
    private static readonly string[] SignOut = ["--sign-out", "erase", "--password", Password];

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-kill").FullName;
    private readonly Dictionary<string, int> moments = new(StringComparer.Ordinal);
    private readonly HashSet<string> found = new(StringComparer.Ordinal);
    private ServerProcess server = null!;
    private KillablePhone phone = null!;
    private HttpClient http = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = new ServerProcess(Path.Combine(folder, "server"), "--SignIn:FreeMailsPerNetwork", "10000");
        await server.StartAsync(Ct);
        http = new HttpClient { BaseAddress = server.Address };
        phone = new KillablePhone(Path.Combine(folder, "phone"));
        await phone.RunAsync("new", ["--server", server.Address.OriginalString]);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public Task A_phone_killed_in_a_block_write_finds_the_old_or_the_new_state_and_goes_on() =>
        RunAsync(steps => Spread([.. steps.Where(IsOfTheBlock)], 4));

    [Fact]
    [Trait("Category", "Slow")]
    public Task A_phone_killed_at_every_step_from_the_first_block_write_on_finds_the_old_or_the_new_state_and_goes_on() =>
        RunAsync(steps => steps);

    private async Task RunAsync(Func<IReadOnlyList<string>, IReadOnlyList<string>> choose)
    {
        // Once undisturbed: an activation and a release after it take the same steps each time.
        var activation = choose(FromTheBlockOn(await phone.StepsAsync(SignIn(await RegisterAsync()))));
        var release = choose(FromTheBlockOn(await phone.StepsAsync(SignOut)));
        var rounds = Math.Max(activation.Count, release.Count);
        var epoch = 1;
        for (var round = 0; round < rounds; round++)
        {
            var number = await RegisterAsync();
            var before = await KillAsync(activation[round % activation.Count], SignIn(number), "wizard", "locked", "running");
            var held = await phone.RunAsync("boot", SignIn(number));
            // A hold that was not stored was declined: the next one is of the next epoch.
            epoch += before == "wizard" ? 1 : 0;
            Assert.Equal(("running", epoch), (State(held), held.GetProperty("epoch").GetInt32()));

            var after = await KillAsync(release[round % release.Count], SignOut, "running", "release_pending", "wizard");
            var free = await phone.RunAsync("boot", after == "running" ? SignOut : []);
            epoch++;
            Assert.Equal(("wizard", epoch), (State(free), free.GetProperty("epoch").GetInt32()));
        }

        output.WriteLine($"{moments.Values.Sum()} kills; {string.Join(", ", moments.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key} {m.Value}"))}");
        output.WriteLine("found: " + string.Join(", ", found.Order(StringComparer.Ordinal)));
        // Before the first write of each the old state, after it the new one.
        Assert.Superset(new HashSet<string>(["activation: wizard", "activation: locked", "release: running", "release: release_pending"]), found);
        await server.KillAsync();
        var verified = await Tool.RunAsync(Programs.Server, ["audit", "verify", "--data", server.Data], Ct);
        Assert.True(verified.ExitCode == 0, verified.Text);
    }

    private async Task<string> KillAsync(string step, IReadOnlyList<string> options, params string[] states)
    {
        var what = states[0] == "wizard" ? "activation" : "release";
        Assert.Equal(step, await phone.KillAtAsync(Number(step), options));
        var moment = $"{what}, {step[(step.IndexOf(": ", StringComparison.Ordinal) + 2)..]}";
        moments[moment] = moments.GetValueOrDefault(moment) + 1;
        var status = await phone.RunAsync("status", []);
        Assert.False(status.TryGetProperty("blockFault", out var fault), $"{step}: {fault}");
        Assert.Contains(State(status), states);
        found.Add($"{what}: {State(status)}");
        return State(status);
    }

    // A new account each time: the phone knows it from then on, so that no kill has to wait for a code.
    private async Task<string> RegisterAsync()
    {
        var email = $"k{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}@example.org";
        var report = await phone.RunAsync("boot", ["--register", email, "--password", Password, "--trust-server", "--code-stdin"], ct => MailedCodes.NextAsync(http, email, 0, ct));
        Assert.Equal("terms_needed", report.GetProperty("error").GetProperty("code").GetString());
        return report.GetProperty("accountNumber").GetString()!;
    }

    private static string[] SignIn(string number) => ["--sign-in", number, "--password", Password, "--accept-terms"];

    // The boot's own counter comes before, and so does what the person typed.
    private static IReadOnlyList<string> FromTheBlockOn(IReadOnlyList<string> steps) => [.. steps.SkipWhile(step => !step.EndsWith(": write tenure", StringComparison.Ordinal))];

    private static bool IsOfTheBlock(string step) => step.EndsWith(" tenure", StringComparison.Ordinal) || step.EndsWith(" counters", StringComparison.Ordinal);

    private static IReadOnlyList<string> Spread(IReadOnlyList<string> steps, int count) => [.. Enumerable.Range(0, count).Select(i => steps[i * (steps.Count - 1) / (count - 1)])];

    private static long Number(string step) => long.Parse(step["step ".Length..step.IndexOf(':', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);

    private static string State(JsonElement report) => report.GetProperty("state").GetString()!;
}
