namespace Tenure.Domain.Accounts;

/// <summary>Passwords and words that everyone tries, folded to lower case.</summary>
public sealed class PasswordList
{
    private readonly HashSet<string> passwords;
    private readonly HashSet<string> words;

    /// <summary>Makes a list.</summary>
    /// <param name="passwords">Whole passwords; compared without regard to case, spaces and punctuation.</param>
    /// <param name="words">Words and phrases that make no password however they are joined to numbers or to one another.</param>
    public PasswordList(IEnumerable<string> passwords, IEnumerable<string> words)
    {
        this.passwords = [.. passwords.Select(Bare)];
        this.words = [.. words.Select(Bare)];
        LongestWord = this.words.Select(word => word.Length).DefaultIfEmpty().Max();
    }

    /// <summary>Length of the longest word.</summary>
    internal int LongestWord { get; }

    /// <summary>Whether the whole password is listed.</summary>
    public bool Has(string folded) => passwords.Contains(Bare(folded));

    internal bool HasWord(ReadOnlySpan<char> word) => words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    // A password of symbols alone has no bare form; it is compared as it is.
    internal static string Bare(string text)
    {
        var bare = string.Concat(text.ToLowerInvariant().Where(char.IsLetterOrDigit));
        return bare.Length > 0 ? bare : text.Trim();
    }
}
