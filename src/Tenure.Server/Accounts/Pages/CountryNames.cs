using System.Collections.Concurrent;
using System.Globalization;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts.Pages;

/// <summary>What countries and regions are called in each language, in its own order.</summary>
/// <remarks>Unicode CLDR, as the system's ICU has it.</remarks>
internal static class CountryNames
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<(string Code, string Name)>> Lists = new(StringComparer.Ordinal);

    /// <summary>All of <see cref="Countries.All"/> in one of <see cref="Languages.All"/>.</summary>
    public static IReadOnlyList<(string Code, string Name)> In(string language) => Lists.GetOrAdd(Languages.Nearest(language), Sorted);

    /// <summary>One of them.</summary>
    public static string Of(string code, string language) => In(language).First(country => country.Code == code).Name;

    private static IReadOnlyList<(string Code, string Name)> Sorted(string language)
    {
        var order = CultureInfo.GetCultureInfo(language).CompareInfo;
        // The native name: the display name is kept for good in whichever language asked first.
        var names = Countries.All.Select(code => (Code: code, Name: new RegionInfo($"{language}-{code}").NativeName)).ToList();
        names.Sort((one, other) => order.Compare(one.Name, other.Name, CompareOptions.None));
        return names;
    }
}
