using System.Globalization;
using System.Text;

namespace Tenure.Domain.Accounts;

/// <summary>How a person wants to be called: up to 40 characters of any script, no line breaks, nothing invisible that turns text around.</summary>
public static class Nickname
{
    /// <summary>The longest nickname, in code points after NFC.</summary>
    public const int MaxLength = 40;

    /// <summary>Reads what a person typed; blank is no nickname.</summary>
    public static Refusal? Read(string? text, out string? nickname)
    {
        nickname = null;
        if (WellFormedText.Check(text, "nickname") is { } malformed)
        {
            return malformed;
        }

        var name = (text ?? "").Normalize(NormalizationForm.FormC).Trim();
        if (name.EnumerateRunes().Count() > MaxLength)
        {
            return AccountRefusals.NicknameTooLong;
        }

        if (name.EnumerateRunes().Any(IsUnshowable))
        {
            return AccountRefusals.NicknameMalformed;
        }

        nickname = name.Length == 0 ? null : name;
        return null;
    }

    // U+200C and U+200D are format characters too, but Persian, Indic scripts and emoji need them.
    internal static bool IsUnshowable(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D or (>= 0xE0020 and <= 0xE007F)),
        _ => false,
    };
}
