using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Tenure.Flash.Links;
using Tenure.Flash.Packages;
using Tenure.Flash.Restores;
using Tenure.Flash.Scripts;
using Tenure.Flash.Usb;
using Tenure.Protocols.Tests.Fuzz;

namespace Tenure.Flash.Tests.Fuzz;

/// <summary>What the tool reads of packages, of its own disk and of USB, which somebody else may have made: spoilt, by the thousand in each run and by ten million in the slow one. All in memory.</summary>
public sealed class FlashFuzzTests(ITestOutputHelper output)
{
    private const int Block = 512;
    private const int SumAt = 148;
    private const int SumLength = 8;
    private const int SizeAt = 124;
    private const int SizeLength = 12;
    private const long LargestPiece = 1L << 30;

    private const string ShellHead = "fastboot $* getvar product 2>&1 | grep \"^product: *lotus\"\nif [ $? -ne 0 ] ; then echo \"no\"; exit 1; fi\n";
    private const string BatchHead = "@echo off\r\nfastboot %* getvar product 2>&1 | findstr /r /c:\"^product: *lotus\" || exit /B 1\r\n";

    private static readonly PackageLimits Small = new() { Files = 16, Bytes = 1 << 16 };

    private static readonly Dictionary<string, Reader> Readers = new(StringComparer.Ordinal)
    {
        ["flash script, .sh"] = new(
            [
                Utf8(ShellHead + "fastboot $* flash boot `dirname $0`/images/boot.img\nfastboot $* reboot\n"),
                Utf8(ShellHead + "CURRENT_ANTI_VER=3\nver=`fastboot $* getvar anti 2>&1 | grep -oP \"anti: \\K[0-9]+\"`\nif [ $ver -gt $CURRENT_ANTI_VER ]; then echo \"old\"; exit 1; fi\n"),
                Utf8(ShellHead + "fastboot $* erase boot_ab\nif [ $? -ne 0 ]; then\necho \"no\"\nexit 1\nfi\nfastboot $* set_active a\nfastboot $* reboot bootloader\n"),
            ],
            bytes => ReadScript("a.sh", bytes)),
        ["flash script, .bat"] = new(
            [Utf8(BatchHead + "fastboot %* flash boot %~dp0images/boot.img || @echo \"no\" && exit 1\r\n"), Utf8(BatchHead + "fastboot %* erase boot || @echo \"no\" && exit /B 1\r\nfastboot %* oem lock || @echo \"no\" && exit /B 1\r\n")],
            bytes => ReadScript("a.bat", bytes)),
        ["archive, .tar"] = new([Tar(TarEntryFormat.Ustar), Tar(TarEntryFormat.Pax), Tar(TarEntryFormat.Gnu)], bytes => ReadArchive(Summed(bytes))),
        ["archive, .tgz"] = new([Packed(Tar(TarEntryFormat.Ustar))], ReadArchive),
        ["archive, .zip"] = new([Zip(CompressionLevel.NoCompression), Zip(CompressionLevel.Optimal)], ReadArchive),
        ["list of sums, crclist.txt"] = new([Utf8("CRC-LIST\nboot 0x1a2b3c4d\nsuper 0xffffffff\n")], bytes => IsTaken(() => PackageChecks.ReadSums("crclist.txt", bytes, "CRC-LIST", isCounted: false))),
        ["list of sums, sparsecrclist.txt"] = new([Utf8("SPARSECRC-LIST\nsuper 2 0x1a2b3c4d 0x0\nboot 1 0x1\n")], bytes => IsTaken(() => PackageChecks.ReadSums("sparsecrclist.txt", bytes, "SPARSECRC-LIST", isCounted: true))),
        ["list of sums, md5sum.xml"] = new(
            [Utf8("<?xml version='1.0'?><root><digests><digest name=\"boot.img\">00112233445566778899aabbccddeeff</digest>\n<digest name=\"super.img\"> FF112233445566778899aabbccddeeff</digest></digests></root>")],
            bytes => IsTaken(() => PackageChecks.ReadMd5("md5sum.xml", bytes))),
        ["size of pieces"] = new([Utf8("MAX_DOWNLOAD_SIZE = (768 * 1024 * 1024)"), Utf8("MAX_DOWNLOAD_SIZE=805306368")], ReadPiece),
        ["anti_version.txt"] = new([Utf8("3\n"), Utf8("CURRENT_ANTI_VER=3")], bytes => IsTaken(() => PackageChecks.ReadIndex("anti_version.txt", bytes))),
        ["journal of a restore"] = new(
            [Utf8("tenure flash journal 1\ndevice ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopq\nraw 0 4096 8192\ndone 0\nraw 1 1 2\nleft\nended\n"), Utf8("tenure flash journal 1\ndevice A\ndone 2\nraw 7 0 4096")],
            ReadJournal),
        ["name of a device on USB"] = new([Utf8("QUSB_BULK_CID:0402_SN:1A2B3C4D"), Utf8("Phone_SN:A1 of somebody")], ReadName),
        ["descriptors of USB"] = new(
            [[0xd1, 0x18, 0x0d, 0xd0, 1, 0xff, 0x42, 0x03, 2, 0x82, 2, 0, 2, 0x03, 2, 0, 2], [0xc6, 0x05, 0x08, 0x90, 0, 0xff, 0xff, 0x11, 3, 0x03, 2, 0, 2, 0x81, 3, 64, 0, 0x82, 2, 0, 2]],
            ReadDescriptors),
    };

    public static TheoryData<string> Names => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_in_order_is_read(string name) => Assert.All(Readers[name].Seeds, seed => Assert.True(Readers[name].Read(seed)));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_spoilt_is_read_or_refused_in_one_way(string name) => Run(name, FuzzRun.Few, number: 1);

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Category", "Slow")]
    public void What_is_spoilt_ten_million_times_is_read_or_refused_in_one_way(string name) => Run(name, FuzzRun.Many, number: 2);

    private void Run(string name, int inputs, ulong number) => FuzzRun.Run(name, Readers[name].Seeds, Readers[name].Read, isSigned: false, inputs, number, output);

    private static bool IsTaken(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (PackageException)
        {
            // The one way to say no.
            return false;
        }
    }

    // What is flashed is a file of the package.
    private static bool ReadScript(string file, byte[] bytes) => IsTaken(() =>
    {
        if (FlashScript.Read(file, bytes).Any(step => step is FlashStep { File: var flashed } && (flashed.StartsWith('/') || flashed.Split('/', '\\').Contains(".."))))
        {
            throw new InvalidOperationException("A file outside the package.");
        }
    });

    // What comes out stays below the folder, comes once, and is no more than there may be.
    private static bool ReadArchive(byte[] bytes) => IsTaken(() =>
    {
        var files = new Dictionary<string, MemoryStream>(StringComparer.OrdinalIgnoreCase);
        PackageArchive.ReadAsync(new MemoryStream(bytes), Small, Open, () => long.MaxValue, CancellationToken.None).GetAwaiter().GetResult();
        if (files.Sum(file => (long)file.Value.ToArray().Length) > Small.Bytes)
        {
            throw new InvalidOperationException("More than there may be.");
        }

        MemoryStream Open(string name)
        {
            if (name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Split('/').Any(part => part is "" or "." or "..") || !files.TryAdd(name, new MemoryStream()))
            {
                throw new UnreachableException("A name that leads out, or comes twice.");
            }

            return files[name];
        }
    });

    private static bool ReadPiece(byte[] bytes) => PackageChecks.ReadPiece(bytes) is >= 0 and <= LargestPiece ? true : throw new InvalidOperationException("No size of a piece.");

    // What is added later is read again with what was there, whatever the disk has made of it.
    private static bool ReadJournal(byte[] bytes)
    {
        var stream = new MemoryStream();
        stream.Write(bytes);
        stream.Position = 0;
        using var journal = FlashJournal.In(stream, "");
        var isTaken = journal.Device is not null || journal.Done.Count > 0 || journal.Raw is not null;
        journal.MarkDone(3);
        var kept = new MemoryStream();
        stream.WriteTo(kept);
        kept.Position = 0;
        using var again = FlashJournal.In(kept, "");
        return again.Done.SetEquals(journal.Done) && again.Device == journal.Device ? isTaken : throw new InvalidOperationException("A journal that forgets.");
    }

    // What a device calls itself is shown to people and named by them.
    private static bool ReadName(byte[] bytes)
    {
        var name = UsbDevice.Shown(Encoding.UTF8.GetString(bytes));
        var device = new UsbDevice(1, 7, DeviceMode.Emergency, name, UsbDevice.SerialIn(name), null, null);
        return name?.Any(char.IsControl) is not true && FlashAddress.Parse(device.At.ToString()) == device.At ? device.Serial is not null : throw new InvalidOperationException("A name that cannot be said.");
    }

    // Vendor and product, then interfaces with their number, class and endpoints, as libusb gives them.
    private static bool ReadDescriptors(byte[] bytes)
    {
        var rest = new Queue<byte>(bytes);
        var (vendor, product) = (Number(), Number());
        var interfaces = new List<UsbInterface>();
        while (rest.Count > 0)
        {
            var (number, kind) = (Next(), (Next(), Next(), Next()));
            interfaces.Add(new(number, kind, [.. Enumerable.Range(0, Next() % 8).Select(_ => new UsbEndpoint(Next(), Next(), Number()))]));
        }

        return UsbFunction.Find(vendor, product, interfaces) is { } found
            && ((found.In & 0x80) != 0 && (found.Out & 0x80) == 0 && found.PacketSize is 8 or 16 or 32 or 64 or 512 or 1024 ? true : throw new InvalidOperationException("Pipes that do not fit."));

        byte Next() => rest.TryDequeue(out var value) ? value : (byte)0;

        ushort Number() => (ushort)(Next() | (Next() << 8));
    }

    // Without the sums every change would be refused by the first of them: they are made right, so that what lies behind them is met.
    private static byte[] Summed(byte[] tar)
    {
        byte[] fixedUp = [.. tar];
        for (var at = 0; at + Block <= fixedUp.Length;)
        {
            var header = fixedUp.AsSpan(at, Block);
            if (header.IndexOfAnyExcept((byte)0) >= 0)
            {
                header.Slice(SumAt, SumLength).Fill((byte)' ');
                var sum = 0;
                foreach (var value in header)
                {
                    sum += value;
                }

                Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(SumLength - 2, '0') + "\0 ").CopyTo(header[SumAt..]);
            }

            var digits = Encoding.ASCII.GetString(header.Slice(SizeAt, SizeLength)).Trim('\0', ' ').TrimStart('0');
            var size = digits.Length is > 0 and < 8 && digits.All(c => c is >= '0' and <= '7') ? Convert.ToInt32(digits, 8) : 0;
            at += Block + ((size + Block - 1) / Block * Block);
        }

        return fixedUp;
    }

    private static byte[] Tar(TarEntryFormat format)
    {
        var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, format, leaveOpen: true))
        {
            foreach (var name in (string[])["rom/flash_all.sh", "rom/images/boot.img"])
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                    _ => new UstarTarEntry(TarEntryType.RegularFile, name),
                };
                entry.ModificationTime = DateTimeOffset.UnixEpoch;
                entry.DataStream = new MemoryStream(Utf8(name));
                tar.WriteEntry(entry);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Packed(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }

    private static byte[] Zip(CompressionLevel level)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var name in (string[])["rom/flash_all.sh", "rom/images/boot.img"])
            {
                var entry = zip.CreateEntry(name, level);
                entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var content = entry.Open();
                content.Write(Utf8(string.Concat(Enumerable.Repeat(name, 8))));
            }
        }

        return stream.ToArray();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private sealed record Reader(byte[][] Seeds, Func<byte[], bool> Read);
}
