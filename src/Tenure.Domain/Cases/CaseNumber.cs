using System.Security.Cryptography;

namespace Tenure.Domain.Cases;

/// <summary>What people call a case: ten characters of Crockford's base 32, drawn at random, shown as <c>7K3MQ-9XV2D</c>. It is no secret.</summary>
public static class CaseNumber
{
    /// <summary>How many characters a number has, the hyphen left out.</summary>
    public const int Length = 10;

    /// <summary>The longest text that is read.</summary>
    public const int MaxTyped = 20;

    /// <summary>A fresh number, without its hyphen.</summary>
    public static string Draw() => RandomNumberGenerator.GetString(TypedCode.Alphabet, Length);

    /// <summary>As it is shown.</summary>
    public static string Grouped(string number) => TypedCode.Grouped(number, Length / 2);

    /// <summary>As it stands in addresses.</summary>
    public static string Plain(string grouped) => TypedCode.Meant(grouped);

    /// <summary>Reads what somebody typed, in either case, with any hyphens and spaces, and O for 0, I or L for 1; refuses with <c>case_unknown</c>.</summary>
    /// <param name="typed">As typed.</param>
    /// <param name="number">Without its hyphen.</param>
    public static Refusal? Read(string typed, out string number)
    {
        ArgumentNullException.ThrowIfNull(typed);
        number = typed.Length > MaxTyped ? "" : TypedCode.Meant(typed);
        return number.Length == Length && number.All(TypedCode.Alphabet.Contains) ? null : CaseRefusals.Unknown;
    }
}
