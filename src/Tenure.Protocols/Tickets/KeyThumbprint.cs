using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tenure.Protocols.Tickets;

/// <summary>The name of a P-256 key: SHA-256 over its JSON form, written as 43 base64url characters. A device's id is its key's thumbprint.</summary>
/// <remarks>RFC 7638 §3, members crv, kty, x, y with 32-byte coordinates. The default value, all zeros, names no key.</remarks>
public readonly record struct KeyThumbprint
{
    /// <summary>Bytes of a thumbprint.</summary>
    public const int Size = 32;

    /// <summary>Bytes of a ueid made from it.</summary>
    public const int UeidSize = Size + 1;

    // RFC 9711 §4.2.1.1: type 0x01 (RAND) followed by at least 128 bits that are unique by chance; a hash of a random key is that.
    private const byte UeidType = 0x01;

    // RFC 9278 §4.
    private const string UriPrefix = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:";

    // Two numbers and no array: a thumbprint is compared with each message that comes in, and so costs no memory.
    private readonly UInt128 high;
    private readonly UInt128 low;

    private KeyThumbprint(UInt128 high, UInt128 low)
    {
        this.high = high;
        this.low = low;
    }

    /// <summary>43 base64url characters without padding.</summary>
    public string Text => Base64Url.EncodeToString(ToBytes());

    /// <summary>The thumbprint as a URI (RFC 9278): the form used where a CWT claim must be text.</summary>
    public string Uri => UriPrefix + Text;

    /// <summary>Computes a key's thumbprint.</summary>
    public static KeyThumbprint Of(PublicKeyP256 key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var json = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(key.X)}}","y":"{{Base64Url.EncodeToString(key.Y)}}"}""";
        return FromBytes(SHA256.HashData(Encoding.ASCII.GetBytes(json)));
    }

    /// <summary>Takes the 32 bytes of a thumbprint.</summary>
    /// <exception cref="ProtocolException">Not 32 bytes.</exception>
    public static KeyThumbprint FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]))
        : throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "A thumbprint has 32 bytes.", "thumbprint");

    /// <summary>Takes a ueid: 0x01 and the 32 bytes of the thumbprint.</summary>
    /// <exception cref="ProtocolException">Another length or type.</exception>
    public static KeyThumbprint FromUeid(ReadOnlySpan<byte> ueid) => ueid.Length == UeidSize && ueid[0] == UeidType
        ? FromBytes(ueid[1..])
        : throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "A ueid is 0x01 and 32 bytes.", "ueid");

    /// <summary>Reads the text form. Only the one canonical spelling of a thumbprint is taken.</summary>
    /// <exception cref="ProtocolException">Not a thumbprint.</exception>
    public static KeyThumbprint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> bytes = stackalloc byte[Size];
        var good = text.Length == 43 && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var read) && read == Size;
        // The last character carries two unused bits: writing it again shows whether they were zero.
        return good && FromBytes(bytes) is var thumbprint && string.Equals(thumbprint.Text, text, StringComparison.Ordinal)
            ? thumbprint
            : throw new ProtocolException(ProtocolErrorCode.Malformed, "A thumbprint is 43 base64url characters.", "thumbprint");
    }

    /// <summary>Reads the URI form (RFC 9278).</summary>
    /// <exception cref="ProtocolException">Not the URI of a thumbprint.</exception>
    public static KeyThumbprint ParseUri(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.StartsWith(UriPrefix, StringComparison.Ordinal)
            ? Parse(uri[UriPrefix.Length..])
            : throw new ProtocolException(ProtocolErrorCode.Malformed, "Not the URI of a SHA-256 thumbprint.", "thumbprint");
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, high);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), low);
        return bytes;
    }

    /// <summary>The 33 bytes of the ueid: 0x01 and the thumbprint.</summary>
    /// <remarks>RFC 9711 §4.2.1.</remarks>
    public byte[] ToUeid()
    {
        var ueid = new byte[UeidSize];
        WriteUeid(ueid);
        return ueid;
    }

    /// <summary>For people to compare: the first 16 bytes as eight groups of four hexadecimal digits.</summary>
    public string ToFingerprint() => string.Join(' ', ToBytes()
        .Take(16)
        .Chunk(2)
        .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair[0]:x2}{pair[1]:x2}")));

    /// <summary>The text form.</summary>
    public override string ToString() => Text;

    internal void WriteUeid(Span<byte> ueid)
    {
        ueid[0] = UeidType;
        BinaryPrimitives.WriteUInt128BigEndian(ueid[1..], high);
        BinaryPrimitives.WriteUInt128BigEndian(ueid[17..], low);
    }
}
