using CsCheck;
using Tenure.Protocols.BootImages;
using Tenure.Protocols.Tests.Vectors;

namespace Tenure.Protocols.Tests.BootImages;

public sealed class BootImageTests
{
    public static TheoryData<int> Versions => [0, 1, 2, 3, 4];

    public static TheoryData<Vector> Vectors => Vector.Data("boot-images.txt");

    public static BootImage Of(int version) => new()
    {
        HeaderVersion = version,
        PageSize = version >= 3 ? 4096 : 2048,
        System = BootSystem.Of(new(14, 0, 1), new DateOnly(2026, 11, 5)),
        Board = version >= 3 ? "" : "tenure",
        CommandLine = "console=ttyS0 " + new string('x', 600),
        Kernel = Bytes(5000, 1),
        Ramdisk = Bytes(3000, 2),
        Second = version >= 3 ? default : Bytes(10, 3),
        RecoveryOverlays = version is 1 or 2 ? Bytes(2049, 4) : default,
        DeviceTree = version == 2 ? Bytes(77, 5) : default,
        Signature = version == 4 ? Bytes(300, 6) : default,
        Addresses = version >= 3 ? default : new(0x10008000, 0x11000000, 0x10f00000, 0x10000100, version == 2 ? 0x11f00000UL : 0),
        HeaderSize = version == 4 ? 1584 : 1580,
    };

    public static VendorBootImage VendorOf(int version) => new()
    {
        HeaderVersion = version,
        PageSize = 2048,
        Board = "tenure",
        CommandLine = "loop.max_part=7",
        Ramdisk = Bytes(3000, 7),
        DeviceTree = Bytes(99, 8),
        Ramdisks = version == 4 ? [new(0, 1000, 1, "", Bytes(64, 9)), new(1000, 2000, 3, "modules", Bytes(64, 10))] : [],
        BootConfig = version == 4 ? "a=b\n"u8.ToArray() : default,
        Addresses = new(0x8000, 0x1000000, 0, 0x100, 0x1f00000),
        HeaderSize = version == 4 ? 2128 : 2112,
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_vector_is_read_or_refused_as_it_says(Vector vector)
    {
        var bytes = BootImageVectors.Filled(vector);
        if (vector.Refusal is { } code)
        {
            Assert.Equal(code, Assert.Throws<ProtocolException>(() => BootImageCodec.Read(bytes)).Code);
            return;
        }

        var said = vector["kind"] == "boot" ? BootImageVectors.Said(BootImageCodec.Read(bytes)) : BootImageVectors.Said(VendorBootCodec.Read(bytes));
        Assert.All(said, line => Assert.Equal(vector[line.Key], line.Value));
        Assert.Equal(bytes, vector["kind"] == "boot" ? BootImageCodec.Write(BootImageCodec.Read(bytes)) : VendorBootCodec.Write(VendorBootCodec.Read(bytes)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void An_image_is_read_as_it_was_written(int version)
    {
        var image = Of(version);
        var written = BootImageCodec.Write(image);

        var read = BootImageCodec.Read(written);

        Assert.Equal(0, written.Length % image.PageSize);
        Assert.Equal(image.Kernel.ToArray(), read.Kernel.ToArray());
        Assert.Equal(image.Ramdisk.ToArray(), read.Ramdisk.ToArray());
        Assert.Equal(image.CommandLine, read.CommandLine);
        Assert.Equal((image.Board, image.System, image.Addresses, image.PageSize), (read.Board, read.System, read.Addresses, read.PageSize));
        Assert.Equal(written, BootImageCodec.Write(read));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void A_vendor_image_is_read_as_it_was_written(int version)
    {
        var written = VendorBootCodec.Write(VendorOf(version));

        var read = VendorBootCodec.Read(written);

        Assert.Equal(VendorOf(version).Ramdisks.Select(ramdisk => (ramdisk.Offset, ramdisk.Size, ramdisk.Kind, ramdisk.Name)), read.Ramdisks.Select(ramdisk => (ramdisk.Offset, ramdisk.Size, ramdisk.Kind, ramdisk.Name)));
        Assert.Equal(VendorOf(version).BootConfig.ToArray(), read.BootConfig.ToArray());
        Assert.Equal(written, VendorBootCodec.Write(read));
    }

    [Fact]
    public void Version_and_patch_level_are_one_number()
    {
        Assert.Equal(new BootSystem(0x1C0009AB), BootSystem.Of(new(14, 0, 1), new DateOnly(2026, 11, 30)));
        Assert.Equal(("2026-11", new Version(14, 0, 1)), (new BootSystem(0x1C0009AB).PatchLevel, new BootSystem(0x1C0009AB).Version));
        Assert.Null(new BootSystem(0).PatchLevel);
        Assert.Null(new BootSystem(15).PatchLevel);
        Assert.Throws<ArgumentOutOfRangeException>(() => BootSystem.Of(new(128, 0), null));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void An_image_cut_anywhere_in_its_content_is_refused(int version)
    {
        var written = BootImageCodec.Write(Of(version));
        var last = version switch { 0 => 10, 1 => 2049, 2 => 77, 3 => 3000, _ => 300 };
        var page = version >= 3 ? 4096 : 2048;
        var end = written.Length - (((last + page - 1) / page * page) - last);
        for (var length = 0; length < end; length += 7)
        {
            Assert.Equal(ProtocolErrorCode.BootImageBroken, Assert.Throws<ProtocolException>(() => BootImageCodec.Read(written.AsMemory(0, length))).Code);
        }

        Assert.NotNull(BootImageCodec.Read(written.AsMemory(0, end)));
    }

    [Fact]
    public void Sizes_without_bounds_are_refused() => Gen.Select(Gen.Int[8, 60], Gen.UInt).Sample((at, value) =>
    {
        var bytes = BootImageCodec.Write(Of(2));
        BitConverter.TryWriteBytes(bytes.AsSpan(at), value);
        try
        {
            BootImageCodec.Read(bytes);
        }
        catch (ProtocolException)
        {
            // The one way to say no.
        }
    }, iter: 2000);

    [Fact]
    public void What_a_version_does_not_have_cannot_be_written() => Assert.All(
        new BootImage[]
        {
            Of(4) with { HeaderVersion = 3 }, Of(2) with { HeaderVersion = 1 }, Of(1) with { HeaderVersion = 0 }, Of(2) with { HeaderVersion = 3 }, Of(2) with { HeaderVersion = 5 },
            Of(2) with { PageSize = 1000 }, Of(2) with { Board = new string('x', 17) }, Of(2) with { CommandLine = new string('x', 1537) }, Of(2) with { Id = new byte[4] },
        },
        image => Assert.Throws<ArgumentException>(() => BootImageCodec.Write(image)));

    private static byte[] Bytes(int count, byte seed) => [.. Enumerable.Range(0, count).Select(i => (byte)((i * 31) + seed))];
}
