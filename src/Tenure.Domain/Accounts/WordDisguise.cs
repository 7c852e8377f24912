namespace Tenure.Domain.Accounts;

/// <summary>The ways in which people write a word so that it does not look like one: backwards, digits for letters, the keyboard set to the other alphabet.</summary>
internal static class WordDisguise
{
    private const int Shortest = 3;
    private const int Longest = 32;
    private const string LatinKeys = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
    private const string CyrillicKeys = "йцукенгшщзхъфывапролджэячсмитьбюё";

    /// <summary>Whether a listed word is behind the piece.</summary>
    public static bool Is(ReadOnlySpan<char> piece, PasswordList list)
    {
        if (piece.Length is < Shortest or > Longest)
        {
            return false;
        }

        Span<char> word = stackalloc char[piece.Length];
        piece.CopyTo(word);
        word.Reverse();
        return list.HasWord(word)
            || IsAfter(piece, word, "0123456789", "oizeasgtbg", list)
            || IsAfter(piece, word, "0123456789", "olzeasgtbg", list)
            || IsAfter(piece, word, LatinKeys, CyrillicKeys, list)
            || IsAfter(piece, word, CyrillicKeys, LatinKeys, list);
    }

    private static bool IsAfter(ReadOnlySpan<char> piece, Span<char> word, string from, string to, PasswordList list)
    {
        for (var at = 0; at < piece.Length; at++)
        {
            word[at] = from.IndexOf(piece[at], StringComparison.Ordinal) is >= 0 and var key ? to[key] : piece[at];
        }

        return list.HasWord(word);
    }
}
