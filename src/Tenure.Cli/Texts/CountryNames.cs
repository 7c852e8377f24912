using System.Globalization;

namespace Tenure.Cli.Texts;

/// <summary>What countries and regions are called in a language, in its own order.</summary>
/// <remarks>Unicode CLDR, as the system's ICU has it; none where there is no ICU.</remarks>
internal static class CountryNames
{
    /// <summary>All of them, with their ISO 3166-1 alpha-2 codes.</summary>
    public static IReadOnlyList<(string Code, string Name)> In(string language)
    {
        var names = CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Select(culture => culture.Name[(culture.Name.LastIndexOf('-') + 1)..])
            .Where(code => code.Length == 2 && code.All(char.IsAsciiLetterUpper))
            .Distinct(StringComparer.Ordinal)
            .Select(code => (Code: code, Name: new RegionInfo($"{language}-{code}").NativeName))
            .ToList();
        var order = CultureInfo.GetCultureInfo(language).CompareInfo;
        names.Sort((one, other) => order.Compare(one.Name, other.Name, CompareOptions.None));
        return names;
    }
}
