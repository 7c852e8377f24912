using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>A virtual phone as people run it: each boot is a process of its own, which can be killed exactly before a step of its storage.</summary>
internal sealed class KillablePhone(string folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static string Program => Programs.CommandLine;

    /// <summary>Runs <c>tenure phone</c> to its end and gives its report.</summary>
    /// <param name="verb">What follows <c>phone</c>.</param>
    /// <param name="options">What follows the folder.</param>
    /// <param name="code">Gives the code that is typed into <c>--code-stdin</c>.</param>
    public async Task<JsonElement> RunAsync(string verb, IEnumerable<string> options, Func<CancellationToken, Task<string>>? code = null)
    {
        using var limit = Limit();
        using var process = Start(verb, options);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        if (code is not null)
        {
            await process.StandardInput.WriteLineAsync((await code(limit.Token)).AsMemory(), limit.Token);
        }

        process.StandardInput.Close();
        var report = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(report.StartsWith('{'), $"No report, exit code {process.ExitCode}: {report}{await error}");
        return JsonDocument.Parse(report).RootElement;
    }

    /// <summary>Boots it undisturbed and names the steps of its storage.</summary>
    public async Task<IReadOnlyList<string>> StepsAsync(IEnumerable<string> options)
    {
        using var limit = Limit();
        using var process = Boot(long.MaxValue, options);
        var report = process.StandardOutput.ReadToEndAsync(limit.Token);
        var steps = new List<string>();
        while (await process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            steps.Add(line);
        }

        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, await report);
        return steps;
    }

    /// <summary>Boots it and sends SIGKILL when it is about to take a step.</summary>
    /// <returns>The step as it named it.</returns>
    public async Task<string> KillAtAsync(long step, IEnumerable<string> options)
    {
        using var limit = Limit();
        using var process = Boot(step, options);
        var wanted = string.Create(CultureInfo.InvariantCulture, $"step {step}: ");
        while (await process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(wanted, StringComparison.Ordinal))
            {
                process.Kill();
                await process.WaitForExitAsync(limit.Token);
                return line;
            }
        }

        throw new InvalidOperationException($"It ended before step {step}: {await process.StandardOutput.ReadToEndAsync(limit.Token)}");
    }

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        return limit;
    }

    private Process Boot(long step, IEnumerable<string> options)
    {
        var process = Start("boot", ["--hang-at", step.ToString(CultureInfo.InvariantCulture), .. options]);
        process.StandardInput.Close();
        return process;
    }

    private Process Start(string verb, IEnumerable<string> options) =>
        Process.Start(new ProcessStartInfo(Program, ["phone", verb, folder, "--json", .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
