using System.Globalization;
using System.Text;

namespace Tenure.Domain.Accounts;

/// <summary>An e-mail address as it is compared and stored: NFC, lower case, the domain in its ASCII form.</summary>
/// <remarks>
/// RFC 5321 §4.5.3.1 gives the lengths. Its quoted local parts and address literals are refused: nobody has such an address, and
/// header injection needs them. Case is folded although RFC 5321 §2.4 lets a host tell cases apart: none does.
/// </remarks>
public readonly record struct EmailAddress
{
    /// <summary>The longest address, in octets.</summary>
    public const int MaxLength = 254;

    private const int MaxLocalLength = 64;
    private const string Forbidden = "\"(),:;<>@[\\] ";
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string value) => Value = value;

    /// <summary>The normalised address.</summary>
    public string Value { get; }

    /// <summary>Reads what a person typed.</summary>
    public static Refusal? Read(string text, out EmailAddress address)
    {
        address = default;
        if (WellFormedText.Check(text, "email") is { } malformed)
        {
            return malformed;
        }

        if (Normalise(text.Trim()) is not { } value)
        {
            return AccountRefusals.EmailMalformed;
        }

        address = new EmailAddress(value);
        return null;
    }

    /// <summary>Takes an address that was stored.</summary>
    public static EmailAddress FromStored(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string? Normalise(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (text.Length > MaxLength || at < 1 || at == text.Length - 1)
        {
            return null;
        }

        var local = text[..at].Normalize(NormalizationForm.FormC).ToLowerInvariant();
        if (!IsLocalPart(local) || Domain(text[(at + 1)..]) is not { } domain)
        {
            return null;
        }

        var value = $"{local}@{domain}";
        return Encoding.UTF8.GetByteCount(value) <= MaxLength ? value : null;
    }

    private static bool IsLocalPart(string local) =>
        Encoding.UTF8.GetByteCount(local) <= MaxLocalLength
        && local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal)
        && !local.Any(character => char.IsControl(character) || char.IsWhiteSpace(character)
            || char.GetUnicodeCategory(character) == UnicodeCategory.Format || Forbidden.Contains(character, StringComparison.Ordinal));

    private static string? Domain(string text)
    {
        try
        {
            var domain = Idn.GetAscii(text.Normalize(NormalizationForm.FormKC).ToLowerInvariant());
            return domain.Length > 0 && domain[^1] != '.' ? domain : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
