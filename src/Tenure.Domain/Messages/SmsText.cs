using System.Buffers;

namespace Tenure.Domain.Messages;

/// <summary>How a text goes into SMS: which alphabet it needs and how many messages it becomes.</summary>
/// <remarks>
/// The default alphabet and its extension table are those of 3GPP TS 23.038 §6.2.1 (GSM 03.38); a text with any other character is sent in UCS-2, which carries UTF-16.
/// Lengths with the header of a long message are those of TS 23.040 §9.2.3.24.1 with an 8-bit reference.
/// </remarks>
public static class SmsText
{
    /// <summary>The most messages that one text may become.</summary>
    public const int MostParts = 6;

    private const int SeptetsAlone = 160;
    private const int SeptetsInPart = 153;
    private const int UnitsAlone = 70;
    private const int UnitsInPart = 67;

    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
        "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Extension = "\f^{}\\[~]|€";

    private static readonly SearchValues<char> Alphabet = SearchValues.Create(Basic + Extension);
    private static readonly SearchValues<char> Escaped = SearchValues.Create(Extension);

    /// <summary>Whether the default alphabet and its extension have every character; otherwise the text needs UCS-2.</summary>
    public static bool FitsGsm(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Alphabet) < 0;

    /// <summary>How many messages the text becomes, 1 at least. An escape stays with its character, and a surrogate pair together.</summary>
    public static int Parts(ReadOnlySpan<char> text)
    {
        var gsm = FitsGsm(text);
        var (alone, inPart) = gsm ? (SeptetsAlone, SeptetsInPart) : (UnitsAlone, UnitsInPart);
        int total = 0, parts = 1, used = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = !gsm && i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            var places = isPair || (gsm && Escaped.Contains(text[i])) ? 2 : 1;
            total += places;
            if (used + places > inPart)
            {
                parts++;
                used = 0;
            }

            used += places;
            i += isPair ? 1 : 0;
        }

        return total <= alone ? 1 : parts;
    }

    /// <summary>
    /// Whether the text can be sent: not empty, at most <see cref="MostParts"/> messages, well formed, and without control characters but the line feed.
    /// </summary>
    public static bool IsSendable(ReadOnlySpan<char> text) =>
        text.Length > 0 && text.Length <= MostParts * SeptetsInPart && WellFormedText.IsWellFormed(text) && !HasControl(text) && Parts(text) <= MostParts;

    private static bool HasControl(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character) && character != '\n')
            {
                return true;
            }
        }

        return false;
    }
}
