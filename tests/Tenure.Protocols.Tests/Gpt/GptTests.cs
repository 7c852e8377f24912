using System.Diagnostics;
using CsCheck;
using Tenure.Protocols.Gpt;

namespace Tenure.Protocols.Tests.Gpt;

public sealed class GptTests
{
    private const long DiskBytes = 64 << 20;
    private static readonly Guid DiskId = new("11111111-2222-3333-4444-555555555555");
    private static readonly Guid BootId = new("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");

    private static GptTable Table { get; } = new()
    {
        SectorSize = 512,
        SectorCount = DiskBytes / 512,
        DiskId = DiskId,
        Partitions = [new("boot_a", GptPartition.LinuxData, BootId, 2048, 4095)],
    };

    [Fact]
    public void The_sums_of_a_known_disk_are_the_ones_that_sgdisk_makes()
    {
        var image = Image(Table);

        Assert.Equal(0xeb8c637au, BitConverter.ToUInt32(image, 512 + 16));
        Assert.Equal(0x72c05155u, BitConverter.ToUInt32(image, 512 + 88));
    }

    [Fact]
    public void Crc32_of_nine_digits_is_the_known_one() => Assert.Equal(0xcbf43926u, Crc32.Of("123456789"u8));

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void A_table_is_read_as_it_was_written(int sectorSize)
    {
        var table = Arranged(sectorSize);

        var read = GptDisk.Read(new MemoryStream(Image(table)), sectorSize);

        Assert.Equivalent(table, read, strict: true);
        Assert.Equal(new GptExtent(1 << 20, 4 << 20), read.Find("boot_a"));
        Assert.Equal(5 << 20, read.Find("userdata")!.Value.Offset);
        Assert.Null(read.Find("vendor"));
    }

    [Fact]
    public void The_backup_is_read_when_the_primary_is_broken_and_nothing_when_both_are()
    {
        var image = Image(Table);
        image[512 + 60] ^= 1;
        Assert.True(GptDisk.Read(new MemoryStream(image)).FromBackup);

        image[image.Length - 512 + 60] ^= 1;
        Assert.Equal(ProtocolErrorCode.PartitionTableBroken, Assert.Throws<ProtocolException>(() => GptDisk.Read(new MemoryStream(image))).Code);
    }

    [Fact]
    public void Any_changed_byte_of_the_primary_table_is_noticed()
    {
        var image = Image(Table);
        for (var at = 512; at < 512 + 92; at++)
        {
            image[at] ^= 0x40;
            Assert.True(GptDisk.Read(new MemoryStream(image)).FromBackup, $"byte {at} went unnoticed");
            image[at] ^= 0x40;
        }
    }

    [Fact]
    public void A_disk_cut_at_any_sector_of_its_tables_is_refused()
    {
        using var image = new MemoryStream(Image(Table));
        long[] lengths = [.. Enumerable.Range(0, 40).Select(sector => sector * 512L), .. Enumerable.Range(1, 40).Select(sector => DiskBytes - (sector * 512L))];
        foreach (var length in lengths.OrderDescending())
        {
            image.SetLength(length);
            Assert.Throws<ProtocolException>(() => GptDisk.Read(image));
        }
    }

    [Fact]
    public void Partitions_that_overlap_lie_outside_or_share_a_name_are_refused()
    {
        GptPartition a = new("a", GptPartition.LinuxData, BootId, 2048, 4095);
        Refuse(a, a with { Name = "b", FirstSector = 4095, LastSector = 5000 });
        Refuse(a, a with { FirstSector = 4096, LastSector = 5000 });
        Refuse(a with { FirstSector = 33 });
        Refuse(a with { LastSector = (DiskBytes / 512) - 33 });
        Refuse(a with { FirstSector = 4096 });
        Refuse(a with { Name = "" });
        Refuse(a with { Name = new string('x', 37) });
        Refuse(a with { TypeId = Guid.Empty });
    }

    [Fact]
    public void Random_bytes_where_tables_should_be_never_do_harm() => Gen.Byte.Array[0, 40_000].Sample(noise =>
    {
        var image = Image(Table);
        noise.AsSpan(0, Math.Min(noise.Length, image.Length)).CopyTo(image.AsSpan(400));
        try
        {
            Assert.Equivalent(Table.Partitions, GptDisk.Read(new MemoryStream(image)).Partitions);
        }
        catch (ProtocolException)
        {
            // Refusing is the other right answer.
        }
    }, iter: 100);

    [Fact]
    [Trait("Peer", "sgdisk")]
    public async Task Sgdisk_finds_no_fault_in_our_disk()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/sgdisk"), "sgdisk is not installed.");
        var ct = TestContext.Current.CancellationToken;
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using (var file = File.Create(path))
        {
            GptDisk.Create(file, Arranged(512));
        }

        using var process = Process.Start(new ProcessStartInfo("/usr/sbin/sgdisk", ["-v", "-p", path]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        File.Delete(path);

        Assert.Contains("No problems found", output, StringComparison.Ordinal);
        Assert.Contains("userdata", output, StringComparison.Ordinal);
    }

    private static GptTable Arranged(int sectorSize) => GptTable.Arrange(
        DiskBytes,
        sectorSize,
        DiskId,
        [new("boot_a", 4 << 20, GptPartition.LinuxData, BootId), new("userdata", 1, GptPartition.LinuxData, DiskId)]);

    private static byte[] Image(GptTable table)
    {
        using var image = new MemoryStream();
        GptDisk.Create(image, table);
        return image.ToArray();
    }

    private static void Refuse(params GptPartition[] partitions) => Assert.Throws<ArgumentException>(() => Image(Table with { Partitions = partitions }));
}
