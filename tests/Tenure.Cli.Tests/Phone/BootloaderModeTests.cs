using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Tenure.Protocols.Fastboot;

namespace Tenure.Cli.Tests.Phone;

public sealed class BootloaderModeTests : IDisposable
{
    private readonly PhoneBench bench = new();

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task It_answers_over_both_ways_on_one_port_and_leaves_over_either(string leaves)
    {
        var ct = TestContext.Current.CancellationToken;
        await bench.NewAsync();
        var port = FreePort();
        var run = bench.JsonLinesAsync(string.Create(CultureInfo.InvariantCulture, $"phone boot DIR --mode bootloader --port {port}"));

        // Over UDP a host asks until somebody is there; over TCP it is refused at once.
        await using (var host = await FastbootClient.ConnectUdpAsync("127.0.0.1", port, ct))
        {
            Assert.Equal("no", await host.GetVariableAsync("unlocked", ct));
        }

        await using (var host = leaves == "udp" ? await FastbootClient.ConnectUdpAsync("127.0.0.1", port, ct) : await FastbootClient.ConnectAsync("127.0.0.1", port, ct))
        {
            Assert.Equal("no", await host.GetVariableAsync("unlocked", ct));
            Assert.False((await host.DownloadAsync(new byte[16], ct)).Succeeded);
            Assert.True((await host.SendAsync("reboot-recovery", ct)).Succeeded);
        }

        var lines = await run;
        Assert.Equal(port, lines[0]["port"]!.GetValue<int>());
        Assert.Equal("reboot-recovery", lines[1]["left"]!.GetValue<string>());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
