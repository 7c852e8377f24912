using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>Rules for single claims, the same when writing and when reading.</summary>
internal static class ClaimRules
{
    public static void Length(byte[]? value, int size, string field)
    {
        if (value is not null && value.Length != size)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"{size} bytes are expected.", field);
        }
    }

    public static void Text(string value, int maxBytes, string field) => PlainText.Check(value, maxBytes, field);

    public static void Defined<T>(T value, string field)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"{field} has an unknown value.", field);
        }
    }

    /// <summary>What was read is what would be written. The reader refuses other forms on its own; whatever it lets through all the same ends here.</summary>
    public static void Canonical(ReadOnlySpan<byte> read, ReadOnlySpan<byte> written, string field = "payload")
    {
        if (!read.SequenceEqual(written))
        {
            throw new ProtocolException(ProtocolErrorCode.NotCanonical, "The same content has a canonical encoding.", field);
        }
    }

    /// <summary>A claim is there exactly when <paramref name="needed"/>.</summary>
    public static void Presence(bool present, bool needed, string field)
    {
        if (present != needed)
        {
            throw needed
                ? new ProtocolException(ProtocolErrorCode.ClaimMissing, $"{field} is missing.", field)
                : new ProtocolException(ProtocolErrorCode.ClaimUnexpected, $"{field} has no place here.", field);
        }
    }
}
