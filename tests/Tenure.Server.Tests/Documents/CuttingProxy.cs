using System.Net;
using System.Net.Sockets;

namespace Tenure.Server.Tests.Documents;

/// <summary>Stands between a client and the server, and cuts each connection after so many bytes, as a train in a tunnel does.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Uri server;
    private readonly int bytes;
    private readonly Task accepting;

    public CuttingProxy(Uri server, int bytes)
    {
        (this.server, this.bytes) = (server, bytes);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Connections that were cut.</summary>
    public int Cuts { get; private set; }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var upstream = new TcpClient())
        {
            try
            {
                await upstream.ConnectAsync("127.0.0.1", server.Port, stop.Token);
                var back = CopyAsync(upstream.GetStream(), client.GetStream(), int.MaxValue);
                var there = CopyAsync(client.GetStream(), upstream.GetStream(), bytes);
                if (await Task.WhenAny(there, back) == there && await there)
                {
                    Cuts++;
                    return;
                }

                await back;
            }
            catch (Exception cut) when (cut is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One of the two is gone.
            }
        }
    }

    // Whether the bound was reached.
    private async Task<bool> CopyAsync(NetworkStream from, NetworkStream to, int most)
    {
        var part = new byte[16 * 1024];
        while (most > 0)
        {
            var read = await from.ReadAsync(part.AsMemory(0, Math.Min(part.Length, most)), stop.Token);
            if (read == 0)
            {
                return false;
            }

            await to.WriteAsync(part.AsMemory(0, read), stop.Token);
            most -= most == int.MaxValue ? 0 : read;
        }

        return true;
    }
}
