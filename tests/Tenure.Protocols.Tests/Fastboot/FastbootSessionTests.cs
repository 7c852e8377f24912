using System.Diagnostics;
using System.Net.Sockets;
using CsCheck;
using Tenure.Protocols.Fastboot;

namespace Tenure.Protocols.Tests.Fastboot;

public sealed class FastbootSessionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_reads_variables_flashes_and_reboots()
    {
        await using var device = new Bootloader();
        await using var host = await device.ConnectAsync();
        var image = Bytes(300_000);

        Assert.Equal("lotus", await host.GetVariableAsync("product", Ct));
        Assert.Null(await host.GetVariableAsync("colour", Ct));
        Assert.Equal(["version:0.4", "product:lotus"], (await host.SendAsync("getvar:all", Ct)).Info);
        Assert.True((await host.FlashAsync("boot", image, Ct)).Succeeded);
        Assert.True((await host.SendAsync("reboot", Ct)).Succeeded);

        Assert.Equal(FastbootExit.Reboot, await device.Left);
        Assert.Equal(image, device.Phone.Boot);
    }

    [Fact]
    public async Task A_reason_comes_with_a_refusal()
    {
        await using var device = new Bootloader();
        device.Phone.Locked = true;
        await using var host = await device.ConnectAsync();

        var response = await host.FlashAsync("boot", Bytes(10), Ct);

        Assert.False(response.Succeeded);
        Assert.Equal("flash is not allowed on locked devices", response.Text);
    }

    [Fact]
    public async Task What_is_staged_outlives_the_connection_and_can_be_fetched()
    {
        await using var device = new Bootloader();
        await using (var host = await device.ConnectAsync())
        {
            Assert.False((await host.UploadAsync(1 << 20, Ct)).Succeeded);
            Assert.True((await host.DownloadAsync(Bytes(5000), Ct)).Succeeded);
        }

        await using var next = await device.ConnectAsync();

        Assert.Equal(Bytes(5000), (await next.UploadAsync(1 << 20, Ct)).Data);
        await Assert.ThrowsAsync<ProtocolException>(() => next.UploadAsync(100, Ct));
    }

    [Fact]
    public Task Data_may_be_cut_into_frames_in_any_way() =>
        Gen.Int[1, 900].Array[1, 12].SampleAsync(
            async sizes =>
            {
                await using var device = new Bootloader();
                var data = Bytes(sizes.Sum());
                await using var stream = await device.ConnectRawAsync();
                await stream.WriteAsync((byte[])[.. Wire.Handshake, .. Wire.Frame($"download:{data.Length:x8}")], Ct);
                var sent = 0;
                foreach (var size in sizes)
                {
                    await stream.WriteAsync(Wire.Frame(data.AsSpan(sent, size)), Ct);
                    sent += size;
                }

                await stream.WriteAsync(Wire.Frame("flash:boot"), Ct);
                stream.Socket.Shutdown(SocketShutdown.Send);
                Assert.Equal([$"DATA{data.Length:x8}", "OKAY", "OKAY"], await Wire.ReadRepliesAsync(stream));
                Assert.Equal(data, device.Phone.Boot);
            },
            iter: 30,
            threads: 1);

    [Fact]
    public async Task Bytes_may_come_one_at_a_time()
    {
        await using var device = new Bootloader();
        await using var stream = await device.ConnectRawAsync();
        foreach (var b in (byte[])[.. Wire.Handshake, .. Wire.Frame("getvar:product"), .. Wire.Frame("download:00000003"), .. Wire.Frame("abc"u8)])
        {
            await stream.WriteAsync((byte[])[b], Ct);
        }

        stream.Socket.Shutdown(SocketShutdown.Send);

        Assert.Equal(["OKAYlotus", "DATA00000003", "OKAY"], await Wire.ReadRepliesAsync(stream));
    }

    [Fact]
    public async Task A_connection_cut_at_any_byte_leaves_the_device_as_it_was()
    {
        await using var device = new Bootloader();
        byte[] session =
        [
            .. Wire.Handshake, .. Wire.Frame("getvar:product"), .. Wire.Frame("download:00000010"), .. Wire.Frame(Bytes(6)), .. Wire.Frame(Bytes(10)),
            .. Wire.Frame("oem staged"),
        ];
        for (var cut = 0; cut < session.Length; cut++)
        {
            await using (var stream = await device.ConnectRawAsync())
            {
                await stream.WriteAsync(session.AsMemory(0, cut), Ct);
                stream.Socket.Shutdown(SocketShutdown.Send);
                await Wire.ReadRepliesAsync(stream);
            }

            Assert.DoesNotContain("oem staged", device.Phone.Seen);
        }

        await using var host = await device.ConnectAsync();
        Assert.Equal("lotus", await host.GetVariableAsync("product", Ct));
        Assert.All(device.Lost, e => Assert.Equal(ProtocolErrorCode.ConnectionClosed, e.Code));
    }

    [Fact]
    public async Task A_download_that_breaks_off_is_forgotten_whole()
    {
        await using var device = new Bootloader();
        await using (var host = await device.ConnectAsync())
        {
            await host.DownloadAsync(Bytes(100), Ct);
        }

        await using (var stream = await device.ConnectRawAsync())
        {
            await stream.WriteAsync((byte[])[.. Wire.Handshake, .. Wire.Frame("download:00000100"), .. Wire.Frame(Bytes(255))], Ct);
            stream.Socket.Shutdown(SocketShutdown.Send);
            Assert.Equal(["DATA00000100"], await Wire.ReadRepliesAsync(stream));
        }

        await using var next = await device.ConnectAsync();
        Assert.Equal("0", (await next.SendAsync("oem staged", Ct)).Text);
    }

    public static TheoryData<string, string> Lies => new()
    {
        { "a length of nearly 2^64", Convert.ToHexString(Wire.Length(ulong.MaxValue)) },
        { "a length with the sign bit", Convert.ToHexString(Wire.Length(1UL << 63)) },
        { "a command frame above 4096", Convert.ToHexString(Wire.Length(4097)) },
        { "an empty frame", Convert.ToHexString(Wire.Length(0)) },
        { "data past its end", Convert.ToHexString([.. Wire.Frame("download:00000004"), .. Wire.Length(5)]) },
        { "an empty frame in data", Convert.ToHexString([.. Wire.Frame("download:00000004"), .. Wire.Length(0)]) },
        { "a data length of nearly 2^64", Convert.ToHexString([.. Wire.Frame("download:00000004"), .. Wire.Length(ulong.MaxValue)]) },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_lying_length_costs_the_connection_and_nothing_else(string what, string hex)
    {
        await using var device = new Bootloader();
        await using (var stream = await device.ConnectRawAsync())
        {
            await stream.WriteAsync((byte[])[.. Wire.Handshake, .. Convert.FromHexString(hex)], Ct);
            Assert.DoesNotContain("OKAY", await Wire.ReadRepliesAsync(stream));
        }

        await using var host = await device.ConnectAsync();
        Assert.Equal("lotus", await host.GetVariableAsync("product", Ct));
        Assert.True(Assert.Single(device.Lost).Code is ProtocolErrorCode.TooLarge or ProtocolErrorCode.Malformed, what);
    }

    [Theory]
    [InlineData("download:00000000")]
    [InlineData("download:80000000")]
    [InlineData("download:ffffffff")]
    [InlineData("download:00400001")]
    [InlineData("download:1")]
    [InlineData("download:000000001")]
    [InlineData("download:0x000001")]
    [InlineData("download:-0000001")]
    [InlineData("download: 0000001")]
    [InlineData("download")]
    [InlineData("getvar:product\n")]
    [InlineData("getvar:\u001b[2J")]
    [InlineData("getvar:\u007f")]
    public async Task A_bad_command_is_refused_and_the_next_one_is_served(string command)
    {
        await using var device = new Bootloader();
        await using var host = await device.ConnectAsync();

        Assert.False((await host.SendAsync(command, Ct)).Succeeded);
        Assert.Equal("lotus", await host.GetVariableAsync("product", Ct));
        Assert.Equal(["getvar:product"], device.Phone.Seen);
    }

    [Fact]
    public async Task A_command_has_at_most_256_bytes()
    {
        await using var device = new Bootloader();
        await using var host = await device.ConnectAsync();
        var longest = "oem " + new string('x', 252);

        Assert.True((await host.SendAsync(longest, Ct)).Succeeded);
        Assert.False((await host.SendAsync(longest + "x", Ct)).Succeeded);
        Assert.Equal([longest], device.Phone.Seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("FB")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("FB00")]
    [InlineData("FBxx")]
    public async Task A_peer_that_does_not_shake_hands_is_dropped(string greeting)
    {
        await using var device = new Bootloader(new() { Handshake = TimeSpan.FromMilliseconds(600) });
        await using (var stream = await device.ConnectRawAsync())
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(greeting), Ct);
            Assert.Empty(await Wire.ReadRepliesAsync(stream));
        }

        await using var host = await device.ConnectAsync();
        Assert.Equal("lotus", await host.GetVariableAsync("product", Ct));
    }

    [Fact]
    public async Task A_silent_host_does_not_keep_the_next_one_out()
    {
        await using var device = new Bootloader(new() { Silence = TimeSpan.FromMilliseconds(600) });
        await using var silent = await device.ConnectRawAsync();
        await silent.WriteAsync((byte[])[.. Wire.Handshake, .. Wire.Frame("download:00000100"), .. Wire.Frame(Bytes(3))], Ct);

        await using var host = await device.ConnectAsync();

        Assert.Equal("lotus", await host.GetVariableAsync("product", Ct));
        Assert.Equal(ProtocolErrorCode.PeerSilent, Assert.Single(device.Lost).Code);
    }

    [Fact]
    public async Task Replies_are_not_delayed()
    {
        await using var device = new Bootloader();
        await using var host = await device.ConnectAsync();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            await host.SendAsync("oem echo", Ct);
        }

        // With Nagle's delay each pair of INFO and OKAY takes 40 ms.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
    }

    private static byte[] Bytes(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)(i * 7))];
}
