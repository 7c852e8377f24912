using System.Net;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>Whom a typed account number or address means. The same work whether or not there is such an account.</summary>
internal sealed class TypedAccounts(TenureDb db, Throttles throttles)
{
    /// <summary>Finds it, with the gates that count tries at what was typed, from its network, as a sign-in does.</summary>
    /// <param name="identifier">As typed.</param>
    /// <param name="purpose">What is tried: each purpose counts for itself.</param>
    /// <param name="address">Where the request comes from.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<TypedAccount> FindAsync(string identifier, string purpose, IPAddress address, CancellationToken ct)
    {
        var typed = TypedIdentifier.Read(identifier);
        var network = Network.Of(address).Prefix;
        return new TypedAccount(
            await SignInSubject.FindIdAsync(db, typed, ct) ?? default,
            throttles.Gate(throttles.Rules.PerIdentifier, $"{purpose}-identifier", typed.Counted, network),
            throttles.Gate(throttles.Rules.PerNetwork, $"{purpose}-network", network),
            typed.Counted);
    }
}
