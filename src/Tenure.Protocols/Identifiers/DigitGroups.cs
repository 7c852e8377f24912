namespace Tenure.Protocols.Identifiers;

/// <summary>Digits in groups, as people, modems and labels write them.</summary>
internal static class DigitGroups
{
    /// <summary>Takes the separators out.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="digits">Room for the longest number that is taken; what is longer is none.</param>
    /// <returns>How many digits there are; -1 when anything else is among them or there are too many.</returns>
    public static int Read(ReadOnlySpan<char> text, Span<char> digits)
    {
        // Room for a separator behind every digit, and no more: whatever else is so long is no number.
        if (text.Length > 2 * digits.Length)
        {
            return -1;
        }

        var count = 0;
        foreach (var character in text)
        {
            if (character is ' ' or '-' or '/' or '.' or '\u00a0')
            {
                continue;
            }

            if (!char.IsAsciiDigit(character) || count == digits.Length)
            {
                return -1;
            }

            digits[count++] = character;
        }

        return count;
    }
}
