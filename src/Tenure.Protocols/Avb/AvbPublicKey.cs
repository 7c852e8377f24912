using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Tenure.Protocols.Avb;

/// <summary>An RSA key as vbmeta images carry it: bits, −1/n[0] mod 2³², n, R² mod n; the exponent is 65537.</summary>
/// <remarks>AOSP <c>libavb/avb_crypto.h</c>, <c>AvbRSAPublicKeyHeader</c>: big-endian. The second and the last are there to spare a small loader the computation.</remarks>
public static class AvbPublicKey
{
    private const int HeaderSize = 8;
    private static readonly byte[] Exponent = [1, 0, 1];

    /// <summary>Writes the public half of a key of 2048, 4096 or 8192 bits.</summary>
    /// <exception cref="ArgumentException">Another size or exponent.</exception>
    public static byte[] From(RSA key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return key.KeySize is 2048 or 4096 or 8192 && parameters.Exponent.AsSpan().SequenceEqual(Exponent)
            ? Write(parameters.Modulus)
            : throw new ArgumentException("A key has 2048, 4096 or 8192 bits and the exponent 65537.", nameof(key));
    }

    /// <summary>Reads a key.</summary>
    /// <returns>For the caller to dispose.</returns>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.AvbImageBroken"/>: another size, or numbers that do not belong to it.</exception>
    public static RSA Read(ReadOnlySpan<byte> bytes)
    {
        var bits = bytes.Length >= HeaderSize ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
        if (bits is not (2048 or 4096 or 8192) || bytes.Length != HeaderSize + (bits / 4))
        {
            throw AvbFormat.Broken("A key has 2048, 4096 or 8192 bits.", "public key");
        }

        var modulus = bytes.Slice(HeaderSize, (int)bits / 8);
        if ((modulus[0] & 0x80) == 0 || (modulus[^1] & 1) == 0 || !Write(modulus).AsSpan().SequenceEqual(bytes))
        {
            throw AvbFormat.Broken("The parts of the key do not belong together.", "public key");
        }

        try
        {
            return RSA.Create(new RSAParameters { Modulus = modulus.ToArray(), Exponent = Exponent });
        }
        catch (CryptographicException e)
        {
            throw AvbFormat.Broken("The platform refuses the key.", "public key", e);
        }
    }

    private static byte[] Write(ReadOnlySpan<byte> modulus)
    {
        var n = new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        var bytes = new byte[HeaderSize + (2 * modulus.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)modulus.Length * 8);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), MinusInverse((uint)(n & uint.MaxValue)));
        modulus.CopyTo(bytes.AsSpan(HeaderSize));
        var square = ((BigInteger.One << (modulus.Length * 16)) % n).ToByteArray(isUnsigned: true, isBigEndian: true);
        square.CopyTo(bytes.AsSpan(bytes.Length - square.Length));
        return bytes;
    }

    // Newton's method: each step doubles the bits that are right. The lowest word is odd.
    private static uint MinusInverse(uint odd)
    {
        var inverse = odd;
        for (var i = 0; i < 4; i++)
        {
            inverse *= unchecked(2 - (odd * inverse));
        }

        return unchecked(0 - inverse);
    }
}
