using System.Security.Cryptography;

namespace Tenure.Domain.Flashing;

/// <summary>The code of a consent as a holder reads it out and a workshop types it: 16 characters of Crockford's base 32 in groups of four, 80 bits. Unlike a recovery code in length, so that nobody hands out one for the other.</summary>
public static class ConsentCode
{
    /// <summary>How many characters it has, hyphens left out.</summary>
    public const int Length = 16;

    /// <summary>A fresh one, without hyphens.</summary>
    public static string Draw() => RandomNumberGenerator.GetString(TypedCode.Alphabet, Length);

    /// <summary>As it is shown.</summary>
    public static string Grouped(string code) => TypedCode.Grouped(code);

    /// <summary>Reads what was typed or scanned, in either case, with any spaces and hyphens, and O for 0, I or L for 1; refuses with <c>consent_unknown</c> what can be none.</summary>
    public static Refusal? Read(string? text, out string code)
    {
        code = "";
        if (WellFormedText.Check(text, "code") is { } malformed)
        {
            return malformed;
        }

        var read = TypedCode.Meant(text ?? "");
        if (read.Length != Length || !read.All(TypedCode.Alphabet.Contains))
        {
            return WorkshopRefusals.ConsentUnknown;
        }

        code = read;
        return null;
    }
}
