using System.Security.Cryptography;

namespace Tenure.Domain.SignIn;

/// <summary>A recovery code as people read and type it: 28 characters in groups of four, <c>7K3M-…</c>. 26 are drawn (130 bits), two check them.</summary>
/// <remarks>
/// Characters are those of Crockford's base 32: no I, L, O, U. The check is a Reed–Solomon code over GF(32) with the roots 1 and α (α⁵ = α² + 1), so that up to two
/// wrong characters, wherever they stand, and any two that changed places are noticed before anybody is asked.
/// </remarks>
public static class RecoveryCodeText
{
    /// <summary>How many characters a code has, hyphens left out.</summary>
    public const int Length = Drawn + Checks;

    private const int Drawn = 26;
    private const int Checks = 2;

    /// <summary>A fresh code, without hyphens.</summary>
    public static string Draw()
    {
        var values = new int[Length];
        for (var i = 0; i < Drawn; i++)
        {
            values[i] = RandomNumberGenerator.GetInt32(0, TypedCode.Alphabet.Length);
        }

        (values[Drawn], values[Drawn + 1]) = Remainder(values);
        return string.Concat(values.Select(value => TypedCode.Alphabet[value]));
    }

    /// <summary>As it is printed.</summary>
    public static string Grouped(string code) => TypedCode.Grouped(code);

    /// <summary>Reads what a person typed, in either case, with any spaces and hyphens, and O for 0, I or L for 1.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="code">The code without hyphens.</param>
    public static Refusal? Read(string text, out string code)
    {
        code = "";
        if (WellFormedText.Check(text, "recovery_code") is { } malformed)
        {
            return malformed;
        }

        var read = TypedCode.Meant(text);
        var values = read.Select(character => TypedCode.Alphabet.IndexOf(character, StringComparison.Ordinal)).ToArray();
        if (values.Length != Length || values.Contains(-1) || Remainder(values) != (0, 0))
        {
            return SignInRefusals.RecoveryCodeMistyped;
        }

        code = read;
        return null;
    }

    // Of the division by (x + 1)(x + α) = x² + 3x + 2.
    private static (int High, int Low) Remainder(int[] values)
    {
        var (high, low) = (0, 0);
        foreach (var value in values)
        {
            (high, low) = (low ^ Multiply(high, 3), value ^ Multiply(high, 2));
        }

        return (high, low);
    }

    private static int Multiply(int value, int by)
    {
        var product = 0;
        for (; by != 0; by >>= 1)
        {
            product ^= (by & 1) * value;
            value = (value << 1) ^ (value >= 16 ? 0b100101 : 0);
        }

        return product;
    }
}
