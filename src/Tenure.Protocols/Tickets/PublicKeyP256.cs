using System.Numerics;
using System.Security.Cryptography;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>A public key on NIST P-256. A value of this type is always a point on the curve.</summary>
/// <remarks>Immutable and safe for several threads. Its CBOR form is a COSE_Key (RFC 9052 §7, RFC 9053 §7.1.1) with exactly kty, crv, x, y.</remarks>
public sealed class PublicKeyP256 : IEquatable<PublicKeyP256>
{
    /// <summary>Bytes of one coordinate.</summary>
    public const int CoordinateSize = 32;

    private static readonly BigInteger Prime = (BigInteger.One << 256) - (BigInteger.One << 224) + (BigInteger.One << 192) + (BigInteger.One << 96) - 1;

    // SP 800-186 §3.2.1.3.
    private static readonly BigInteger B = Number(Convert.FromHexString("5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B"));

    private readonly byte[] x;
    private readonly byte[] y;

    private PublicKeyP256(byte[] x, byte[] y)
    {
        this.x = x;
        this.y = y;
        Thumbprint = KeyThumbprint.Of(this);
    }

    /// <summary>The x coordinate, 32 bytes, big-endian.</summary>
    public ReadOnlySpan<byte> X => x;

    /// <summary>The y coordinate, 32 bytes, big-endian.</summary>
    public ReadOnlySpan<byte> Y => y;

    /// <summary>The name of this key (RFC 7638).</summary>
    public KeyThumbprint Thumbprint { get; }

    /// <summary>Takes two coordinates of 32 bytes.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.KeyInvalid"/>: a wrong length, or no point on the curve.</exception>
    public static PublicKeyP256 FromCoordinates(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        if (x.Length != CoordinateSize || y.Length != CoordinateSize || !IsOnCurve(Number(x), Number(y)))
        {
            throw new ProtocolException(ProtocolErrorCode.KeyInvalid, "Not a point on P-256 with two coordinates of 32 bytes.", "key");
        }

        return new(x.ToArray(), y.ToArray());
    }

    /// <summary>The public half of a platform key.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.KeyInvalid"/>: a key on another curve.</exception>
    public static PublicKeyP256 From(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return FromCoordinates(parameters.Q.X, parameters.Q.Y);
    }

    /// <summary>Reads a COSE_Key in its canonical form.</summary>
    /// <exception cref="ProtocolException">Anything else than {1: 2, -1: 1, -2: x, -3: y}.</exception>
    public static PublicKeyP256 FromCoseKey(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CanonicalCborReader(bytes);
        var key = CoseKey.Read(reader);
        reader.ReadEnd();
        return key;
    }

    /// <summary>The canonical COSE_Key: 77 bytes.</summary>
    public byte[] ToCoseKey()
    {
        var writer = CanonicalCborWriter.Create();
        CoseKey.Write(writer, this);
        return writer.Encode();
    }

    /// <summary>A platform key to verify with. The caller disposes it.</summary>
    public ECDsa ToECDsa() => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });

    /// <inheritdoc/>
    public bool Equals(PublicKeyP256? other) => other?.Thumbprint == Thumbprint;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PublicKeyP256);

    /// <inheritdoc/>
    public override int GetHashCode() => Thumbprint.GetHashCode();

    /// <summary>The thumbprint's text.</summary>
    public override string ToString() => Thumbprint.Text;

    // y² = x³ − 3x + b. The platform checks it too, but not each platform does so on import.
    private static bool IsOnCurve(BigInteger x, BigInteger y) =>
        x < Prime && y < Prime && ((y * y) - (x * x * x) + (3 * x) - B) % Prime == 0;

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
