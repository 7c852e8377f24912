namespace Tenure.Device.Block;

/// <summary>A partition in memory: for tests and for thousands of phones in one process.</summary>
public sealed class MemoryPartition(int length) : IPartition
{
    private readonly byte[] content = new byte[length];

    /// <inheritdoc />
    public long Length => content.Length;

    /// <inheritdoc />
    public void Read(long offset, Span<byte> into) => content.AsSpan((int)offset, into.Length).CopyTo(into);

    /// <inheritdoc />
    public void Write(long offset, ReadOnlySpan<byte> bytes) => bytes.CopyTo(content.AsSpan((int)offset, bytes.Length));

    /// <inheritdoc />
    public void Sync()
    {
        // Memory is its own medium.
    }

    /// <summary>A copy of everything, as a thief with a reader would take it.</summary>
    public byte[] Snapshot() => content.AsSpan().ToArray();

    /// <summary>Puts a <see cref="Snapshot"/> back.</summary>
    public void Restore(byte[] snapshot) => snapshot.AsSpan().CopyTo(content);
}
