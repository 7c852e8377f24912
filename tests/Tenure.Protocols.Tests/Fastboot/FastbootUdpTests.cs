using System.Net;
using System.Net.Sockets;
using System.Text;
using CsCheck;
using Tenure.Protocols.Fastboot;

namespace Tenure.Protocols.Tests.Fastboot;

/// <summary>fastboot over UDP: our two sides against each other, and packets made by hand.</summary>
public sealed class FastbootUdpTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_reads_variables_flashes_stages_and_reboots()
    {
        await using var device = new Bootloader();
        await using var host = await device.ConnectUdpAsync();
        var image = Bytes(300_000);

        Assert.Equal("lotus", await host.GetVariableAsync("product", Ct));
        Assert.Equal(["version:0.4", "product:lotus"], (await host.SendAsync("getvar:all", Ct)).Info);
        Assert.True((await host.FlashAsync("boot", image, Ct)).Succeeded);
        Assert.True((await host.DownloadAsync(Bytes(20_000), Ct)).Succeeded);
        Assert.Equal(Bytes(20_000), (await host.UploadAsync(1 << 20, Ct)).Data);
        Assert.True((await host.SendAsync("reboot", Ct)).Succeeded);

        Assert.Equal(FastbootExit.Reboot, await device.Left);
        Assert.Equal(image, device.Phone.Boot);
    }

    [Fact]
    public async Task A_number_that_runs_over_goes_on_at_zero()
    {
        // Each device draws the number at which it begins: one that runs over soon.
        var (device, number) = (new Bootloader(), 0);
        for (; (number = await FirstNumberAsync(device)) < 60_000; device = new Bootloader())
        {
            await device.DisposeAsync();
        }

        await using var ours = device;
        await using var host = await device.ConnectUdpAsync();
        // Two packets each: the command, and the question for its answer.
        for (var i = number; i < ushort.MaxValue + 100; i += 2)
        {
            Assert.Equal("lotus", await host.GetVariableAsync("product", Ct));
        }

        Assert.InRange(await FirstNumberAsync(device), 0, 1000);
    }

    private static async Task<int> FirstNumberAsync(Bootloader device)
    {
        using var socket = await device.ConnectRawUdpAsync();
        return await NumberAsync(socket);
    }

    [Fact]
    public async Task A_packet_that_comes_twice_is_carried_out_once_and_answered_twice()
    {
        await using var device = new Bootloader();
        using var socket = await device.ConnectRawUdpAsync();
        var next = await BeginAsync(socket);

        var command = Packet(3, next, "oem hello"u8);
        var acknowledged = await AskAsync(socket, command);
        Assert.Equal(acknowledged, await AskAsync(socket, command));
        var asked = await AskAsync(socket, Packet(3, next + 1));
        Assert.Equal(asked, await AskAsync(socket, Packet(3, next + 1)));

        Assert.Equal("INFOhello", Encoding.ASCII.GetString(asked.AsSpan(4)));
        Assert.Equal("OKAY", Encoding.ASCII.GetString((await AskAsync(socket, Packet(3, next + 2))).AsSpan(4)));
        Assert.Equal(["oem hello"], device.Phone.Seen);
    }

    [Fact]
    public async Task A_packet_out_of_order_is_not_answered()
    {
        await using var device = new Bootloader();
        using var socket = await device.ConnectRawUdpAsync();
        var next = await BeginAsync(socket);

        await socket.SendAsync(Packet(3, next + 1, "reboot"u8), Ct);
        await socket.SendAsync(Packet(3, next - 2, "reboot"u8), Ct);
        await socket.SendAsync(Packet(7, next, "reboot"u8), Ct);
        await socket.SendAsync(new byte[] { 3 }, Ct);
        await socket.SendAsync(new byte[9000], Ct);

        Assert.Equal([3, 0, (byte)(next >> 8), (byte)next], await AskAsync(socket, Packet(3, next, "getvar:product"u8)));
        Assert.Equal("OKAYlotus", Encoding.ASCII.GetString((await AskAsync(socket, Packet(3, next + 1))).AsSpan(4)));
        Assert.Equal(["getvar:product"], device.Phone.Seen);
    }

    [Fact]
    public async Task A_stranger_cannot_speak_in_a_session_nor_end_it_in_the_middle()
    {
        await using var device = new Bootloader();
        using var socket = await device.ConnectRawUdpAsync();
        using var stranger = await device.ConnectRawUdpAsync();
        var next = await BeginAsync(socket);
        await AskAsync(socket, Packet(3, next, "download:00000004"u8));
        Assert.Equal("DATA00000004", Encoding.ASCII.GetString((await AskAsync(socket, Packet(3, next + 1))).AsSpan(4)));

        await stranger.SendAsync(Packet(3, next + 2, "evil"u8), Ct);
        await stranger.SendAsync(Packet(2, next + 2, [0, 1, 32, 0]), Ct);

        await AskAsync(socket, Packet(3, next + 2, "good"u8));
        Assert.Equal("OKAY", Encoding.ASCII.GetString((await AskAsync(socket, Packet(3, next + 3))).AsSpan(4)));
        await AskAsync(socket, Packet(3, next + 4, "flash:boot"u8));
        await AskAsync(socket, Packet(3, next + 5));
        Assert.Equal("good"u8.ToArray(), device.Phone.Boot);
    }

    [Fact]
    public async Task A_host_that_begins_anew_ends_its_own_transfer()
    {
        await using var device = new Bootloader();
        using var socket = await device.ConnectRawUdpAsync();
        var next = await BeginAsync(socket);
        await AskAsync(socket, Packet(3, next, "download:00001000"u8));
        await AskAsync(socket, Packet(3, next + 1));
        await AskAsync(socket, Packet(3, next + 2, new byte[100]));

        Assert.Equal((ushort)(next + 3), await NumberAsync(socket));
        next = await BeginAsync(socket);

        await AskAsync(socket, Packet(3, next, "getvar:product"u8));
        Assert.Equal("OKAYlotus", Encoding.ASCII.GetString((await AskAsync(socket, Packet(3, next + 1))).AsSpan(4)));
    }

    [Fact]
    public async Task A_host_that_went_away_in_the_middle_lets_the_next_one_in()
    {
        await using var device = new Bootloader(new FastbootTimeouts { Silence = TimeSpan.FromMilliseconds(300) });
        using (var socket = await device.ConnectRawUdpAsync())
        {
            var next = await BeginAsync(socket);
            await AskAsync(socket, Packet(3, next, "download:00001000"u8));
            await AskAsync(socket, Packet(3, next + 1));
        }

        await using var host = await device.ConnectUdpAsync();

        Assert.Equal("lotus", await host.GetVariableAsync("product", Ct));
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 32, 0 }, "version 0")]
    [InlineData(new byte[] { 0, 1, 1, 255 }, "512")]
    [InlineData(new byte[] { 0, 1 }, "version and a size")]
    public async Task An_offer_that_cannot_be_is_refused_with_its_reason(byte[] offer, string reason)
    {
        await using var device = new Bootloader();
        using var socket = await device.ConnectRawUdpAsync();

        var answer = await AskAsync(socket, Packet(2, await NumberAsync(socket), offer));

        Assert.Equal(0, answer[0]);
        Assert.Contains(reason, Encoding.UTF8.GetString(answer.AsSpan(4)), StringComparison.Ordinal);
        await BeginAsync(socket);
    }

    [Theory]
    [InlineData("download:00000004", new byte[] { 1, 2, 3, 4, 5 })]
    [InlineData("download:00000004", new byte[0])]
    [InlineData("getvar:product", new byte[] { 1 })]
    public async Task What_does_not_fit_the_moment_ends_the_session_and_not_the_device(string command, byte[] then)
    {
        await using var device = new Bootloader();
        using var socket = await device.ConnectRawUdpAsync();
        var next = await BeginAsync(socket);
        await AskAsync(socket, Packet(3, next++, Encoding.ASCII.GetBytes(command)));
        if (command[0] == 'd')
        {
            await AskAsync(socket, Packet(3, next++));
        }

        Assert.Equal(0, (await AskAsync(socket, Packet(3, next, then)))[0]);
        await using var host = await device.ConnectUdpAsync();
        Assert.Equal("lotus", await host.GetVariableAsync("product", Ct));
    }

    [Fact]
    public async Task A_command_longer_than_any_is_not_gathered()
    {
        await using var device = new Bootloader();
        using var socket = await device.ConnectRawUdpAsync();
        var next = await BeginAsync(socket);

        Assert.Equal(3, (await AskAsync(socket, Packet(3, next, new byte[4000], continues: true)))[0]);
        Assert.Equal(0, (await AskAsync(socket, Packet(3, next + 1, new byte[4000], continues: true)))[0]);
        Assert.Empty(device.Phone.Seen);
    }

    [Fact]
    public Task Lost_and_doubled_packets_change_nothing() =>
        Gen.Select(Gen.Int[0, 9].Array[64], Gen.Int[1, 40_000]).SampleAsync(
            async (fates, size) =>
            {
                await using var device = new Bootloader();
                // Whether anybody is there is asked four times only: that all of them are lost is the next test.
                (fates[0], fates[1]) = (2, 2);
                await using var link = new LossyLink(device.UdpPort, fates);
                await using var host = await FastbootClient.ConnectUdpAsync("127.0.0.1", link.Port, Ct);

                Assert.True((await host.FlashAsync("boot", Bytes(size), Ct)).Succeeded);

                Assert.Equal(Bytes(size), device.Phone.Boot);
            },
            iter: 12);

    [Fact]
    public async Task Nobody_there_is_told_after_four_tries()
    {
        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var silent = await Assert.ThrowsAsync<ProtocolException>(() => FastbootClient.ConnectUdpAsync("127.0.0.1", ((IPEndPoint)free.LocalEndPoint!).Port, Ct));

        Assert.Equal(ProtocolErrorCode.PeerSilent, silent.Code);
    }

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7 >> 2))];

    private static byte[] Packet(byte kind, int sequence, ReadOnlySpan<byte> data = default, bool continues = false) =>
        [kind, continues ? (byte)1 : (byte)0, (byte)(sequence >> 8), (byte)sequence, .. data];

    private static async Task<byte[]> AskAsync(Socket socket, byte[] packet)
    {
        await socket.SendAsync(packet, Ct);
        var answer = new byte[9000];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        return answer[..await socket.ReceiveAsync(answer.AsMemory(), SocketFlags.None, limit.Token)];
    }

    private static async Task<int> NumberAsync(Socket socket)
    {
        var answer = await AskAsync(socket, Packet(1, 0));
        Assert.Equal(6, answer.Length);
        return (answer[4] << 8) | answer[5];
    }

    // Returns the next number of the session.
    private static async Task<int> BeginAsync(Socket socket)
    {
        var number = await NumberAsync(socket);
        var answer = await AskAsync(socket, Packet(2, number, [0, 1, 32, 0]));
        Assert.Equal(Packet(2, number, [0, 1, 32, 0]), answer);
        return (ushort)(number + 1);
    }
}
