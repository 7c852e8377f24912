using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tenure.Server.Documents;

/// <summary>
/// A file that arrives in pieces, encrypted from its first byte on: parts of 64 KiB, each [nonce, AES-256-GCM, tag] at its place, bound to the document and the place. How much of it is there
/// is read from the file alone: a part that does not authenticate, because a process died while it wrote it, is not there.
/// </summary>
/// <remarks>One at a time: the file is open for nobody else. Memory: one part, however long the file is.</remarks>
internal sealed class ArrivingFile : IAsyncDisposable
{
    /// <summary>Bytes of a part before it is encrypted.</summary>
    public const int PartSize = 64 * 1024;

    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int SealedSize = NonceSize + PartSize + TagSize;

    private readonly FileStream file;
    private readonly AesGcm cipher;
    private readonly byte[] name = new byte[20];
    private readonly byte[] part = new byte[PartSize];
    private readonly byte[] sealedPart = new byte[SealedSize];
    private int index;
    private int filled;
    private bool isWritten = true;

    private ArrivingFile(FileStream file, Guid document, byte[] key)
    {
        this.file = file;
        cipher = new AesGcm(key, TagSize);
        document.TryWriteBytes(name);
    }

    /// <summary>Bytes that are there.</summary>
    public long Length => ((long)index * PartSize) + filled;

    /// <summary>The first bytes, while the first part is not full.</summary>
    public ReadOnlySpan<byte> Head => index == 0 ? part.AsSpan(0, filled) : [];

    /// <summary>Opens the file, or begins it; <c>null</c> while somebody else has it.</summary>
    public static ArrivingFile? Open(string path, Guid document, byte[] key)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.None });
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }

        var arriving = new ArrivingFile(file, document, key);
        arriving.FindEnd();
        return arriving;
    }

    /// <summary>Takes up some bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, PartSize - filled);
            bytes[..taken].CopyTo(part.AsSpan(filled));
            filled += taken;
            bytes = bytes[taken..];
            isWritten = false;
            if (filled == PartSize)
            {
                Keep();
                index++;
                filled = 0;
                isWritten = true;
            }
        }
    }

    /// <summary>Everything from the beginning, a part at a time. Nothing is written afterwards.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Read()
    {
        Keep();
        var length = Length;
        for (var at = 0; (long)at * PartSize < length; at++)
        {
            var size = (int)Math.Min(PartSize, length - ((long)at * PartSize));
            if (!TryRead(at, size))
            {
                throw new CryptographicException("A part of a document was changed.");
            }

            yield return part.AsMemory(0, size);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Keep();
        // What the sender is told to have arrived has: after a power cut, too.
        RandomAccess.FlushToDisk(file.SafeFileHandle);
        cipher.Dispose();
        await file.DisposeAsync();
    }

    // Whatever cut the request, what arrived before stays.
    private void Keep()
    {
        if (isWritten)
        {
            return;
        }

        var whole = sealedPart.AsSpan(0, NonceSize + filled + TagSize);
        RandomNumberGenerator.Fill(whole[..NonceSize]);
        cipher.Encrypt(whole[..NonceSize], part.AsSpan(0, filled), whole.Slice(NonceSize, filled), whole[^TagSize..], NameOf(index));
        RandomAccess.Write(file.SafeFileHandle, whole, (long)index * SealedSize);
        isWritten = true;
    }

    private void FindEnd()
    {
        var length = RandomAccess.GetLength(file.SafeFileHandle);
        for (index = (int)(length / SealedSize); index >= 0; index--)
        {
            var rest = (int)Math.Min(SealedSize, length - ((long)index * SealedSize)) - NonceSize - TagSize;
            if (rest > 0 && TryRead(index, rest))
            {
                filled = rest;
                if (filled == PartSize)
                {
                    index++;
                    filled = 0;
                }

                break;
            }
        }

        index = Math.Max(0, index);
        // What a dying process left behind the end would be taken for a part of another length later.
        var end = ((long)index * SealedSize) + (filled == 0 ? 0 : NonceSize + filled + TagSize);
        if (length > end)
        {
            RandomAccess.SetLength(file.SafeFileHandle, end);
        }
    }

    private bool TryRead(int at, int size)
    {
        var whole = sealedPart.AsSpan(0, NonceSize + size + TagSize);
        var read = 0;
        while (read < whole.Length && RandomAccess.Read(file.SafeFileHandle, whole[read..], ((long)at * SealedSize) + read) is var more and > 0)
        {
            read += more;
        }

        if (read < whole.Length)
        {
            return false;
        }

        try
        {
            cipher.Decrypt(whole[..NonceSize], whole[NonceSize..^TagSize], whole[^TagSize..], part.AsSpan(0, size), NameOf(at));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private byte[] NameOf(int at)
    {
        BinaryPrimitives.WriteInt32BigEndian(name.AsSpan(16), at);
        return name;
    }
}
