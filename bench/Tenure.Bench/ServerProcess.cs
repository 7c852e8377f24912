using System.Diagnostics;
using System.Net.Sockets;
using System.Net;

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

    /// <summary>User and system time of all threads so far. The system counts in steps of 10 ms.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

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
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        using var http = new HttpClient { BaseAddress = address };
        var watch = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo(program, arguments(address)) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data is { } text ? text + '\n' : "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(process, address);
        while (!await IsReadyAsync(http, ct))
        {
            if (process.HasExited || watch.Elapsed > TimeSpan.FromMinutes(1))
            {
                server.Dispose();
                throw new InvalidOperationException($"{program} did not become ready.");
            }

            await Task.Delay(10, ct);
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

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken ct)
    {
        try
        {
            using var response = await http.GetAsync("/health/ready", ct);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
