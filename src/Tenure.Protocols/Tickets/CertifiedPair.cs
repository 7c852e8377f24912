using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>A signed message and the certificate of its signer as one CBOR array of two byte strings.</summary>
internal static class CertifiedPair
{
    /// <exception cref="ProtocolException">Larger than a reader takes.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> message, ReadOnlySpan<byte> certificate, int maxBytes)
    {
        var writer = CanonicalCborWriter.Create();
        writer.WriteStartArray(2);
        writer.WriteByteString(message);
        writer.WriteByteString(certificate);
        writer.WriteEndArray();
        var bytes = writer.Encode();
        return bytes.Length <= maxBytes ? bytes : throw TooLarge(maxBytes);
    }

    /// <summary>Takes the two apart; neither is verified.</summary>
    /// <exception cref="ProtocolException">Not that array.</exception>
    public static (ReadOnlyMemory<byte> Message, ReadOnlyMemory<byte> Certificate) Decode(ReadOnlyMemory<byte> bytes, int maxBytes, string field)
    {
        if (bytes.Length > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        var reader = new CanonicalCborReader(bytes);
        reader.ReadArray(field, 2);
        var message = reader.ReadSlice(field);
        var certificate = reader.ReadSlice("certificate");
        reader.ReadEnd();
        return (message, certificate);
    }

    private static ProtocolException TooLarge(int maxBytes) => new(ProtocolErrorCode.TooLarge, $"At most {maxBytes} bytes are taken.");
}
