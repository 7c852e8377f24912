using Tenure.Client.Accounts;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts.Pages;

/// <summary>What is kept in the browser from the address to the new password.</summary>
/// <param name="Reset">The reset's opaque id.</param>
/// <param name="Address">As typed, to be shown again.</param>
/// <param name="Proven">What is asked for next; <c>null</c> until the code was right.</param>
internal sealed record ResetSteps(string Reset, string Address, ResetProven? Proven = null)
{
    /// <summary>Name of the cookie.</summary>
    public const string Cookie = "reset";

    /// <summary>Whether the account asks for a second proof at every sign-in, by what it asks of a password.</summary>
    public bool IsAlwaysAsk(PasswordRules rules) => Proven is { } proven && proven.ShortestPassword < rules.Shortest;
}
