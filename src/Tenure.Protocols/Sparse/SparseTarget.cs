namespace Tenure.Protocols.Sparse;

/// <summary>Where an image is expanded to. Small chunks are gathered into big writes, and a big one goes on while the next is read.</summary>
/// <param name="image">Written from its place on.</param>
/// <param name="length">Bytes of the image, in fours.</param>
internal sealed class SparseTarget(Stream image, long length)
{
    // A file of many small holes is slower than the zeros.
    private const long SmallestHole = 1 << 16;

    private byte[] buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(length, SparseFormat.BufferSize));
    private byte[] other = [];
    private Task writing = Task.CompletedTask;
    private readonly bool canSeek = image.CanSeek;

    // Behind this place there is nothing yet: zeros need not be written.
    private readonly long oldLength = image.CanSeek ? image.Length : 0;

    // Of what was handed over: the stream's own is another thread's meanwhile.
    private long position = image.CanSeek ? image.Position : 0;

    private int gathered;

    public void Copy(SparseReader reader)
    {
        while (reader.ReadRaw(Free()) is var read and > 0)
        {
            gathered += read;
        }
    }

    public void Fill(uint value, long bytes)
    {
        if (value == 0 && bytes >= SmallestHole && canSeek && position + gathered >= oldLength)
        {
            Pass(bytes);
            return;
        }

        while (bytes > 0)
        {
            var free = Free();
            var part = (int)Math.Min(bytes, free.Length);
            SparseFormat.Fill(free[..part], value);
            gathered += part;
            bytes -= part;
        }
    }

    public void Pass(long bytes)
    {
        if (canSeek)
        {
            Write();
            Settle();
            position = image.Seek(bytes, SeekOrigin.Current);
        }
        else
        {
            Fill(0, bytes);
        }
    }

    public void End()
    {
        Write();
        Settle();
        if (canSeek && image.Length < image.Position)
        {
            image.SetLength(image.Position);
        }

        image.Flush();
    }

    private Span<byte> Free()
    {
        if (gathered == buffer.Length)
        {
            Write();
        }

        return buffer.AsSpan(gathered);
    }

    /// <summary>Waits for what is being written, whatever becomes of it: afterwards the image belongs to its owner again.</summary>
    public void Abandon() => writing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).GetAwaiter().GetResult();

    private void Settle() => writing.GetAwaiter().GetResult();

    private void Write()
    {
        Settle();
        position += gathered;
        if (gathered < SparseFormat.BufferSize)
        {
            image.Write(buffer.AsSpan(0, gathered));
        }
        else
        {
            var full = buffer;
            buffer = other.Length > 0 ? other : GC.AllocateUninitializedArray<byte>(full.Length);
            other = full;
            writing = Task.Run(() => image.Write(full, 0, full.Length));
        }

        gathered = 0;
    }
}
