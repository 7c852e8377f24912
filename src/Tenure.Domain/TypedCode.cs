namespace Tenure.Domain;

/// <summary>Codes that people read out and type, in Crockford's base 32: no I, L, O, U.</summary>
internal static class TypedCode
{
    /// <summary>The 32 characters, by their value.</summary>
    public const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>In groups with a hyphen between two of them.</summary>
    public static string Grouped(string code, int group = 4) => string.Join('-', code.Chunk(group).Select(characters => new string(characters)));

    /// <summary>What was meant: in either case, with any spaces and hyphens, and O for 0, I or L for 1. Other characters stay.</summary>
    public static string Meant(string typed) => string.Concat(typed.Where(character => !char.IsWhiteSpace(character) && character is not ('-' or '‐' or '–')).Select(Meant));

    private static char Meant(char character) => char.ToUpperInvariant(character) switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        var other => other,
    };
}
