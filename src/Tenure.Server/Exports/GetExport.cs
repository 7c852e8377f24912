using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Proofs.Contracts;

namespace Tenure.Server.Exports;

/// <summary>How the account's export stands.</summary>
internal sealed class GetExport(TenureDb db, RecoveryCodes codes, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapGet("/export", async Task<Ok<Export>> (CurrentAccount caller, GetExport get, CancellationToken ct) => TypedResults.Ok(await get.ExecuteAsync(caller, ct)))
        .WithSummary("How the export of the account stands");

    public async Task<Export> ExecuteAsync(CurrentAccount caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var account = await db.Accounts.AsNoTracking().FirstAsync(a => a.Id == caller.Id, ct);
        var all = await db.Exports.AsNoTracking().Where(e => e.AccountId == caller.Id).ToListAsync(ct);
        var open = all.FirstOrDefault(e => e.State == AccountExportState.Making || e.CanBeFetched(now));
        return new Export(
            open switch { null => "none", { State: AccountExportState.Making } => "making", _ => open.UsableAt > now ? "waiting" : "ready" },
            open?.AskedAt, open?.Done ?? 0, open?.Of ?? 0, open is { State: AccountExportState.Ready } ? open.Length : null, open?.UsableAt, open is { State: AccountExportState.Ready } ? open.EndsAt : null,
            AccountExport.NextFrom(all, now), account.RefuseFarReaching(now)?.Code, await codes.CountAsync(account, now, ct) > 0);
    }
}
