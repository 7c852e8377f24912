namespace Tenure.Device.Tests.Fuzz;

/// <summary>Says the given bytes one by one and then ends; takes every write and keeps none.</summary>
internal sealed class AnsweringStream(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    public override bool CanWrite => true;

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // Whatever is asked.
    }
}
