using System.Globalization;
using Tenure.Protocols.Fastboot;

namespace Tenure.Cli.Tour;

/// <summary>The other side of the bootloader: the real <c>fastboot</c> where it is installed, else the host of our own.</summary>
internal sealed class FastbootHost(CommandStreams streams)
{
    private readonly string? program = Find(streams);

    /// <summary>Which one it is.</summary>
    public string Name => program is null ? "tenure" : "fastboot";

    /// <summary>Tries to write an image.</summary>
    /// <returns>Whether the device took it, and what it said.</returns>
    public async Task<(bool Accepted, string Said)> FlashAsync(int port, string partition, string file, CancellationToken ct)
    {
        if (program is not null)
        {
            var run = await Child.RunAsync(program, ["-s", Address(port), "flash", partition, file], ct);
            return (run.ExitCode == 0, (run.Output + run.Error).Trim());
        }

        await using var client = await FastbootClient.ConnectAsync("127.0.0.1", port, ct);
        var answer = await client.FlashAsync(partition, await File.ReadAllBytesAsync(file, ct), ct);
        return (answer.Succeeded, answer.Text);
    }

    /// <summary>All variables, a line each.</summary>
    public async Task<IReadOnlyList<string>> VariablesAsync(int port, CancellationToken ct)
    {
        if (program is not null)
        {
            var run = await Child.RunAsync(program, ["-s", Address(port), "getvar", "all"], ct);
            return [.. (run.Output + run.Error).Split('\n').Where(line => line.StartsWith("(bootloader)", StringComparison.Ordinal))];
        }

        await using var client = await FastbootClient.ConnectAsync("127.0.0.1", port, ct);
        return (await client.SendAsync("getvar:all", ct)).Info;
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1:{port}");

    private static string? Find(CommandStreams streams) => (streams.Environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append("/usr/lib/android-sdk/platform-tools").Select(folder => Path.Combine(folder, "fastboot")).FirstOrDefault(File.Exists);
}
