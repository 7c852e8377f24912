using System.Net;
using System.Net.Sockets;

namespace Tenure.Cli.Tests.Flash;

/// <summary>A network between a host and a phone: each piece is late, and once, after so many bytes from the host, the connection is gone.</summary>
internal sealed class SlowLine : IAsyncDisposable
{
    private const int Piece = 4096;

    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(2);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource off = new();
    private readonly Task serving;
    private readonly int phone;
    private readonly long cutAfter;
    private long sent;
    private bool isCut;

    public SlowLine(int phone, long cutAfter)
    {
        (this.phone, this.cutAfter) = (phone, cutAfter);
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await off.CancelAsync();
        listener.Dispose();
        await serving;
        off.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var near = await listener.AcceptTcpClientAsync(off.Token);
                using var far = new TcpClient();
                await far.ConnectAsync(IPAddress.Loopback, phone, off.Token);
                await Task.WhenAny(PumpAsync(near.GetStream(), far.GetStream(), isFromHost: true), PumpAsync(far.GetStream(), near.GetStream(), isFromHost: false));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Over.
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool isFromHost)
    {
        var buffer = new byte[Piece];
        try
        {
            while (await from.ReadAsync(buffer, off.Token) is var read and > 0)
            {
                await Task.Delay(Late, off.Token);
                sent += isFromHost ? read : 0;
                if (isFromHost && !isCut && sent > cutAfter)
                {
                    isCut = true;
                    return;
                }

                await to.WriteAsync(buffer.AsMemory(0, read), off.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two is gone.
        }
    }
}
