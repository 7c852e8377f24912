namespace Tenure.Domain.Operators;

/// <summary>The name an operator signs in by: 2 to 40 of a to z, 0 to 9, <c>.</c>, <c>_</c> and <c>-</c>, the first a letter. Capitals are read as small letters.</summary>
public static class OperatorName
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 40;

    /// <summary>The shortest name, in characters.</summary>
    public const int MinLength = 2;

    /// <summary>Reads a typed name; refuses with <c>operator_name_malformed</c>.</summary>
    public static Refusal? Read(string typed, out string name)
    {
        name = typed.Trim().ToLowerInvariant();
        return name.Length is >= MinLength and <= MaxLength && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-')
            ? null
            : OperatorRefusals.NameMalformed;
    }
}
