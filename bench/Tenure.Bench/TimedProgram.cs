using System.Diagnostics;
using System.Globalization;

namespace Tenure.Bench;

/// <summary>A program that was run to its end.</summary>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="Cpu">User and system time of all of its threads, in seconds.</param>
/// <param name="Output">What it said, on both of its outputs.</param>
internal sealed record TimedProgram(double Seconds, double Cpu, string Output)
{
    // The shell's clock counts a child that has ended already, which /proc does not know any more.
    private const string Script = "TIMEFORMAT='%3R %3U %3S'; time \"$@\" 2>&1";

    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<TimedProgram> RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo("bash", ["-c", Script, "bash", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {await output}{await error}");
        }

        var times = (await error).Trim().Split('\n')[^1].Split(' ').Select(time => double.Parse(time, CultureInfo.InvariantCulture)).ToArray();
        return new(times[0], times[1] + times[2], await output);
    }

    /// <summary>This program itself, in another role.</summary>
    public static Task<TimedProgram> RunOwnAsync(IEnumerable<string> arguments, CancellationToken ct) => RunAsync(Environment.ProcessPath!, ["flash", .. arguments], ct);
}
