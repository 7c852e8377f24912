using System.Net;
using System.Net.Sockets;
using Tenure.Protocols.Fastboot;

namespace Tenure.Protocols.Tests.Fastboot;

public sealed class FastbootClientTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("MAYBE", ProtocolErrorCode.ReplyRefused)]
    [InlineData("DATA00000004", ProtocolErrorCode.ReplyRefused)]
    [InlineData("INFOone", ProtocolErrorCode.ConnectionClosed)]
    public async Task A_device_that_breaks_the_protocol_is_noticed(string reply, ProtocolErrorCode code)
    {
        using var device = new ScriptedDevice([.. Wire.Handshake, .. Wire.Frame(reply)]);
        await using var host = await FastbootClient.ConnectAsync("127.0.0.1", device.Port, Ct);

        Assert.Equal(code, (await Assert.ThrowsAsync<ProtocolException>(() => host.SendAsync("getvar:product", Ct))).Code);
    }

    [Fact]
    public async Task A_device_that_asks_for_another_number_of_bytes_gets_none()
    {
        using var device = new ScriptedDevice([.. Wire.Handshake, .. Wire.Frame("DATA00000005")]);
        await using var host = await FastbootClient.ConnectAsync("127.0.0.1", device.Port, Ct);

        Assert.Equal(ProtocolErrorCode.ReplyRefused, (await Assert.ThrowsAsync<ProtocolException>(() => host.DownloadAsync(new byte[4], Ct))).Code);
    }

    [Fact]
    public async Task Replies_cut_at_any_byte_are_noticed()
    {
        byte[] replies = [.. Wire.Handshake, .. Wire.Frame("INFOa line"), .. Wire.Frame("OKAYlotus")];
        for (var cut = 0; cut < replies.Length; cut++)
        {
            using var device = new ScriptedDevice(replies[..cut]);
            await Assert.ThrowsAsync<ProtocolException>(async () =>
            {
                await using var host = await FastbootClient.ConnectAsync("127.0.0.1", device.Port, Ct);
                await host.SendAsync("getvar:product", Ct);
            });
        }
    }

    /// <summary>Says its bytes, takes what comes, and closes its side.</summary>
    private sealed class ScriptedDevice : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public ScriptedDevice(byte[] script)
        {
            listener.Start();
            _ = PlayAsync(script);
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public void Dispose() => listener.Dispose();

        private async Task PlayAsync(byte[] script)
        {
            using var socket = await listener.AcceptSocketAsync(Ct);
            await socket.SendAsync(script, Ct);
            socket.Shutdown(SocketShutdown.Send);
            while (await socket.ReceiveAsync(new byte[1024], Ct) > 0)
            {
                // What the host says does not matter here.
            }
        }
    }
}
