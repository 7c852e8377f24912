using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Tenure.Cli.Tour;

/// <summary>The server of the tour: one that runs already, or one started for it with a data folder that goes with it.</summary>
internal sealed class TourServer(Uri address, Child? process, string? data) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Where it answers.</summary>
    public Uri Address => address;

    /// <summary>Its data folder; <c>null</c> when it is not ours.</summary>
    public string? Data => data;

    /// <summary>Starts one on a free port of loopback.</summary>
    public static async Task<TourServer> StartAsync(string program, string folder, CancellationToken ct)
    {
        var address = new Uri($"http://localhost:{FreePort()}");
        var data = Path.Combine(folder, "server");
        var server = new TourServer(address, Child.Start(program, "serve", "--data", data, "--urls", address.OriginalString, "--environment", "Development"), data);
        try
        {
            await server.WaitAsync(ct);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        // Its log is read so that it never waits for room in the pipe.
        _ = DrainAsync(ct);
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(2) };
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                // Not listening yet.
            }

            Seen.That(!process!.HasEnded, "the server ended before it was ready");
            Seen.That(waited.Elapsed < Patience, "the server was not ready in time");
            await Task.Delay(50, ct);
        }
    }

    private async Task DrainAsync(CancellationToken ct)
    {
        try
        {
            while (await process!.ReadLineAsync(ct) is not null)
            {
            }
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The process is gone.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
