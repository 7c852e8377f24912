using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Tenure.Protocols;
using Tenure.Protocols.Sparse;

namespace Tenure.Flash.Images;

/// <summary>The image that a file stands for, plain or sparse, to be read from anywhere. Nothing is expanded on disk; blocks of which a sparse file says nothing read as zeros.</summary>
/// <remarks>Owns the file.</remarks>
public sealed class ImageStream : Stream
{
    private readonly Stream file;
    private readonly IReadOnlyList<SparseChunk>? chunks;
    private readonly int blockSize;
    private readonly long length;
    private long position;

    private ImageStream(Stream file, SparseLayout? layout)
    {
        this.file = file;
        Layout = layout;
        chunks = layout?.Chunks;
        blockSize = layout?.BlockSize ?? 1;
        length = layout is null ? file.Length : (long)layout.Blocks * layout.BlockSize;
    }

    /// <summary>Where what is, of a sparse file; <c>null</c> for a plain one.</summary>
    public SparseLayout? Layout { get; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            position = value;
        }
    }

    /// <summary>Looks at the file's start and, where it is sparse, through its chunks.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SparseImageBroken"/> or <see cref="ProtocolErrorCode.TooLarge"/>.</exception>
    public static ImageStream Open(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Span<byte> start = stackalloc byte[4];
        file.Position = 0;
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return new(file, SparseReader.IsSparse(start[..read]) ? SparseLayout.OfSparse(file) : null);
    }

    /// <summary>The runs of bytes of which the image says something, in rising order: of a plain one all.</summary>
    public IReadOnlyList<(long From, long To)> Runs()
    {
        if (chunks is null)
        {
            return length == 0 ? [] : [(0, length)];
        }

        var runs = new List<(long From, long To)>();
        foreach (var chunk in chunks)
        {
            var (from, to) = (chunk.FirstBlock * (long)blockSize, (chunk.FirstBlock + (long)chunk.Blocks) * blockSize);
            if (runs is [.., var last] && last.To == from)
            {
                runs[^1] = (last.From, to);
            }
            else
            {
                runs.Add((from, to));
            }
        }

        return runs;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        buffer = buffer[..(int)Math.Clamp(length - position, 0, buffer.Length)];
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (chunks is null)
        {
            file.Position = position;
            var read = file.Read(buffer);
            position += read;
            return read;
        }

        var block = position / blockSize;
        var at = Find((uint)block);
        var (kind, end) = at < 0
            ? (SparseKind.DontCare, ~at < chunks.Count ? chunks[~at].FirstBlock * (long)blockSize : length)
            : (chunks[at].Kind, (chunks[at].FirstBlock + (long)chunks[at].Blocks) * blockSize);
        buffer = buffer[..(int)Math.Min(buffer.Length, end - position)];
        switch (kind)
        {
            case SparseKind.Raw:
                file.Position = chunks[at].Source + (position - (chunks[at].FirstBlock * (long)blockSize));
                file.ReadExactly(buffer);
                break;
            case SparseKind.Fill:
                Fill(buffer, chunks[at].Value, (int)(position % 4));
                break;
            default:
                buffer.Clear();
                break;
        }

        position += buffer.Length;
        return buffer.Length;
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
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => length + offset,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void Fill(Span<byte> buffer, uint value, int phase)
    {
        Span<byte> once = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(once, value);
        Span<byte> turned = [once[phase], once[(phase + 1) % 4], once[(phase + 2) % 4], once[(phase + 3) % 4]];
        MemoryMarshal.Cast<byte, uint>(buffer).Fill(MemoryMarshal.Read<uint>(turned));
        turned[..(buffer.Length % 4)].CopyTo(buffer[^(buffer.Length % 4)..]);
    }

    // The chunk that holds a block; else the complement of the next one.
    private int Find(uint block)
    {
        var (low, high) = (0, chunks!.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var chunk = chunks[middle];
            if (block < chunk.FirstBlock)
            {
                high = middle - 1;
            }
            else if (block - chunk.FirstBlock >= chunk.Blocks)
            {
                low = middle + 1;
            }
            else
            {
                return middle;
            }
        }

        return ~low;
    }
}
