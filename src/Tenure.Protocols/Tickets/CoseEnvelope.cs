using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>A COSE_Sign1 in the one form that is accepted: tag 18, protected {alg, kid, typ}, nothing unprotected, embedded payload, canonical.</summary>
/// <remarks>
/// RFC 9052 §4.2, RFC 9053 §2.1, RFC 9596. The platform's verifier says yes to unknown critical headers, to a missing tag, to ES384 with a P-256 key
/// and to other encodings of the outer array. So messages are taken apart here, and the platform is asked about the signature alone. It does make ours,
/// so each message that is signed and verified in a test has gone through two implementations.
/// </remarks>
internal sealed class CoseEnvelope
{
    private const ulong Sign1Tag = 18;
    private const int AlgorithmLabel = 1;
    private const int KeyIdLabel = 4;
    private const int TypeLabel = 16;
    private const int Es256 = -7;
    private const int SignatureSize = 64;

    private readonly CoseProfile profile;
    private readonly ReadOnlyMemory<byte> signature;

    private CoseEnvelope(
        CoseProfile profile, KeyThumbprint keyId, ReadOnlyMemory<byte> protectedHeader, ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> signature)
    {
        this.profile = profile;
        this.signature = signature;
        KeyId = keyId;
        ProtectedHeader = protectedHeader;
        Payload = payload;
    }

    /// <summary>Who claims to have signed.</summary>
    public KeyThumbprint KeyId { get; }

    /// <summary>The encoded map, without the byte string around it.</summary>
    public ReadOnlyMemory<byte> ProtectedHeader { get; }

    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Signs a payload that is canonical already.</summary>
    /// <exception cref="ProtocolException">The message would be larger than its kind may be, or the key is not on P-256.</exception>
    public static byte[] Seal(CoseProfile profile, byte[] payload, ECDsa key)
    {
        // The platform writes headers in the order in which they were added: 1, 4, 16 is the canonical one.
        var headers = new CoseHeaderMap
        {
            { CoseHeaderLabel.Algorithm, CoseHeaderValue.FromInt32(Es256) },
            { CoseHeaderLabel.KeyIdentifier, CoseHeaderValue.FromBytes(PublicKeyP256.From(key).Thumbprint.ToBytes()) },
            { new CoseHeaderLabel(TypeLabel), CoseHeaderValue.FromString(profile.Type) },
        };
        var message = CoseSign1Message.SignEmbedded(payload, new CoseSigner(key, HashAlgorithmName.SHA256, headers), profile.ExternalData);
        return message.Length <= profile.MaxBytes ? message : throw TooLarge(profile);
    }

    /// <summary>Takes a message apart and checks its form; the signature is not looked at yet.</summary>
    /// <exception cref="ProtocolException">Any other form than the accepted one.</exception>
    public static CoseEnvelope Open(ReadOnlyMemory<byte> message, CoseProfile profile)
    {
        if (message.Length > profile.MaxBytes)
        {
            throw TooLarge(profile);
        }

        var envelope = OpenFirst(message, profile, out var length);
        return length == message.Length ? envelope : throw new ProtocolException(ProtocolErrorCode.Malformed, "There are bytes after the end.");
    }

    /// <summary>The same for a message that others follow.</summary>
    /// <param name="bytes">The message and what follows it.</param>
    /// <param name="profile">What it must be.</param>
    /// <param name="length">Bytes of the message.</param>
    /// <exception cref="ProtocolException">Any other form than the accepted one.</exception>
    public static CoseEnvelope OpenFirst(ReadOnlyMemory<byte> bytes, CoseProfile profile, out int length)
    {
        var reader = new CanonicalCborReader(bytes, isSequence: true);
        reader.ReadTag(Sign1Tag, "tag");
        reader.ReadArray("message", 4);
        var protectedHeader = reader.ReadSlice("protected");
        if (reader.ReadMap("unprotected") != 0)
        {
            throw new ProtocolException(ProtocolErrorCode.HeaderRefused, "Every header must be protected.", "unprotected");
        }

        reader.ReadMapEnd();
        var payload = reader.ReadSlice("payload");
        var signature = reader.ReadSlice("signature");
        reader.ReadArrayEnd();
        length = bytes.Length - reader.BytesLeft;
        if (signature.Length != SignatureSize)
        {
            throw new ProtocolException(ProtocolErrorCode.SignatureWrong, "A signature has 64 bytes.", "signature");
        }

        var keyId = ReadProtected(protectedHeader, profile);
        RequireCanonical(bytes.Span[..length], protectedHeader.Span, payload.Span, signature.Span);
        return new(profile, keyId, protectedHeader, payload, signature);
    }

    /// <summary>Checks the signature; the header must name this very key.</summary>
    /// <exception cref="ProtocolException">Another key, or a signature that does not fit.</exception>
    public void Verify(PublicKeyP256 key, ECDsa platformKey)
    {
        if (KeyId != key.Thumbprint)
        {
            throw new ProtocolException(ProtocolErrorCode.UnknownSigner, "Signed by another key.", "kid");
        }

        using var scratch = CborScratch.Take();
        WriteToSign(scratch.Writer);
        if (!platformKey.VerifyData(scratch.Encode(), signature.Span, HashAlgorithmName.SHA256))
        {
            throw new ProtocolException(ProtocolErrorCode.SignatureWrong, "The signature does not fit.", "signature");
        }
    }

    private static KeyThumbprint ReadProtected(ReadOnlyMemory<byte> header, CoseProfile profile)
    {
        var reader = new CanonicalCborReader(header);
        if (reader.ReadMap("protected") != 3)
        {
            throw HeaderRefused();
        }

        Expect(reader, AlgorithmLabel);
        if (reader.Peek("alg") != CborReaderState.NegativeInteger || reader.ReadLabel("alg") != Es256)
        {
            throw new ProtocolException(ProtocolErrorCode.AlgorithmRefused, "Only ES256 is accepted.", "alg");
        }

        Expect(reader, KeyIdLabel);
        var keyId = KeyThumbprint.FromBytes(reader.ReadBytes("kid", KeyThumbprint.Size));
        Expect(reader, TypeLabel);
        if (!string.Equals(reader.ReadText("typ", maxBytes: 64), profile.Type, StringComparison.Ordinal))
        {
            throw new ProtocolException(ProtocolErrorCode.TypeRefused, $"typ must be {profile.Type}.", "typ");
        }

        reader.ReadEnd();
        return keyId;
    }

    private static void Expect(CanonicalCborReader reader, int label)
    {
        if (reader.Peek("protected") is not (CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger) || reader.ReadLabel("protected") != label)
        {
            throw HeaderRefused();
        }
    }

    private static void RequireCanonical(ReadOnlySpan<byte> message, ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature)
    {
        using var scratch = CborScratch.Take();
        var writer = scratch.Writer;
        writer.WriteTag((CborTag)Sign1Tag);
        writer.WriteStartArray(4);
        writer.WriteByteString(protectedHeader);
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteByteString(payload);
        writer.WriteByteString(signature);
        writer.WriteEndArray();
        ClaimRules.Canonical(message, scratch.Encode(), "message");
    }

    private static ProtocolException HeaderRefused() =>
        new(ProtocolErrorCode.HeaderRefused, "The protected header holds alg, kid and typ, and nothing else.", "protected");

    private static ProtocolException TooLarge(CoseProfile profile) =>
        new(ProtocolErrorCode.TooLarge, $"At most {profile.MaxBytes} bytes are taken.");

    // RFC 9052 §4.4, Sig_structure of COSE_Sign1.
    private void WriteToSign(CborWriter writer)
    {
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(ProtectedHeader.Span);
        writer.WriteByteString(profile.ExternalData);
        writer.WriteByteString(Payload.Span);
        writer.WriteEndArray();
    }
}
