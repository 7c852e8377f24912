using System.Security.Cryptography;
using Tenure.Flash.Fastboot;
using Tenure.Flash.Links;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Sparse;

namespace Tenure.Flash.Tests.Fastboot;

public sealed class FastbootHostTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task It_asks_and_writes_what_fits_at_once(string scheme)
    {
        await using var phone = new Phone();
        await using var connection = await OpenAsync(phone, scheme);
        Assert.Equal(DeviceMode.Fastboot, connection.Mode);
        var host = new FastbootHost(connection.Fastboot!);
        Assert.Equal(new FastbootFacts { Product = "lotus", Serial = "A1", IsUnlocked = true, AntiRollback = 2, MaxDownload = 65536, Battery = 80 }, await host.FactsAsync(Ct));
        await host.FlashAsync("boot", new MemoryStream([1, 2, 3]), null, null, Ct);
        Assert.Equal([1, 2, 3], phone.Partitions["boot"].ToArray());
        Assert.Equal(["flash:boot"], phone.Commands);
    }

    [Theory]
    [InlineData("tcp", false, null)]
    [InlineData("tcp", true, null)]
    [InlineData("tcp", true, 40960L)]
    [InlineData("udp", false, null)]
    public async Task What_does_not_fit_is_cut_into_pieces(string scheme, bool isSparse, long? piece)
    {
        var image = RandomNumberGenerator.GetBytes(300_000);
        image.AsSpan(50_000, 100_000).Clear();
        var file = new MemoryStream(image);
        if (isSparse)
        {
            var sparse = new MemoryStream();
            SparseLayout.OfImage(file).Write(file, sparse);
            file = sparse;
        }

        await using var phone = new Phone();
        await using var connection = await OpenAsync(phone, scheme);
        var seen = new Seen();
        var length = file.Length;
        await new FastbootHost(connection.Fastboot!).FlashAsync("super", file, piece, seen, Ct);
        Assert.True(phone.Commands.Count > 2);
        Assert.All(phone.Commands, command => Assert.Equal("flash:super", command));
        Assert.Equal(image, phone.Partitions["super"].ToArray()[..image.Length]);
        Assert.InRange(seen.Last, length - 2, length);
    }

    [Fact]
    public async Task A_device_that_takes_less_than_a_block_is_asked_all_the_same()
    {
        await using var phone = new Phone { Variables = { ["max-download-size"] = "0x10" } };
        await using var connection = await OpenAsync(phone, "tcp");
        await new FastbootHost(connection.Fastboot!).FlashAsync("super", new MemoryStream(RandomNumberGenerator.GetBytes(9000)), null, null, Ct);
        Assert.Equal(3, phone.Commands.Count);
    }

    [Fact]
    public async Task Names_are_those_of_the_slots()
    {
        await using var phone = new Phone { Variables = { ["current-slot"] = "b", ["has-slot:boot"] = "yes" } };
        await using var connection = await OpenAsync(phone, "tcp");
        var host = new FastbootHost(connection.Fastboot!);
        Assert.Equal(["boot_b"], await host.PartitionsAsync("boot", Ct));
        Assert.Equal(["boot_a", "boot_b"], await host.PartitionsAsync("boot_ab", Ct));
        Assert.Equal(["userdata"], await host.PartitionsAsync("userdata", Ct));
    }

    [Fact]
    public async Task A_logical_partition_gets_the_size_of_the_image()
    {
        await using var phone = new Phone { Variables = { ["is-logical:system"] = "yes" } };
        await using var connection = await OpenAsync(phone, "tcp");
        await new FastbootHost(connection.Fastboot!).FlashAsync("system", new MemoryStream(new byte[100]), null, null, Ct);
        Assert.Equal(["resize-logical-partition:system:100", "flash:system"], phone.Commands);
    }

    [Fact]
    public async Task A_FAIL_says_what_was_asked_and_why_not()
    {
        await using var phone = new Phone { Fails = "flash:boot" };
        await using var connection = await OpenAsync(phone, "tcp");
        var refused = await Assert.ThrowsAsync<FastbootRefusedException>(() => new FastbootHost(connection.Fastboot!).FlashAsync("boot", new MemoryStream([1]), null, null, Ct));
        Assert.Equal(("flash:boot", "no"), (refused.Command, refused.Reason));
    }

    // The longest part of which a digest is asked for is 64 MiB: an image of two of them has one that is right and one that is not.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_right_already_is_not_sent_again(bool isSparse)
    {
        const int Part = (int)FastbootDigest.MaxLength;
        var image = new byte[Part + (300 * 4096)];
        for (var at = 0; at < image.Length; at += 4096)
        {
            BitConverter.TryWriteBytes(image.AsSpan(at), at + 1);
        }

        var file = new MemoryStream(image);
        if (isSparse)
        {
            file = new MemoryStream();
            SparseLayout.OfImage(new MemoryStream(image)).Write(new MemoryStream(image), file);
        }

        await using var phone = new Phone { TellsDigests = true, Variables = { ["max-download-size"] = "0x8000000" } };
        phone.Partitions["super"] = new();
        phone.Partitions["super"].Write(image);
        await using var connection = await OpenAsync(phone, "tcp");
        var (host, seen, length) = (new FastbootHost(connection.Fastboot!) { SkipsRight = true }, new Seen(), file.Length);
        await host.FlashAsync("super", new MemoryStream(file.ToArray()), null, seen, Ct);
        Assert.Empty(phone.Commands);
        Assert.InRange(seen.Last, length - 2, length);

        phone.Commands.Clear();
        phone.Partitions["super"].GetBuffer()[Part + 1] ^= 1;
        await host.FlashAsync("super", new MemoryStream(file.ToArray()), null, null, Ct);
        Assert.Equal(["flash:super"], phone.Commands);
        Assert.InRange(phone.LastDownload, 300 * 4096, 310 * 4096);
        Assert.Equal(image, phone.Partitions["super"].ToArray()[..image.Length]);
    }

    [Fact]
    public async Task A_device_that_tells_no_digests_gets_all()
    {
        await using var phone = new Phone();
        phone.Partitions["boot"] = new();
        phone.Partitions["boot"].Write([1, 2, 3]);
        await using var connection = await OpenAsync(phone, "tcp");
        await new FastbootHost(connection.Fastboot!) { SkipsRight = true }.FlashAsync("boot", new MemoryStream([1, 2, 3]), null, null, Ct);
        Assert.Equal(["flash:boot"], phone.Commands);
    }

    [Theory]
    [InlineData("sha256:super:0x0:0x4000000", true)]
    [InlineData("sha256:super:0x10:0x1", true)]
    [InlineData("sha256:super:0x0:0x4000001", false)]
    [InlineData("sha256:super:0x0:0x0", false)]
    [InlineData("sha256:super:0x8000000000000000:0x1", false)]
    [InlineData("sha256:super:0x7fffffffffffffff:0x1", false)]
    [InlineData("sha256::0x0:0x1", false)]
    [InlineData("sha256:super:0:1", false)]
    [InlineData("sha1:super:0x0:0x1", false)]
    public void The_name_of_a_digest_is_read_as_it_is_written(string name, bool isOne) => Assert.Equal(isOne ? name : null, FastbootDigest.Parse(name)?.ToString());

    [Fact]
    public async Task Nobody_there_is_an_IOException() =>
        await Assert.ThrowsAsync<IOException>(() => DeviceConnection.OpenAsync(FlashAddress.Parse("tcp:127.0.0.1:1")!, Ct));

    [Theory]
    [InlineData("tcp:127.0.0.1", "tcp:127.0.0.1:5554")]
    [InlineData("udp:phone.local:9", "udp:phone.local:9")]
    [InlineData("tcp:[::1]:7", "tcp:[::1]:7")]
    [InlineData("/dev/ttyUSB0", "serial:/dev/ttyUSB0")]
    [InlineData("serial:/dev/pts/4", "serial:/dev/pts/4")]
    [InlineData("COM5", "serial:COM5")]
    [InlineData("usb:1-12", "usb:1-12")]
    [InlineData("tcp:", null)]
    [InlineData("tcp:a/b", null)]
    [InlineData("tcp:me@a", null)]
    [InlineData("usb:1A2B3C4D", "usb:1A2B3C4D")]
    [InlineData("usb:", null)]
    [InlineData("usb:a b", null)]
    [InlineData("usb:a\u001b[2J", null)]
    [InlineData("usb:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", null)]
    [InlineData("phone", null)]
    [InlineData("", null)]
    public void An_address_is_read(string text, string? address) => Assert.Equal(address, FlashAddress.Parse(text)?.ToString());

    private static Task<DeviceConnection> OpenAsync(Phone phone, string scheme) => DeviceConnection.OpenAsync(FlashAddress.Parse($"{scheme}:127.0.0.1:{phone.Port}")!, Ct);

    private sealed class Seen : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value) => Last = value;
    }
}
