using System.Globalization;

namespace Tenure.Cli.Phone.Texts;

/// <summary>The languages the phone speaks.</summary>
internal static class PhoneLanguages
{
    /// <summary>In the order in which they are offered.</summary>
    public static IReadOnlyList<PhoneText> All { get; } =
        [EnglishText.Texts, ChineseText.Texts, RussianText.Texts, GermanText.Texts, SpanishText.Texts];

    /// <summary>The language of whoever runs the program; English when it is none of ours.</summary>
    public static PhoneText OfTerminal => Match(CultureInfo.CurrentUICulture) ?? EnglishText.Texts;

    /// <summary>The language of that BCP 47 tag; <c>null</c> when the phone does not speak it.</summary>
    public static PhoneText? Find(string tag)
    {
        try
        {
            return Match(CultureInfo.GetCultureInfo(tag));
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    // zh-CN has zh-Hans for a parent; zh-TW has zh-Hant, which we do not speak.
    private static PhoneText? Match(CultureInfo culture)
    {
        for (var at = culture; at.Name.Length > 0; at = at.Parent)
        {
            if (All.FirstOrDefault(text => string.Equals(text.Tag, at.Name, StringComparison.OrdinalIgnoreCase)) is { } text)
            {
                return text;
            }
        }

        return null;
    }
}
