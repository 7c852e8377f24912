using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Cases;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Cases;

/// <summary>Changes a case in one unit of work, with its folder, and what it leaves in the logs; of two changes at once one begins again on what the other left.</summary>
internal sealed class CaseChange(TenureDb db, CaseDoor door, CaseDocuments documents, CaseTraces traces)
{
    private const int MostTries = 20;

    /// <summary>Changes the case of who knows its secret, and saves. What is refused is saved too where the change says so: a wrong code counts.</summary>
    /// <param name="number">As typed.</param>
    /// <param name="secret">As in the link.</param>
    /// <param name="change">Changes it, or refuses; called again when another request was first.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="keepRefused">Whether what it changed is saved when it refuses.</param>
    public Task<Refusal?> ExecuteAsync(string number, string? secret, Func<Case, Task<Refusal?>> change, CancellationToken ct, bool keepRefused = false) =>
        ExecuteAsync(() => door.OpenAsync(number, secret, ct), change, keepRefused, ct);

    /// <summary>Changes a case by its inner id.</summary>
    public Task<Refusal?> ExecuteAsync(CaseId id, Func<Case, Task<Refusal?>> change, CancellationToken ct) => ExecuteAsync(
        async () => await db.Cases.FirstOrDefaultAsync(c => c.Id == id, ct) is { } found ? found : CaseRefusals.Unknown, change, keepRefused: false, ct);

    private async Task<Refusal?> ExecuteAsync(Func<Task<Answer<Case>>> find, Func<Case, Task<Refusal?>> change, bool keepRefused, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                var found = await find();
                CaseState? before = found.Refusal is null ? found.Value.State : null;
                var refusal = found.Refusal ?? await change(found.Value);
                if (refusal is not null && !keepRefused)
                {
                    db.ChangeTracker.Clear();
                    return refusal;
                }

                if (before is { } state && found.Value.State != state && await documents.FollowAsync(found.Value, ct) is { } closed)
                {
                    db.ChangeTracker.Clear();
                    return closed;
                }

                if (before is { } from)
                {
                    await traces.LeaveAsync(found.Value, from, ct);
                }

                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return refusal;
            }
            catch (DbUpdateException) when (attempt < MostTries)
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
