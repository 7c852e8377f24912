using Tenure.Domain.Accounts;
using Tenure.Server.Platform.Sms;

namespace Tenure.Server.SignIn;

/// <summary>What was typed to say who: looked up and counted in one form, however it was spelt.</summary>
/// <param name="Number">The digits, when it is an account number.</param>
/// <param name="Kind">What it is looked up as, when it is none.</param>
/// <param name="Value">The normalised address; empty, which nobody has, when it is none.</param>
/// <param name="Counted">What failures are counted by. It depends on the text alone, never on whether there is such an account.</param>
internal sealed record TypedIdentifier(string? Number, IdentifierKind Kind, string Value, string Counted)
{
    public static TypedIdentifier Read(string typed)
    {
        if (AccountNumber.TryRead(typed, out var number))
        {
            return new TypedIdentifier(number.Value, IdentifierKind.Email, "", number.Value);
        }

        // Digits alone are an account number: a phone number has its country with it.
        if (!typed.Contains('@', StringComparison.Ordinal) && PhoneNumbers.Read(typed, region: null, out var phone) is null)
        {
            return new TypedIdentifier(null, IdentifierKind.Phone, phone.Value, phone.Value);
        }

        // What is no address is looked up all the same: not to look would be quicker, and that can be seen.
        return EmailAddress.Read(typed, out var address) is null
            ? new TypedIdentifier(null, IdentifierKind.Email, address.Value, address.Value)
            : new TypedIdentifier(null, IdentifierKind.Email, "", typed.Trim().ToLowerInvariant());
    }
}
