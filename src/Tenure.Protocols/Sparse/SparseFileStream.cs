using System.Buffers.Binary;

namespace Tenure.Protocols.Sparse;

/// <summary>The sparse file of a layout, made while it is read: raw bytes go from the source into the reader's buffer, and neither file nor image is ever in memory.</summary>
public sealed class SparseFileStream : Stream
{
    private readonly SparseLayout layout;
    private readonly Stream source;
    private readonly long start;
    private readonly IEnumerator<SparseChunk> chunks;
    private readonly byte[] head = new byte[SparseFormat.HeaderSize];
    private int headAt;
    private int headEnd;
    private long raw;
    private bool mayEnd;
    private long position;

    /// <summary>Begins at the header.</summary>
    /// <param name="layout">What is written.</param>
    /// <param name="source">What the layout was made of; can seek, and stays its owner's. It is moved about.</param>
    /// <param name="start">The place in <paramref name="source"/> at which it began then.</param>
    public SparseFileStream(SparseLayout layout, Stream source, long start = 0)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(source);
        (this.layout, this.source, this.start) = (layout, source, start);
        chunks = layout.Written().GetEnumerator();
        new SparseHeader(SparseFormat.HeaderSize, SparseFormat.ChunkHeaderSize, (uint)layout.BlockSize, layout.Blocks, (uint)layout.Written().Count(), 0).Write(head);
        headEnd = SparseFormat.HeaderSize;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => layout.FileLength;

    /// <inheritdoc/>
    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">The source has become shorter.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = 0;
        while (read < buffer.Length && (headAt < headEnd || raw > 0 || Next()))
        {
            read += headAt < headEnd ? Head(buffer[read..]) : Raw(buffer[read..]);
        }

        position += read;
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            chunks.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Next()
    {
        if (!chunks.MoveNext())
        {
            return false;
        }

        var chunk = chunks.Current;
        SparseFormat.WriteChunkHeader(head, chunk.Kind, chunk.Blocks, layout.ChunkLength(chunk));
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(SparseFormat.ChunkHeaderSize), chunk.Value);
        (headAt, headEnd) = (0, SparseFormat.ChunkHeaderSize + (chunk.Kind == SparseKind.Fill ? SparseFormat.ValueSize : 0));
        if (chunk.Kind == SparseKind.Raw)
        {
            source.Position = start + chunk.Source;
            raw = (long)chunk.Blocks * layout.BlockSize;
            mayEnd = chunk.FirstBlock + chunk.Blocks == layout.Blocks;
        }

        return true;
    }

    private int Head(Span<byte> buffer)
    {
        var part = Math.Min(buffer.Length, headEnd - headAt);
        head.AsSpan(headAt, part).CopyTo(buffer);
        headAt += part;
        return part;
    }

    private int Raw(Span<byte> buffer)
    {
        buffer = buffer[..(int)Math.Min(buffer.Length, raw)];
        var read = source.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (read < buffer.Length && !mayEnd)
        {
            throw new EndOfStreamException("The image has become shorter while it was written.");
        }

        // The last block of an image need not be whole.
        buffer[read..].Clear();
        raw -= buffer.Length;
        return buffer.Length;
    }
}
