using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Leaving;

/// <summary>Whether the account is to be deleted, and what stands in the way of it.</summary>
internal sealed class GetDeletion(TenureDb db, ListObstacles obstacles, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapGet("/deletion", async Task<Ok<Deletion>> (CurrentAccount caller, GetDeletion get, CancellationToken ct) => TypedResults.Ok(await get.ExecuteAsync(caller, ct)))
        .WithSummary("How the deletion of the account stands");

    public async Task<Deletion> ExecuteAsync(CurrentAccount caller, CancellationToken ct)
    {
        var account = await db.Accounts.AsNoTracking().FirstAsync(a => a.Id == caller.Id, ct);
        var asked = await db.Deletions.AsNoTracking().FirstOrDefaultAsync(d => d.AccountId == caller.Id, ct);
        var found = await obstacles.ExecuteAsync(caller.Id, ct);
        return new Deletion(
            asked?.AskedAt, asked?.DueAt, account.RefuseFarReaching(clock.GetUtcNow()) is { } refusal ? refusal.Code : null,
            [.. found.Select(o => new InTheWay(o.Kind, o.Name, o.Path, o.Subject))]);
    }
}
