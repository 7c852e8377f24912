using Tenure.Device.Block;

namespace Tenure.Device.Phone;

/// <summary>A part of a disk image, or all of it.</summary>
internal sealed class DiskPartition(FileStream disk, long start, long length) : IPartition
{
    public long Length => length;

    public void Read(long offset, Span<byte> into)
    {
        Check(offset, into.Length);
        var done = 0;
        while (done < into.Length)
        {
            var read = RandomAccess.Read(disk.SafeFileHandle, into[done..], start + offset + done);
            if (read == 0)
            {
                throw new EndOfStreamException("The disk image is shorter than its layout.");
            }

            done += read;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        Check(offset, bytes.Length);
        RandomAccess.Write(disk.SafeFileHandle, bytes, start + offset);
    }

    public void Sync() => RandomAccess.FlushToDisk(disk.SafeFileHandle);

    private void Check(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + count, length, nameof(count));
    }
}
