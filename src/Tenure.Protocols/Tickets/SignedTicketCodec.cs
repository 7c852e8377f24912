using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>What the server sends and a QR, a file or <c>fastboot stage</c> carries: the CBOR array [ticket, certificate], two byte strings.</summary>
public static class SignedTicketCodec
{
    /// <summary>Bytes of the whole: the largest ticket, the largest certificate, and the array around them.</summary>
    public const int MaxBytes = 8192 + 1024 + 16;

    /// <summary>Puts the two together.</summary>
    /// <exception cref="ProtocolException">Larger than a device would take.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> certificate)
    {
        var writer = CanonicalCborWriter.Create(ticket.Length + certificate.Length + 16);
        writer.WriteStartArray(2);
        writer.WriteByteString(ticket);
        writer.WriteByteString(certificate);
        writer.WriteEndArray();
        return writer.Encode() is { Length: <= MaxBytes } bytes ? bytes : throw TooLarge();
    }

    /// <summary>Takes the two apart; neither is verified.</summary>
    /// <exception cref="ProtocolException">Not that array.</exception>
    public static SignedTicket Decode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw TooLarge();
        }

        var reader = new CanonicalCborReader(bytes);
        reader.ReadArray("signed_ticket", 2);
        var ticket = reader.ReadSlice("ticket");
        var certificate = reader.ReadSlice("certificate");
        reader.ReadArrayEnd("signed_ticket");
        reader.ReadEnd();
        return new(ticket, certificate);
    }

    private static ProtocolException TooLarge() => new(ProtocolErrorCode.TooLarge, $"At most {MaxBytes} bytes are taken.", "signed_ticket");
}
