namespace Tenure.Device.Block;

/// <summary>A part of a partition, so that two records can share one without seeing each other.</summary>
internal sealed class PartitionRange(IPartition whole, long start, long length) : IPartition
{
    public long Length { get; } = start >= 0 && length > 0 && start + length <= whole.Length
        ? length
        : throw new ArgumentOutOfRangeException(nameof(length), "The range leaves the partition.");

    public void Read(long offset, Span<byte> into)
    {
        Check(offset, into.Length);
        whole.Read(start + offset, into);
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        Check(offset, bytes.Length);
        whole.Write(start + offset, bytes);
    }

    public void Sync() => whole.Sync();

    private void Check(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + count, Length, nameof(count));
    }
}
