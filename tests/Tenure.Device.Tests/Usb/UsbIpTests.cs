using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tenure.Device.Phone.Emergency;
using Tenure.Device.Phone.Usb;
using Tenure.Device.Tests.Emergency;
using Tenure.Device.Tests.Phone;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Links;
using Tenure.Protocols.Sahara;
using Tenure.Protocols.Tests.Fuzz;

namespace Tenure.Device.Tests.Usb;

public sealed class UsbIpTests : IDisposable
{
    private readonly EmergencyBench bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private UsbIdentity Identity => UsbIdentity.Emergency(EmergencyMode.ProductStringOf(bench.Facts), bench.Facts.Serial);

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_host_that_looks_sees_one_device()
    {
        var (host, device) = await PairAsync();
        var attaching = new UsbIpServer(Identity).AttachAsync(device, Ct);
        await host.WriteAsync((byte[])[0x01, 0x11, 0x80, 0x05, 0, 0, 0, 0], Ct);
        var reply = new byte[12 + 312 + 4];
        await host.ReadExactlyAsync(reply, Ct);

        Assert.Null(await attaching);
        Assert.Equal([0x01, 0x11, 0x00, 0x05, 0, 0, 0, 0, 0, 0, 0, 1], reply[..12]);
        Assert.Equal("1-1", Encoding.ASCII.GetString(reply, 12 + 256, 32).TrimEnd('\0'));
        Assert.Equal((0x05c6, 0x9008), (BinaryPrimitives.ReadUInt16BigEndian(reply.AsSpan(12 + 300)), BinaryPrimitives.ReadUInt16BigEndian(reply.AsSpan(12 + 302))));
        Assert.Equal([0xff, 0xff, 0x10, 0], reply[^4..]);
    }

    [Theory]
    [InlineData("011180030000000032")]
    [InlineData("0110800500000000")]
    [InlineData("0111800900000000")]
    [InlineData("01")]
    public async Task Another_device_or_another_protocol_is_not_attached(string said)
    {
        var (host, device) = await PairAsync();
        var attaching = new UsbIpServer(Identity).AttachAsync(device, Ct);
        await host.WriteAsync((byte[])[.. Convert.FromHexString(said), .. said.Length == 18 ? new byte[31] : []], Ct);
        host.Close();

        Assert.Null(await attaching);
    }

    [Fact]
    public async Task It_says_in_its_descriptors_what_tools_look_for()
    {
        await using var host = await AttachedAsync();

        var device = await host.Host.DescriptorAsync(0x0100, 64, Ct);
        Assert.Equal((18, 0x05c6, 0x9008), (device.Length, BinaryPrimitives.ReadUInt16LittleEndian(device.AsSpan(8)), BinaryPrimitives.ReadUInt16LittleEndian(device.AsSpan(10))));
        Assert.Equal(9, (await host.Host.DescriptorAsync(0x0200, 9, Ct)).Length);
        var configuration = await host.Host.DescriptorAsync(0x0200, 255, Ct);
        Assert.Equal((32, 32), (configuration.Length, configuration[2]));
        Assert.Matches("^QUSB_BULK_CID:[0-9A-F]{4}_SN:[0-9A-F]{8}$", Encoding.Unicode.GetString((await host.Host.DescriptorAsync(0x0302, 255, Ct))[2..]));
        await Assert.ThrowsAsync<IOException>(() => host.Host.DescriptorAsync(0x0600, 10, Ct));
    }

    [Fact]
    public async Task A_request_that_is_taken_back_gets_nothing_and_the_next_one_does()
    {
        await using var host = await AttachedAsync();
        var first = host.Host.Submit(isIn: true, 512);
        Assert.Equal(-104, await host.Host.UnlinkAsync(first, Ct));
        var reading = host.Host.ReadAsync(new byte[512], Ct).AsTask();
        await host.Device.WriteAsync(new byte[] { 1, 2, 3 }, Ct);
        Assert.Equal(3, await reading);
        Assert.Equal(0, await host.Host.UnlinkAsync(first, Ct));
    }

    // A kernel resets the connection where a request is answered that was taken back.
    [Fact]
    public async Task A_write_that_is_taken_back_before_the_device_took_it_never_was()
    {
        await using var host = await AttachedAsync();
        var first = host.Host.Submit(isIn: false, 3, [1, 2, 3]);
        Assert.Equal(-104, await host.Host.UnlinkAsync(first, Ct));
        var second = host.Host.Submit(isIn: false, 2, [4, 5]);
        var buffer = new byte[512];
        Assert.Equal(2, await host.Device.ReadAsync(buffer, Ct));
        Assert.Equal([4, 5], buffer[..2]);
        Assert.Equal(0, await host.Host.UnlinkAsync(second, Ct));
    }

    [Fact]
    public async Task What_a_request_that_was_taken_back_would_have_brought_the_next_one_brings()
    {
        await using var host = await AttachedAsync();
        var first = host.Host.Submit(isIn: true, 4096);
        await host.Device.WriteAsync(new byte[1024], Ct);
        Assert.Equal(-104, await host.Host.UnlinkAsync(first, Ct));
        var reading = host.Host.ReadAsync(new byte[4096], Ct).AsTask();
        await host.Device.WriteAsync(new byte[] { 7 }, Ct);
        Assert.Equal(1025, await reading);
    }

    // 1024 bytes fill two packets: the host hears of them by the empty transfer that follows.
    [Fact]
    public async Task A_transfer_ends_by_a_packet_that_is_not_full()
    {
        await using var host = await AttachedAsync();
        var reading = host.Host.ReadAsync(new byte[4096], Ct).AsTask();
        await host.Device.WriteAsync(new byte[1024], Ct);
        Assert.False(reading.IsCompleted);
        await host.Device.WriteAsync(ReadOnlyMemory<byte>.Empty, Ct);
        Assert.Equal(1024, await reading);
        reading = host.Host.ReadAsync(new byte[512], Ct).AsTask();
        var writing = host.Device.WriteAsync(new byte[700], Ct).AsTask();
        Assert.Equal(512, await reading);
        Assert.Equal(188, await host.Host.ReadAsync(new byte[512], Ct));
        await writing;
    }

    // What a host says before and after it has attached the device, and hosts that say nearly that.
    [Fact]
    public async Task Spoilt_requests_end_a_connection_and_nothing_else()
    {
        byte[] import = [0x01, 0x11, 0x80, 0x03, 0, 0, 0, 0, .. "1-1"u8, .. new byte[29]];
        byte[][] seeds =
        [
            [0x01, 0x11, 0x80, 0x05, 0, 0, 0, 0],
            [.. import, .. Request(1, isIn: true, 0, 64, [0x80, 6, 0, 1, 0, 0, 64, 0]), .. Request(2, isIn: false, 1, 4, []), 1, 2, 3, 4, .. Request(3, isIn: true, 1, 512, []), .. Request(4, isIn: true, 7, 8, [])],
        ];
        var mutation = new Mutation(3);
        for (var i = 0; i < 2_000; i++)
        {
            var input = i < seeds.Length ? seeds[i] : mutation.Next(seeds);
            using var connection = new OneWay(input);
            if (await new UsbIpServer(Identity).AttachAsync(connection, Ct) is { } link)
            {
                await using var attached = link;
                await Assert.ThrowsAsync<IOException>(async () =>
                {
                    while (true)
                    {
                        await link.ReadAsync(new byte[1 << 20], Ct);
                    }
                });
            }
        }

        static byte[] Request(uint number, bool isIn, uint endpoint, uint length, byte[] setup)
        {
            var head = new byte[48];
            BinaryPrimitives.WriteUInt32BigEndian(head, 1);
            BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), number);
            BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(12), isIn ? 1u : 0);
            BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(16), endpoint);
            BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(24), length);
            setup.CopyTo(head, 40);
            return head;
        }
    }

    [Fact]
    public async Task A_phone_is_restored_over_USB()
    {
        await using var pair = await AttachedAsync();
        var before = bench.Lock();
        var serving = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(), _ => ValueTask.FromResult(pair.Device), Ct), Ct);

        var receipt = await new RestoringHost(bench).RestoreAsync(pair.Host, Ct);

        Assert.Equal(FirehosePower.Reset, await serving);
        Assert.Equal((bench.Manifest.Entries.Count, 0), ((int)receipt.Done, (int)receipt.Failed));
        Assert.Equal(before, bench.Lock());
        Assert.Equal(Package.Bytes(Package.BootA), bench.Read(Package.BootA));
    }

    // On a slow computer the first lines come when the host has given them up: the phone takes no command before it has got rid of them.
    [Fact]
    public async Task A_phone_whose_first_lines_are_heard_late_is_opened_and_handed_over_to_another_program()
    {
        await using var first = await AttachedAsync();
        await using var second = await AttachedAsync();
        var devices = new Queue<IFlashLink>([first.Device, second.Device]);
        var serving = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(), _ => ValueTask.FromResult(devices.Dequeue()), Ct), Ct);
        var manifest = bench.Signed();
        await using (var port = new LinkPort(new LateEars(first.Host), TimeProvider.System))
        {
            var host = await StartedAsync(port);
            var asked = await host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.Request), Ct);
            Assert.True((await host.AuthenticateAsync(bench.Ticket(asked.Evidence!, manifest), manifest, Ct)).IsAck);
            Assert.True((await host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.HandOver), Ct)).IsAck);
        }

        await using (var port = new LinkPort(new LateEars(second.Host), TimeProvider.System))
        {
            var host = await StartedAsync(port);
            Assert.True((await host.ConfigureAsync(new() { MemoryName = "ufs" }, Ct)).IsAck);
            var bytes = Package.Bytes(Package.BootA);
            Assert.True((await host.ProgramAsync(new(EmergencyBench.Place(Package.BootA)), new MemoryStream(bytes), bytes.Length, null, Ct)).IsAck);
            Assert.True((await host.SendAsync(new FirehosePowerCommand(FirehosePower.Reset), Ct)).IsAck);
            Assert.Equal(bytes, bench.Read(Package.BootA));
        }

        Assert.Equal(FirehosePower.Reset, await serving);

        static async Task<FirehoseHost> StartedAsync(LinkPort port)
        {
            var rom = new SaharaHost(port);
            Assert.Equal(SaharaStart.Target, await rom.OpenAsync(Ct));
            await rom.UploadAsync(new Dictionary<ulong, Stream> { [SaharaHost.Programmer] = new MemoryStream(Programmer.ImageFor(TemporaryPhone.Facts.Product)) }, null, Ct);
            var host = new FirehoseHost(port, new() { Greeting = TimeSpan.FromMilliseconds(1) });
            Assert.Empty(await host.GreetAsync(Ct));
            return host;
        }
    }

    private async Task<Pair> AttachedAsync()
    {
        var (host, device) = await PairAsync();
        var attaching = new UsbIpServer(Identity).AttachAsync(device, Ct);
        var attached = await UsbIpHost.AttachAsync(host, Ct);
        return new(attached, (await attaching)!);
    }

    private static async Task<(NetworkStream Host, NetworkStream Device)> PairAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Ct);
        var accepted = await listener.AcceptTcpClientAsync(Ct);
        accepted.NoDelay = true;
        return (client.GetStream(), accepted.GetStream());
    }

    // Reads the given bytes and then ends; takes every write and keeps none.
    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override bool CanWrite => true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;
    }

    private sealed class LateEars(IFlashLink link) : IFlashLink
    {
        public LinkKind Kind => link.Kind;

        public int PacketSize => link.PacketSize;

        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct)
        {
            await Task.Delay(50, ct);
            return await link.ReadAsync(buffer, ct);
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => link.WriteAsync(bytes, ct);

        public ValueTask DisposeAsync() => link.DisposeAsync();
    }

    private sealed record Pair(UsbIpHost Host, IFlashLink Device) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Device.DisposeAsync();
        }
    }
}
