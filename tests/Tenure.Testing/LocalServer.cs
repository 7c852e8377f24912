using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Tenure.Testing;

/// <summary>What a server as a process of this machine needs: a port, and somebody who waits for it. The measurements use it too, so it stands on nothing else of this project.</summary>
public static class LocalServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A port of loopback that nobody uses at the moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks a server every 10 ms until it is ready.</summary>
    /// <returns><c>false</c> when its process ended instead, or 60 seconds went by.</returns>
    public static async Task<bool> BecomesReadyAsync(Process process, Uri address, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(process);
        using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = Stopwatch.StartNew(); !process.HasExited && waited.Elapsed < Patience; await Task.Delay(10, ct))
        {
            try
            {
                using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct);
                if (ready.IsSuccessStatusCode)
                {
                    return true;
                }
            }
            catch (Exception notYet) when (notYet is HttpRequestException || (notYet is TaskCanceledException && !ct.IsCancellationRequested))
            {
                // Not listening yet, or busy.
            }
        }

        return false;
    }
}
