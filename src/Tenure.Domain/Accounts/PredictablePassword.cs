using System.Globalization;

namespace Tenure.Domain.Accounts;

/// <summary>Passwords that a rule makes: few characters over and over, walks over a keyboard, counting, common words joined to numbers.</summary>
/// <remarks>
/// A guesser tries the rule, not the password, so length does not help. A password is cut into pieces that cost a guesser next to
/// nothing; it is predictable when pieces cover it and cost little together.
/// </remarks>
public static class PredictablePassword
{
    private const int LeastDistinctCharacters = 5;

    // Three words, or six walks: forty bits at most.
    private const int MostCost = 6;
    private const int CheapPiece = 1;
    private const int DearPiece = 2;
    private const int NoPiece = MostCost + 1;

    // Repeated, a text shorter than any password that is taken stays as weak as it is alone.
    private const int LongestUnit = 14;

    /// <summary>Whether a rule makes this password.</summary>
    /// <param name="folded">The password in lower case.</param>
    /// <param name="list">Words that make a password no harder to guess.</param>
    public static bool Is(string folded, PasswordList list) =>
        folded.EnumerateRunes().Distinct().Count() < LeastDistinctCharacters
        || IsRepeated(folded)
        || PasswordReadings.Of(folded).Any(reading => LeastCost(reading, list) <= MostCost);

    private static bool IsRepeated(string text)
    {
        for (var unit = 1; unit <= Math.Min(LongestUnit, text.Length / 2); unit++)
        {
            if (IsRepeated(text, unit))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRepeated(ReadOnlySpan<char> text, int unit) => text[unit..].SequenceEqual(text[..^unit]);

    // The least that pieces covering the text cost; more than MostCost when something of its own is left over.
    private static int LeastCost(string text, PasswordList list)
    {
        var least = new int[text.Length + 1];
        for (var start = text.Length - 1; start >= 0; start--)
        {
            least[start] = NoPiece;
            var walk = KeyboardWalk.Length(text.AsSpan(start));
            for (var end = text.Length; end > start; end--)
            {
                if (least[end] < least[start])
                {
                    var piece = text.AsSpan(start, end - start);
                    least[start] = Math.Min(least[start], least[end] + (piece.Length <= walk ? CheapPiece : Cost(piece, list)));
                }
            }
        }

        return least[0];
    }

    private static int Cost(ReadOnlySpan<char> piece, PasswordList list) =>
        IsSame(piece) || IsYear(piece) ? CheapPiece
        : IsWord(piece, list) ? (piece.Length <= 2 ? CheapPiece : DearPiece)
        : IsNumber(piece) ? DearPiece
        : UnitCost(piece, list);

    // "asdasdasd", "wordword": what is repeated costs no more than once.
    private static int UnitCost(ReadOnlySpan<char> piece, PasswordList list)
    {
        for (var unit = 2; unit <= Math.Min(LongestUnit, piece.Length / 2); unit++)
        {
            if (piece.Length % unit == 0 && IsRepeated(piece, unit))
            {
                var part = piece[..unit];
                return KeyboardWalk.Length(part) == unit ? CheapPiece : unit <= 3 ? DearPiece : Cost(part, list);
            }
        }

        return NoPiece;
    }

    private static bool IsSame(ReadOnlySpan<char> piece) => (piece.Length > 2 || !char.IsLetter(piece[0])) && piece.IndexOfAnyExcept(piece[0]) < 0;

    private static bool IsWord(ReadOnlySpan<char> piece, PasswordList list) =>
        piece.Length <= list.LongestWord && (list.HasWord(piece) || WordDisguise.Is(piece, list));

    // Two digits, or a day: random digits are not predictable, birthdays are.
    private static bool IsNumber(ReadOnlySpan<char> piece) => piece.Length switch
    {
        2 => char.IsAsciiDigit(piece[0]) && char.IsAsciiDigit(piece[1]),
        6 => IsDayOfMonth(piece[..4]) && IsNumber(piece[4..]),
        8 => (IsDayOfMonth(piece[..4]) && IsYear(piece[4..])) || (IsYear(piece[..4]) && IsDayOfMonth(piece[4..])),
        _ => false,
    };

    private static bool IsYear(ReadOnlySpan<char> text) => text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1900 and < 2100;

    private static bool IsDayOfMonth(ReadOnlySpan<char> text) =>
        int.TryParse(text[..2], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && int.TryParse(text[2..], NumberStyles.None, CultureInfo.InvariantCulture, out var second)
        && first is >= 1 and <= 31 && second is >= 1 and <= 31 && Math.Min(first, second) <= 12;
}
