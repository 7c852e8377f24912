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

    [Theory]
    [InlineData("phone boot DIR --mode bootloader --port 0", "no_phone")]
    [InlineData("phone boot DIR --mode fastbootd --port 0", "no_phone")]
    [InlineData("phone boot DIR --mode emergency --port 0", "no_phone")]
    [InlineData("agent run /proc/no-such-folder --once", "storage_failed")]
    public async Task Where_a_command_prints_a_value_a_line_an_error_is_a_line_too(string command, string error)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has the agent.");
        var line = Assert.Single(await bench.JsonLinesAsync(command));
        Assert.Equal((ExitCodes.Folder, error), (line["exitCode"]!.GetValue<int>(), line["error"]!["code"]!.GetValue<string>()));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
