using System.Net;
using System.Net.Sockets;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Links;

namespace Tenure.Bench;

/// <summary>The host of Firehose, as a restore uses it.</summary>
internal static class FlashHosts
{
    private const int SectorSize = 4096;

    public static async Task<LinkPort> ConnectAsync(int port, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, ct);
        return new(new StreamLink(new NetworkStream(socket, ownsSocket: true)), TimeProvider.System);
    }

    public static async Task<FirehoseHost> OpenAsync(LinkPort link, CancellationToken ct)
    {
        var host = new FirehoseHost(link);
        await host.GreetAsync(ct);
        Require(await host.ConfigureAsync(new() { MemoryName = "ufs" }, ct));
        return host;
    }

    /// <summary>In parts of 64 MiB, the longest of a manifest.</summary>
    public static async Task ProgramAsync(FirehoseHost host, Stream image, CancellationToken ct)
    {
        const long Most = Tenure.Protocols.Firmware.FirmwareProgram.MaxBytes;
        for (var at = 0L; at < image.Length; at += Most)
        {
            var bytes = Math.Min(Most, image.Length - at);
            Require(await host.ProgramAsync(new(Place(at / SectorSize, (bytes + SectorSize - 1) / SectorSize)), image, bytes, null, ct));
        }
    }

    public static async Task PatchAsync(FirehoseHost host, int number, CancellationToken ct) =>
        Require(await host.SendAsync(new FirehosePatchCommand(Place(number, 1), 16, 4, FirehoseExpression.Of(number)), ct));

    public static async Task LeaveAsync(FirehoseHost host, CancellationToken ct) => Require(await host.SendAsync(new FirehosePowerCommand(FirehosePower.Reset), ct));

    private static FirehosePlace Place(long first, long sectors) => new(SectorSize, 0, FirehoseExpression.Of(first), sectors);

    private static void Require(FirehoseResult result)
    {
        if (!result.IsAck)
        {
            throw new InvalidOperationException(result.Reason);
        }
    }
}
