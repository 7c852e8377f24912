using System.Globalization;
using System.Security.Cryptography;
using Tenure.Flash.Images;
using Tenure.Protocols;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Sparse;

namespace Tenure.Flash.Fastboot;

/// <summary>What a host does over fastboot: asks, writes images of any size, erases, restarts. Cuts as AOSP's tool does. Not for several threads.</summary>
/// <param name="client">Closed by its owner.</param>
public sealed class FastbootHost(FastbootClient client)
{
    private const long LargestPiece = 1L << 30;

    // Asking for the digest of less takes longer than sending it.
    private const long LeastAsked = 1L << 20;

    private FastbootFacts? facts;

    /// <summary>Asks for digests first, where the device tells them, and leaves alone what is right already.</summary>
    public bool SkipsRight { get; set; }

    /// <summary>Asks for the usual variables, once.</summary>
    /// <exception cref="ProtocolException">The device broke the protocol or went away.</exception>
    public async Task<FastbootFacts> FactsAsync(CancellationToken ct)
    {
        return facts ??= new()
        {
            Product = await Variable("product") ?? "",
            Serial = await Variable("serialno"),
            IsUnlocked = await Variable("unlocked") switch { "yes" or "true" => true, "no" or "false" => false, _ => null },
            AntiRollback = uint.TryParse(await Variable("anti"), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : 0,
            MaxDownload = Number(await Variable("max-download-size")) is { } most and > 0 ? Math.Min(most, uint.MaxValue) : LargestPiece,
            Slot = await Variable("current-slot") switch { "a" or "_a" => 'a', "b" or "_b" => 'b', _ => null },
            Battery = int.TryParse((await Variable("battery-soc"))?.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 100 ? percent : null,
            PatchLevel = DateOnly.TryParseExact(await Variable("security-patch-level"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
            IsUserspace = await Variable("is-userspace") == "yes",
        };

        async Task<string?> Variable(string name) => await client.GetVariableAsync(name, ct) is { Length: > 0 } value ? value.Trim() : null;
    }

    /// <summary>A variable; <c>null</c> when the device does not know it.</summary>
    public Task<string?> GetVariableAsync(string name, CancellationToken ct) => client.GetVariableAsync(name, ct);

    /// <summary>The partitions that a name means here: with the slot that runs, or both when it ends in _ab.</summary>
    public async Task<IReadOnlyList<string>> PartitionsAsync(string partition, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(partition);
        if ((await FactsAsync(ct)).Slot is not { } slot)
        {
            return [partition];
        }

        if (partition.EndsWith("_ab", StringComparison.Ordinal))
        {
            return [partition[..^1], partition[..^2] + "b"];
        }

        return await client.GetVariableAsync($"has-slot:{partition}", ct) == "yes" ? [$"{partition}_{slot}"] : [partition];
    }

    /// <summary>Bytes of a partition; <c>null</c> when the device does not tell, and for a logical one, which is made as large as its image.</summary>
    public async Task<long?> PartitionSizeAsync(string partition, CancellationToken ct) =>
        // Some bootloaders leave the 0x out: such a number may be read in two ways, and is not read at all.
        (await client.GetVariableAsync($"partition-size:{partition}", ct))?.Trim() is { } text && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && Number(text) is { } size and > 0 && await client.GetVariableAsync($"is-logical:{partition}", ct) != "yes" ? size : null;

    /// <summary>Whether the device tells digests of what it holds (<c>sha256:</c>).</summary>
    public async Task<bool> TellsDigestsAsync(string partition, CancellationToken ct) => await client.GetVariableAsync(new FastbootDigest(partition, 0, 512).ToString(), ct) is not null;

    /// <summary>Writes an image to one partition, cut into pieces where it does not fit the device's buffer.</summary>
    /// <param name="partition">As the device names it.</param>
    /// <param name="file">Plain or sparse, from its start.</param>
    /// <param name="listedPiece">Bytes of a piece, when the package lists sums of the pieces: then they must be cut so.</param>
    /// <param name="progress">Hears bytes of the file that were handed over.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="FastbootRefusedException">The device said FAIL.</exception>
    /// <exception cref="ProtocolException">The image is broken, or the device broke the protocol or went away.</exception>
    public async Task FlashAsync(string partition, Stream file, long? listedPiece, IProgress<long>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(file);
        var known = await FactsAsync(ct);
        using var image = ImageStream.Open(file);
        if (await client.GetVariableAsync($"is-logical:{partition}", ct) == "yes")
        {
            await SendAsync(string.Create(CultureInfo.InvariantCulture, $"resize-logical-partition:{partition}:{image.Length}"), ct);
        }

        var wrong = SkipsRight ? await WrongAsync(partition, image, ct) : null;
        if (wrong is [])
        {
            progress?.Report(file.Length);
            return;
        }

        var limit = Math.Min(known.MaxDownload, listedPiece ?? LargestPiece);
        if (wrong is null && file.Length <= limit && (listedPiece is null || image.Layout is null))
        {
            // Read where it is sent: a thread for each read costs as much as the read.
            file.Position = image.Position = 0;
            await WriteAsync(partition, image.Layout is null ? image : file, file.Length, progress, ct);
            return;
        }

        file.Position = 0;
        var layout = image.Layout ?? SparseLayout.OfImage(file);
        layout = wrong is null ? layout : layout.Within([.. wrong.Select(run => Blocks(run, layout.BlockSize))]);

        // One block always goes; a device that takes less than that says so itself.
        var pieces = layout.Split(Math.Max(limit, layout.BlockSize + (2L * SparseLayout.PieceOverhead)));
        var all = (double)pieces.Sum(piece => piece.FileLength);
        var done = 0L;
        foreach (var piece in pieces)
        {
            var (before, length) = (done, piece.FileLength);
            await using var reading = new SparseFileStream(piece, file);
            await WriteAsync(partition, reading, length, progress is null ? null : new Share(progress, before, file.Length / all), ct);
            done += length;
        }
    }

    /// <summary>Sends a command and expects OKAY.</summary>
    /// <exception cref="FastbootRefusedException">The device said FAIL.</exception>
    public async Task<FastbootResponse> SendAsync(string command, CancellationToken ct) => Must(command, await client.SendAsync(command, ct));

    /// <summary>Leaves bytes in the device's buffer for an <c>oem</c> command.</summary>
    /// <exception cref="FastbootRefusedException">The device said FAIL.</exception>
    public async Task StageAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => Must("download", await client.DownloadAsync(bytes, ct));

    /// <summary>Fetches what the device has staged.</summary>
    /// <exception cref="FastbootRefusedException">The device said FAIL.</exception>
    public async Task<byte[]> UploadAsync(int maxBytes, CancellationToken ct) => Must("upload", await client.UploadAsync(maxBytes, ct)).Data;

    // Runs of bytes that are not on the device yet; null when it does not tell digests, and all is sent.
    private async Task<List<(long From, long To)>?> WrongAsync(string partition, ImageStream image, CancellationToken ct)
    {
        var wrong = new List<(long From, long To)>();
        foreach (var (from, to) in Parts(image))
        {
            var isRight = false;
            if (to - from >= LeastAsked || image.Layout is null)
            {
                // Both sides read at once.
                var own = Task.Run(() => Hash(image, from, to - from), ct);
                var said = await client.GetVariableAsync(new FastbootDigest(partition, from, to - from).ToString(), ct);
                var digest = await own;
                if (said is null)
                {
                    return null;
                }

                isRight = string.Equals(said.Trim(), digest, StringComparison.OrdinalIgnoreCase);
            }

            if (!isRight && wrong is [.., var last] && last.To == from)
            {
                wrong[^1] = (last.From, to);
            }
            else if (!isRight)
            {
                wrong.Add((from, to));
            }
        }

        return wrong;
    }

    // What the image says something of, in parts of which a device tells the digest.
    private static IEnumerable<(long From, long To)> Parts(ImageStream image)
    {
        foreach (var (from, to) in image.Runs())
        {
            for (var at = from; at < to; at += FastbootDigest.MaxLength)
            {
                yield return (at, Math.Min(to, at + FastbootDigest.MaxLength));
            }
        }
    }

    private static string Hash(ImageStream image, long at, long bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(bytes, 1 << 20));
        image.Position = at;
        for (; bytes > 0; bytes -= buffer.Length)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(bytes, buffer.Length));
            image.ReadExactly(piece);
            hash.AppendData(piece);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static (uint First, uint Blocks) Blocks((long From, long To) run, int blockSize)
    {
        var first = run.From / blockSize;
        return ((uint)first, (uint)(((run.To + blockSize - 1) / blockSize) - first));
    }

    private static FastbootResponse Must(string command, FastbootResponse response) => response.Succeeded ? response : throw new FastbootRefusedException(command, response.Text);

    private static long? Number(string? text) =>
        text is null ? null
        : text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task WriteAsync(string partition, Stream data, long length, IProgress<long>? progress, CancellationToken ct)
    {
        Must("download", await client.DownloadAsync(data, (uint)length, progress, ct));
        await SendAsync($"flash:{partition}", ct);
    }

    // Bytes of pieces as bytes of the file.
    private sealed class Share(IProgress<long> progress, long before, double scale) : IProgress<long>
    {
        public void Report(long value) => progress.Report((long)((before + value) * scale));
    }
}
