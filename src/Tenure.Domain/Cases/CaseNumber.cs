using System.Security.Cryptography;

namespace Tenure.Domain.Cases;

/// <summary>What people call a case: ten characters of Crockford's base 32, drawn at random, shown as <c>7K3MQ-9XV2D</c>. It is no secret.</summary>
public static class CaseNumber
{
    /// <summary>How many characters a number has, the hyphen left out.</summary>
    public const int Length = 10;

    /// <summary>The longest text that is read.</summary>
    public const int MaxTyped = 20;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A fresh number, without its hyphen.</summary>
    public static string Draw() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>As it is shown.</summary>
    public static string Grouped(string number) => $"{number[..(Length / 2)]}-{number[(Length / 2)..]}";

    /// <summary>Reads what somebody typed, in either case, with or without hyphens and spaces; refuses with <c>case_unknown</c>.</summary>
    /// <param name="typed">As typed.</param>
    /// <param name="number">Without its hyphen.</param>
    public static Refusal? Read(string typed, out string number)
    {
        ArgumentNullException.ThrowIfNull(typed);
        number = typed.Length > MaxTyped ? "" : string.Concat(typed.Where(c => c is not ('-' or ' '))).ToUpperInvariant();
        return number.Length == Length && number.All(c => Alphabet.Contains(c, StringComparison.Ordinal)) ? null : CaseRefusals.Unknown;
    }
}
