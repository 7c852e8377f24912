using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Proofs.Contracts;

/// <summary>Counts what is told to the holder, so that nobody hides one announcement among thousands. Taken where all is proven and something changes, and by act: who repeats one closes no other.</summary>
internal sealed class ProofChanges(RateLimits limits)
{
    private static readonly RateLimit OfAccount = RateLimit.Daily(20);

    private bool taken;

    /// <summary>Counts a change once a request, however often it begins again; refuses with <c>rate_limited</c>.</summary>
    public async Task<Refusal?> TakeAsync(AccountId account, SecurityEventKind act, CancellationToken ct)
    {
        if (taken)
        {
            return null;
        }

        var refusal = await limits.TakeAsync(OfAccount, $"proof-{act}", account.ToString(), ct);
        taken = refusal is null;
        return refusal;
    }
}
