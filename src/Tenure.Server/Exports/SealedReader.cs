using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tenure.Server.Exports;

/// <summary>Reads what <see cref="SealedWriter"/> wrote.</summary>
internal static class SealedReader
{
    /// <summary>Bytes of a part before it is encrypted.</summary>
    public const int PartSize = 64 * 1024;

    /// <summary>Bytes of a tag.</summary>
    public const int TagSize = 16;

    /// <summary>The nonce of a part.</summary>
    public static byte[] NonceOf(int index, bool isLast)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt32BigEndian(nonce.AsSpan(7), index);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
        return nonce;
    }

    /// <summary>Writes all of it to another stream, a part at a time.</summary>
    /// <exception cref="CryptographicException">The file was changed, or cut.</exception>
    public static async Task CopyAsync(Stream file, byte[] key, Stream to, CancellationToken ct)
    {
        using var cipher = new AesGcm(key, TagSize);
        byte[] whole = new byte[PartSize + TagSize], part = new byte[PartSize];
        for (var index = 0; ; index++)
        {
            var read = await file.ReadAtLeastAsync(whole, whole.Length, throwOnEndOfStream: false, ct);
            if (read < TagSize)
            {
                throw new CryptographicException("The archive ends too early.");
            }

            var (length, isLast) = (read - TagSize, file.Position == file.Length);
            cipher.Decrypt(NonceOf(index, isLast), whole.AsSpan(0, length), whole.AsSpan(length, TagSize), part.AsSpan(0, length));
            await to.WriteAsync(part.AsMemory(0, length), ct);
            if (isLast)
            {
                return;
            }
        }
    }
}
