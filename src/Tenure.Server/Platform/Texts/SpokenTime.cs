using System.Globalization;
using System.Resources;

namespace Tenure.Server.Platform.Texts;

/// <summary>A length of time in words, such as "10 minutes" or "3 days": in languages with cases, in the one that says for how long.</summary>
internal static class SpokenTime
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Platform.Texts.Times", typeof(SpokenTime).Assembly);

    /// <summary>In whole days from two on, else in whole hours, else in minutes; of a broken minute no more is said than there is.</summary>
    /// <param name="language">BCP 47 tag, one of those that we speak.</param>
    /// <param name="time">A minute or more.</param>
    public static string In(string language, TimeSpan time)
    {
        var (unit, count) = time.Ticks % TimeSpan.TicksPerDay == 0 && time.Days > 1 ? ("Day", time.Days)
            : time.Ticks % TimeSpan.TicksPerHour == 0 ? ("Hour", (int)time.TotalHours)
            : ("Minute", (int)time.TotalMinutes);
        var culture = CultureInfo.GetCultureInfo(language);
        var key = unit + FormOf(language, count);
        return string.Format(culture, Texts.GetString(key, culture) ?? throw new MissingManifestResourceException(key), count);
    }

    // Unicode CLDR's plural rules for whole numbers.
    private static string FormOf(string language, int count) => (language, count % 10, count % 100) switch
    {
        ("ru", 1, not 11) => "One",
        ("ru", >= 2 and <= 4, < 12 or > 14) => "Few",
        ("ru", _, _) => "Many",
        _ => count == 1 ? "One" : "Many",
    };
}
