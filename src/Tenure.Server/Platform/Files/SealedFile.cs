using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Tenure.Server.Platform.Files;

/// <summary>
/// A file that is encrypted from its first byte on and may be written in several goes: <see cref="SealedParts"/> one behind the other, the last of which says that it is the last once the file is complete. How much is there
/// is read from the file alone: a part that does not authenticate, because a process died while it wrote it, is not there.
/// </summary>
/// <remarks>
/// Written to only. One at a time: the file is open for nobody else. Memory: three parts, however long the file is. The disk is told to take what was written while more comes, a MiB at a time, so that little is left
/// to wait for at the end.
/// </remarks>
internal sealed class SealedFile : Stream
{
    private const int WholeSize = SealedParts.Size + SealedParts.Overhead;

    // 1 MiB: smaller ones cost more than they save, each is a round to the disk.
    private const int PartsAFlush = 16;

    // Of all files: each keeps a thread until the disk has it.
    private const int MostFlushes = 4;
    private static int flushes;

    private readonly FileStream file;
    private readonly Action<SafeFileHandle> toDisk;
    private readonly SealedParts parts;
    private readonly byte[] whole = new byte[WholeSize];
    private byte[] part = new byte[SealedParts.Size];
    private byte[] next = [];
    private int index;
    private int filled;
    // Whether what is filled lies in the file as the last part or as one before others; null while it does not.
    private bool? isLastInFile;
    private bool isOnDisk;
    private int unflushed;
    private Task flushing = Task.CompletedTask;

    private SealedFile(FileStream file, string name, byte[] key, Action<SafeFileHandle>? toDisk)
    {
        (this.file, this.toDisk) = (file, toDisk ?? RandomAccess.FlushToDisk);
        parts = new SealedParts(name, key);
    }

    /// <summary>Bytes that were written, of all goes.</summary>
    public override long Length => ((long)index * SealedParts.Size) + filled;

    /// <summary>Whether it was said that this is all.</summary>
    public bool IsComplete => isLastInFile == true;

    /// <summary>The first bytes, while there is one part only.</summary>
    public ReadOnlySpan<byte> Head => index == 0 ? part.AsSpan(0, filled) : [];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    /// <summary>Takes a file, or makes it, for its owner alone; <c>null</c> while somebody else has it. A process that dies lets it go.</summary>
    public static FileStream? Take(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Begins a file anew: what was in it is gone.</summary>
    /// <param name="taken">Of <see cref="Take"/>; closed with this.</param>
    /// <param name="name">What the file is: one cannot stand in for another.</param>
    /// <param name="key">32 bytes, for this file alone.</param>
    /// <param name="toDisk">How the disk is told to take what was written; <c>null</c> for how the system does it.</param>
    public static SealedFile Begin(FileStream taken, string name, byte[] key, Action<SafeFileHandle>? toDisk = null)
    {
        taken.SetLength(0);
        return new SealedFile(taken, name, key, toDisk);
    }

    /// <summary>Goes on with a file, behind the last part of it that authenticates.</summary>
    /// <param name="taken">Of <see cref="Take"/>; closed with this.</param>
    /// <param name="name">As it was begun.</param>
    /// <param name="key">As it was begun.</param>
    public static SealedFile Resume(FileStream taken, string name, byte[] key)
    {
        var resumed = new SealedFile(taken, name, key, toDisk: null);
        resumed.FindEnd();
        return resumed;
    }

    /// <summary>Opens a complete file to read it with <see cref="ReadAsync"/>.</summary>
    /// <exception cref="IOException">There is none, or somebody writes to it.</exception>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);

    /// <summary>Writes all of a complete file to another stream, a part at a time.</summary>
    /// <param name="file">Of <see cref="Open"/> or <see cref="Take"/>, at its beginning.</param>
    /// <param name="name">As it was begun.</param>
    /// <param name="key">As it was begun.</param>
    /// <param name="to">Has what came before, when this throws.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="CryptographicException">A part was changed, moved or lost, or the file was never complete.</exception>
    public static async Task ReadAsync(FileStream file, string name, byte[] key, Stream to, CancellationToken ct)
    {
        using var parts = new SealedParts(name, key);
        byte[] whole = new byte[WholeSize], part = new byte[SealedParts.Size];
        var isLast = false;
        for (var index = 0; !isLast; index++)
        {
            var read = await file.ReadAtLeastAsync(whole, WholeSize, throwOnEndOfStream: false, ct);
            if (!parts.TryUnseal(index, whole.AsSpan(0, read), part, out isLast) || isLast != (file.Position == file.Length))
            {
                throw new CryptographicException("A sealed file was changed, or is not complete.");
            }

            await to.WriteAsync(part.AsMemory(0, read - SealedParts.Overhead), ct);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var room = Room().Span;
            var taken = Math.Min(buffer.Length, room.Length);
            buffer[..taken].CopyTo(room);
            Advance(taken);
            buffer = buffer[taken..];
        }
    }

    /// <summary>Where more can be put without a copy, 1 to 65,536 bytes; <see cref="Advance"/> says how much of it was.</summary>
    public Memory<byte> Room()
    {
        if (filled < SealedParts.Size)
        {
            return part.AsMemory(filled);
        }

        // A full part is kept back until there is more: it might be the last.
        next = next.Length == 0 ? new byte[SealedParts.Size] : next;
        return next;
    }

    /// <summary>So much was put where <see cref="Room"/> said.</summary>
    public void Advance(int count)
    {
        if (count == 0)
        {
            return;
        }

        if (filled == SealedParts.Size)
        {
            Put(isLast: false);
            (index, filled, part, next) = (index + 1, 0, next, part);
            FlushBehind();
        }

        (filled, isLastInFile) = (filled + count, null);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>That is all of it; it is on the disk when this comes back. Whatever is written afterwards makes it incomplete again.</summary>
    public void Complete()
    {
        Put(isLast: true);
        Sync();
    }

    public override void Flush()
    {
        // A part is written when the next one begins.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Keeps what was written, whatever cut it: it is on the disk when this comes back.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && file.CanWrite)
        {
            try
            {
                if (isLastInFile is null && filled > 0)
                {
                    Put(isLast: false);
                }

                Sync();
            }
            finally
            {
                // Without its answer, which was given above where it matters: the file is free for others only when the disk is done with it.
                Task.WhenAny(flushing).GetAwaiter().GetResult();
                parts.Dispose();
                file.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    // One at a time, and none where many files are at it: it only begins what Sync would do.
    private void FlushBehind()
    {
        if (++unflushed < PartsAFlush || !flushing.IsCompleted)
        {
            return;
        }

        // What the disk refused is refused to whoever writes, and Sync makes sure that nobody goes on from it.
        flushing.GetAwaiter().GetResult();
        var handle = file.SafeFileHandle;
        if (Interlocked.Increment(ref flushes) > MostFlushes)
        {
            Interlocked.Decrement(ref flushes);
            return;
        }

        unflushed = 0;
        flushing = Task.Run(() =>
        {
            try
            {
                toDisk(handle);
            }
            finally
            {
                Interlocked.Decrement(ref flushes);
            }
        });
    }

    private void Sync()
    {
        try
        {
            flushing.GetAwaiter().GetResult();
            if (!isOnDisk)
            {
                toDisk(file.SafeFileHandle);
                isOnDisk = true;
            }
        }
        catch
        {
            // A disk that refused once says at the next try that all is well, and may have lost what it refused: it is begun anew.
            file.SetLength(0);
            throw;
        }
    }

    private void Put(bool isLast)
    {
        if (isLastInFile != isLast)
        {
            isOnDisk = false;
            var sealedPart = whole.AsSpan(0, filled + SealedParts.Overhead);
            parts.Seal(index, isLast, part.AsSpan(0, filled), sealedPart);
            RandomAccess.Write(file.SafeFileHandle, sealedPart, (long)index * WholeSize);
            isLastInFile = isLast;
        }
    }

    private void FindEnd()
    {
        var (length, end) = (file.Length, 0L);
        for (var at = (int)(length / WholeSize); at >= 0; at--)
        {
            var size = ReadPart(at);
            if (parts.TryUnseal(at, whole.AsSpan(0, size), part, out var isLast))
            {
                (index, filled, isLastInFile) = (at, size - SealedParts.Overhead, isLast);
                end = ((long)at * WholeSize) + size;
                break;
            }
        }

        // What a dying process left behind the end would be taken for a part of another length later.
        if (length > end)
        {
            file.SetLength(end);
        }
    }

    private int ReadPart(int at)
    {
        var read = 0;
        while (RandomAccess.Read(file.SafeFileHandle, whole.AsSpan(read), ((long)at * WholeSize) + read) is var more and > 0)
        {
            read += more;
        }

        return read;
    }
}
