using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Platform.Sms;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>Reads what a person typed to say where they can be reached.</summary>
internal static class TypedAddress
{
    /// <summary>What has a digit and no <c>@</c> is read as a phone number, which begins with <c>+</c>; everything else as an e-mail address.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="field">What the caller's form calls it.</param>
    /// <param name="address">The address.</param>
    public static Refusal? Read(string text, string field, out Address address)
    {
        address = default;
        if (WellFormedText.Check(text, field) is { } malformed)
        {
            return malformed;
        }

        var typed = text.Trim();
        Refusal? refusal;
        if (IsPhone(typed))
        {
            refusal = PhoneNumbers.Read(typed, region: null, out var number);
            address = refusal is null ? Address.Of(number) : default;
        }
        else
        {
            refusal = EmailAddress.Read(typed, out var email);
            address = refusal is null ? Address.Of(email) : default;
        }

        return refusal is null ? null : refusal with { Field = field };
    }

    // Digits without a country are an account number: who types them meant a phone number, and is told what it looks like.
    private static bool IsPhone(string typed) => typed.Length > 0 && !typed.Contains('@', StringComparison.Ordinal) && typed.Any(char.IsDigit);
}
