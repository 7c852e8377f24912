using System.Globalization;
using System.Text;

namespace Tenure.Domain.Accounts;

/// <summary>Words of a person that stand on one line of a page.</summary>
public static class ShownText
{
    /// <summary>Whether there are no line breaks and nothing invisible that turns text around.</summary>
    public static bool IsShowable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !text.EnumerateRunes().Any(IsUnshowable);
    }

    // U+200C and U+200D are format characters too, but Persian, Indic scripts and emoji need them.
    private static bool IsUnshowable(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D or (>= 0xE0020 and <= 0xE007F)),
        _ => false,
    };
}
