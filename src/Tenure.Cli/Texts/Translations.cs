using System.Globalization;

namespace Tenure.Cli.Texts;

/// <summary>The same texts in the five languages.</summary>
/// <typeparam name="T">What one part of the command line says, in one language.</typeparam>
internal sealed class Translations<T>(T english, T chinese, T russian, T german, T spanish)
    where T : class
{
    /// <summary>By BCP 47 tag, in the order in which they are offered.</summary>
    public IReadOnlyList<(string Tag, T Text)> All { get; } = [("en", english), ("zh-Hans", chinese), ("ru", russian), ("de", german), ("es", spanish)];

    /// <summary>In the language of whoever runs the program; in English when it is none of ours.</summary>
    public T OfTerminal => Match(CultureInfo.CurrentUICulture) ?? english;

    /// <summary>In the language of that BCP 47 tag; <c>null</c> when it is none of ours.</summary>
    public T? Find(string tag)
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
    private T? Match(CultureInfo culture)
    {
        for (var at = culture; at.Name.Length > 0; at = at.Parent)
        {
            if (All.FirstOrDefault(language => string.Equals(language.Tag, at.Name, StringComparison.OrdinalIgnoreCase)).Text is { } text)
            {
                return text;
            }
        }

        return null;
    }
}
