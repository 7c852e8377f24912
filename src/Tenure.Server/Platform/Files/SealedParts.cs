using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tenure.Server.Platform.Files;

/// <summary>
/// Encrypts and decrypts the parts of a sealed file: [nonce, AES-256-GCM, tag], bound to the file's name and to the part's place in it. A nonce is 95 random bits and one that says whether
/// the part is the last: a part may be written again, under the same key, when there is more of it.
/// </summary>
/// <param name="name">What the file is; never written into it.</param>
/// <param name="key">32 bytes, for this file alone.</param>
internal sealed class SealedParts(string name, byte[] key) : IDisposable
{
    /// <summary>Bytes of a part before it is encrypted; only the last one may have fewer.</summary>
    public const int Size = 64 * 1024;

    /// <summary>Bytes that a part is longer in the file.</summary>
    public const int Overhead = NonceSize + TagSize;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly AesGcm cipher = new(key, TagSize);
    private readonly byte[] place = [.. Encoding.UTF8.GetBytes(name), 0, 0, 0, 0];

    /// <summary>Encrypts a part.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="isLast">Whether the file ends with it.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="part">As long as the content and <see cref="Overhead"/>.</param>
    public void Seal(int index, bool isLast, ReadOnlySpan<byte> content, Span<byte> part)
    {
        var nonce = part[..NonceSize];
        RandomNumberGenerator.Fill(nonce);
        nonce[^1] = (byte)((nonce[^1] & 0xFE) | (isLast ? 1 : 0));
        cipher.Encrypt(nonce, content, part[NonceSize..^TagSize], part[^TagSize..], PlaceOf(index));
    }

    /// <summary>Decrypts a part; <c>false</c> when it is none of this file at this place.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="part">As it lies in the file.</param>
    /// <param name="content">Takes what is in it.</param>
    /// <param name="isLast">Whether the file ends with it.</param>
    public bool TryUnseal(int index, ReadOnlySpan<byte> part, Span<byte> content, out bool isLast)
    {
        isLast = false;
        if (part.Length < Overhead)
        {
            return false;
        }

        try
        {
            cipher.Decrypt(part[..NonceSize], part[NonceSize..^TagSize], part[^TagSize..], content[..(part.Length - Overhead)], PlaceOf(index));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        isLast = (part[NonceSize - 1] & 1) != 0;
        return true;
    }

    public void Dispose() => cipher.Dispose();

    private byte[] PlaceOf(int index)
    {
        BinaryPrimitives.WriteInt32BigEndian(place.AsSpan(place.Length - sizeof(int)), index);
        return place;
    }
}
