using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Flashing;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Flashing.Restores;

/// <summary>Ends a restore: by its holder wherever they are signed in, or by the link in the notice, for whoever was robbed of the account. A ticket that the device has got may still be carried out until it is switched off.</summary>
internal sealed class CancelRestore(TenureDb db, AccountChange change, SecurityEvents events, TimeProvider clock, FlashingLog log)
{
    public static void Map(IEndpointRouteBuilder restores) => restores
        .MapDelete("/{id}", async Task<Results<NoContent, RefusalResult>> (Guid id, CurrentAccount caller, CancelRestore cancel, CancellationToken ct) =>
            TypedResults.From(await cancel.ExecuteAsync(caller, id, ct)))
        .WithSummary("End a restore");

    public Task<Refusal?> ExecuteAsync(CurrentAccount caller, Guid id, CancellationToken ct) => change.ExecuteAsync(
        caller.Id,
        async (_, token) =>
        {
            if (await db.Restores.FirstOrDefaultAsync(j => j.AccountId == caller.Id && j.Id == id, token) is not { } job)
            {
                return FlashRefusals.RestoreNotFound;
            }

            Finish(job, RestoreEnd.Cancelled, outside: false);
            return null;
        },
        ct);

    /// <summary>What the link is about; <c>null</c> when it is over or none.</summary>
    public async Task<RestoreJob?> LookAsync(string secret, CancellationToken ct)
    {
        if (!WellFormedText.IsWellFormed(secret))
        {
            return null;
        }

        var hash = Codes.KeyOf(secret);
        return await db.Restores.AsNoTracking().FirstOrDefaultAsync(j => j.ObjectionHash == hash, ct) is { } job && job.IsObjection(hash) && job.IsOpen(clock.GetUtcNow()) ? job : null;
    }

    /// <summary>By the link in the notice.</summary>
    public async Task<Refusal?> ObjectAsync(string secret, CancellationToken ct) => await LookAsync(secret, ct) is not { } found ? FlashRefusals.RestoreOver : await change.ExecuteAsync(
        found.AccountId,
        async (_, token) =>
        {
            var job = await db.Restores.FirstAsync(j => j.AccountId == found.AccountId && j.Id == found.Id, token);
            Finish(job, RestoreEnd.Objected, outside: true);
            return null;
        },
        ct);

    private void Finish(RestoreJob job, RestoreEnd end, bool outside)
    {
        if (!job.IsOpen(clock.GetUtcNow()) || !job.Finish(end, clock.GetUtcNow()))
        {
            return;
        }

        if (outside)
        {
            events.RecordFromOutside(job.AccountId, SecurityEventKind.RestoreEnded, detail: null);
        }
        else
        {
            events.Record(job.AccountId, SecurityEventKind.RestoreEnded, detail: null);
        }

        log.RestoreEnded(job.Id, end);
    }
}
