using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Tenure.Flash.Scripts;
using Tenure.Protocols;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Sparse;

namespace Tenure.Flash.Packages;

/// <summary>The lists of sums that packages carry, held against the files before a byte is sent. They find accidents, not forgers: that is what the signed manifest is for.</summary>
public static partial class PackageChecks
{
    /// <summary>Bytes of a piece, when the package does not say how it was cut: what the makers' scripts have.</summary>
    public const long UsualPiece = 768L << 20;

    private const int MaxList = 1 << 20;
    private const long MaxPiece = 1L << 30;

    // A file that its maker cut into more than this is a mistake.
    private const int MaxPieces = 20;

    /// <summary>The package's anti-rollback index in anti_version.txt: a number, or NAME=number.</summary>
    /// <returns><c>null</c> when the file is not there.</returns>
    /// <exception cref="PackageException"><see cref="PackageFault.ListRefused"/>.</exception>
    public static uint? AntiRollback(FlashPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return package.Find("anti_version.txt") is { } file ? ReadIndex(file, package.Read(file, 256)) : null;
    }

    /// <summary>The index that such a file has.</summary>
    /// <exception cref="PackageException"><see cref="PackageFault.ListRefused"/>.</exception>
    internal static uint ReadIndex(string file, ReadOnlySpan<byte> bytes) =>
        Index().Match(Encoding.UTF8.GetString(bytes).Trim()) is { Success: true } match && uint.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : throw Refused(file, "A number is expected.");

    /// <summary>Holds md5sum.xml, crclist.txt and sparsecrclist.txt against the files.</summary>
    /// <param name="package">The package.</param>
    /// <param name="steps">Of its script: they say which partition has which file.</param>
    /// <param name="progress">Hears the bytes read.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="PackageException"><see cref="PackageFault.FileWrong"/> or <see cref="PackageFault.ListRefused"/>.</exception>
    public static async Task VerifyAsync(FlashPackage package, IEnumerable<FastbootStep> steps, IProgress<long>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(package);
        var files = steps.OfType<FlashStep>().GroupBy(step => step.Partition, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().File, StringComparer.Ordinal);
        foreach (var (file, sum) in Md5(package))
        {
            await using var stream = package.OpenRead(file);
            Compare(file, Convert.ToHexStringLower(await FileDigests.Md5Async(stream, ct)), sum);
            progress?.Report(stream.Length);
        }

        foreach (var (partition, sums) in List(package, "crclist.txt", "CRC-LIST"))
        {
            if (files.GetValueOrDefault(partition) is { } file)
            {
                await using var stream = package.OpenRead(file);
                Compare(file, Hex(await CrcAsync(stream, stream.Length, ct)), sums is [var sum] ? Hex(sum) : throw Refused("crclist.txt", "One sum a partition is expected."));
                progress?.Report(stream.Length);
            }
        }

        foreach (var (partition, sums) in List(package, "sparsecrclist.txt", "SPARSECRC-LIST"))
        {
            if (files.GetValueOrDefault(partition) is { } file)
            {
                await using var stream = package.OpenRead(file);
                await PiecesAsync(file, stream, PieceSize(package), sums, ct);
                progress?.Report(stream.Length);
            }
        }
    }

    /// <summary>Holds the files of the maker's manifest against the package.</summary>
    /// <param name="package">The package.</param>
    /// <param name="manifest">What the maker signed.</param>
    /// <param name="progress">Hears the bytes read.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="PackageException"><see cref="PackageFault.FileWrong"/>.</exception>
    public static async Task VerifyAsync(FlashPackage package, FirmwareManifest manifest, IProgress<long>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(manifest);
        foreach (var file in manifest.Files)
        {
            if (!package.Files.TryGetValue(file.Name, out var size) || size != file.Size)
            {
                throw new PackageException(PackageFault.FileWrong, "The file is missing, or has another size than the manifest says.", file.Name);
            }

            await using var stream = package.OpenRead(file.Name);
            Compare(file.Name, Convert.ToHexStringLower(await FileDigests.Sha256Async(stream, ct)), Convert.ToHexStringLower(file.Digest));
            progress?.Report(size);
        }
    }

    /// <summary>Bytes of the pieces that images are cut into for this package, when it lists their sums.</summary>
    /// <returns><c>null</c> when it lists none.</returns>
    public static long? ListedPiece(FlashPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return package.Find("sparsecrclist.txt") is null ? null : PieceSize(package);
    }

    private static long PieceSize(FlashPackage package) => package.Find("flash_gen_crc_list.py") is { } file ? ReadPiece(package.Read(file, MaxList)) : UsualPiece;

    /// <summary>Bytes of a piece, from 0 to 1 GiB, as the script that made the sums says; the usual ones when it does not.</summary>
    internal static long ReadPiece(ReadOnlySpan<byte> script) =>
        Piece().Match(Encoding.UTF8.GetString(script)) is { Success: true } match
            ? match.Groups[1].Value.Split('*').Select(part => long.Parse(part.Trim(), CultureInfo.InvariantCulture)).Aggregate((a, b) => a > MaxPiece || b > MaxPiece ? MaxPiece : Math.Min(a * b, MaxPiece))
            : UsualPiece;

    private static async Task PiecesAsync(string file, FileStream stream, long size, uint[] sums, CancellationToken ct)
    {
        try
        {
            var layout = SparseLayout.OfSparse(stream);
            var pieces = layout.Split(Math.Max(size, layout.BlockSize + 256L));
            if (pieces.Count != sums.Length || pieces.Count > MaxPieces)
            {
                throw new PackageException(PackageFault.FileWrong, $"The list has sums of {sums.Length} pieces, and {pieces.Count} are made.", file);
            }

            for (var i = 0; i < sums.Length; i++)
            {
                Compare(file, Hex(await SumAsync(stream, pieces[i], ct)), Hex(sums[i]));
            }
        }
        catch (ProtocolException e)
        {
            throw new PackageException(PackageFault.FileWrong, e.Message, file, inner: e);
        }
    }

    private static async Task<uint> SumAsync(FileStream stream, SparseLayout piece, CancellationToken ct)
    {
        var sum = 0u;
        foreach (var chunk in piece.Chunks)
        {
            var bytes = (long)chunk.Blocks * piece.BlockSize;
            if (chunk.Kind == SparseKind.Fill)
            {
                sum = Crc32.Combine(sum, Crc32.Repeat(Crc32.Of(BitConverter.GetBytes(chunk.Value)), 4, bytes / 4), bytes);
            }
            else
            {
                stream.Position = chunk.Source;
                sum = Crc32.Combine(sum, await CrcAsync(stream, bytes, ct), bytes);
            }
        }

        return sum;
    }

    private static async Task<uint> CrcAsync(FileStream stream, long bytes, CancellationToken ct)
    {
        var buffer = new byte[1 << 20];
        var sum = 0u;
        while (bytes > 0)
        {
            var read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, bytes)), 1, throwOnEndOfStream: true, ct);
            sum = Crc32.Append(sum, buffer.AsSpan(0, read));
            bytes -= read;
        }

        return sum;
    }

    private static string Hex(uint sum) => sum.ToString("x8", CultureInfo.InvariantCulture);

    private static void Compare(string file, string made, string listed)
    {
        if (!string.Equals(made, listed, StringComparison.OrdinalIgnoreCase))
        {
            throw new PackageException(PackageFault.FileWrong, $"The package lists the sum {listed}, and the file has {made}.", file);
        }
    }

    private static PackageException Refused(string file, string message) => new(PackageFault.ListRefused, message, file);

    private static IReadOnlyList<(string Partition, uint[] Sums)> List(FlashPackage package, string name, string head) =>
        package.Find(name) is { } file ? ReadSums(file, package.Read(file, MaxList), head, isCounted: name[0] == 's') : [];

    /// <summary>The sums of each partition.</summary>
    /// <param name="file">Its name, for who is told what is wrong.</param>
    /// <param name="bytes">Of the list.</param>
    /// <param name="head">Its first line.</param>
    /// <param name="isCounted">Whether a line says how many sums it has.</param>
    /// <exception cref="PackageException"><see cref="PackageFault.ListRefused"/>.</exception>
    internal static IReadOnlyList<(string Partition, uint[] Sums)> ReadSums(string file, ReadOnlySpan<byte> bytes, string head, bool isCounted)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines is [var first, ..] && first == head
            ? [.. lines.Skip(1).Select(line => Line(file, line, isCounted))]
            : throw Refused(file, $"The first line is {head}.");
    }

    private static (string Partition, uint[] Sums) Line(string file, string line, bool counted)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var sums = words.Skip(counted ? 2 : 1).ToArray();
        if (sums.Length == 0 || (counted && words[1] != sums.Length.ToString(CultureInfo.InvariantCulture)) || !sums.All(word => Sum().IsMatch(word)))
        {
            throw Refused(file, "A line has a partition and its sums.");
        }

        return (words[0], [.. sums.Select(word => uint.Parse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))]);
    }

    private static List<(string File, string Sum)> Md5(FlashPackage package) => package.Find("md5sum.xml") is not { } list ? [] : [.. ReadMd5(list, package.Read(list, MaxList)).Select(
        digest => (package.Files.ContainsKey(digest.Name) ? digest.Name : package.Find(digest.Name) ?? throw new PackageException(PackageFault.FileMissing, "The list of sums names it.", digest.Name), digest.Sum))];

    /// <summary>The sums of each file, by the name that the list gives it.</summary>
    /// <param name="list">Its name, for who is told what is wrong.</param>
    /// <param name="bytes">Of the list.</param>
    /// <exception cref="PackageException"><see cref="PackageFault.ListRefused"/>.</exception>
    internal static List<(string Name, string Sum)> ReadMd5(string list, byte[] bytes)
    {
        var found = new List<(string, string)>();
        try
        {
            // UTF-8, or what its mark says, whatever it declares. Read as text first: the reader of XML answers some bytes that are none with errors of its own.
            using var text = new StreamReader(new MemoryStream(bytes), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            using var xml = XmlReader.Create(text, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxList });
            xml.Read();
            while (!xml.EOF)
            {
                // Reading one leaves the reader at what comes behind it, which may be the next one.
                if (xml is not { NodeType: XmlNodeType.Element, Name: "digest" })
                {
                    xml.Read();
                    continue;
                }

                var name = xml.GetAttribute("name") ?? throw Refused(list, "A digest has a name.");
                var sum = xml.ReadElementContentAsString().Trim();
                found.Add(Md5Sum().IsMatch(sum) ? (name, sum) : throw Refused(list, "An MD5 sum has 32 hexadecimal digits."));
            }
        }
        catch (Exception e) when (e is XmlException or InvalidOperationException or DecoderFallbackException)
        {
            throw new PackageException(PackageFault.ListRefused, e.Message, list, inner: e);
        }

        return found;
    }

    [GeneratedRegex("^(?:[A-Za-z_]{1,40}=)?([0-9]{1,9})$")]
    private static partial Regex Index();

    [GeneratedRegex("^0x[0-9A-Fa-f]{1,8}$")]
    private static partial Regex Sum();

    [GeneratedRegex("^[0-9A-Fa-f]{32}$")]
    private static partial Regex Md5Sum();

    [GeneratedRegex(@"MAX_DOWNLOAD_SIZE\s*=\s*\(?\s*((?:[0-9]{1,9})(?:\s*\*\s*[0-9]{1,9}){0,3})")]
    private static partial Regex Piece();
}
