using System.Diagnostics;
using System.Globalization;

namespace Tenure.Testing;

/// <summary>The real server as a process of its own, on a port that stays the same through kills and starts.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly List<string> arguments;
    private Process? process;

    /// <summary>Prepares a server; nothing runs yet.</summary>
    /// <param name="data">Its data folder.</param>
    /// <param name="settings">Further arguments, such as <c>--database</c>.</param>
    public ServerProcess(string data, params IEnumerable<string> settings)
    {
        Data = data;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{LocalServer.FreePort()}"));
        arguments = ["serve", "--data", data, "--urls", Address.OriginalString, .. settings];
    }

    /// <summary>The data folder.</summary>
    public string Data { get; }

    /// <summary>What its environment has beside the tests' own.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>Its process.</summary>
    /// <exception cref="InvalidOperationException">It was not launched.</exception>
    public int Id => process?.Id ?? throw new InvalidOperationException("The server does not run.");

    /// <summary>What it wrote, for a failure's message.</summary>
    public string Output { get; private set; } = "";

    /// <summary>Starts the process and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended instead, or was not ready within 60 seconds.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        Launch();
        if (!await LocalServer.BecomesReadyAsync(process!, Address, ct))
        {
            throw new InvalidOperationException($"The server was not ready:\n{Output}");
        }
    }

    /// <summary>Starts the process and waits for nothing.</summary>
    public void Launch()
    {
        var start = new ProcessStartInfo(Programs.Server) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // The test host's own settings must not reach the server.
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        if (process is { HasExited: false } running)
        {
            running.Kill();
            await running.WaitForExitAsync();
        }
    }

    /// <summary>SIGTERM, as a supervisor sends it: asks the process to end.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the process to end by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken ct)
    {
        await process!.WaitForExitAsync(ct);
        return process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process?.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null && Output.Length < 100_000)
        {
            Output += line + "\n";
        }
    }
}
