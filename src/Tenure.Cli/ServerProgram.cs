using System.Diagnostics;

namespace Tenure.Cli;

/// <summary>The server's own executable, for what only the server may do with its data.</summary>
internal static class ServerProgram
{
    /// <summary>Its path: <c>TENURE_SERVER</c> (the launcher sets it), or beside this program.</summary>
    public static string Path(CommandStreams streams) => streams.Environment("TENURE_SERVER") is { Length: > 0 } path
        ? path
        : System.IO.Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Tenure.Server.exe" : "Tenure.Server");

    /// <summary>Runs it to its end; it writes to this terminal.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    public static Task<int> RunAsync(CommandStreams streams, IEnumerable<string> arguments, CancellationToken ct) =>
        RunAsync(streams, arguments, streams.Out.WriteLine, ct);

    /// <summary>Runs it to its end; each line of its output is given on.</summary>
    /// <inheritdoc cref="RunAsync(CommandStreams, IEnumerable{string}, CancellationToken)"/>
    public static async Task<int> RunAsync(CommandStreams streams, IEnumerable<string> arguments, Action<string> onLine, CancellationToken ct)
    {
        var path = Path(streams);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException("The server's program is not there.", path);
        }

        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new FileNotFoundException("The server's program did not start.", path);
        await Task.WhenAll(PassOnAsync(process.StandardOutput, onLine, ct), PassOnAsync(process.StandardError, streams.Error.WriteLine, ct));
        await process.WaitForExitAsync(ct);
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
