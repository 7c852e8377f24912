namespace Tenure.Device.Block;

/// <summary>A partition in memory: for tests and for thousands of phones in one process. Only what was ever written other than zeros takes room.</summary>
public sealed class MemoryPartition(int length) : IPartition
{
    private const int PageSize = 512;

    private readonly Dictionary<int, byte[]> pages = [];

    /// <inheritdoc />
    public long Length => length;

    /// <inheritdoc />
    public void Read(long offset, Span<byte> into)
    {
        for (var at = Check(offset, into.Length); !into.IsEmpty; at += PageSize - (at % PageSize))
        {
            var piece = into[..Math.Min(into.Length, PageSize - (at % PageSize))];
            if (pages.TryGetValue(at / PageSize, out var page))
            {
                page.AsSpan(at % PageSize, piece.Length).CopyTo(piece);
            }
            else
            {
                piece.Clear();
            }

            into = into[piece.Length..];
        }
    }

    /// <inheritdoc />
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        for (var at = Check(offset, bytes.Length); !bytes.IsEmpty; at += PageSize - (at % PageSize))
        {
            var piece = bytes[..Math.Min(bytes.Length, PageSize - (at % PageSize))];
            if (pages.TryGetValue(at / PageSize, out var page) || piece.ContainsAnyExcept((byte)0))
            {
                piece.CopyTo((page ?? (pages[at / PageSize] = new byte[PageSize])).AsSpan(at % PageSize));
            }

            bytes = bytes[piece.Length..];
        }
    }

    /// <inheritdoc />
    public void Sync()
    {
        // Memory is its own medium.
    }

    /// <summary>A copy of everything, as a thief with a reader would take it.</summary>
    public byte[] Snapshot()
    {
        var all = new byte[length];
        Read(0, all);
        return all;
    }

    /// <summary>Puts a <see cref="Snapshot"/> back.</summary>
    public void Restore(byte[] snapshot) => Write(0, snapshot);

    private int Check(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + count, length, nameof(count));
        return (int)offset;
    }
}
