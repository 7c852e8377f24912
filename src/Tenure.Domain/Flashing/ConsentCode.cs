using System.Security.Cryptography;

namespace Tenure.Domain.Flashing;

/// <summary>The code of a consent as a holder reads it out and a workshop types it: 16 characters of Crockford's base 32 in groups of four, 80 bits. Unlike a recovery code in length, so that nobody hands out one for the other.</summary>
public static class ConsentCode
{
    /// <summary>How many characters it has, hyphens left out.</summary>
    public const int Length = 16;

    private const int Group = 4;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A fresh one, without hyphens.</summary>
    public static string Draw() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>As it is shown.</summary>
    public static string Grouped(string code) => string.Join('-', code.Chunk(Group).Select(characters => new string(characters)));

    /// <summary>Reads what was typed or scanned, in either case, with any spaces and hyphens, and O for 0, I or L for 1; refuses with <c>consent_unknown</c> what can be none.</summary>
    public static Refusal? Read(string? text, out string code)
    {
        code = "";
        if (WellFormedText.Check(text, "code") is { } malformed)
        {
            return malformed;
        }

        var read = string.Concat((text ?? "").Where(character => !char.IsWhiteSpace(character) && character is not ('-' or '‐' or '–')).Select(Meant));
        if (read.Length != Length || !read.All(Alphabet.Contains))
        {
            return WorkshopRefusals.ConsentUnknown;
        }

        code = read;
        return null;
    }

    private static char Meant(char character) => char.ToUpperInvariant(character) switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        var other => other,
    };
}
