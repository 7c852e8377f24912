using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Proofs;

/// <summary>What protects an account now.</summary>
internal sealed class GetProtection(TenureDb db, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapGet("/protection", async Task<Ok<Protection>> (CurrentAccount holder, GetProtection get, CancellationToken ct) => TypedResults.Ok(await get.ExecuteAsync(holder, ct)))
        .WithSummary("Whether the account is frozen or quiet, and asks for two proofs at every sign-in");

    public async Task<Protection> ExecuteAsync(CurrentAccount holder, CancellationToken ct)
    {
        var account = await db.Accounts.AsNoTracking().FirstAsync(a => a.Id == holder.Id, ct);
        var now = clock.GetUtcNow();
        return new Protection(account.AlwaysAsk, Coming(account.FrozenUntil), Coming(account.QuietUntil));

        DateTimeOffset? Coming(DateTimeOffset? time) => time > now ? time : null;
    }
}
