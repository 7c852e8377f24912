using System.Formats.Cbor;
using System.Security.Cryptography;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Signing;

/// <summary>The public key of a passkey: ES256 on P-256, or RS256 with 2048 to 4096 bits and an odd exponent from 65537 (NIST SP 800-56B §6.2): with another one anybody could sign. What else authenticators have (EdDSA) the platform cannot verify by itself. Immutable.</summary>
public sealed class PasskeyKey
{
    private const int Kty = 1;
    private const int Alg = 3;
    private const int Es256 = -7;
    private const int Rs256 = -257;
    private const int LeastModulus = 256;
    private const int LongestModulus = 512;
    private const int LongestExponent = 4;
    private const uint LeastExponent = 65_537;

    private readonly PublicKeyP256? point;
    private readonly RSAParameters modulus;

    private PasskeyKey(PublicKeyP256? point, RSAParameters modulus) => (this.point, this.modulus) = (point, modulus);

    /// <summary>Reads a COSE_Key (RFC 9052 §7) as authenticators write it; <c>null</c> where it is none, or of another kind.</summary>
    public static PasskeyKey? Read(ReadOnlyMemory<byte> cose)
    {
        var (numbers, bytes) = (new Dictionary<int, int>(), new Dictionary<int, byte[]>());
        try
        {
            var reader = new CborReader(cose, CborConformanceMode.Ctap2Canonical);
            for (var left = reader.ReadStartMap() ?? 0; left > 0; left--)
            {
                var label = reader.ReadInt32();
                if (reader.PeekState() == CborReaderState.ByteString)
                {
                    bytes[label] = reader.ReadByteString();
                }
                else
                {
                    numbers[label] = reader.ReadInt32();
                }
            }

            reader.ReadEndMap();
            return reader.BytesRemaining > 0 ? null : (numbers.GetValueOrDefault(Kty), numbers.GetValueOrDefault(Alg)) switch
            {
                (2, Es256) when numbers.GetValueOrDefault(-1) == 1 => new PasskeyKey(PublicKeyP256.FromCoordinates(bytes.GetValueOrDefault(-2), bytes.GetValueOrDefault(-3)), default),
                (3, Rs256) when bytes.GetValueOrDefault(-1) is { Length: >= LeastModulus and <= LongestModulus } n && bytes.GetValueOrDefault(-2) is { Length: > 0 and <= LongestExponent } e
                    && n[0] >= 0x80 && int.IsOddInteger(n[^1]) && IsExponent(e) =>
                    new PasskeyKey(null, new RSAParameters { Modulus = n, Exponent = e }),
                _ => null,
            };
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException or ProtocolException)
        {
            return null;
        }
    }

    /// <summary>Whether both are the same key, whatever their authenticators call it.</summary>
    public bool IsSameAs(PasskeyKey other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return point is not null
            ? point.Equals(other.point)
            : other.point is null && modulus.Modulus.AsSpan().SequenceEqual(other.modulus.Modulus);
    }

    private static bool IsExponent(byte[] e)
    {
        var value = e.Aggregate(0u, (sum, one) => (sum << 8) | one);
        return value >= LeastExponent && uint.IsOddInteger(value);
    }

    /// <summary>Whether it signed these bytes (WebAuthn §6.5.5: ES256 in DER).</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        try
        {
            if (point is not null)
            {
                using var elliptic = point.ToECDsa();
                return elliptic.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            }

            using var rsa = RSA.Create(modulus);
            return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
