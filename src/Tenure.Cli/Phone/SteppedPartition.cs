using Tenure.Device.Block;

namespace Tenure.Cli.Phone;

/// <summary>A partition that says what it is about to do: a write in two halves, so that a kill can fall between them, and a sync.</summary>
internal sealed class SteppedPartition(IPartition inner, Action<string> step) : IPartition
{
    public long Length => inner.Length;

    public void Read(long offset, Span<byte> into) => inner.Read(offset, into);

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        var half = bytes.Length / 2;
        step("write");
        inner.Write(offset, bytes[..half]);
        step("second half");
        inner.Write(offset + half, bytes[half..]);
    }

    public void Sync()
    {
        step("sync");
        inner.Sync();
    }
}
