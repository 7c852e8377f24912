using System.Globalization;

namespace Tenure.Domain.Accounts;

/// <summary>Passwords that a rule makes: few characters over and over, walks over a keyboard, counting, common words joined to numbers.</summary>
/// <remarks>
/// A guesser tries the rule, not the password, so length does not help. A password is cut into pieces that cost a guesser next to
/// nothing; it is predictable when the pieces cover it and there are few different ones.
/// </remarks>
public static class PredictablePassword
{
    private const int LeastDistinctCharacters = 5;
    private const int MostPieces = 3;
    private const int ShortestWalk = 3;
    private const int LongestUnit = 10;

    // Rows of keyboards and the orders that people know by heart; read in both directions and around the end.
    private static readonly string[] Rows =
    [
        "1234567890", "0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "wxcvbn",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p", "qazwsxedcrfvtgbyhnujmikolp",
        "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "!\"#$%&'()*+,-./", "!@#$%^&*()_+",
    ];

    /// <summary>Whether a rule makes this password.</summary>
    /// <param name="folded">The password in lower case.</param>
    /// <param name="list">Words that make a password no harder to guess.</param>
    public static bool Is(string folded, PasswordList list) =>
        folded.EnumerateRunes().Distinct().Count() < LeastDistinctCharacters
        || IsRepeated(folded)
        || Pieces(PasswordList.Bare(folded), list) <= MostPieces
        || Pieces(folded, list) <= MostPieces;

    private static bool IsRepeated(string text)
    {
        for (var unit = 1; unit <= Math.Min(LongestUnit, text.Length / 2); unit++)
        {
            if (text.AsSpan(unit).SequenceEqual(text.AsSpan(0, text.Length - unit)))
            {
                return true;
            }
        }

        return false;
    }

    // The fewest pieces that cover the text; int.MaxValue when something of its own is left over.
    private static int Pieces(string text, PasswordList list)
    {
        var fewest = new int[text.Length + 1];
        for (var start = text.Length - 1; start >= 0; start--)
        {
            fewest[start] = int.MaxValue;
            for (var end = start + 1; end <= text.Length; end++)
            {
                if (fewest[end] < int.MaxValue && IsPiece(text.AsSpan(start, end - start), list))
                {
                    fewest[start] = Math.Min(fewest[start], fewest[end] + 1);
                }
            }
        }

        return fewest[0];
    }

    private static bool IsPiece(ReadOnlySpan<char> piece, PasswordList list) =>
        (piece.Length <= list.LongestWord && list.HasWord(piece)) || IsWalk(piece) || IsDate(piece) || IsSame(piece);

    private static bool IsSame(ReadOnlySpan<char> piece) => piece.Length <= 2
        ? !char.IsLetter(piece[0]) && piece.IndexOfAnyExcept(piece[0]) < 0
        : piece.IndexOfAnyExcept(piece[0]) < 0;

    // A year, or a day of one: random digits are not predictable, birthdays are.
    private static bool IsDate(ReadOnlySpan<char> piece) => piece.Length switch
    {
        4 => IsYear(piece),
        8 => (IsYear(piece[4..]) && IsDayOfMonth(piece[..4])) || (IsYear(piece[..4]) && IsDayOfMonth(piece[4..])),
        _ => false,
    };

    private static bool IsYear(ReadOnlySpan<char> text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1900 and < 2100;

    private static bool IsDayOfMonth(ReadOnlySpan<char> text) =>
        int.TryParse(text[..2], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && int.TryParse(text[2..], NumberStyles.None, CultureInfo.InvariantCulture, out var second)
        && first is >= 1 and <= 31 && second is >= 1 and <= 31 && Math.Min(first, second) <= 12;

    private static bool IsWalk(ReadOnlySpan<char> piece)
    {
        if (piece.Length < ShortestWalk)
        {
            return false;
        }

        foreach (var row in Rows)
        {
            if (Follows(piece, row, 1) || Follows(piece, row, -1))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Follows(ReadOnlySpan<char> piece, string row, int step)
    {
        var at = row.IndexOf(piece[0], StringComparison.Ordinal);
        foreach (var character in piece)
        {
            if (at < 0 || row[at] != character)
            {
                return false;
            }

            at = (at + step + row.Length) % row.Length;
        }

        return true;
    }
}
