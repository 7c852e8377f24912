using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Cases;

/// <summary>What the clock does with cases: a wait that is over, the last look, an end by too much time. Only the server's clock counts.</summary>
internal sealed class CarryCasesOn(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    // What is due is brought on one after the other; more wait for the next round.
    private const int Most = 1000;

    private readonly IServiceScopeFactory scopes = scopes;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var due = await db.Cases.AsNoTracking()
            .Where(c => c.EndsAt <= now || (c.State == CaseState.Announced && c.DueAt <= now) || c.State == CaseState.Due)
            .OrderBy(c => c.Id).Select(c => c.Id).Take(Most).ToListAsync(ct);
        // After a restore.
        var untold = await db.Cases.AsNoTracking()
            .Where(c => c.State == CaseState.Announced && !db.Set<CaseNotice>().Any(n => n.CaseId == c.Id) && db.Set<Identifier>().Any(i => i.AccountId == c.AccountId))
            .OrderBy(c => c.Id).Select(c => c.Id).Take(Most).ToListAsync(ct);
        foreach (var id in untold)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<TickCase>().AnnounceAsync(id, ct);
        }

        foreach (var id in due)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<TickCase>().ExecuteAsync(id, ct);
        }
    }
}
