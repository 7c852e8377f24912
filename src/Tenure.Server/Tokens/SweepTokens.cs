using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Tenure.Server.Tokens;

/// <summary>Removes tokens that are of no use to anybody any more, then authorizations without a token. A token without its row is refused.</summary>
/// <remarks>
/// Not by OpenIddict's own PruneAsync: the store of 7.8 compares a token's end with the database's clock, not with ours, and where the two differ good tokens go.
/// It also counts from when a token was made: of a session that is used once in a while it would forget a refresh token as soon as that was used.
/// </remarks>
internal sealed class SweepTokens(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    // For that long a token that ran out is told so, instead of being unknown.
    private static readonly TimeSpan ExpiredKept = TimeSpan.FromHours(1);

    // A refresh token that comes a second time was copied, and ends its session (RFC 9700 §4.14.2); for that long it is still known by.
    private static readonly TimeSpan UsedKept = TimeSpan.FromDays(30);

    // Longer than any code lives between a person's consent and the first token.
    private static readonly TimeSpan TokenlessKept = TimeSpan.FromDays(1);

    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var (expired, used, tokenless) = ((now - ExpiredKept).UtcDateTime, (now - UsedKept).UtcDateTime, (now - TokenlessKept).UtcDateTime);
        var tokens = db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>();
        await tokens.Where(t => t.ExpirationDate < expired).ExecuteDeleteAsync(ct);
        await tokens.Where(t => t.Status == Statuses.Redeemed && t.RedemptionDate < used).ExecuteDeleteAsync(ct);
        await tokens.Where(t => t.Authorization != null && t.Authorization.Status != Statuses.Valid).ExecuteDeleteAsync(ct);
        await db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().Where(a => a.CreationDate < tokenless && a.Tokens.Count == 0).ExecuteDeleteAsync(ct);
    }
}
