using System.Buffers;
using System.Formats.Tar;
using System.IO.Compression;
using Tenure.Protocols.Firehose;

namespace Tenure.Flash.Packages;

/// <summary>Unpacks archives that strangers made: names stay below the folder, only plain files come out, and bytes are counted as they come.</summary>
internal sealed class PackageArchive
{
    private readonly PackageLimits limits;
    private readonly Func<string, Stream> open;
    private readonly Func<long> room;
    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
    private long bytes;

    private PackageArchive(PackageLimits limits, Func<string, Stream> open, Func<long> room)
    {
        this.limits = limits;
        this.open = open;
        this.room = room;
    }

    public static async Task UnpackAsync(string path, string folder, PackageLimits limits, IProgress<long>? progress, CancellationToken ct)
    {
        try
        {
            Directory.CreateDirectory(folder);
            await using var file = new CountedStream(File.OpenRead(path), progress);
            await ReadAsync(file, limits, Create, () => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PackageException(PackageFault.NotThere, e.Message, inner: e);
        }

        FileStream Create(string name)
        {
            var place = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            return new FileStream(place, FileMode.CreateNew, FileAccess.Write);
        }
    }

    /// <summary>Reads an archive from its start.</summary>
    /// <param name="file">Can seek.</param>
    /// <param name="limits">What is too much.</param>
    /// <param name="open">Makes what takes the bytes of a file, by its name, which stays below the package and comes once; disposed afterwards.</param>
    /// <param name="room">How many bytes are free where they go.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="PackageException">The archive is refused.</exception>
    /// <exception cref="IOException">What takes the bytes fails.</exception>
    internal static async Task ReadAsync(Stream file, PackageLimits limits, Func<string, Stream> open, Func<long> room, CancellationToken ct)
    {
        try
        {
            var archive = new PackageArchive(limits, open, room);
            var start = new byte[4];
            var read = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct);
            file.Position = 0;
            await (start.AsSpan(0, read) switch
            {
                [0x1f, 0x8b, ..] => archive.TarAsync(new GZipStream(file, CompressionMode.Decompress), ct),
                [0x50, 0x4b, 3 or 5, ..] => archive.ZipAsync(file, ct),
                _ => archive.TarAsync(file, ct),
            });
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or OutOfMemoryException or EndOfStreamException or FormatException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new PackageException(PackageFault.NotAnArchive, e.Message, inner: e);
        }
    }

    private async Task TarAsync(Stream stream, CancellationToken ct)
    {
        var headers = new TarHeaderStream(stream);
        await using var tar = new TarReader(headers);
        var entries = 0;
        while (await tar.GetNextEntryAsync(copyData: false, ct) is { } entry)
        {
            // Folders and comments count, too: they cost as much to read.
            if (++entries > limits.Files)
            {
                throw new PackageException(PackageFault.TooManyFiles, $"A package has at most {limits.Files} files.");
            }

            headers.IsContent = true;
            switch (entry.EntryType)
            {
                case TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes:
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    await FileAsync(entry.Name, entry.DataStream ?? Stream.Null, ct);
                    break;
                default:
                    throw new PackageException(PackageFault.NotAFile, $"An archive of plain files is expected, not {entry.EntryType}.", entry.Name);
            }

            headers.IsContent = false;
        }

        if (names.Count == 0)
        {
            throw new PackageException(PackageFault.NotAnArchive, "The archive is empty.");
        }
    }

    private async Task ZipAsync(Stream stream, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, ct);
        if (zip.Entries.Count > limits.Files)
        {
            throw new PackageException(PackageFault.TooManyFiles, $"A package has at most {limits.Files} files.");
        }

        foreach (var entry in zip.Entries)
        {
            if (entry.FullName.EndsWith('/'))
            {
                continue;
            }

            // The upper half holds a Unix mode where one was known: only plain files, whose kind is 8.
            if ((entry.ExternalAttributes >>> 28) is not (0 or 8))
            {
                throw new PackageException(PackageFault.NotAFile, "An archive of plain files is expected.", entry.FullName);
            }

            await using var content = await entry.OpenAsync(ct);
            await FileAsync(entry.FullName, content, ct);
        }
    }

    private async Task FileAsync(string name, Stream content, CancellationToken ct)
    {
        name = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        if (!FlashList.IsSafeName(name) || !names.Add(name))
        {
            throw new PackageException(PackageFault.NameUnsafe, "A file's name leads out of the package, or comes twice.", name);
        }

        if (names.Count > limits.Files)
        {
            throw new PackageException(PackageFault.TooManyFiles, $"A package has at most {limits.Files} files.");
        }

        await using var output = open(name);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        try
        {
            while (await content.ReadAsync(buffer, ct) is var read and > 0)
            {
                var before = bytes;
                bytes += read;
                if (bytes > limits.Bytes || ((before >> 26) != (bytes >> 26) && room() < limits.Spare))
                {
                    throw new PackageException(PackageFault.TooLarge, "The package holds more than there may be, or than there is room for.", name);
                }

                await output.WriteAsync(buffer.AsMemory(0, read), ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Says how far a file was read.</summary>
    private sealed class CountedStream(FileStream file, IProgress<long>? progress) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer) => Counted(file.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Counted(await file.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Counted(int read)
        {
            progress?.Report(file.Position);
            return read;
        }
    }
}
