using System.Security.Cryptography;

namespace Tenure.Domain.Accounts;

/// <summary>What a person types to say which account: ten digits, the first not 0, the last a check digit.</summary>
/// <remarks>
/// Drawn at random, so that a number says neither how many accounts there are nor which came before. The check digit is Damm's
/// (H. M. Damm, 2004): one wrong digit, or two neighbours swapped, never gives another person's number.
/// </remarks>
public readonly record struct AccountNumber
{
    /// <summary>How many digits a number has.</summary>
    public const int Length = 10;

    private const string Quasigroup =
        "0317598642" + "7092154863" + "4206871359" + "1750983426" + "6123045978" +
        "3674209581" + "5869720134" + "8945362017" + "9438617205" + "2581436790";

    private AccountNumber(string value) => Value = value;

    /// <summary>The ten digits.</summary>
    public string Value { get; }

    /// <summary>A fresh number; nine tenths of a thousand million are possible, so the caller must be ready for one that is taken.</summary>
    public static AccountNumber Draw()
    {
        var digits = RandomNumberGenerator.GetInt32(100_000_000, 1_000_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new AccountNumber(digits + CheckDigit(digits));
    }

    /// <summary>Reads what a person typed; spaces and hyphens between the digits are theirs to choose.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out AccountNumber number)
    {
        number = default;
        Span<char> digits = stackalloc char[Length];
        var count = 0;
        foreach (var character in text)
        {
            if (character is ' ' or '-' or '\u00A0')
            {
                continue;
            }

            if (!char.IsAsciiDigit(character) || count == Length)
            {
                return false;
            }

            digits[count++] = character;
        }

        if (count != Length || digits[0] == '0' || CheckDigit(digits[..^1]) != digits[^1])
        {
            return false;
        }

        number = new AccountNumber(digits.ToString());
        return true;
    }

    /// <summary>Takes a number that was stored.</summary>
    /// <exception cref="FormatException">The text is not a number.</exception>
    public static AccountNumber FromStored(string value) =>
        TryRead(value, out var number) ? number : throw new FormatException("Not an account number.");

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static char CheckDigit(ReadOnlySpan<char> digits)
    {
        var interim = 0;
        foreach (var digit in digits)
        {
            interim = Quasigroup[(interim * 10) + (digit - '0')] - '0';
        }

        return (char)('0' + interim);
    }
}
