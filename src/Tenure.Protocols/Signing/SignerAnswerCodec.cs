using Tenure.Protocols.Cbor;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Signing;

/// <summary>An answer as canonical CBOR, both ways: {1: 0, 2: content}, {1: code} or {1: code, 3: seconds}.</summary>
public static class SignerAnswerCodec
{
    private const int CodeKey = 1;
    private const int ContentKey = 2;
    private const int RetryKey = 3;

    private const uint Done = 0;
    private const uint LongestRetry = 3600;

    /// <summary>The bytes of an answer.</summary>
    public static byte[] Encode(SignerAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var writer = CanonicalCborWriter.Create(answer.Content.Length + 16);
        writer.WriteStartMap(null);
        writer.WriteClaim(CodeKey, (uint?)answer.Refusal ?? Done);
        if (answer.Refusal is null)
        {
            writer.WriteInt32(ContentKey);
            writer.WriteByteString(answer.Content.Span);
        }
        else if (answer.RetryAfter is { } wait)
        {
            writer.WriteClaim(RetryKey, (uint)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, LongestRetry));
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="ProtocolException">Anything that <see cref="Encode"/> would not have written.</exception>
    public static SignerAnswer Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CanonicalCborReader(bytes);
        var entries = reader.ReadMap("answer");
        reader.ReadLabel(CodeKey, "code");
        var code = reader.ReadUInt32("code");
        var answer = (code, entries) switch
        {
            (Done, 2) => SignerAnswer.Of(ReadContent(reader)),
            ( > Done, 1) => SignerAnswer.Refuse((ProtocolErrorCode)code),
            ( > Done, 2) => SignerAnswer.Refuse((ProtocolErrorCode)code, ReadRetry(reader)),
            _ => throw new ProtocolException(ProtocolErrorCode.Malformed, "No answer of this form.", "answer"),
        };
        reader.ReadEnd();
        return answer;
    }

    private static ReadOnlyMemory<byte> ReadContent(CanonicalCborReader reader)
    {
        reader.ReadLabel(ContentKey, "content");
        return reader.ReadSlice("content");
    }

    private static TimeSpan ReadRetry(CanonicalCborReader reader)
    {
        reader.ReadLabel(RetryKey, "retry_after");
        return reader.ReadUInt32("retry_after") is >= 1 and <= LongestRetry and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"1 to {LongestRetry} seconds are expected.", "retry_after");
    }
}
