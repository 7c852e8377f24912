using System.Buffers.Binary;
using System.Security.Cryptography;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Avb;

/// <summary>Reads, checks and makes vbmeta images.</summary>
/// <remarks>AOSP <c>libavb/avb_vbmeta_image.c</c>: header, authentication block (hash, signature), auxiliary block (descriptors, key, metadata of the key), each a multiple of 64 bytes, all big-endian.</remarks>
public static class AvbCodec
{
    private const int HeaderSize = 256;
    private const int ReleaseOffset = 128;
    private const int ReleaseSize = 47;
    private const int BlockUnit = 64;
    private const uint NewestMinor = 3;

    private static ReadOnlySpan<byte> Magic => "AVB0"u8;

    /// <summary>Reads an image whose signature fits its own key: whose key that is, the caller has to compare.</summary>
    /// <param name="bytes">The image from its start; what comes after it is not looked at.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.AvbImageBroken"/>, <see cref="ProtocolErrorCode.AvbSignatureWrong"/>, <see cref="ProtocolErrorCode.TooLarge"/>.</exception>
    public static AvbImage Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize || !bytes.StartsWith(Magic))
        {
            throw AvbFormat.Broken("Not a vbmeta image.", "magic");
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) != 1 || BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]) > NewestMinor)
        {
            throw AvbFormat.Broken("It needs a newer reader.", "version");
        }

        var header = bytes[..HeaderSize];
        var authentication = BinaryPrimitives.ReadUInt64BigEndian(header[12..]);
        var auxiliary = BinaryPrimitives.ReadUInt64BigEndian(header[20..]);
        if (authentication > AvbFormat.MaxImageSize || auxiliary > AvbFormat.MaxImageSize || HeaderSize + authentication + auxiliary > AvbFormat.MaxImageSize)
        {
            throw new ProtocolException(ProtocolErrorCode.TooLarge, "A vbmeta image has at most 64 KiB.", "block size");
        }

        if (authentication % BlockUnit != 0 || auxiliary % BlockUnit != 0 || HeaderSize + (long)authentication + (long)auxiliary > bytes.Length)
        {
            throw AvbFormat.Broken("The blocks are cut short, or no multiple of 64.", "block size");
        }

        var signed = bytes.Slice(HeaderSize, (int)authentication);
        var body = bytes.Slice(HeaderSize + (int)authentication, (int)auxiliary);
        var algorithm = (AvbAlgorithm)BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
        var key = Part(body, header[64..], "public key");
        Check(algorithm, header, signed, body, key);
        return new AvbImage
        {
            Algorithm = algorithm,
            RequiredMinor = BinaryPrimitives.ReadUInt32BigEndian(header[8..]),
            RollbackIndex = BinaryPrimitives.ReadUInt64BigEndian(header[112..]),
            Flags = (AvbSwitches)BinaryPrimitives.ReadUInt32BigEndian(header[120..]),
            RollbackLocation = BinaryPrimitives.ReadUInt32BigEndian(header[124..]),
            Release = ReadRelease(header[ReleaseOffset..]),
            PublicKey = key.ToArray(),
            PublicKeyMetadata = Part(body, header[80..], "public key metadata").ToArray(),
            Descriptors = AvbDescriptorCodec.Read(Part(body, header[96..], "descriptors")),
        };
    }

    /// <summary>Makes an image.</summary>
    /// <param name="image">What it says; algorithm and key follow from <paramref name="key"/>.</param>
    /// <param name="key">Signs it; <c>null</c> for one that nobody signs.</param>
    /// <param name="hash">SHA-256 or SHA-512.</param>
    /// <exception cref="ArgumentException">It would be larger than may be, or holds something that has no form.</exception>
    public static byte[] Write(AvbImage image, RSA? key, HashAlgorithmName? hash = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        var publicKey = key is null ? [] : AvbPublicKey.From(key);
        var algorithm = AlgorithmOf(key, hash ?? HashAlgorithmName.SHA256);
        var descriptors = AvbDescriptorCodec.Write(image.Descriptors);
        byte[] body = Padded([.. descriptors, .. publicKey, .. image.PublicKeyMetadata.Span]);
        var digestSize = algorithm == AvbAlgorithm.None ? 0 : algorithm >= AvbAlgorithm.Sha512Rsa2048 ? 64 : 32;
        var signatureSize = (key?.KeySize ?? 0) / 8;
        var authentication = RoundedUp(digestSize + signatureSize);
        if (HeaderSize + authentication + body.Length > AvbFormat.MaxImageSize)
        {
            throw new ArgumentException("A vbmeta image has at most 64 KiB.", nameof(image));
        }

        var bytes = new byte[HeaderSize + authentication + body.Length];
        var header = bytes.AsSpan(0, HeaderSize);
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], image.RequiredMinor);
        BinaryPrimitives.WriteUInt64BigEndian(header[12..], (ulong)authentication);
        BinaryPrimitives.WriteUInt64BigEndian(header[20..], (ulong)body.Length);
        BinaryPrimitives.WriteUInt32BigEndian(header[28..], (uint)algorithm);
        WritePart(header[32..], 0, digestSize);
        WritePart(header[48..], digestSize, signatureSize);
        WritePart(header[64..], descriptors.Length, publicKey.Length);
        WritePart(header[80..], descriptors.Length + publicKey.Length, image.PublicKeyMetadata.Length);
        WritePart(header[96..], 0, descriptors.Length);
        BinaryPrimitives.WriteUInt64BigEndian(header[112..], image.RollbackIndex);
        BinaryPrimitives.WriteUInt32BigEndian(header[120..], (uint)image.Flags);
        BinaryPrimitives.WriteUInt32BigEndian(header[124..], image.RollbackLocation);
        WriteRelease(header[ReleaseOffset..], image.Release);
        body.CopyTo(bytes.AsSpan(HeaderSize + authentication));
        if (key is not null)
        {
            var digest = AvbFormat.Hash(algorithm, header, body);
            digest.CopyTo(bytes.AsSpan(HeaderSize));
            key.SignHash(digest, AvbFormat.HashOf(algorithm), RSASignaturePadding.Pkcs1).CopyTo(bytes.AsSpan(HeaderSize + digestSize));
        }

        return bytes;
    }

    private static void Check(AvbAlgorithm algorithm, ReadOnlySpan<byte> header, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> body, ReadOnlySpan<byte> key)
    {
        var hash = Part(signed, header[32..], "hash");
        var signature = Part(signed, header[48..], "signature");
        if (algorithm == AvbAlgorithm.None)
        {
            if (!key.IsEmpty || !hash.IsEmpty || !signature.IsEmpty)
            {
                throw AvbFormat.Broken("An image that is not signed has neither key nor signature.", "algorithm");
            }

            return;
        }

        var bits = AvbFormat.KeyBits(algorithm);
        if (bits == 0)
        {
            throw AvbFormat.Broken("An unknown algorithm.", "algorithm");
        }

        var digest = AvbFormat.Hash(algorithm, header, body);
        if (!CryptographicOperations.FixedTimeEquals(digest, hash))
        {
            throw new ProtocolException(ProtocolErrorCode.AvbSignatureWrong, "The image does not fit its hash.", "hash");
        }

        using var rsa = AvbPublicKey.Read(key);
        if (rsa.KeySize != bits || !rsa.VerifyHash(digest, signature, AvbFormat.HashOf(algorithm), RSASignaturePadding.Pkcs1))
        {
            throw new ProtocolException(ProtocolErrorCode.AvbSignatureWrong, "The image does not fit its signature.", "signature");
        }
    }

    private static AvbAlgorithm AlgorithmOf(RSA? key, HashAlgorithmName hash)
    {
        var first = hash == HashAlgorithmName.SHA512 ? AvbAlgorithm.Sha512Rsa2048 : hash == HashAlgorithmName.SHA256 ? AvbAlgorithm.Sha256Rsa2048 : throw new ArgumentException("SHA-256 or SHA-512.", nameof(hash));
        return key?.KeySize switch
        {
            null => AvbAlgorithm.None,
            2048 => first,
            4096 => first + 1,
            _ => first + 2,
        };
    }

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> block, ReadOnlySpan<byte> place, string field)
    {
        var offset = BinaryPrimitives.ReadUInt64BigEndian(place);
        var size = BinaryPrimitives.ReadUInt64BigEndian(place[8..]);
        return offset <= (ulong)block.Length && size <= (ulong)block.Length - offset
            ? block.Slice((int)offset, (int)size)
            : throw AvbFormat.Broken("It lies outside its block.", field);
    }

    private static void WritePart(Span<byte> place, int offset, int size)
    {
        BinaryPrimitives.WriteUInt64BigEndian(place, (ulong)offset);
        BinaryPrimitives.WriteUInt64BigEndian(place[8..], (ulong)size);
    }

    private static string ReadRelease(ReadOnlySpan<byte> bytes)
    {
        var end = bytes[..(ReleaseSize + 1)].IndexOf((byte)0);
        return end < 0 ? throw AvbFormat.Broken("The release has no end.", "release") : AvbDescriptorCodec.ReadText(bytes[..end], "release");
    }

    private static void WriteRelease(Span<byte> place, string release)
    {
        if (release.Contains('\0', StringComparison.Ordinal) || StrictUtf8.Encoding.GetByteCount(release) > ReleaseSize)
        {
            throw new ArgumentException("A release has at most 47 bytes.", nameof(release));
        }

        StrictUtf8.Encoding.GetBytes(release, place);
    }

    private static int RoundedUp(int size) => (size + BlockUnit - 1) / BlockUnit * BlockUnit;

    private static byte[] Padded(byte[] bytes)
    {
        Array.Resize(ref bytes, RoundedUp(bytes.Length));
        return bytes;
    }
}
