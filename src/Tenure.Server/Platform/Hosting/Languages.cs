using System.Globalization;

namespace Tenure.Server.Platform.Hosting;

/// <summary>The languages that Tenure speaks. English first: it is the one that stands in.</summary>
internal static class Languages
{
    /// <summary>BCP 47 tags.</summary>
    public static readonly IReadOnlyList<string> All = ["en", "zh-Hans", "ru", "de", "es"];

    /// <summary>The closest language that Tenure speaks, English where there is none.</summary>
    public static string Closest(string? tag)
    {
        if (tag is null or { Length: > 35 })
        {
            return All[0];
        }

        try
        {
            for (var culture = CultureInfo.GetCultureInfo(tag); culture.Name.Length > 0; culture = culture.Parent)
            {
                if (All.FirstOrDefault(known => known.Equals(culture.Name, StringComparison.OrdinalIgnoreCase)) is { } known)
                {
                    return known;
                }
            }
        }
        catch (CultureNotFoundException)
        {
            // Not a language: English.
        }

        return All[0];
    }
}
