using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Tenure.Protocols.Sparse;

/// <summary>Which blocks of an image hold what: the plan of a sparse file, or of one of the pieces that a big one is sent in.</summary>
/// <remarks>Made in one pass over the source, and written in a second one, so that neither the image nor the sparse file is ever in memory.</remarks>
public sealed class SparseLayout
{
    /// <summary>Chunks of a layout, at most. Each costs 32 bytes of memory.</summary>
    public const int MaxChunks = 1 << 22;

    /// <summary>Bytes of a piece that are kept free: header, a chunk header at each end, a checksum.</summary>
    /// <remarks>AOSP <c>sparse.c</c>, <c>move_chunks_up_to_len</c>. Hosts that cut otherwise do not fit the lists of checksums in flash packages.</remarks>
    public const int PieceOverhead = SparseFormat.HeaderSize + (2 * SparseFormat.ChunkHeaderSize) + SparseFormat.ValueSize;

    private readonly SparseChunk[] chunks;

    private SparseLayout(int blockSize, uint blocks, SparseChunk[] chunks)
    {
        BlockSize = blockSize;
        Blocks = blocks;
        this.chunks = chunks;
    }

    /// <summary>Bytes of a block.</summary>
    public int BlockSize { get; }

    /// <summary>Blocks of the whole image.</summary>
    public uint Blocks { get; }

    /// <summary>Raw and fill chunks in rising order; between them nothing is said.</summary>
    public IReadOnlyList<SparseChunk> Chunks => chunks;

    /// <summary>Bytes of the sparse file.</summary>
    public long FileLength => SparseFormat.HeaderSize + Written().Sum(ChunkLength);

    /// <summary>Looks through an image.</summary>
    /// <param name="image">From its place to its end. A last block that is not whole is filled up with zeros.</param>
    /// <param name="blockSize">A multiple of 4, at most 1 MiB.</param>
    /// <param name="skipZeros">Says nothing of blocks of zeros in place of filling them: only for a target that is known to hold zeros.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.TooLarge"/>: more blocks or chunks than a sparse image can have.</exception>
    public static SparseLayout OfImage(Stream image, int blockSize = 4096, bool skipZeros = false)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!SparseFormat.IsBlockSize((uint)blockSize))
        {
            throw new ArgumentOutOfRangeException(nameof(blockSize), blockSize, "Blocks have 4 bytes to 1 MiB, in fours.");
        }

        var runs = new SparseRuns(blockSize);
        var buffer = GC.AllocateUninitializedArray<byte>(Math.Max(1, SparseFormat.BufferSize / blockSize) * blockSize);
        var source = 0L;
        while (image.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) is var read and > 0)
        {
            var whole = read - (read % blockSize);
            for (var at = 0; at < whole; at += blockSize)
            {
                var block = buffer.AsSpan(at, blockSize);
                if (!IsFill(block))
                {
                    runs.AddRaw(1, source + at);
                }
                else if (BinaryPrimitives.ReadUInt32LittleEndian(block) is var value && !(skipZeros && value == 0))
                {
                    runs.AddFill(1, value);
                }
                else
                {
                    runs.Pass(1);
                }
            }

            if (whole < read)
            {
                runs.AddRaw(1, source + whole);
            }

            source += read;
        }

        return runs.End();
    }

    /// <summary>Looks through a sparse image. Its checksums are not looked at: <see cref="SparseReader"/> does that.</summary>
    /// <param name="sparse">From its place on, which counts as its start.</param>
    /// <param name="maxBytes">An image that stands for more is refused.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SparseImageBroken"/> or <see cref="ProtocolErrorCode.TooLarge"/>.</exception>
    public static SparseLayout OfSparse(Stream sparse, long maxBytes = SparseReader.DefaultMaxBytes)
    {
        var reader = new SparseReader(sparse, sums: false, maxBytes);
        var runs = new SparseRuns(reader.BlockSize);
        while (reader.Next() is { } chunk)
        {
            switch (chunk.Kind)
            {
                case SparseKind.Raw:
                    runs.AddRaw(chunk.Blocks, chunk.Source);
                    break;
                case SparseKind.Fill:
                    runs.AddFill(chunk.Blocks, chunk.Value);
                    break;
                case SparseKind.DontCare:
                    runs.Pass(chunk.Blocks);
                    break;
            }
        }

        return runs.End();
    }

    /// <summary>The part of it that lies in some runs of blocks: of all others nothing is said.</summary>
    /// <param name="runs">In rising order; they do not overlap.</param>
    public SparseLayout Within(IReadOnlyList<(uint First, uint Blocks)> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var kept = new List<SparseChunk>();
        var at = 0;
        foreach (var (first, blocks) in runs)
        {
            var end = first + blocks;
            for (; at < chunks.Length && chunks[at].FirstBlock < end; at++)
            {
                var chunk = chunks[at];
                var (from, to) = (Math.Max(first, chunk.FirstBlock), Math.Min(end, chunk.FirstBlock + chunk.Blocks));
                if (from < to)
                {
                    var source = chunk.Kind == SparseKind.Raw ? chunk.Source + ((long)(from - chunk.FirstBlock) * BlockSize) : 0;
                    kept.Add(chunk with { FirstBlock = from, Blocks = to - from, Source = source });
                }

                if (chunk.FirstBlock + chunk.Blocks > end)
                {
                    break;
                }
            }
        }

        return new(BlockSize, Blocks, [.. kept]);
    }

    /// <summary>Cuts into pieces, each a sparse image of its own over the same blocks, as fastboot's <c>-S</c> does.</summary>
    /// <param name="maxBytes">Of each piece's file.</param>
    /// <returns>One or more; the layout itself when it fits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Less than one block fits.</exception>
    public IReadOnlyList<SparseLayout> Split(long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, PieceOverhead + SparseFormat.ChunkHeaderSize + BlockSize);
        if (FileLength <= maxBytes)
        {
            return [this];
        }

        var pieces = new List<SparseLayout>();
        var cut = new SparseCut(chunks, BlockSize, maxBytes - PieceOverhead);
        while (cut.Next() is { } piece)
        {
            pieces.Add(new(BlockSize, Blocks, piece));
        }

        return pieces;
    }

    /// <summary>Writes the sparse file.</summary>
    /// <param name="source">What the layout was made of; can seek. Its start is where it began then.</param>
    /// <param name="sparse">Need not seek.</param>
    /// <param name="start">The place in <paramref name="source"/> at which it began.</param>
    /// <exception cref="IOException">The source has become shorter.</exception>
    public void Write(Stream source, Stream sparse, long start = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sparse);
        using var file = new SparseFileStream(this, source, start);
        file.CopyTo(sparse, SparseFormat.BufferSize);
    }

    // A period of four bytes: the block is the same as itself, moved by four.
    private static bool IsFill(ReadOnlySpan<byte> block) =>
        MemoryMarshal.Read<uint>(block) == MemoryMarshal.Read<uint>(block[^4..]) && block[4..].SequenceEqual(block[..^4]);

    internal long ChunkLength(SparseChunk chunk) => SparseFormat.ChunkHeaderSize + chunk.Kind switch
    {
        SparseKind.Raw => (long)chunk.Blocks * BlockSize,
        SparseKind.Fill => SparseFormat.ValueSize,
        _ => 0,
    };

    /// <summary>All chunks of the file: also those that say nothing.</summary>
    internal IEnumerable<SparseChunk> Written()
    {
        var at = 0u;
        foreach (var chunk in chunks)
        {
            if (chunk.FirstBlock > at)
            {
                yield return new(SparseKind.DontCare, at, chunk.FirstBlock - at);
            }

            yield return chunk;
            at = chunk.FirstBlock + chunk.Blocks;
        }

        if (at < Blocks)
        {
            yield return new(SparseKind.DontCare, at, Blocks - at);
        }
    }

    /// <summary>Gathers blocks into chunks.</summary>
    private sealed class SparseRuns(int blockSize)
    {
        // The size of a chunk has 32 bits.
        private readonly uint maxRaw = (uint)((uint.MaxValue - SparseFormat.ChunkHeaderSize) / blockSize);
        private readonly List<SparseChunk> chunks = [];
        private SparseChunk last;
        private uint at;

        public void AddRaw(uint blocks, long source)
        {
            if (last.Kind == SparseKind.Raw && Follows && source == last.Source + ((long)last.Blocks * blockSize) && last.Blocks + (ulong)blocks <= maxRaw)
            {
                last = last with { Blocks = last.Blocks + blocks };
                Pass(blocks);
            }
            else
            {
                Begin(new(SparseKind.Raw, at, blocks, 0, source));
            }
        }

        public void AddFill(uint blocks, uint value)
        {
            if (last.Kind == SparseKind.Fill && last.Value == value && Follows)
            {
                last = last with { Blocks = last.Blocks + blocks };
                Pass(blocks);
            }
            else
            {
                Begin(new(SparseKind.Fill, at, blocks, value));
            }
        }

        public void Pass(uint blocks) => at = blocks <= uint.MaxValue - at
            ? at + blocks
            : throw new ProtocolException(ProtocolErrorCode.TooLarge, "The image has more blocks than a sparse one can have.", "blocks");

        public SparseLayout End()
        {
            Begin(default);
            return new(blockSize, at, [.. chunks]);
        }

        private bool Follows => last.FirstBlock + last.Blocks == at;

        private void Begin(SparseChunk next)
        {
            if (last.Blocks > 0)
            {
                chunks.Add(chunks.Count < MaxChunks ? last : throw new ProtocolException(ProtocolErrorCode.TooLarge, $"The image has more than {MaxChunks} chunks.", "chunks"));
            }

            last = next;
            Pass(next.Blocks);
        }
    }

    /// <summary>Cuts chunks into pieces, at the places at which AOSP's tools cut.</summary>
    private sealed class SparseCut(SparseChunk[] chunks, int blockSize, long room)
    {
        private int at;
        private SparseChunk? rest;

        public SparseChunk[]? Next()
        {
            if (at == chunks.Length)
            {
                return null;
            }

            var piece = new List<SparseChunk>();
            var used = 0L;
            var end = 0u;
            for (; at < chunks.Length; at++)
            {
                var chunk = rest ?? chunks[at];
                var needs = Needs(chunk) + (chunk.FirstBlock > end ? SparseFormat.ChunkHeaderSize : 0);
                if (used + needs > room)
                {
                    TakeStart(piece, chunk, room - used - SparseFormat.ChunkHeaderSize);
                    return [.. piece];
                }

                piece.Add(chunk);
                rest = null;
                used += needs;
                end = chunk.FirstBlock + chunk.Blocks;
            }

            return [.. piece];
        }

        private long Needs(SparseChunk chunk) =>
            SparseFormat.ChunkHeaderSize + (chunk.Kind == SparseKind.Raw ? (long)chunk.Blocks * blockSize : SparseFormat.ValueSize);

        // Only where more than an eighth would stay unused: pieces are at least seven eighths full.
        private void TakeStart(List<SparseChunk> piece, SparseChunk chunk, long left)
        {
            if (piece.Count != 0 && left <= room / 8)
            {
                return;
            }

            var blocks = (uint)Math.Min(chunk.Blocks, left / blockSize);
            if (blocks == 0)
            {
                return;
            }

            piece.Add(chunk with { Blocks = blocks });
            rest = chunk.Blocks == blocks
                ? null
                : chunk with { FirstBlock = chunk.FirstBlock + blocks, Blocks = chunk.Blocks - blocks, Source = chunk.Source + ((long)blocks * blockSize) };
            at += rest is null ? 1 : 0;
        }
    }
}
