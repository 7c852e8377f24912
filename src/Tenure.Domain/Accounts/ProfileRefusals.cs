namespace Tenure.Domain.Accounts;

/// <summary>Every "no" about what a person says of themselves; the nickname's are in <see cref="AccountRefusals"/>.</summary>
public static class ProfileRefusals
{
    /// <summary>The words for the gender are more than fit.</summary>
    public static readonly Refusal GenderTooLong = new("gender_too_long", "The words for your gender are too long.", RefusalKind.Invalid, "gender", Most: Accounts.Gender.MaxLength);

    /// <summary>The words for the gender have characters that cannot be shown.</summary>
    public static readonly Refusal GenderMalformed = new("gender_malformed", "The words for your gender have characters that cannot be shown.", RefusalKind.Invalid, "gender");

    /// <summary>Not a code of ISO 3166-1.</summary>
    public static readonly Refusal CountryUnknown = new("country_unknown", "There is no such country or region.", RefusalKind.Invalid, "country");
}
