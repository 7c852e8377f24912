using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tenure.Flash.Packages;
using Tenure.Flash.Scripts;
using Tenure.Protocols;
using Tenure.Protocols.Sparse;

namespace Tenure.Flash.Tests.Packages;

public sealed class PackageListsTests : IDisposable
{
    private const string Program = """
        <?xml version="1.0" ?><data>
        <program SECTOR_SIZE_IN_BYTES="4096" filename="boot.img" label="boot_a" num_partition_sectors="16" physical_partition_number="4" start_sector="6" sparse="false" file_sector_offset="0"/>
        <program SECTOR_SIZE_IN_BYTES="4096" filename="" label="userdata" num_partition_sectors="16" physical_partition_number="0" start_sector="64" sparse="false" file_sector_offset="0"/>
        <program SECTOR_SIZE_IN_BYTES="4096" filename="gpt_backup0.bin" label="BackupGPT" num_partition_sectors="5" physical_partition_number="0" start_sector="NUM_DISK_SECTORS-5." sparse="false" file_sector_offset="0"/>
        </data>
        """;

    private const string Patch = """
        <?xml version="1.0" ?><patches>
        <patch SECTOR_SIZE_IN_BYTES="4096" byte_offset="48" filename="DISK" physical_partition_number="0" size_in_bytes="8" start_sector="1" value="NUM_DISK_SECTORS-6." what="last"/>
        <patch SECTOR_SIZE_IN_BYTES="4096" byte_offset="48" filename="gpt_main0.bin" physical_partition_number="0" size_in_bytes="8" start_sector="1" value="NUM_DISK_SECTORS-6." what="last"/>
        </patches>
        """;

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_for_emergency_mode_are_read()
    {
        WriteLists();
        using var package = await OpenAsync();
        Assert.True(PackageLists.Has(package));
        var lists = PackageLists.Read(package);
        Assert.Equal(("images/prog_firehose_ddr.elf", "ufs"), (lists.Programmer, lists.MemoryName));
        Assert.Equal(["images/boot.img", "images/gpt_backup0.bin"], lists.Images.Select(image => image.File));
        Assert.Single(lists.Patches);
    }

    [Theory]
    [InlineData("images/boot.img", PackageFault.FileMissing)]
    [InlineData("images/prog_firehose_ddr.elf", PackageFault.FileMissing)]
    [InlineData("images/rawprogram0.xml", PackageFault.NotAPackage)]
    public async Task What_is_missing_is_named(string file, PackageFault fault)
    {
        WriteLists();
        File.Delete(Path.Combine(folder.Path, file));
        using var package = await OpenAsync();
        Assert.Equal(fault, Assert.Throws<PackageException>(() => PackageLists.Read(package)).Fault);
    }

    [Fact]
    public async Task Lists_that_cannot_be_followed_are_refused()
    {
        WriteLists();
        folder.Write("images/rawprogram1.xml", Program.Replace("4096", "512", StringComparison.Ordinal));
        using (var package = await OpenAsync())
        {
            Assert.Equal(PackageFault.ListRefused, Assert.Throws<PackageException>(() => PackageLists.Read(package)).Fault);
        }

        folder.Write("images/rawprogram1.xml", "<data><program filename='../x'/></data>");
        using (var package = await OpenAsync())
        {
            Assert.Equal("images/rawprogram1.xml", Assert.Throws<PackageException>(() => PackageLists.Read(package)).File);
        }

        File.Delete(Path.Combine(folder.Path, "images/rawprogram1.xml"));
        folder.Write("images/prog_firehose_lite.elf", "x");
        using (var package = await OpenAsync())
        {
            Assert.Equal(PackageFault.ListRefused, Assert.Throws<PackageException>(() => PackageLists.Read(package)).Fault);
        }
    }

    [Theory]
    [InlineData("7", 7u)]
    [InlineData("lotus=3\n", 3u)]
    public async Task The_anti_rollback_index_is_read(string text, uint index)
    {
        folder.Write("images/anti_version.txt", text);
        using var package = await OpenAsync();
        Assert.Equal(index, PackageChecks.AntiRollback(package));
    }

    [Fact]
    public async Task One_that_is_no_number_is_refused()
    {
        folder.Write("images/anti_version.txt", "`id`");
        using var package = await OpenAsync();
        Assert.Equal(PackageFault.ListRefused, Assert.Throws<PackageException>(() => PackageChecks.AntiRollback(package)).Fault);
    }

    [Fact]
    public async Task Sums_are_held_against_files_and_pieces()
    {
        WriteSums();
        using var package = await OpenAsync();
        var seen = new Seen();
        await PackageChecks.VerifyAsync(package, Steps, seen, Ct);
        Assert.Equal(3, seen.Reports);
        Assert.Equal(40960, PackageChecks.ListedPiece(package));
    }

    [Theory]
    [InlineData("images/boot.img", 3)]
    [InlineData("images/super.img", 50_000)]
    [InlineData("images/super.img", 0)]
    public async Task A_file_that_is_not_the_listed_one_is_named(string file, int at)
    {
        WriteSums();
        var bytes = await File.ReadAllBytesAsync(Path.Combine(folder.Path, file), Ct);
        bytes[at] ^= 1;
        folder.Write(file, bytes);
        using var package = await OpenAsync();
        var refused = await Assert.ThrowsAsync<PackageException>(() => PackageChecks.VerifyAsync(package, Steps, null, Ct));
        Assert.Equal((PackageFault.FileWrong, file), (refused.Fault, refused.File));
    }

    [Theory]
    [InlineData("images/crclist.txt", "CRC")]
    [InlineData("images/crclist.txt", "CRC-LIST\nboot")]
    [InlineData("images/crclist.txt", "CRC-LIST\nboot 12345678")]
    [InlineData("images/sparsecrclist.txt", "SPARSECRC-LIST\nsuper 2 0x1")]
    [InlineData("images/md5sum.xml", "<root><digests><digest name=\"boot.img\">x</digest></digests></root>")]
    [InlineData("images/md5sum.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><root/>")]
    public async Task A_list_of_sums_that_is_none_is_refused(string file, string text)
    {
        WriteSums();
        folder.Write(file, text);
        using var package = await OpenAsync();
        var refused = await Assert.ThrowsAsync<PackageException>(() => PackageChecks.VerifyAsync(package, Steps, null, Ct));
        Assert.Equal((PackageFault.ListRefused, file), (refused.Fault, refused.File));
    }

    // The first was found by fuzzing: the reader of XML answered it with an error that is none of XML.
    [Theory]
    [InlineData("3c3f786d6c2076657273696f6e3d27312e30fb273f3e")]
    [InlineData("3c726f6f742f3e3c212d2dff2d2d3e")]
    // UTF-16 without its mark, and Latin-1 that says what it is.
    [InlineData("3c0072006f006f0074002f003e00")]
    [InlineData("3c3f786d6c2076657273696f6e3d27312e302720656e636f64696e673d2749534f2d383835392d31273f3e3c726f6f743e3c212d2de92d2d3e3c2f726f6f743e")]
    public void A_list_of_sums_that_is_no_text_is_refused(string hex) =>
        Assert.Equal(PackageFault.ListRefused, Assert.Throws<PackageException>(() => PackageChecks.ReadMd5("md5sum.xml", Convert.FromHexString(hex))).Fault);

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-8")]
    public void A_list_of_sums_may_begin_with_the_mark_of_its_encoding(string name)
    {
        var (encoding, sum) = (Encoding.GetEncoding(name), new string('a', 32));
        byte[] list = [.. encoding.GetPreamble(), .. encoding.GetBytes($"<?xml version='1.0'?><root><digests><digest name=\"1\">{sum}</digest></digests></root>")];
        Assert.Equal([("1", sum)], PackageChecks.ReadMd5("md5sum.xml", list));
    }

    // Whether there is a line between them or not.
    [Fact]
    public void Of_sums_that_stand_one_behind_the_other_each_is_read()
    {
        var sum = new string('a', 32);
        var list = $"<root><digests><digest name=\"1\">{sum}</digest><digest name=\"2\">{sum}</digest>\n<digest name=\"3\">{sum}</digest></digests></root>";
        Assert.Equal(["1", "2", "3"], PackageChecks.ReadMd5("md5sum.xml", Encoding.UTF8.GetBytes(list)).Select(digest => digest.Name));
    }

    [Theory]
    [InlineData("MAX_DOWNLOAD_SIZE = 999999999 * 999999999 * 999999999", 1L << 30)]
    [InlineData("MAX_DOWNLOAD_SIZE=(512 * 1024 *1024)", 512L << 20)]
    [InlineData("nothing", PackageChecks.UsualPiece)]
    public async Task The_size_of_pieces_is_the_scripts_and_no_larger_than_pieces_are(string line, long size)
    {
        folder.Write("images/sparsecrclist.txt", "SPARSECRC-LIST\n");
        folder.Write("flash_gen_crc_list.py", line);
        using var package = await OpenAsync();
        Assert.Equal(size, PackageChecks.ListedPiece(package));
    }

    [Theory]
    [InlineData("flash_all_except_storage.sh", DataChoice.Keep, "erase userdata")]
    [InlineData("flash_all.sh", DataChoice.Clean, "oem lock")]
    public async Task A_script_does_what_its_name_says(string name, DataChoice choice, string command)
    {
        var good = "fastboot $* getvar product 2>&1 | grep \"^product: *lotus\"\nif [ $? -ne 0 ] ; then echo \"Missmatching image and device\"; exit 1; fi\nfastboot $* flash boot `dirname $0`/images/boot.img\n";
        folder.Write("images/boot.img", "x");
        folder.Write(name, good);
        using (var package = await OpenAsync())
        {
            Assert.Equal(2, PackageScripts.Read(package, choice).Count);
            Assert.Null(PackageScripts.Find(package, DataChoice.CleanAndLock));
        }

        folder.Write(name, good + "fastboot $* " + command);
        using (var package = await OpenAsync())
        {
            Assert.Equal(4, Assert.Throws<PackageException>(() => PackageScripts.Read(package, choice)).Line);
        }

        folder.Write(name, good.Replace("boot.img", "other.img", StringComparison.Ordinal));
        using (var package = await OpenAsync())
        {
            Assert.Equal(PackageFault.FileMissing, Assert.Throws<PackageException>(() => PackageScripts.Read(package, choice)).Fault);
        }
    }

    public void Dispose() => folder.Dispose();

    private static FastbootStep[] Steps => [new FlashStep(1, "boot", "images/boot.img"), new FlashStep(2, "super", "images/super.img")];

    private Task<FlashPackage> OpenAsync() => FlashPackage.OpenAsync(folder.Path, folder.Path, null, null, Ct);

    private void WriteLists()
    {
        folder.Write("images/rawprogram0.xml", Program);
        folder.Write("images/patch0.xml", Patch);
        folder.Write("images/boot.img", "boot");
        folder.Write("images/gpt_backup0.bin", "gpt");
        folder.Write("images/prog_firehose_ddr.elf", "elf");
    }

    private void WriteSums()
    {
        var image = new byte[100_000];
        for (var i = 0; i < image.Length; i++)
        {
            image[i] = (byte)(i * i / 77);
        }

        image.AsSpan(20_000, 30_000).Clear();
        var layout = SparseLayout.OfImage(new MemoryStream(image));
        var sparse = new MemoryStream();
        layout.Write(new MemoryStream(image), sparse);
        sparse.Position = 0;
        var sums = SparseLayout.OfSparse(sparse).Split(40960).Select(piece =>
        {
            var file = new MemoryStream();
            piece.Write(sparse, file);
            file.Position = 0;
            var reader = new SparseReader(file);
            while (reader.Next() is not null)
            {
            }

            return Hex(reader.ListChecksum);
        }).ToList();
        Assert.True(sums.Count > 1);
        var boot = "boot"u8.ToArray();
        folder.Write("images/super.img", sparse.ToArray());
        folder.Write("images/boot.img", boot);
        folder.Write("flash_gen_crc_list.py", "MAX_DOWNLOAD_SIZE = (40*1024)\n");
        folder.Write("images/crclist.txt", $"CRC-LIST\nboot {Hex(Crc32.Of(boot))}\nother 0x1\n");
        folder.Write("images/sparsecrclist.txt", $"SPARSECRC-LIST\nsuper {sums.Count} {string.Join(' ', sums)} \n");
#pragma warning disable CA5351 // The packages' own sum.
        folder.Write("images/md5sum.xml", $"<?xml version='1.0'?><root><digests><digest name=\"boot.img\">{Convert.ToHexStringLower(MD5.HashData(boot))}</digest></digests></root>");
#pragma warning restore CA5351
    }

    private static string Hex(uint sum) => "0x" + sum.ToString("x", CultureInfo.InvariantCulture);

    private sealed class Seen : IProgress<long>
    {
        public int Reports { get; private set; }

        public void Report(long value) => Reports++;
    }
}
