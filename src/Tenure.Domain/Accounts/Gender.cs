using System.Text;

namespace Tenure.Domain.Accounts;

/// <summary>What a person calls their gender: <see cref="Female"/>, <see cref="Male"/>, or up to 40 characters of their own.</summary>
/// <remarks>OpenID Connect Core 1.0 §5.1, claim <c>gender</c>: two values are defined, others may be used.</remarks>
public static class Gender
{
    /// <summary>Female.</summary>
    public const string Female = "female";

    /// <summary>Male.</summary>
    public const string Male = "male";

    /// <summary>The longest words of one's own, in code points after NFC.</summary>
    public const int MaxLength = 40;

    /// <summary>Reads what a person said; blank is not said.</summary>
    public static Refusal? Read(string? text, out string? gender)
    {
        gender = null;
        if (WellFormedText.Check(text, "gender") is { } malformed)
        {
            return malformed;
        }

        var words = (text ?? "").Normalize(NormalizationForm.FormC).Trim();
        if (words.EnumerateRunes().Count() > MaxLength)
        {
            return ProfileRefusals.GenderTooLong;
        }

        if (!ShownText.IsShowable(words))
        {
            return ProfileRefusals.GenderMalformed;
        }

        gender = words.Length == 0 ? null : words;
        return null;
    }

    /// <summary>Whether these are words of the person's own.</summary>
    public static bool IsOwnWords(string? gender) => gender is not (null or Female or Male);
}
