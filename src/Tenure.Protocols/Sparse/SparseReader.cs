using System.Buffers.Binary;

namespace Tenure.Protocols.Sparse;

/// <summary>Walks a sparse image from its start to its last chunk, once. Holds a buffer and never the image.</summary>
/// <remarks>AOSP <c>libsparse</c>. What comes after the last chunk is not looked at.</remarks>
public sealed class SparseReader
{
    /// <summary>Of an image, unless the caller says otherwise: 1 TiB.</summary>
    public const long DefaultMaxBytes = 1L << 40;

    private readonly Stream stream;
    private readonly bool sums;
    private readonly bool mayLackLastSkip;
    private readonly SparseHeader header;
    private readonly byte[] small = new byte[SparseFormat.HeaderSize];

    private byte[]? buffer;
    private long consumed;
    private uint chunksRead;
    private uint nextBlock;
    private long unread;
    private bool ended;

    /// <summary>Reads the header.</summary>
    /// <param name="stream">From its place on; need not seek, but where a chunk may lack. The caller closes it.</param>
    /// <param name="sums">Whether checksums are made, and compared where the image has some. Without, raw bytes that nobody reads are skipped by seeking where the stream can.</param>
    /// <param name="maxBytes">An image that stands for more is refused.</param>
    /// <param name="mayLackLastSkip">Whether the last chunk, when it says nothing, may be counted and not be there, as in pieces of some hosts.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SparseImageBroken"/> or <see cref="ProtocolErrorCode.TooLarge"/>.</exception>
    public SparseReader(Stream stream, bool sums = true, long maxBytes = DefaultMaxBytes, bool mayLackLastSkip = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.stream = stream;
        this.sums = sums;
        this.mayLackLastSkip = mayLackLastSkip;
        Fill(small.AsSpan(0, SparseFormat.HeaderSize));
        header = SparseHeader.Read(small);
        if (Length > maxBytes)
        {
            throw new ProtocolException(ProtocolErrorCode.TooLarge, $"The image stands for more than {maxBytes} bytes.", "blocks");
        }

        Skip(header.HeaderSize - SparseFormat.HeaderSize);
    }

    /// <summary>Bytes of a block.</summary>
    public int BlockSize => (int)header.BlockSize;

    /// <summary>Blocks of the image that it stands for.</summary>
    public uint Blocks => header.Blocks;

    /// <summary>Bytes of the image that it stands for: whole blocks, which may be more than the file had that it was made from.</summary>
    public long Length => (long)header.BlockSize * header.Blocks;

    /// <summary>CRC-32 of the image up to the chunk that was read last, with zeros where nothing is said.</summary>
    public uint Checksum { get; private set; }

    /// <summary>CRC-32 of raw and fill chunks only, as lists of checksums in flash packages have it for each piece.</summary>
    public uint ListChecksum { get; private set; }

    /// <summary>True when <paramref name="start"/> is that of a sparse image.</summary>
    public static bool IsSparse(ReadOnlySpan<byte> start) =>
        start.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(start) == SparseFormat.Magic;

    /// <summary>Goes on to the next chunk. Raw bytes of the last one that were not read are skipped.</summary>
    /// <returns>The chunk; <c>null</c> after the last, when all that the header promised was there.</returns>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SparseImageBroken"/>: cut short, lengths that do not agree, a wrong checksum.</exception>
    public SparseChunk? Next()
    {
        SkipRaw();
        if (chunksRead == header.Chunks)
        {
            End();
            return null;
        }

        chunksRead++;
        if (mayLackLastSkip && chunksRead == header.Chunks && chunksRead > 1 && EndsHere())
        {
            var skip = new SparseChunk(SparseKind.DontCare, nextBlock, header.Blocks - nextBlock);
            nextBlock = header.Blocks;
            Count(skip, 0);
            return skip;
        }

        Fill(small.AsSpan(0, SparseFormat.ChunkHeaderSize));
        var kind = (SparseKind)BinaryPrimitives.ReadUInt16LittleEndian(small);
        var blocks = BinaryPrimitives.ReadUInt32LittleEndian(small.AsSpan(4));
        var bytes = BinaryPrimitives.ReadUInt32LittleEndian(small.AsSpan(8));
        var content = ContentSize(kind, blocks);
        if (bytes != header.ChunkHeaderSize + content)
        {
            throw SparseFormat.Broken("A chunk has another size than its kind and its blocks give.", "chunk size");
        }

        if (blocks > header.Blocks - nextBlock)
        {
            throw SparseFormat.Broken("The chunks reach past the end of the image.", "chunk blocks");
        }

        Skip(header.ChunkHeaderSize - SparseFormat.ChunkHeaderSize);
        var chunk = new SparseChunk(kind, nextBlock, blocks, kind is SparseKind.Fill or SparseKind.Crc32 ? ReadValue() : 0, kind == SparseKind.Raw ? consumed : 0);
        nextBlock += blocks;
        Count(chunk, content);
        return chunk;
    }

    /// <summary>Reads raw bytes of the chunk that <see cref="Next"/> gave.</summary>
    /// <returns>How many; 0 when all were read, or the chunk is not raw.</returns>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SparseImageBroken"/>: cut short.</exception>
    public int ReadRaw(Span<byte> bytes)
    {
        bytes = bytes[..(int)Math.Min(bytes.Length, unread)];
        Fill(bytes);
        unread -= bytes.Length;
        if (sums)
        {
            var sum = Crc32.Of(bytes);
            Checksum = Crc32.Combine(Checksum, sum, bytes.Length);
            ListChecksum = Crc32.Combine(ListChecksum, sum, bytes.Length);
        }

        return bytes.Length;
    }

    private bool EndsHere() => stream.CanSeek && stream.Position == stream.Length;

    private long ContentSize(SparseKind kind, uint blocks) => kind switch
    {
        SparseKind.Raw => (long)blocks * header.BlockSize,
        SparseKind.Fill => SparseFormat.ValueSize,
        SparseKind.DontCare => 0,
        SparseKind.Crc32 when blocks == 0 => SparseFormat.ValueSize,
        SparseKind.Crc32 => throw SparseFormat.Broken("A checksum has no blocks.", "chunk blocks"),
        _ => throw SparseFormat.Broken("A chunk of an unknown kind.", "chunk kind"),
    };

    private uint ReadValue()
    {
        Fill(small.AsSpan(0, SparseFormat.ValueSize));
        return BinaryPrimitives.ReadUInt32LittleEndian(small);
    }

    private void Count(SparseChunk chunk, long content)
    {
        unread = chunk.Kind == SparseKind.Raw ? content : 0;
        if (!sums)
        {
            return;
        }

        var bytes = (long)chunk.Blocks * header.BlockSize;
        switch (chunk.Kind)
        {
            case SparseKind.Fill:
                var sum = SparseFormat.FillChecksum(chunk.Value, bytes);
                Checksum = Crc32.Combine(Checksum, sum, bytes);
                ListChecksum = Crc32.Combine(ListChecksum, sum, bytes);
                break;
            case SparseKind.DontCare:
                Checksum = Crc32.Combine(Checksum, SparseFormat.FillChecksum(0, bytes), bytes);
                break;
            case SparseKind.Crc32 when chunk.Value != Checksum:
                throw SparseFormat.Broken("The image does not fit its checksum.", "checksum");
        }
    }

    private void End()
    {
        if (ended)
        {
            return;
        }

        ended = true;
        if (nextBlock != header.Blocks)
        {
            throw SparseFormat.Broken("The chunks end before the image does.", "blocks");
        }

        if (sums && header.Checksum != 0 && header.Checksum != Checksum)
        {
            throw SparseFormat.Broken("The image does not fit the checksum of its header.", "checksum");
        }
    }

    private void SkipRaw()
    {
        if (!sums)
        {
            Skip(unread);
            unread = 0;
            return;
        }

        while (unread > 0)
        {
            ReadRaw(buffer ??= GC.AllocateUninitializedArray<byte>(SparseFormat.BufferSize));
        }
    }

    private void Skip(long bytes)
    {
        if (bytes > 0 && stream.CanSeek)
        {
            if (stream.Length - stream.Position < bytes)
            {
                throw Short();
            }

            stream.Seek(bytes, SeekOrigin.Current);
            consumed += bytes;
            return;
        }

        while (bytes > 0)
        {
            buffer ??= GC.AllocateUninitializedArray<byte>(SparseFormat.BufferSize);
            var part = (int)Math.Min(bytes, buffer.Length);
            Fill(buffer.AsSpan(0, part));
            bytes -= part;
        }
    }

    private void Fill(Span<byte> bytes)
    {
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        consumed += read;
        if (read < bytes.Length)
        {
            throw Short();
        }
    }

    private static ProtocolException Short() => SparseFormat.Broken("The file ends before the image does.");
}
