using System.Diagnostics;
using Tenure.Testing;

namespace Tenure.Bench;

/// <summary>A server as a process of its own on a free port of loopback, with what it costs.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>From the start of the process to its first answer that it is ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>User and system time of all threads so far.</summary>
    public TimeSpan CpuTime => CpuClock.Of(process);

    /// <summary>Resident memory.</summary>
    public double Megabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <param name="program">Path of the executable.</param>
    /// <param name="arguments">Arguments for an address.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task<ServerProcess> StartAsync(string program, Func<Uri, IEnumerable<string>> arguments, CancellationToken ct)
    {
        var address = new Uri($"http://127.0.0.1:{LocalServer.FreePort()}");
        var watch = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo(program, arguments(address)) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data is { } text ? text + '\n' : "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(process, address);
        if (!await LocalServer.BecomesReadyAsync(process, address, ct))
        {
            server.Dispose();
            throw new InvalidOperationException($"{program} did not become ready.");
        }

        server.ReadyAfter = watch.Elapsed;
        return server;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }
}
