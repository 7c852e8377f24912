using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tenure.Device.Phone.Usb;
using Tenure.Device.Tests.Phone.Boot;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Links;

namespace Tenure.Device.Tests.Usb;

/// <summary>The bootloader on a cable: our host over USB/IP, as a kernel speaks it.</summary>
public sealed class UsbFastbootTests : IDisposable
{
    private readonly BootBench bench = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public UsbFastbootTests() => listener.Start();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        listener.Dispose();
        bench.Dispose();
    }

    [Fact]
    public async Task An_unlocked_phone_is_written_and_read_over_USB_and_restarts()
    {
        bench.Unlock();
        using var server = new FastbootDeviceServer(new Tenure.Device.Phone.Bootloader(bench.Phone, bench.Core, null, TimeProvider.System));
        var serving = Serve(server);
        await using (var usb = await AttachAsync())
        {
            var device = await usb.DescriptorAsync(0x0100, 18, Ct);
            Assert.Equal(0x18d1, BinaryPrimitives.ReadUInt16LittleEndian(device.AsSpan(8)));
            Assert.Equal([0xff, 0x42, 0x03], (await usb.DescriptorAsync(0x0200, 32, Ct))[14..17]);
            Assert.Equal(BootBench.Facts.Serial, Encoding.Unicode.GetString((await usb.DescriptorAsync(0x0303, 255, Ct))[2..]));
            await using var client = await FastbootClient.OpenAsync(usb, new(), Ct);
            Assert.Equal("tenure_one", await client.GetVariableAsync("product", Ct));
            var image = Enumerable.Range(0, 1_000_001).Select(i => (byte)(i * 31 >> 3)).ToArray();
            Assert.True((await client.FlashAsync("boot", image, Ct)).Succeeded);
            var read = new byte[image.Length];
            using (var partition = bench.Open("boot_a"))
            {
                await partition.ReadExactlyAsync(read, Ct);
            }

            Assert.Equal(image, read);
            Assert.Equal("there is no partition nothing", (await client.FlashAsync("nothing", new byte[512], Ct)).Text);
        }

        // A cable that is pulled ends nothing but itself.
        await using var again = await AttachAsync();
        await using var next = await FastbootClient.OpenAsync(again, new(), Ct);
        Assert.True((await next.DownloadAsync(new byte[1024], Ct)).Succeeded);
        Assert.Equal(new byte[1024], (await next.UploadAsync(1024, Ct)).Data);
        Assert.True((await next.SendAsync("reboot", Ct)).Succeeded);
        Assert.Equal(FastbootExit.Reboot, await serving);
    }

    [Fact]
    public async Task A_locked_phone_says_the_same_over_USB()
    {
        using var server = new FastbootDeviceServer(new Tenure.Device.Phone.Bootloader(bench.Phone, bench.Core, null, TimeProvider.System));
        _ = Serve(server);
        await using var usb = await AttachAsync();
        await using var client = await FastbootClient.OpenAsync(usb, new(), Ct);
        Assert.Equal("no", await client.GetVariableAsync("unlocked", Ct));
        var refused = await client.FlashAsync("boot", new byte[512], Ct);
        Assert.False(refused.Succeeded);
        Assert.Contains("not allowed on a locked device", refused.Text, StringComparison.Ordinal);
    }

    // Whoever only connects keeps nobody out.
    [Fact]
    public async Task A_host_that_is_silent_is_passed_over()
    {
        var accepting = new UsbIpServer(UsbIdentity.Fastboot("Tenure", "1")) { Patience = TimeSpan.FromMilliseconds(200) }.AcceptAsync(listener, Ct).AsTask();
        using var silent = new TcpClient();
        await silent.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Ct);
        await using var usb = await AttachAsync();
        await using var link = await accepting.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        Assert.Equal(LinkKind.Message, link.Kind);
    }

    private Task<FastbootExit> Serve(FastbootDeviceServer server)
    {
        var identity = UsbIdentity.Fastboot(BootBench.Facts.Product, BootBench.Facts.Serial);
        return Task.Run(() => server.ServeAsync(ct => new UsbIpServer(identity).AcceptAsync(listener, ct), Ct), Ct);
    }

    private async Task<UsbIpHost> AttachAsync()
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Ct);
        return await UsbIpHost.AttachAsync(client.GetStream(), Ct);
    }
}
