using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Log;

/// <summary>The bytes that are hashed: the canonical CBOR array [format, device ref, sequence, previous, event, seconds, commitment].</summary>
internal static class LogEntryEncoding
{
    private const string Format = "tenure/log/1";

    /// <exception cref="ProtocolException">A field has a wrong length or is outside its range.</exception>
    public static byte[] Encode(LogEntry entry)
    {
        Check(entry);
        var writer = CanonicalCborWriter.Create();
        writer.WriteStartArray(7);
        writer.WriteTextString(Format);
        writer.WriteByteString(entry.DeviceRef);
        writer.WriteInt64(entry.Sequence);
        writer.WriteByteString(entry.Previous);
        writer.WriteTextString(entry.Event);
        writer.WriteInt64(entry.At.ToUnixTimeSeconds());
        writer.WriteByteString(entry.Commitment);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static void Check(LogEntry entry)
    {
        Require(entry.DeviceRef.Length == LogChain.RefSize, "deviceRef");
        Require(entry.Sequence >= 0, "sequence");
        Require(entry.Previous.Length == LogChain.HashSize, "previous");
        Require(entry.Event.Length is >= 1 and <= 64 && entry.Event.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'), "event");
        Require(entry.Commitment.Length == LogChain.HashSize, "commitment");
    }

    private static void Require(bool holds, string field)
    {
        if (!holds)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"{field} has a wrong length or value.", field);
        }
    }
}
