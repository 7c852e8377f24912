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
    private const int MostCost = 6 * CheapPiece;
    private const int CheapPiece = 5;
    private const int DearPiece = 2 * CheapPiece;
    private const int NoPiece = MostCounted + 1;

    /// <summary>Whatever costs more is not told apart, which bounds the work too.</summary>
    public const int MostCounted = 10 * CheapPiece;

    // A letter after a letter is mostly the next of a word; a change of kind is a choice.
    private const int OwnCharacter = 2;
    private const int OwnChange = CheapPiece;

    // Repeated, a text shorter than any password that is taken stays as weak as it is alone.
    private const int LongestUnit = 14;

    /// <summary>Whether a rule makes this password.</summary>
    /// <param name="folded">The password in lower case.</param>
    /// <param name="list">Words that make a password no harder to guess.</param>
    public static bool Is(string folded, PasswordList list) =>
        folded.EnumerateRunes().Distinct().Count() < LeastDistinctCharacters
        || IsRepeated(folded)
        || PasswordReadings.Of(folded).Any(reading => LeastCost(reading, list, whole: true) <= MostCost);

    /// <summary>What a password that no rule makes whole costs a guesser who knows the rules, in fifths of a walk over a keyboard: a little more than a bit each.</summary>
    /// <param name="folded">The password in lower case.</param>
    /// <param name="list">Words that make a password no harder to guess.</param>
    /// <returns>0 to <see cref="MostCounted"/>.</returns>
    /// <remarks>
    /// An estimate for a meter, too low rather than too high. Of characters that belong to no piece the first of its kind in a row costs as much as a walk, the
    /// others two fifths of that, and so does each different sign that a reading leaves out. What is repeated costs once.
    /// </remarks>
    public static int Cost(string folded, PasswordList list) => PasswordReadings.Of(folded).Min(reading => Math.Min(
        MostCounted, LeastCost(reading, list, whole: false) + (OwnCharacter * folded.Where(character => !char.IsLetterOrDigit(character)).Except(reading).Count())));

    private static int OwnCost(ReadOnlySpan<char> text, int at) =>
        at == 0 || KindOf(text[at]) != KindOf(text[at - 1]) ? OwnChange : OwnCharacter;

    private static int OwnCost(ReadOnlySpan<char> text)
    {
        var cost = 0;
        for (var at = 0; at < text.Length; at++)
        {
            cost += OwnCost(text, at);
        }

        return cost;
    }

    private static int KindOf(char character) => char.IsLetter(character) ? 0 : char.IsDigit(character) ? 1 : 2;

    private static bool IsRepeated(string text) => UnitOf(text) > 0;

    // How long the piece is that the text is made of, over and over; 0 for none.
    private static int UnitOf(ReadOnlySpan<char> text)
    {
        for (var unit = 1; unit <= Math.Min(LongestUnit, text.Length / 2); unit++)
        {
            if (IsRepeated(text, unit))
            {
                return unit;
            }
        }

        return 0;
    }

    private static bool IsRepeated(ReadOnlySpan<char> text, int unit) => text[unit..].SequenceEqual(text[..^unit]);

    // The least that pieces covering the text cost; where they need not cover it whole, with what is between them.
    private static int LeastCost(string text, PasswordList list, bool whole)
    {
        var least = new int[text.Length + 1];
        for (var start = text.Length - 1; start >= 0; start--)
        {
            least[start] = whole ? NoPiece : Math.Min(MostCounted, least[start + 1] + OwnCost(text, start));
            var walk = KeyboardWalk.Length(text.AsSpan(start));
            for (var end = text.Length; end > start; end--)
            {
                if (least[end] < least[start])
                {
                    var piece = text.AsSpan(start, end - start);
                    least[start] = Math.Min(least[start], least[end] + (piece.Length <= walk ? CheapPiece : Cost(piece, list)));
                    if (!whole && UnitOf(piece) is > 0 and var unit)
                    {
                        least[start] = Math.Min(least[start], least[end] + OwnCost(piece[..unit]));
                    }
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
