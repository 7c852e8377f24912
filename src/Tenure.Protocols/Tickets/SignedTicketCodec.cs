namespace Tenure.Protocols.Tickets;

/// <summary>What the server sends and a QR, a file or <c>fastboot stage</c> carries: the CBOR array [ticket, certificate], two byte strings.</summary>
public static class SignedTicketCodec
{
    /// <summary>Bytes of the whole: the largest ticket, the largest certificate, and the array around them.</summary>
    public const int MaxBytes = 8192 + 1024 + 16;

    /// <summary>Puts the two together.</summary>
    /// <exception cref="ProtocolException">Larger than a device would take.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> certificate) => CertifiedPair.Encode(ticket, certificate, MaxBytes);

    /// <summary>Takes the two apart; neither is verified.</summary>
    /// <exception cref="ProtocolException">Not that array.</exception>
    public static SignedTicket Decode(ReadOnlyMemory<byte> bytes)
    {
        var (ticket, certificate) = CertifiedPair.Decode(bytes, MaxBytes, "signed_ticket");
        return new(ticket, certificate);
    }
}
