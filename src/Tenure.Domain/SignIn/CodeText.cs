using System.Globalization;
using System.Security.Cryptography;

namespace Tenure.Domain.SignIn;

/// <summary>A code as people read and type it: six digits.</summary>
public static class CodeText
{
    /// <summary>How many digits a code has.</summary>
    public const int Length = 6;

    /// <summary>A fresh code.</summary>
    public static string Draw() => RandomNumberGenerator.GetInt32(0, 1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>As it stands in a mail: <c>123 456</c>.</summary>
    public static string Spaced(string code) => $"{code[..3]} {code[3..]}";

    /// <summary>Reads what a person typed, with any spaces and hyphens. What is not six digits is wrong without costing a try: it tells nothing.</summary>
    public static Refusal? Read(string text, out string code)
    {
        if (WellFormedText.Check(text, "code") is { } malformed)
        {
            code = "";
            return malformed;
        }

        code = string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character != '-'));
        return code.Length == Length && code.All(char.IsAsciiDigit) ? null : SignInRefusals.CodeWrong;
    }
}
