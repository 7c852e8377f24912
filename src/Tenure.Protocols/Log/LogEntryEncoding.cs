using System.Formats.Cbor;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Log;

/// <summary>The bytes that are hashed: a canonical CBOR array.</summary>
/// <remarks>Format 1: [format, device ref, sequence, previous, event, seconds, commitment]. Format 2: [format, device ref, holding ref or null, and the same].</remarks>
internal static class LogEntryEncoding
{
    private const int WithHolding = 2;

    /// <exception cref="ProtocolException">A field has a wrong length or is outside its range.</exception>
    public static byte[] Encode(LogEntry entry)
    {
        Check(entry);
        var writer = CanonicalCborWriter.Create();
        writer.WriteStartArray(entry.Format == WithHolding ? 8 : 7);
        writer.WriteTextString(entry.Format == WithHolding ? "tenure/log/2" : "tenure/log/1");
        writer.WriteByteString(entry.DeviceRef);
        if (entry.Format == WithHolding)
        {
            WriteHolding(writer, entry.HoldingRef);
        }

        writer.WriteInt64(entry.Sequence);
        writer.WriteByteString(entry.Previous);
        writer.WriteTextString(entry.Event);
        writer.WriteInt64(entry.At.ToUnixTimeSeconds());
        writer.WriteByteString(entry.Commitment);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static void WriteHolding(CborWriter writer, byte[]? holding)
    {
        if (holding is null)
        {
            writer.WriteNull();
        }
        else
        {
            writer.WriteByteString(holding);
        }
    }

    private static void Check(LogEntry entry)
    {
        Require(entry.Format is 1 or WithHolding, "format");
        Require(entry.HoldingRef is null || (entry.Format == WithHolding && entry.HoldingRef.Length == LogChain.RefSize), "holdingRef");
        Require(entry.Format == 1 || entry.At == LogTime.Cut(entry.At), "at");
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
