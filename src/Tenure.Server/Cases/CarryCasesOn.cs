using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Cases;

/// <summary>What the clock does with cases: a wait that is over, the last look, an end by too much time. Only the server's clock counts.</summary>
internal sealed class CarryCasesOn(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private readonly IServiceScopeFactory scopes = scopes;
    private readonly SweepLog log = log;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        // All of them, for their ids alone are few bytes: what a freeze keeps back for months keeps nothing else back.
        var due = await db.Cases.AsNoTracking()
            .Where(c => c.EndsAt <= now || (c.State == CaseState.Announced && c.DueAt <= now) || c.State == CaseState.Due
                || (c.ClosedAt == null && c.SubmittedAt != null && db.Set<Device>().Any(d => d.Id == c.DeviceId && (d.State == DeviceState.Releasing || d.Epoch != c.Epoch))))
            .OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(ct);
        // After a restore.
        var untold = await db.Cases.AsNoTracking()
            .Where(c => c.State == CaseState.Announced && !db.Set<CaseNotice>().Any(n => n.CaseId == c.Id) && db.Set<Identifier>().Any(i => i.AccountId == c.AccountId))
            .OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(ct);
        await EachAsync(untold, (tick, id) => tick.AnnounceAsync(id, ct), ct);
        await EachAsync(due, (tick, id) => tick.ExecuteAsync(id, ct), ct);
    }

    // One after the other; one that cannot be brought on keeps none back.
    private async Task EachAsync(List<CaseId> cases, Func<TickCase, CaseId, Task> bring, CancellationToken ct)
    {
        foreach (var id in cases)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await bring(scope.ServiceProvider.GetRequiredService<TickCase>(), id);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.SweepFailed($"{nameof(CarryCasesOn)} {id}", failure);
            }
        }
    }
}
