using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Emergency;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Links;
using Tenure.Protocols.Sahara;

namespace Tenure.Cli.Tests.Phone;

public sealed class EmergencyModeTests : IDisposable
{
    private readonly PhoneBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Theory]
    [InlineData("reset", "reboot")]
    [InlineData("off", "power-off")]
    public async Task A_host_loads_the_phones_programmer_is_kept_out_and_sends_the_phone_away(string power, string left)
    {
        await bench.NewAsync();
        var port = FreePort();
        var run = bench.JsonLinesAsync(string.Create(CultureInfo.InvariantCulture, $"phone boot DIR --mode emergency --port {port}"));
        using var client = await ConnectAsync(port);

        await TalkAsync(new StreamLink(client.GetStream()), power == "off" ? FirehosePower.Off : FirehosePower.Reset);

        var lines = await run;
        Assert.Equal(port, lines[0]["port"]!.GetValue<int>());
        Assert.Matches("^QUSB_BULK_CID:[0-9A-F]{4}_SN:[0-9A-F]{8}$", lines[0]["name"]!.GetValue<string>());
        Assert.Equal(left, lines[1]["left"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_maker_and_its_programmer_are_fixed_when_the_phone_is_made()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parent = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(bench.Folder)!, "maker"));
        var (pem, elf) = (Path.Combine(parent.FullName, "release.pub"), Path.Combine(parent.FullName, "prog.elf"));
        await File.WriteAllTextAsync(pem, key.ExportSubjectPublicKeyInfoPem(), Ct);
        await File.WriteAllBytesAsync(elf, Programmer.ImageFor("another"), Ct);

        Assert.Equal(0, (await bench.RunAsync($"phone new DIR --release-key {pem} --programmer {elf}")).Exit);

        using (var phone = VirtualPhone.Open(bench.Folder))
        {
            Assert.Single(phone.Facts.ReleaseKeys);
            Assert.Equal(Programmer.DigestOf(Programmer.ImageFor("another")), phone.Facts.Programmer);
        }

        Assert.Equal(ExitCodes.Usage, (await bench.RunAsync($"phone new DIR2 --release-key {elf}")).Exit);
        Assert.Equal(ExitCodes.Usage, (await bench.RunAsync($"phone new DIR2 --programmer {pem}")).Exit);
    }

    [Fact]
    public async Task A_phone_with_bad_sectors_says_so_and_does_not_start()
    {
        await bench.NewAsync();
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "bad.json"), """[{"unit":4,"first":1280,"sectors":16}]""", Ct);

        var (exit, report) = await bench.JsonAsync("phone boot DIR");

        Assert.Equal(ExitCodes.Damaged, exit);
        Assert.Equal(("damaged", "damaged"), (report["error"]!["code"]!.GetValue<string>(), report["bootStop"]!.GetValue<string>()));
        Assert.Equal(ExitCodes.Damaged, (await bench.RunAsync("phone boot DIR --mode bootloader --port 0")).Exit);
        Assert.Equal(ExitCodes.Damaged, (await bench.RunAsync("phone boot DIR --mode fastbootd --port 0")).Exit);
        Assert.Equal("""[{"unit":4,"first":1280,"sectors":16}]""", ((JsonArray)(await bench.JsonAsync("phone status DIR")).Report["damaged"]!).ToJsonString());
    }

    [Fact]
    public async Task The_kind_of_target_is_a_fault_that_stays()
    {
        await bench.NewAsync();
        await bench.JsonAsync("phone fault DIR --sahara-version 3 --sahara-bits 64 --sahara-hello lost --sahara-fail-at 100 --raw strict");

        var (_, faults) = await bench.JsonAsync("phone fault DIR --sahara-hello said --sahara-fail-at 0");

        Assert.Equal((3, true, false, true), (faults["emergency"]!["saharaVersion"]!.GetValue<int>(), faults["emergency"]!["isWide"]!.GetValue<bool>(), faults["emergency"]!["losesHello"]!.GetValue<bool>(), faults["emergency"]!["isRawStrict"]!.GetValue<bool>()));
        Assert.Null((await bench.JsonAsync("phone fault DIR --clear")).Report["emergency"]);
    }

    private async Task TalkAsync(IFlashLink link, FirehosePower power)
    {
        await using var port = new LinkPort(link, TimeProvider.System);
        var sahara = new SaharaHost(port);
        Assert.Equal(SaharaStart.Target, await sahara.OpenAsync(Ct));
        var programmer = await File.ReadAllBytesAsync(Path.Combine(bench.Folder, "programmer.elf"), Ct);
        await sahara.UploadAsync(new Dictionary<ulong, Stream> { [SaharaHost.Programmer] = new MemoryStream(programmer) }, null, Ct);
        var host = new FirehoseHost(port);
        await host.GreetAsync(Ct);
        Assert.False((await host.SendAsync(new FirehoseEraseCommand(PhoneLayout.SectorSize, 3, null), Ct)).IsAck);
        Assert.Contains("auth: 4", (await host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.Request), Ct)).Reason, StringComparison.Ordinal);
        Assert.True((await host.SendAsync(new FirehosePowerCommand(power), Ct)).IsAck);
    }

    private static async Task<TcpClient> ConnectAsync(int port)
    {
        while (true)
        {
            var client = new TcpClient { NoDelay = true };
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port, Ct);
                return client;
            }
            catch (SocketException)
            {
                client.Dispose();
                await Task.Delay(50, Ct);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
