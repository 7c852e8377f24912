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
        var (steps, exitCode) = await PlayAsync();
        Assert.Equal(18, steps.Count);
        // What a program reads is the same in every language.
        Assert.Matches("^devices 1, entries [0-9]+, broken 0$", steps[^1].GetProperty("detail").GetString());
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Every_step_of_the_restore_is_proven()
    {
        var (steps, exitCode) = await PlayAsync("restore");
        Assert.Equal(11, steps.Count);
        Assert.Contains("flash_ticket_issued flashed", steps[^1].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Every_step_of_leaving_is_proven()
    {
        var (steps, exitCode) = await PlayAsync("delete");
        Assert.Equal(11, steps.Count);
        Assert.Matches("^devices 1, entries [0-9]+, broken 0$", steps[^1].GetProperty("detail").GetString());
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Every_step_of_the_recovery_is_proven()
    {
        var (steps, exitCode) = await PlayAsync("recover");
        Assert.Equal(13, steps.Count);
        Assert.Matches("^devices 1, entries [0-9]+, broken 0$", steps[^1].GetProperty("detail").GetString());
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Every_step_of_the_release_is_proven()
    {
        var (steps, exitCode) = await PlayAsync("release");
        Assert.Equal(17, steps.Count);
        Assert.Matches("PNG, [0-9]+ bytes → JPEG, [0-9]+ bytes$", steps.Single(step => step.GetProperty("step").GetString() == "agent_sees_it_drawn_anew").GetProperty("detail").GetString());
        Assert.Matches("^devices 1, entries [0-9]+, broken 0$", steps[^1].GetProperty("detail").GetString());
        Assert.Equal(0, exitCode);
    }

    private static async Task<(List<JsonElement> Steps, int ExitCode)> PlayAsync(params string[] story)
    {
        var cli = Programs.CommandLine;
        var start = new ProcessStartInfo("env", ["LANG=de_DE.UTF-8", "TENURE_SERVER=" + Programs.Server, "TENURE_CLI=" + cli, cli, "tour", .. story, "--json"]) { RedirectStandardOutput = true };
        using var tour = Process.Start(start)!;
        var output = await tour.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tour.WaitForExitAsync(TestContext.Current.CancellationToken);

        var steps = JsonDocument.Parse(output).RootElement.EnumerateArray().ToList();
        Assert.All(steps, step => Assert.True(step.GetProperty("proven").GetBoolean(), step.ToString()));
        return (steps, tour.ExitCode);
    }
}
