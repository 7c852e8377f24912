using Tenure.Domain.Accounts;

namespace Tenure.Server.SignIn;

/// <summary>What was typed to say who: looked up and counted in one form, however it was spelt.</summary>
/// <param name="Number">The digits, when it is an account number.</param>
/// <param name="Email">The normalised address, when it is one.</param>
/// <param name="Counted">What failures are counted by. It depends on the text alone, never on whether there is such an account.</param>
internal sealed record TypedIdentifier(string? Number, string Email, string Counted)
{
    public static TypedIdentifier Read(string typed)
    {
        if (AccountNumber.TryRead(typed, out var number))
        {
            return new TypedIdentifier(number.Value, "", number.Value);
        }

        // What is no address is looked up all the same: not to look would be quicker, and that can be seen.
        return EmailAddress.Read(typed, out var address) is null
            ? new TypedIdentifier(null, address.Value, address.Value)
            : new TypedIdentifier(null, "", typed.Trim().ToLowerInvariant());
    }
}
