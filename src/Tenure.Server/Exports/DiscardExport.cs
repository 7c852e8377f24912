using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Exports;

/// <summary>The archive is not wanted any more, or never was: without the password, for nothing becomes possible by it.</summary>
internal sealed class DiscardExport(TenureDb db, AccountChange change, ExportStore store, ExportMails mails)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapDelete("/export", async Task<Results<NoContent, RefusalResult>> (CurrentAccount caller, DiscardExport discard, CancellationToken ct) =>
            TypedResults.From(await discard.ExecuteAsync(caller, ct)))
        .WithSummary("Throw the archive away");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount caller, CancellationToken ct)
    {
        Guid? gone = null;
        var refusal = await change.ExecuteAsync(
            caller.Id,
            async (account, token) =>
            {
                if (await db.Exports.FirstOrDefaultAsync(e => e.AccountId == caller.Id && e.State != AccountExportState.Over, token) is not { } export)
                {
                    return ExportRefusals.None;
                }

                export.End();
                await mails.DiscardedAsync(account, token);
                gone = export.Id;
                return null;
            },
            ct);
        if (refusal is null && gone is { } id)
        {
            store.Remove(id);
        }

        return refusal;
    }
}
