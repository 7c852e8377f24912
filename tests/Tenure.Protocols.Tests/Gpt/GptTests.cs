using System.Diagnostics;
using CsCheck;
using Tenure.Protocols.Gpt;
using Tenure.Testing;

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
        // A small disk: most of a large one would be zeros that nobody reads.
        var small = Table with { SectorCount = 8192 };
        var image = Image(small);
        noise.AsSpan(0, Math.Min(noise.Length, image.Length)).CopyTo(image.AsSpan(400));
        try
        {
            Assert.Equivalent(small.Partitions, GptDisk.Read(new MemoryStream(image)).Partitions);
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

    [Fact]
    public void The_state_of_a_slot_lies_in_eight_bits()
    {
        Assert.Equal(new(3, IsActive: true, 5, IsSuccessful: true, IsUnbootable: false), GptSlotState.Of(0x6fUL << 48));
        Assert.Equal(new(2, IsActive: false, 7, IsSuccessful: false, IsUnbootable: false), GptSlotState.Of(0x3aUL << 48));
        Gen.ULong.Sample(attributes => GptSlotState.Of(attributes).In(~attributes) == ((~attributes & ~(0xffUL << 48)) | (attributes & (0xffUL << 48))));
        Assert.Throws<InvalidOperationException>(() => new GptSlotState(4, false, 0, false, false).In(0));
    }

    [Fact]
    public void Choosing_a_slot_marks_it_changes_types_and_can_be_taken_back()
    {
        var other = new Guid("77036cd4-03d5-42bb-8ed1-37e5a88baa34");
        var table = TwoSlots(other);

        var b = table.WithActiveSlot("_a").WithActiveSlot("_b");

        Assert.Equal(new(3, IsActive: true, 7, IsSuccessful: false, IsUnbootable: false), b.SlotState("boot_b"));
        Assert.Equal((false, 2), (b.SlotState("boot_a")!.Value.IsActive, b.SlotState("boot_a")!.Value.Priority));
        Assert.Equal([other, GptPartition.LinuxData, GptPartition.LinuxData], b.Partitions.Select(partition => partition.TypeId));
        Assert.Equal(b.Partitions, b.WithActiveSlot("_b").Partitions);
        Assert.Equal(table.Partitions.Select(partition => partition.TypeId), b.WithActiveSlot("_a").Partitions.Select(partition => partition.TypeId));
        Assert.Throws<ArgumentException>(() => Table.WithActiveSlot("_a"));
    }

    [Fact]
    public void An_update_writes_both_tables_and_nothing_else()
    {
        var table = TwoSlots(DiskId).WithActiveSlot("_a");
        using var disk = new MemoryStream(Image(table));
        disk.Position = 2048 * 512;
        disk.Write("a kernel"u8);

        GptDisk.Update(disk, table.WithActiveSlot("_b"));

        var bytes = disk.ToArray();
        Assert.Equal("a kernel"u8, bytes.AsSpan(2048 * 512, 8));
        Assert.True(GptDisk.Read(disk).SlotState("boot_b")!.Value.IsActive);
        bytes[512] ^= 1;
        var backup = GptDisk.Read(new MemoryStream(bytes));
        Assert.True(backup.FromBackup && backup.SlotState("boot_b")!.Value.IsActive);
    }

    // Bits 48 to 50 and 53 by sgdisk are what we write, sums included.
    [Fact]
    [Trait("Peer", Peer.Sgdisk)]
    public async Task Sgdisk_sets_the_bits_of_a_slot_as_we_do()
    {
        var sgdisk = Tool.Sgdisk();
        var ct = TestContext.Current.CancellationToken;
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, Image(Table), ct);
            var run = await sgdisk.RunAsync(["-A", "1:set:48", "-A", "1:set:49", "-A", "1:set:50", "-A", "1:set:53", path], ct);
            Assert.True(run.ExitCode == 0, run.Text);
            var made = await File.ReadAllBytesAsync(path, ct);

            var ours = Image(Table.WithSlotState("boot_a", new(3, IsActive: true, 4, IsSuccessful: false, IsUnbootable: false)));

            Assert.Equal(ours[512..(34 * 512)], made[512..(34 * 512)]);
            Assert.Equal(ours[^(33 * 512)..], made[^(33 * 512)..]);
            Assert.Equal(4, GptDisk.Read(new MemoryStream(made)).SlotState("boot_a")!.Value.Retries);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static GptTable TwoSlots(Guid other) => Table with
    {
        Partitions =
        [
            new("boot_a", GptPartition.LinuxData, BootId, 2048, 4095),
            new("boot_b", other, DiskId, 4096, 6143),
            new("userdata", GptPartition.LinuxData, other, 6144, 8191),
        ],
    };

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
