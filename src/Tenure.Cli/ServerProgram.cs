using System.Diagnostics;
using Tenure.Cli.Texts;

namespace Tenure.Cli;

/// <summary>The server's own executable, for what only the server may do with its data.</summary>
internal static class ServerProgram
{
    // The command line gives an action two seconds after a signal.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.5);

    /// <summary>Its path: <c>TENURE_SERVER</c> (the launcher sets it), or beside this program.</summary>
    public static string Path(CommandStreams streams) => streams.Environment("TENURE_SERVER") is { Length: > 0 } path
        ? path
        : System.IO.Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Tenure.Server.exe" : "Tenure.Server");

    /// <summary>Its path when it is there; says so and gives <c>null</c> when it is not, which is <see cref="ExitCodes.Usage"/>.</summary>
    public static string? Find(CommandStreams streams, CommandOutput output)
    {
        var path = Path(streams);
        if (File.Exists(path))
        {
            return path;
        }

        output.Fail(ExitCodes.Usage, "no_server_program", CommandOutput.Format(CommandText.Languages.OfTerminal.NoServerProgram, path));
        return null;
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="streams">Where it is looked for, and where its errors go.</param>
    /// <param name="output">Says when it is not there.</param>
    /// <param name="arguments">What it is to do.</param>
    /// <param name="onLine">Takes each line of its output.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(CommandStreams streams, CommandOutput output, IEnumerable<string> arguments, Action<string> onLine, CancellationToken ct)
    {
        if (Find(streams, output) is not { } path)
        {
            return ExitCodes.Usage;
        }

        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await Task.WhenAll(PassOnAsync(process.StandardOutput, onLine, ct), PassOnAsync(process.StandardError, streams.Error.WriteLine, ct));
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }

    /// <summary>Runs it in our place, with our terminal, until it ends or we are told to.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> StayAsync(CommandStreams streams, string[] arguments, CancellationToken ct)
    {
        if (Find(streams, new CommandOutput(streams, json: false)) is not { } path)
        {
            return ExitCodes.Usage;
        }

        using var process = Process.Start(new ProcessStartInfo(path, arguments))!;
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C reaches the server too, and it ends after the requests under way. A signal to this process alone did not.
            await Task.WhenAny(process.WaitForExitAsync(CancellationToken.None), Task.Delay(Grace, CancellationToken.None));
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return process.ExitCode;
    }

    private static async Task PassOnAsync(StreamReader from, Action<string> onLine, CancellationToken ct)
    {
        while (await from.ReadLineAsync(ct) is { } line)
        {
            onLine(line);
        }
    }
}
