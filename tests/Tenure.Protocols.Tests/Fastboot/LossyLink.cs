using System.Net;
using System.Net.Sockets;

namespace Tenure.Protocols.Tests.Fastboot;

/// <summary>A link that loses or doubles packets, both ways: fate 0 loses one, fate 1 doubles it, the others carry it.</summary>
internal sealed class LossyLink : IAsyncDisposable
{
    private readonly UdpClient outside = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient inside = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource off = new();
    private readonly int[] fates;
    private readonly Task running;
    private IPEndPoint? host;
    private int packets = -1;

    public LossyLink(int device, int[] fates)
    {
        this.fates = fates;
        inside.Connect(IPAddress.Loopback, device);
        running = Task.WhenAll(InwardsAsync(), OutwardsAsync());
    }

    public int Port => ((IPEndPoint)outside.Client.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        await off.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        outside.Dispose();
        inside.Dispose();
        off.Dispose();
    }

    private async Task InwardsAsync()
    {
        while (true)
        {
            var packet = await outside.ReceiveAsync(off.Token);
            host = packet.RemoteEndPoint;
            for (var i = Times(); i > 0; i--)
            {
                await inside.SendAsync(packet.Buffer, off.Token);
            }
        }
    }

    private async Task OutwardsAsync()
    {
        while (true)
        {
            var packet = await inside.ReceiveAsync(off.Token);
            for (var i = Times(); i > 0; i--)
            {
                await outside.SendAsync(packet.Buffer, host, off.Token);
            }
        }
    }

    private int Times() => fates[Interlocked.Increment(ref packets) % fates.Length] switch
    {
        0 => 0,
        1 => 2,
        _ => 1,
    };
}
