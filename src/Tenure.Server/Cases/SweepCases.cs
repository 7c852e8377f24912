using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Cases;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Cases;

/// <summary>Takes the person's data out of cases that are over: 180 days after a grant, 30 days after any other end. That there was a case stays for a year, for the count; then it goes.</summary>
internal sealed class SweepCases(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private static readonly TimeSpan KeptGranted = TimeSpan.FromDays(180);
    private static readonly TimeSpan KeptOther = TimeSpan.FromDays(30);
    private static readonly TimeSpan KeptCount = TimeSpan.FromDays(366);

    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var (granted, other, count) = (now - KeptGranted, now - KeptOther, now - KeptCount);
        var over = db.Cases.Where(c => c.Contact != "" && (c.State == CaseState.Granted ? c.ClosedAt < granted : c.ClosedAt < other));
        foreach (var one in await over.OrderBy(c => c.Id).Take(1000).ToListAsync(ct))
        {
            one.Erase();
            await db.CaseMessages.Where(m => m.CaseId == one.Id).ExecuteDeleteAsync(ct);
            await db.CaseNotices.Where(n => n.CaseId == one.Id).ExecuteDeleteAsync(ct);
        }

        await db.SaveChangesAsync(ct);
        await db.Cases.Where(c => c.ClosedAt < count).ExecuteDeleteAsync(ct);
    }
}
