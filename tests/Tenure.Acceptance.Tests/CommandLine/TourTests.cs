using System.Diagnostics;
using System.Text.Json;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>The story as a new user plays it: one command, real processes.</summary>
[Collection("pages")]
public sealed class TourTests
{
    [Fact]
    public async Task Every_step_of_the_tour_is_proven()
    {
        Tool.Fastboot();
        var cli = Path.Combine(AppContext.BaseDirectory, "Tenure.Cli");
        var start = new ProcessStartInfo("env", ["LANG=de_DE.UTF-8", "TENURE_SERVER=" + ServerProcess.Executable, "TENURE_CLI=" + cli, cli, "tour", "--json"]) { RedirectStandardOutput = true };
        using var tour = Process.Start(start)!;
        var output = await tour.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tour.WaitForExitAsync(TestContext.Current.CancellationToken);

        var steps = JsonDocument.Parse(output).RootElement.EnumerateArray().ToList();
        Assert.All(steps, step => Assert.True(step.GetProperty("proven").GetBoolean(), step.ToString()));
        Assert.Equal(18, steps.Count);
        // What a program reads is the same in every language.
        Assert.Matches("^devices 1, entries [0-9]+, broken 0$", steps[^1].GetProperty("detail").GetString());
        Assert.Equal(0, tour.ExitCode);
    }
}
