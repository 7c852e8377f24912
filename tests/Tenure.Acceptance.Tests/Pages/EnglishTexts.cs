using System.Collections;
using System.Globalization;
using System.Resources;
using Tenure.Server.Accounts.Pages;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>Every text of the server's resources.</summary>
public static class EnglishTexts
{
    private static readonly System.Reflection.Assembly Server = typeof(AccountLanguage).Assembly;

    /// <summary>The resources: one for each capability's pages, mails and refusals.</summary>
    public static IReadOnlyList<ResourceManager> Resources { get; } =
    [
        .. Server.GetManifestResourceNames().Where(n => n.EndsWith(".resources", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(n => new ResourceManager(n[..^".resources".Length], Server)),
    ];

    /// <summary>Every English text that stands alone.</summary>
    public static HashSet<string> All { get; } = [.. Resources.SelectMany(r => Of(r, "en").Values)];

    /// <summary>Every key.</summary>
    public static HashSet<string> Keys { get; } = [.. Resources.SelectMany(r => Of(r, "en").Keys)];

    /// <summary>Whether the text is one of that language as well.</summary>
    public static bool IsAlso(string language, string text) => Resources.Any(r => Of(r, language).ContainsValue(text));

    /// <summary>Keys and texts in one language, without falling back to another.</summary>
    public static Dictionary<string, string> Of(ResourceManager resource, string language)
    {
        // The neutral resource is the English one.
        var culture = language == "en" ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language);
        return resource.GetResourceSet(culture, createIfNotExists: true, tryParents: false) is { } set
            ? set.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!)
            : [];
    }
}
