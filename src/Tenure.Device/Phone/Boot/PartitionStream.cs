using Tenure.Device.Block;

namespace Tenure.Device.Phone.Boot;

/// <summary>A partition as a stream: as long as it is, and no longer.</summary>
internal sealed class PartitionStream(IPartition partition) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => partition.Length;

    public override long Position
    {
        get => position;
        set => position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var part = buffer[..(int)Math.Clamp(partition.Length - position, 0, buffer.Length)];
        if (!part.IsEmpty)
        {
            partition.Read(position, part);
        }

        position += part.Length;
        return part.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > partition.Length - position)
        {
            throw new IOException("The partition ends here.");
        }

        partition.Write(position, buffer);
        position += buffer.Length;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => position,
        _ => Length,
    };

    public override void SetLength(long value) => throw new NotSupportedException("A partition has the length that its table says.");

    public override void Flush() => partition.Sync();
}
