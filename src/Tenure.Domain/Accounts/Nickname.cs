using System.Text;

namespace Tenure.Domain.Accounts;

/// <summary>How a person wants to be called: up to 40 characters of any script, no line breaks, nothing invisible that turns text around.</summary>
public static class Nickname
{
    /// <summary>The longest nickname, in code points after NFC.</summary>
    public const int MaxLength = 40;

    /// <summary>Reads what a person typed; blank is no nickname.</summary>
    public static Refusal? Read(string? text, out string? nickname)
    {
        nickname = null;
        if (WellFormedText.Check(text, "nickname") is { } malformed)
        {
            return malformed;
        }

        var name = (text ?? "").Normalize(NormalizationForm.FormC).Trim();
        if (name.EnumerateRunes().Count() > MaxLength)
        {
            return AccountRefusals.NicknameTooLong;
        }

        if (!ShownText.IsShowable(name))
        {
            return AccountRefusals.NicknameMalformed;
        }

        nickname = name.Length == 0 ? null : name;
        return null;
    }
}
