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
        var start = new ProcessStartInfo("env", ["TENURE_SERVER=" + ServerProcess.Executable, "TENURE_CLI=" + cli, cli, "tour", "--json"]) { RedirectStandardOutput = true };
        using var tour = Process.Start(start)!;
        var output = await tour.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tour.WaitForExitAsync(TestContext.Current.CancellationToken);

        var steps = JsonDocument.Parse(output).RootElement.EnumerateArray().ToList();
        Assert.All(steps, step => Assert.True(step.GetProperty("proven").GetBoolean(), step.ToString()));
        Assert.Equal(18, steps.Count);
        Assert.Equal(0, tour.ExitCode);
    }
}
