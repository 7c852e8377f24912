using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Tenure.Device.Agent;
using Tenure.Device.Phone;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Super;
using Tenure.Testing;

namespace Tenure.Device.Tests.Phone.Boot;

/// <summary>Debian's own fastboot writes a phone, over TCP and over UDP.</summary>
[Trait("Peer", Peer.Fastboot)]
public sealed class FastbootWritingTests : IDisposable
{
    private readonly BootBench bench = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tenure-images-");

    public void Dispose()
    {
        folder.Delete(recursive: true);
        bench.Dispose();
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task An_unlocked_phone_takes_an_image_whole_and_in_pieces(string way)
    {
        bench.Unlock();
        var image = Noise(1_000_001);
        var file = File(image);

        await GoodAsync(way, "flash", "boot", file);
        Assert.Equal(image, Read("boot_a", image.Length));

        // No whole number of blocks: the host leaves the last chunk of its pieces out.
        await GoodAsync(way, "-S", "300K", "flash", "boot_b", file);
        Assert.Equal(image, Read("boot_b", image.Length));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task Of_what_a_sparse_image_says_nothing_stays(string way)
    {
        bench.Unlock();
        bench.Write("boot_a", [.. Enumerable.Repeat((byte)9, 16384)]);

        // Blocks of 4096: raw, nothing, fill.
        byte[] sparse =
        [
            .. Convert.FromHexString("3aff26ed010000001c000c00001000000300000003000000" + "00000000"),
            .. Convert.FromHexString("c1ca0000" + "01000000" + "0c100000"), .. Enumerable.Repeat((byte)7, 4096),
            .. Convert.FromHexString("c3ca0000" + "01000000" + "0c000000"),
            .. Convert.FromHexString("c2ca0000" + "01000000" + "10000000" + "05050505"),
        ];
        await GoodAsync(way, "flash", "boot", File(sparse));

        byte[] expected = [.. Enumerable.Repeat((byte)7, 4096), .. Enumerable.Repeat((byte)9, 4096), .. Enumerable.Repeat((byte)5, 4096), .. Enumerable.Repeat((byte)9, 4096)];
        Assert.Equal(expected, Read("boot_a", 16384));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task Erasing_choosing_a_slot_and_wiping_work_and_questions_are_answered(string way)
    {
        bench.Unlock();
        bench.Core.UserData.Save(new UserRecord { Identifier = "someone@example.org" });
        await GoodAsync(way, "erase", "vbmeta_b");
        await GoodAsync(way, "--set-active=b");
        Assert.Contains("current-slot: b", await GoodAsync(way, "getvar", "current-slot"), StringComparison.Ordinal);
        Assert.Contains("unlocked: yes", await GoodAsync(way, "getvar", "unlocked"), StringComparison.Ordinal);
        Assert.Contains("Device unlocked: true", await GoodAsync(way, "oem", "device-info"), StringComparison.Ordinal);
        Assert.Contains("anti:1", await GoodAsync(way, "getvar", "all"), StringComparison.Ordinal);
        await GoodAsync(way, "-w");
        Assert.False(Read(PhoneLayout.UserData, 1 << 20).AsSpan().ContainsAnyExcept((byte)0));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task What_was_staged_comes_back(string way)
    {
        bench.Unlock();
        var staged = Noise(70_000);
        var back = Path.Combine(folder.FullName, "back");
        await GoodAsync(way, "stage", File(staged), "get_staged", back);
        Assert.Equal(staged, await System.IO.File.ReadAllBytesAsync(back, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task Logical_partitions_are_made_grown_written_and_deleted_in_fastbootd(string way)
    {
        bench.Unlock();
        var image = Noise(500_000);
        Assert.Contains("reboot fastboot", await BadAsync(way, "flash", "system", File(image)), StringComparison.Ordinal);

        await GoodAsync(way, userspace: true, "flash", "system", File(image));
        Assert.Equal(image, Read("system_a", image.Length));
        await GoodAsync(way, userspace: true, "create-logical-partition", "product_a", "8192");
        await GoodAsync(way, userspace: true, "resize-logical-partition", "product_a", "20000");
        Assert.Contains("partition-size:product_a: 0x5000", await GoodAsync(way, userspace: true, "getvar", "partition-size:product_a"), StringComparison.Ordinal);
        Assert.Contains("is-logical:product_a: yes", await GoodAsync(way, userspace: true, "getvar", "is-logical:product_a"), StringComparison.Ordinal);
        await GoodAsync(way, userspace: true, "delete-logical-partition", "product_a");
        Assert.Contains("is-userspace: yes", await GoodAsync(way, userspace: true, "getvar", "is-userspace"), StringComparison.Ordinal);
    }

    // The host's own liblp reads our file and makes the head of the partition of it.
    [Fact]
    public async Task The_hosts_library_reads_our_empty_super_and_makes_the_head_that_we_make()
    {
        bench.Unlock();
        var size = PhoneLayout.Find(PhoneLayout.Super)!.Size;
        var geometry = new SuperGeometry(65536);
        var metadata = SuperMetadata.Empty(geometry, size, [new("main", 4 << 20)]).Create("system_a", "main", 0, SuperAttributes.ReadOnly).Create("system_b", "main", 0, SuperAttributes.ReadOnly);
        using var ours = new MemoryStream();
        SuperDisk.Create(ours, geometry, metadata);

        await GoodAsync("tcp", userspace: true, "wipe-super", File(SuperDisk.WriteEmpty(geometry, metadata)));

        Assert.Equal(ours.ToArray(), Read(PhoneLayout.Super, (int)ours.Length));
    }

    [Fact]
    public async Task Super_is_laid_out_anew_and_one_of_another_size_is_refused()
    {
        bench.Unlock();
        var ct = TestContext.Current.CancellationToken;
        var size = PhoneLayout.Find(PhoneLayout.Super)!.Size;
        var good = SuperMetadata.Empty(new(65536), size, [new("main", 1 << 20)]).Create("system_a", "main", 4096);
        var other = SuperMetadata.Empty(new(65536), size / 2, [new("main", 1 << 20)]);
        using var off = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var server = new FastbootDeviceServer(new Bootloader(bench.Phone, bench.Core, null, TimeProvider.System) { IsUserspace = true });
        var serving = server.ServeAsync(listener, off.Token);
        await using (var host = await FastbootClient.ConnectAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, ct))
        {
            await host.DownloadAsync(SuperDisk.WriteEmpty(new(65536), good), ct);
            Assert.True((await host.SendAsync("update-super:super", ct)).Succeeded);
            Assert.Equal("0x1000", await host.GetVariableAsync("partition-size:system_a", ct));
            Assert.NotNull(await host.GetVariableAsync("partition-size:system_b", ct));
            await host.DownloadAsync(SuperDisk.WriteEmpty(new(65536), good), ct);
            Assert.True((await host.SendAsync("update-super:super:wipe", ct)).Succeeded);
            Assert.Null(await host.GetVariableAsync("partition-size:system_b", ct));
            await host.DownloadAsync(SuperDisk.WriteEmpty(new(65536), other), ct);
            Assert.False((await host.SendAsync("update-super:super", ct)).Succeeded);
            Assert.False((await host.SendAsync("update-super:super", ct)).Succeeded);
            Assert.False((await host.SendAsync("create-logical-partition:x:-1", ct)).Succeeded);
            Assert.False((await host.SendAsync("create-logical-partition:boot_a:1", ct)).Succeeded);
            Assert.True((await host.SendAsync("snapshot-update:cancel", ct)).Succeeded);
            Assert.Contains("fetch", (await host.SendAsync("fetch:userdata", ct)).Text, StringComparison.Ordinal);
            Assert.False((await host.SendAsync("fetch:boot_a:0x400001", ct)).Succeeded);
            Assert.False((await host.SendAsync("fetch:boot_a:0x0:0x400001", ct)).Succeeded);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Whole("boot_a").AsSpan(4096, 8192))), await host.GetVariableAsync("sha256:boot_a:0x1000:0x2000", ct));
            Assert.Null(await host.GetVariableAsync("sha256:boot_a:0x400000:0x1", ct));
            Assert.Null(await host.GetVariableAsync("sha256:userdata:0x0:0x1000", ct));
            Assert.Null(await host.GetVariableAsync("sha256:keys:0x0:0x1000", ct));
        }

        await off.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("tenure")]
    [InlineData("counters")]
    [InlineData("loader")]
    public async Task Nothing_writes_what_is_protected(string partition)
    {
        bench.Unlock();
        var before = SHA256.HashData(Whole(partition));

        Assert.Contains("protected", await BadAsync("tcp", "flash", partition, File(Noise(8192))), StringComparison.Ordinal);
        Assert.Contains("protected", await BadAsync("tcp", "erase", partition), StringComparison.Ordinal);
        Assert.Contains("protected", await BadAsync("tcp", userspace: true, "erase", partition), StringComparison.Ordinal);

        Assert.Equal(before, SHA256.HashData(Whole(partition)));
    }

    [Fact]
    public async Task An_image_larger_than_its_partition_and_a_broken_sparse_one_are_refused()
    {
        bench.Unlock();
        Assert.Contains("larger", await BadAsync("tcp", "flash", "vbmeta_a", File(Noise((1 << 20) + 1))), StringComparison.Ordinal);
        await BadAsync("tcp", "flash", "nothing", File(Noise(10)));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task Locking_is_refused_while_the_phone_would_not_start_and_erases_when_it_would(string way)
    {
        bench.Unlock();
        bench.Core.UserData.Save(new UserRecord { Identifier = "someone@example.org" });
        bench.Write(BootBench.System with { Regions = ["CN"] });
        Assert.Contains("another hardware region", await BadAsync(way, "flashing", "lock"), StringComparison.Ordinal);
        bench.Write(BootBench.System with { Product = "another" });
        Assert.Contains("another board", await BadAsync(way, "flashing", "lock"), StringComparison.Ordinal);
        bench.Write(BootBench.System);
        bench.Change("boot_a", 5000);
        Assert.Contains("boot_a is not what the maker signed", await BadAsync(way, "oem", "lock"), StringComparison.Ordinal);
        Assert.True(bench.Reload().Record.IsUnlocked);
        Assert.True(Whole(PhoneLayout.UserData).AsSpan().ContainsAnyExcept((byte)0));

        bench.Write(BootBench.System);
        await GoodAsync(way, "flashing", "lock");

        Assert.False(bench.Reload().Record.IsUnlocked);
        Assert.False(Whole(PhoneLayout.UserData).AsSpan().ContainsAnyExcept((byte)0));
        Assert.Contains("not allowed on a locked device", await BadAsync(way, "flash", "boot", File(Noise(100))), StringComparison.Ordinal);
        Assert.Contains("not allowed on a locked device", await GoodAsync(way, "getvar", "sha256:boot_a:0x0:0x1000"), StringComparison.Ordinal);
        Assert.NotNull(bench.Chain.Start().System);
    }

    private async Task<string> GoodAsync(string way, params string[] arguments) => await GoodAsync(way, userspace: false, arguments);

    private async Task<string> GoodAsync(string way, bool userspace, params string[] arguments)
    {
        var (exit, text) = await RunAsync(way, userspace, arguments);
        Assert.True(exit == 0, text);
        return text;
    }

    private async Task<string> BadAsync(string way, params string[] arguments) => await BadAsync(way, userspace: false, arguments);

    private async Task<string> BadAsync(string way, bool userspace, params string[] arguments)
    {
        var (exit, text) = await RunAsync(way, userspace, arguments);
        Assert.True(exit != 0, text);
        return text;
    }

    private async Task<(int Exit, string Text)> RunAsync(string way, bool userspace, string[] arguments)
    {
        using var off = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        listener.Start();
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var agent = new DeviceAgent(bench.Core, TimeProvider.System);
        using var server = new FastbootDeviceServer(new Bootloader(bench.Phone, bench.Core, agent, TimeProvider.System) { IsUserspace = userspace });
        var serving = server.ServeAsync(listener, socket, off.Token);
        var port = ((IPEndPoint)(way == "tcp" ? listener.LocalEndpoint : socket.LocalEndPoint!)).Port;
        var run = await Tool.Fastboot().RunAsync(["-s", string.Create(CultureInfo.InvariantCulture, $"{way}:127.0.0.1:{port}"), .. arguments], TestContext.Current.CancellationToken);
        await off.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
        bench.Reload();
        return (run.ExitCode, run.Text);
    }

    private byte[] Whole(string partition) => Read(partition, (int)PhoneLayout.Find(partition)!.Size);

    private byte[] Read(string partition, int length)
    {
        using var stream = bench.Open(partition);
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private string File(byte[] content)
    {
        var path = Path.Combine(folder.FullName, Path.GetRandomFileName());
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    private static byte[] Noise(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(((i * 2654435761L) >> 11) ^ i))];
}
