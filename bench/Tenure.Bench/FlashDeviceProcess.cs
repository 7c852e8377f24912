using System.Diagnostics;
using System.Globalization;

namespace Tenure.Bench;

/// <summary>A device as a process of its own, so that its work is not counted as the host's: this program in one of the roles of <see cref="FlashPeer"/>.</summary>
internal sealed class FlashDeviceProcess : IDisposable
{
    private readonly Process process;

    private FlashDeviceProcess(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    /// <summary>On loopback.</summary>
    public int Port { get; }

    /// <summary>User and system time so far.</summary>
    public TimeSpan CpuTime => CpuClock.Of(process);

    /// <exception cref="InvalidOperationException">It ended before it listened.</exception>
    public static async Task<FlashDeviceProcess> StartAsync(IEnumerable<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["flash", .. arguments]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        // It is killed, and would leave the sockets of its debugger behind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        var process = Process.Start(start)!;
        return await process.StandardOutput.ReadLineAsync(ct) is { } line
            ? new(process, int.Parse(line, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException("A device did not start.");
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
