using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Tenure.Protocols.Cbor;

/// <summary>Text that can be shown as it is: on a lock screen, in a terminal, in a log.</summary>
internal static class PlainText
{
    /// <summary>Refuses an empty or overlong text, and characters that move the cursor or turn the direction of what follows.</summary>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.ClaimOutOfRange"/>.</exception>
    public static void Check(string text, int maxBytes, string field)
    {
        if (!HasLength(text, maxBytes))
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"1 to {maxBytes} bytes of UTF-8 are expected.", field);
        }

        if (HasTrouble(text))
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "Control characters are not allowed.", field);
        }
    }

    /// <summary>Whether <see cref="Check"/> takes it; nothing at all it does not.</summary>
    public static bool IsGood([NotNullWhen(true)] string? text, int maxBytes) => text is not null && HasLength(text, maxBytes) && !HasTrouble(text);

    private static bool HasLength(string text, int maxBytes) => text.Length > 0 && text.Length <= maxBytes && TryCount(text, out var bytes) && bytes <= maxBytes;

    // No query: each text of each message goes through here.
    private static bool HasTrouble(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (IsTrouble(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTrouble(char c) =>
        char.IsControl(c) || c is (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static bool TryCount(string text, out int bytes)
    {
        try
        {
            bytes = StrictUtf8.Encoding.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            // A lone surrogate: no UTF-8 for it.
            bytes = 0;
            return false;
        }
    }
}
