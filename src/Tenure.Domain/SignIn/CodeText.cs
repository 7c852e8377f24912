using System.Globalization;
using System.Security.Cryptography;

namespace Tenure.Domain.SignIn;

/// <summary>A code as people read and type it: six digits; twelve for the code of an address.</summary>
public static class CodeText
{
    /// <summary>How many digits a code has.</summary>
    public const int Length = 6;

    /// <summary>How many digits the code of an address has: nobody guesses it, however many try.</summary>
    public const int AddressLength = 12;

    /// <summary>A fresh code.</summary>
    public static string Draw() => RandomNumberGenerator.GetInt32(0, 1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>As it stands in a mail: <c>123 456</c>.</summary>
    public static string Spaced(string code) => string.Join(' ', code.Chunk(3).Select(digits => new string(digits)));

    /// <summary>Reads what a person typed, with any spaces and hyphens. What cannot be a code is wrong without costing a try: it tells nothing.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="code">The digits.</param>
    /// <param name="orOfAddress">Whether the code of an address will do, too.</param>
    public static Refusal? Read(string text, out string code, bool orOfAddress = false)
    {
        if (WellFormedText.Check(text, "code") is { } malformed)
        {
            code = "";
            return malformed;
        }

        code = string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character != '-'));
        return (code.Length == Length || (orOfAddress && code.Length == AddressLength)) && code.All(char.IsAsciiDigit) ? null : SignInRefusals.CodeWrong;
    }
}
