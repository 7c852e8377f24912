using System.Security.Cryptography;

namespace Tenure.Server.Exports;

/// <summary>
/// Encrypts what is written into it: parts of 64 KiB, each [AES-256-GCM, tag] at its place. The nonce is the part's number, and says of the last one that it is the last: the key is good for one file, written once.
/// Memory: one part, however long the file is.
/// </summary>
internal sealed class SealedWriter(Stream file, byte[] key) : Stream
{
    private readonly AesGcm cipher = new(key, SealedReader.TagSize);
    private readonly byte[] part = new byte[SealedReader.PartSize];
    private readonly byte[] whole = new byte[SealedReader.PartSize + SealedReader.TagSize];
    private int filled;
    private int index;

    /// <summary>Bytes that were written.</summary>
    public override long Length => ((long)index * SealedReader.PartSize) + filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            // A full part is kept back: it may be the last one.
            if (filled == part.Length)
            {
                Put(isLast: false);
            }

            var taken = Math.Min(buffer.Length, part.Length - filled);
            buffer[..taken].CopyTo(part.AsSpan(filled));
            filled += taken;
            buffer = buffer[taken..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>That was all of it.</summary>
    public void Complete() => Put(isLast: true);

    public override void Flush()
    {
        // A part is written when it is full.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            cipher.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Put(bool isLast)
    {
        cipher.Encrypt(SealedReader.NonceOf(index, isLast), part.AsSpan(0, filled), whole.AsSpan(0, filled), whole.AsSpan(filled, SealedReader.TagSize));
        file.Write(whole, 0, filled + SealedReader.TagSize);
        if (!isLast)
        {
            index++;
            filled = 0;
        }
    }
}
