using Tenure.Protocols.Cbor;
using Tenure.Protocols.Log;

namespace Tenure.Protocols.Tickets;

/// <summary>What the server sends and a QR, a file or <c>fastboot stage</c> carries: the CBOR array [ticket, certificate], for a release [ticket, certificate, consent]; all byte strings.</summary>
public static class SignedTicketCodec
{
    /// <summary>Bytes of the whole: the largest ticket, certificate and proof, and the array around them.</summary>
    public const int MaxBytes = 8192 + 1024 + ConsentProofCodec.MaxBytes + 16;

    private const int Pair = 2;
    private const int WithConsent = 3;

    /// <summary>Puts the two together.</summary>
    /// <exception cref="ProtocolException">Larger than a device would take.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> certificate) => CertifiedPair.Encode(ticket, certificate, MaxBytes);

    /// <summary>Puts the proof of consent beside a release ticket.</summary>
    /// <param name="signedTicket">The array of two.</param>
    /// <param name="proof">The proof.</param>
    /// <exception cref="ProtocolException">Not that array, or larger than a device would take.</exception>
    public static byte[] WithProof(ReadOnlyMemory<byte> signedTicket, ConsentProof proof)
    {
        var parts = Decode(signedTicket);
        var consent = ConsentProofCodec.Encode(proof);
        var writer = CanonicalCborWriter.Create();
        writer.WriteStartArray(WithConsent);
        writer.WriteByteString(parts.Ticket.Span);
        writer.WriteByteString(parts.Certificate.Span);
        writer.WriteByteString(consent);
        writer.WriteEndArray();
        var bytes = writer.Encode();
        return bytes.Length <= MaxBytes ? bytes : throw TooLarge();
    }

    /// <summary>The array of two, for who keeps a ticket: of the proof nothing follows any more.</summary>
    /// <exception cref="ProtocolException">Not a signed ticket.</exception>
    public static byte[] WithoutProof(ReadOnlyMemory<byte> signedTicket)
    {
        var parts = Decode(signedTicket);
        return Encode(parts.Ticket.Span, parts.Certificate.Span);
    }

    /// <summary>Takes the parts apart; none is verified.</summary>
    /// <exception cref="ProtocolException">Not that array.</exception>
    public static SignedTicket Decode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw TooLarge();
        }

        const string Field = "signed_ticket";
        var reader = new CanonicalCborReader(bytes);
        var parts = reader.ReadArray(Field);
        if (parts is not (Pair or WithConsent))
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, "An array of two or three is expected.", Field);
        }

        var signed = new SignedTicket(reader.ReadSlice(Field), reader.ReadSlice("certificate"), parts == WithConsent ? reader.ReadSlice("consent") : default);
        reader.ReadEnd();
        return parts == WithConsent && signed.Consent.IsEmpty ? throw new ProtocolException(ProtocolErrorCode.Malformed, "An empty proof is none.", "consent") : signed;
    }

    private static ProtocolException TooLarge() => new(ProtocolErrorCode.TooLarge, $"At most {MaxBytes} bytes are taken.");
}
