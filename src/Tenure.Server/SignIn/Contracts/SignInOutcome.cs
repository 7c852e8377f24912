using Tenure.Domain;
using Tenure.Server.Data;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>How a step of a sign-in ended.</summary>
internal abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>No; the words do not tell whether the account exists.</summary>
    internal sealed record Refused(Refusal Refusal) : SignInOutcome;

    /// <summary>A code went to the account's address; go on with the transaction.</summary>
    internal sealed record CodeSent(string Transaction) : SignInOutcome;

    /// <summary>Signed in; the caller begins the session.</summary>
    /// <param name="Ground">Who, and what the session stands on.</param>
    /// <param name="KnownDevice">A secret for the client to keep, when this sign-in made the device known; <c>null</c> otherwise.</param>
    /// <param name="Also">What the caller writes with the session.</param>
    internal sealed record SignedIn(SessionGround Ground, string? KnownDevice, params IReadOnlyList<Statement> Also) : SignInOutcome;
}
