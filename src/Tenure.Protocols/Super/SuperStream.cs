namespace Tenure.Protocols.Super;

/// <summary>A logical partition as a stream: as long as its metadata says, and no longer.</summary>
/// <param name="super">The partition <c>super</c>; can seek. Stays open.</param>
/// <param name="partition">Which.</param>
public sealed class SuperStream(Stream super, SuperPartition partition) : Stream
{
    private long position;

    /// <inheritdoc />
    public override bool CanRead => super.CanRead;

    /// <inheritdoc />
    public override bool CanSeek => true;

    /// <inheritdoc />
    public override bool CanWrite => super.CanWrite;

    /// <inheritdoc />
    public override long Length => partition.Size;

    /// <inheritdoc />
    public override long Position
    {
        get => position;
        set => position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        var (start, room) = Run();
        var part = buffer[..(int)Math.Min(buffer.Length, room)];
        if (start is { } at)
        {
            super.Position = at;
            super.ReadExactly(part);
        }
        else
        {
            part.Clear();
        }

        position += part.Length;
        return part.Length;
    }

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var (start, room) = Run();
            if (room == 0)
            {
                throw new IOException("The partition ends here.");
            }

            var part = buffer[..(int)Math.Min(buffer.Length, room)];
            super.Position = start ?? throw new IOException("A run of zeros is not written.");
            super.Write(part);
            position += part.Length;
            buffer = buffer[part.Length..];
        }
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => position,
        _ => Length,
    };

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException("A partition has the length that its table says.");

    /// <inheritdoc />
    public override void Flush() => super.Flush();

    // Where the next byte lies, and how many follow it there.
    private (long? Start, long Room) Run()
    {
        var at = position;
        foreach (var extent in partition.Extents)
        {
            var length = (long)extent.Sectors * SuperFormat.SectorSize;
            if (at < length)
            {
                return (extent.Start is { } start ? ((long)start * SuperFormat.SectorSize) + at : null, length - at);
            }

            at -= length;
        }

        return (null, 0);
    }
}
