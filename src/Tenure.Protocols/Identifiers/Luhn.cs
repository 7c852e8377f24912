namespace Tenure.Protocols.Identifiers;

/// <summary>The check digit of IMEIs and of many ICCIDs.</summary>
/// <remarks>ISO/IEC 7812-1 annex B; for IMEIs 3GPP TS 23.003 annex B.</remarks>
public static class Luhn
{
    /// <summary>The digit that follows these.</summary>
    /// <param name="digits">ASCII digits, without the check digit.</param>
    public static char DigitOf(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            // From the right: the last digit counts twice, the one before it once.
            var value = (digits[^(i + 1)] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += (value / 10) + (value % 10);
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
