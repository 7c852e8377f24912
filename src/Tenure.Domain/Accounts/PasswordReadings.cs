namespace Tenure.Domain.Accounts;

/// <summary>What a password may stand for: symbols for look-alikes, digits with Shift held down.</summary>
internal static class PasswordReadings
{
    private const int MostDecoration = 5;

    // The digits here are read as letters later, where they stand among letters.
    private static readonly Dictionary<char, char> LookAlikes = Map("@$!|€+", "451137");

    private static readonly Dictionary<char, char> ShiftedDigits = Map("!@#$%^&*()", "1234567890");

    /// <summary>The text as it is, and bare of spaces and punctuation in each reading that has few kinds of them: many kinds are no decoration.</summary>
    public static IEnumerable<string> Of(string folded) => new[] { folded, Read(folded, LookAlikes), Read(folded, ShiftedDigits) }
        .Where(reading => reading.Where(character => !char.IsLetterOrDigit(character)).Distinct().Count() <= MostDecoration)
        .Select(PasswordList.Bare)
        .Append(folded)
        .Distinct();

    private static string Read(string text, Dictionary<char, char> keys) => string.Concat(text.Select(character => keys.GetValueOrDefault(character, character)));

    private static Dictionary<char, char> Map(string from, string to) => from.Zip(to).ToDictionary(pair => pair.First, pair => pair.Second);
}
