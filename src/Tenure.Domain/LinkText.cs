using System.Text.RegularExpressions;

namespace Tenure.Domain;

/// <summary>Finds links in words that one stranger reads of another: a phone in a stranger's hand must not become the bait of a stolen account.</summary>
public static partial class LinkText
{
    /// <summary>Whether something in it looks like a link. An e-mail address does.</summary>
    public static bool IsIn(string text) => Link().IsMatch(text);

    // A scheme, a host that begins with www, a word, a dot (or what browsers take for one) and a word right after it, in any script: example.com, пример.рф; four numbers with dots between. An
    // ideographic full stop ends sentences without a space; between Latin letters it is a dot.
    [GeneratedRegex(@"://|\bwww\b|[\p{L}\p{N}_-][.\uFF0E\u2024\uFE52][\p{L}_-][\p{L}\p{N}_-]|\b[0-9]{1,3}(?:[.\uFF0E\u2024\uFE52][0-9]{1,3}){3}\b|[A-Za-z0-9_-][\u3002\uFF61][A-Za-z_-]|\b(?:mailto|tel|javascript|data):", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
