namespace Tenure.Domain.Accounts;

/// <summary>The languages that pages and mails are written in, as BCP 47 tags.</summary>
public static class Languages
{
    /// <summary>What is used when nothing better is known.</summary>
    public const string Default = "en";

    /// <summary>All of them, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> All { get; } = ["en", "zh-Hans", "ru", "de", "es"];

    /// <summary>Reads a choice; only the tags of <see cref="All"/>, in any case.</summary>
    public static Refusal? Read(string tag, out string language)
    {
        var found = All.FirstOrDefault(known => string.Equals(known, tag, StringComparison.OrdinalIgnoreCase));
        language = found ?? Default;
        return found is null ? AccountRefusals.LanguageUnknown : null;
    }

    /// <summary>The language nearest to a tag of any kind: <c>de-AT</c> is <c>de</c>, <c>zh-CN</c> is <c>zh-Hans</c>, all else is <see cref="Default"/>.</summary>
    /// <remarks>Traditional Chinese is not simplified Chinese written differently: it falls to the default (RFC 5646 §2.2.3, suppressed scripts).</remarks>
    public static string Nearest(string? tag)
    {
        var parts = (tag ?? "").Split('-', '_');
        if (string.Equals(parts[0], "zh", StringComparison.OrdinalIgnoreCase))
        {
            return parts.Skip(1).Any(IsTraditional) ? Default : "zh-Hans";
        }

        return All.FirstOrDefault(known => string.Equals(known, parts[0], StringComparison.OrdinalIgnoreCase)) ?? Default;
    }

    private static bool IsTraditional(string subtag) => subtag.ToUpperInvariant() is "HANT" or "TW" or "HK" or "MO";
}
