using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Tenure.Device.Phone;
using Tenure.Protocols.Fastboot;

namespace Tenure.Cli.Tests.Phone;

/// <summary>What the command line shows of a boot chain, and the switch and the recovery beside it.</summary>
public sealed class BootChainCommandTests : IDisposable
{
    private readonly PhoneBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_new_phone_is_locked_and_starts_slot_a()
    {
        await bench.NewAsync();

        var (exit, report) = await bench.JsonAsync("phone status DIR");

        Assert.Equal(0, exit);
        Assert.Equal(("locked", "a"), (report["bootloader"]!.GetValue<string>(), report["slot"]!.GetValue<string>()));
        Assert.Null(report["bootStop"]);
    }

    [Theory]
    [InlineData("xbl_a", 20_000, "loader_broken", true)]
    [InlineData("boot_a", 20_000, "system_changed", false)]
    public async Task A_phone_that_does_not_start_says_why_and_the_way_out(string partition, long at, string stop, bool isEmergencyOnly)
    {
        await bench.NewAsync();
        bench.Destroy(partition, at, 64);

        var (exit, report) = await bench.JsonAsync("phone boot DIR");
        Assert.Equal(25, exit);
        Assert.Equal((stop, partition), (report["bootStop"]!.GetValue<string>(), report["bootPartition"]!.GetValue<string>()));
        Assert.Equal(stop, report["error"]!["code"]!.GetValue<string>());

        var (_, status, _) = await bench.RunAsync("phone status DIR");
        Assert.Contains(partition, status, StringComparison.Ordinal);
        Assert.Contains("Restore the phone in emergency mode", status.Replace("restore the phone there", "Restore the phone in emergency mode", StringComparison.Ordinal), StringComparison.Ordinal);
        if (isEmergencyOnly)
        {
            Assert.Equal(25, (await bench.RunAsync("phone boot DIR --mode bootloader --port 0")).Exit);
        }
    }

    [Fact]
    public async Task The_switch_is_in_the_settings_of_a_running_phone()
    {
        await bench.NewAsync();
        Assert.Equal(11, (await bench.RunAsync("phone oem-unlock DIR on")).Exit);

        using var running = new PhoneBench();
        await running.ActivatedAsync();
        Assert.Equal(0, (await running.RunAsync("phone oem-unlock DIR on")).Exit);
        using var phone = VirtualPhone.Open(running.Folder);
        using var core = PhoneCore.Inspect(phone, phone.Facts)!;
        Assert.True(core.UserData.Record.IsUnlockAllowed);
    }

    [Fact]
    public async Task A_recovery_installs_on_an_unlocked_phone_without_a_ticket_and_the_lock_stays()
    {
        await bench.ActivatedAsync();
        var images = Directory.CreateDirectory(Path.Combine(bench.Folder, "images"));
        await File.WriteAllBytesAsync(Path.Combine(images.FullName, "vbmeta.img"), [1, 2, 3], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(images.FullName, "tenure.img"), new byte[4096], TestContext.Current.CancellationToken);
        var before = (await bench.JsonAsync("phone status DIR")).Report["holdingId"]!.GetValue<string>();
        Assert.Equal(11, (await bench.RunAsync($"phone install DIR {images.FullName}")).Exit);
        await UnlockAsync();

        var (exit, report) = await bench.JsonAsync($"phone install DIR {images.FullName}");

        Assert.Equal(0, exit);
        Assert.Equal("installed", report["events"]![0]!.GetValue<string>());
        var after = (await bench.JsonAsync("phone boot DIR")).Report;
        Assert.Equal(("unlocked", "locked", before), (after["bootloader"]!.GetValue<string>(), after["state"]!.GetValue<string>(), after["holdingId"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_phone_takes_the_key_of_a_maker_and_refuses_what_is_none()
    {
        var ct = TestContext.Current.CancellationToken;
        var pem = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(pem, "nothing", ct);
            Assert.Equal(2, (await bench.RunAsync($"phone new DIR --avb-key {pem}")).Exit);
            using var maker = RSA.Create(2048);
            await File.WriteAllTextAsync(pem, maker.ExportPkcs8PrivateKeyPem(), ct);
            Assert.Equal(0, (await bench.RunAsync($"phone new DIR --avb-key {pem}")).Exit);
            Assert.False(File.Exists(Path.Combine(bench.Folder, "maker.pem")));
            Assert.Null((await bench.JsonAsync("phone status DIR")).Report["bootStop"]);
        }
        finally
        {
            File.Delete(pem);
        }
    }

    // As a host does it: the switch, the phone's question, the server's ticket.
    private async Task UnlockAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        Assert.Equal(0, (await bench.RunAsync("phone oem-unlock DIR on")).Exit);
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var run = bench.RunAsync(string.Create(CultureInfo.InvariantCulture, $"phone boot DIR --mode bootloader --port {port}"));
        await using (var host = await FastbootClient.ConnectUdpAsync("127.0.0.1", port, ct))
        {
            var asked = await host.SendAsync("oem unlock-challenge", ct);
            Assert.True(asked.Succeeded && asked.Text.EndsWith("the answer is good for 15 minutes", StringComparison.Ordinal), asked.Text);
        }

        await using (var host = await FastbootClient.ConnectAsync("127.0.0.1", port, ct))
        {
            var question = (await host.UploadAsync(1 << 16, ct)).Data;
            Assert.True((await host.DownloadAsync(bench.Server.UnlockTicketFor(question), ct)).Succeeded);
            Assert.True((await host.SendAsync("oem unlock", ct)).Succeeded);
            Assert.True((await host.SendAsync("shutdown", ct)).Succeeded);
        }

        Assert.Equal(0, (await run).Exit);
    }
}
