using System.Formats.Cbor;

namespace Tenure.Protocols.Cbor;

/// <summary>A writer for bytes that are compared or hashed and not kept: it and its buffer are used again by the same thread, so that they cost no memory.</summary>
internal sealed class CborScratch : IDisposable
{
    // Larger ones are rare, and are not kept for the rest of a thread's life.
    private const int MostKept = 16 * 1024;

    [ThreadStatic]
    private static CborScratch? spare;

    private byte[] bytes = new byte[1024];

    /// <summary>Empty when it is taken.</summary>
    public CborWriter Writer { get; } = CanonicalCborWriter.Create(1024);

    /// <summary>Its user disposes of it, in the same thread and before anything is awaited.</summary>
    public static CborScratch Take()
    {
        var taken = spare ?? new CborScratch();
        spare = null;
        return taken;
    }

    /// <summary>What was written, until this is disposed of.</summary>
    public ReadOnlySpan<byte> Encode()
    {
        if (bytes.Length < Writer.BytesWritten)
        {
            bytes = new byte[Writer.BytesWritten];
        }

        return bytes.AsSpan(0, Writer.Encode(bytes));
    }

    public void Dispose()
    {
        if (Writer.BytesWritten <= MostKept)
        {
            Writer.Reset();
            spare = this;
        }
    }
}
