namespace Tenure.Device.Block;

/// <summary>A range of a storage device, addressed from its own start.</summary>
public interface IPartition
{
    /// <summary>Size in bytes.</summary>
    long Length { get; }

    /// <summary>Fills <paramref name="into"/> from <paramref name="offset"/>.</summary>
    void Read(long offset, Span<byte> into);

    /// <summary>Writes <paramref name="bytes"/>; they may still be lost until <see cref="Sync"/> returns.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Returns when everything written before is on the medium.</summary>
    void Sync();
}
