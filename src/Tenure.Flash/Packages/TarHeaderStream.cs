namespace Tenure.Flash.Packages;

/// <summary>A tar archive whose headers are bounded: long names and comments are read into memory whole, whatever size they say.</summary>
internal sealed class TarHeaderStream(Stream tar) : Stream
{
    /// <summary>Bytes between the content of two files, at most.</summary>
    public const int MaxHeaders = 1 << 20;

    private long headers;

    /// <summary>True while a file's own bytes are read, which are counted elsewhere.</summary>
    public bool IsContent
    {
        get;
        set
        {
            field = value;
            headers = 0;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => Counted(tar.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Counted(await tar.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            tar.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Counted(int read)
    {
        headers += IsContent ? 0 : read;
        return headers <= MaxHeaders ? read : throw new InvalidDataException("The headers of the archive have no end.");
    }
}
