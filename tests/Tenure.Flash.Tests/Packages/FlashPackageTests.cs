using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Tenure.Flash.Packages;

namespace Tenure.Flash.Tests.Packages;

public sealed class FlashPackageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_is_read_where_it_is()
    {
        folder.Write("rom/images/boot.img", "boot");
        folder.Write("rom/flash_all.sh", "x");
        using (var package = await OpenAsync(Path.Combine(folder.Path, "rom")))
        {
            Assert.Equal(["flash_all.sh", "images/boot.img"], package.Files.Keys);
            Assert.Equal("boot", Encoding.UTF8.GetString(package.Read("images/boot.img", 10)));
            Assert.Equal("images/boot.img", package.Find("boot.img"));
            Assert.Null(package.Find("other.img"));
            Assert.Equal(PackageFault.FileMissing, Assert.Throws<PackageException>(() => package.OpenRead("images/other.img")).Fault);
            Assert.Equal(PackageFault.ListRefused, Assert.Throws<PackageException>(() => package.Read("images/boot.img", 3)).Fault);
        }

        Assert.True(File.Exists(Path.Combine(folder.Path, "rom/images/boot.img")));
    }

    [Theory]
    [InlineData("rom.tgz")]
    [InlineData("rom.tar")]
    [InlineData("rom.zip")]
    public async Task An_archive_is_unpacked_and_leaves_nothing_behind(string name)
    {
        var file = Archive(name, ("lotus_images/images/boot.img", "boot"), ("lotus_images/flash_all.sh", "x"));
        var cache = Directory.CreateDirectory(Path.Combine(folder.Path, "cache")).FullName;
        using (var package = await FlashPackage.OpenAsync(file, cache, null, null, Ct))
        {
            Assert.Equal(["flash_all.sh", "images/boot.img"], package.Files.Keys);
            Assert.Equal("boot", Encoding.UTF8.GetString(package.Read("images/boot.img", 10)));
        }

        Assert.Empty(Directory.GetFileSystemEntries(cache));
    }

    // A killed process leaves gigabytes; what another one uses is not touched.
    [Fact]
    public async Task What_a_process_that_died_had_unpacked_is_removed_and_nothing_that_is_in_use()
    {
        var cache = Directory.CreateDirectory(Path.Combine(folder.Path, "cache")).FullName;
        folder.Write("cache/package-0123456789abcdef/images/boot.img", "boot");
        folder.Write("cache/package-0123456789abcdef.lock", "");
        folder.Write("cache/package-fedcba9876543210/images/boot.img", "of a version without lock files");
        folder.Write("cache/another.journal", "");
        using var used = await FlashPackage.OpenAsync(Archive("rom.zip", ("a/images/boot.img", "boot"), ("a/flash_all.sh", "x")), cache, null, null, Ct);
        FlashPackage.RemoveLeft(cache);
        Assert.Equal("boot", Encoding.UTF8.GetString(used.Read("images/boot.img", 10)));
        Assert.Single(Directory.GetDirectories(cache));
        Assert.Equal(["another.journal", Path.GetFileName(Directory.GetDirectories(cache)[0]) + ".lock"], Directory.GetFiles(cache).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("rom.tar", "../boot.img", PackageFault.NameUnsafe)]
    [InlineData("rom.zip", "../boot.img", PackageFault.NameUnsafe)]
    [InlineData("rom.zip", "/boot.img", PackageFault.NameUnsafe)]
    [InlineData("rom.tar", "a/../../boot.img", PackageFault.NameUnsafe)]
    [InlineData("rom.zip", "a\\boot.img", PackageFault.NameUnsafe)]
    [InlineData("rom.zip", "C:boot.img", PackageFault.NameUnsafe)]
    [InlineData("rom.tar", "a/boot\u202egmi.img", PackageFault.NameUnsafe)]
    [InlineData("rom.zip", "a/\u001b[2Jboot.img", PackageFault.NameUnsafe)]
    public async Task A_name_that_leads_out_is_refused(string name, string entry, PackageFault fault)
    {
        var cache = Directory.CreateDirectory(Path.Combine(folder.Path, "cache")).FullName;
        var refused = await Assert.ThrowsAsync<PackageException>(() => FlashPackage.OpenAsync(Archive(name, (entry, "x")), cache, null, null, Ct));
        Assert.Equal(fault, refused.Fault);
        Assert.DoesNotContain(refused.File!, c => c is '\u001b' or '\u202e');
        Assert.Empty(Directory.GetFileSystemEntries(cache));
        Assert.False(File.Exists(Path.Combine(folder.Path, "boot.img")));
    }

    [Theory]
    [InlineData("rom.tar")]
    [InlineData("rom.zip")]
    public async Task A_name_that_comes_twice_in_two_cases_is_refused(string name) =>
        Assert.Equal(PackageFault.NameUnsafe, await RefusedAsync(Archive(name, ("a/boot.img", "x"), ("a/Boot.img", "y"))));

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    public async Task A_link_in_a_tar_is_refused(TarEntryType type)
    {
        var file = Path.Combine(folder.Path, "rom.tar");
        await using (var tar = new TarWriter(File.Create(file), TarEntryFormat.Pax))
        {
            var entry = new PaxTarEntry(type, "images/boot.img");
            if (type != TarEntryType.Fifo)
            {
                entry.LinkName = "elsewhere";
            }

            await tar.WriteEntryAsync(entry, Ct);
        }

        Assert.Equal(PackageFault.NotAFile, await RefusedAsync(file));
    }

    [Fact]
    public async Task A_link_in_a_zip_or_a_folder_is_refused()
    {
        var file = Path.Combine(folder.Path, "rom.zip");
        await using (var zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Create, Ct))
        {
            zip.CreateEntry("images/boot.img").ExternalAttributes = unchecked((int)0xA1ED0000);
        }

        Assert.Equal(PackageFault.NotAFile, await RefusedAsync(file));
        folder.Write("rom/images/other.img", "x");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "rom/images/boot.img"), "other.img");
        Assert.Equal(PackageFault.NotAFile, await RefusedAsync(Path.Combine(folder.Path, "rom")));
    }

    [Theory]
    [InlineData("rom.tgz")]
    [InlineData("rom.zip")]
    public async Task A_bomb_is_stopped_by_what_comes_out_of_it(string name)
    {
        var file = Archive(name, ("a/boot.img", new string('\0', 1 << 22)), ("a/x", "x"));
        Assert.True(new FileInfo(file).Length < 1 << 16);
        Assert.Equal(PackageFault.TooLarge, await RefusedAsync(file, new() { Bytes = 1 << 21 }));
        Assert.Equal(PackageFault.TooManyFiles, await RefusedAsync(file, new() { Files = 1 }));
    }

    // A name of many megabytes would be read into memory before anybody sees it; a package within the limits has none.
    [Theory]
    [InlineData(8 << 20, 1, PackageFault.NotAnArchive)]
    [InlineData(10, 30, PackageFault.TooManyFiles)]
    public async Task Headers_without_end_are_refused(int length, int folders, PackageFault fault)
    {
        var file = Path.Combine(folder.Path, "rom.tar");
        await using (var tar = new TarWriter(File.Create(file), TarEntryFormat.Pax))
        {
            for (var i = 0; i < folders; i++)
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, $"a{i}", new Dictionary<string, string> { ["comment"] = new('x', length) }), Ct);
            }

            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "a/boot.img") { DataStream = new MemoryStream([1]) }, Ct);
        }

        Assert.Equal(fault, await RefusedAsync(file, new() { Files = 10 }));
    }

    [Fact]
    public async Task What_is_no_package_is_refused()
    {
        Assert.Equal(PackageFault.NotThere, await RefusedAsync(Path.Combine(folder.Path, "nothing")));
        Assert.Equal(PackageFault.NotAnArchive, await RefusedAsync(folder.Write("a.tgz", "not an archive")));
        Assert.Equal(PackageFault.NotAnArchive, await RefusedAsync(folder.Write("b.tgz", [0x1f, 0x8b, 8, 0, 1, 2, 3])));
        Assert.Equal(PackageFault.NotAnArchive, await RefusedAsync(folder.Write("c.zip", [0x50, 0x4b, 3, 4, 9, 9])));
        Assert.Equal(PackageFault.NotAnArchive, await RefusedAsync(folder.Write("d.tar", [])));
    }

    [Fact]
    public async Task A_spoilt_archive_is_refused_or_read_and_leaves_nothing_behind()
    {
        foreach (var name in new[] { "rom.tgz", "rom.tar", "rom.zip" })
        {
            var good = await File.ReadAllBytesAsync(Archive(name, ("a/images/boot.img", "boot"), ("a/flash_all.sh", "x")), Ct);
            for (var i = 0; i < 300; i++)
            {
                var bytes = (byte[])good.Clone();
                bytes[(i * 7919) % bytes.Length] ^= (byte)(1 + (i % 255));
                var file = folder.Write("spoilt" + Path.GetExtension(name), i % 5 == 0 ? bytes[..(i * 31 % bytes.Length)] : bytes);
                try
                {
                    (await OpenAsync(file)).Dispose();
                }
                catch (PackageException)
                {
                }
            }
        }

        Assert.Empty(Directory.GetDirectories(folder.Path, "package-*"));
    }

    public void Dispose() => folder.Dispose();

    private Task<FlashPackage> OpenAsync(string path, PackageLimits? limits = null) => FlashPackage.OpenAsync(path, folder.Path, limits, null, Ct);

    private async Task<PackageFault> RefusedAsync(string path, PackageLimits? limits = null) => (await Assert.ThrowsAsync<PackageException>(() => OpenAsync(path, limits))).Fault;

    private string Archive(string name, params (string Name, string Text)[] entries)
    {
        var file = Path.Combine(folder.Path, name);
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            using var zip = new ZipArchive(File.Create(file), ZipArchiveMode.Create);
            foreach (var (entry, text) in entries)
            {
                using var content = zip.CreateEntry(entry).Open();
                content.Write(Encoding.UTF8.GetBytes(text));
            }

            return file;
        }

        Stream output = File.Create(file);
        using var stream = name.EndsWith(".tgz", StringComparison.Ordinal) ? new GZipStream(output, CompressionLevel.Fastest) : output;
        using var tar = new TarWriter(stream, TarEntryFormat.Pax);
        foreach (var (entry, text) in entries)
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }

        return file;
    }
}
