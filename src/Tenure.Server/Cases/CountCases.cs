using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Cases;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Cases;

/// <summary>Counts cases for the queue's page.</summary>
internal sealed class CountCases(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    // What is over shows a week late: from a figure that moves at once, whoever decided last would know what became of a case, and whether there was one.
    private static readonly TimeSpan Late = TimeSpan.FromDays(7);
    private static readonly TimeSpan Counted = TimeSpan.FromDays(90);

    protected override TimeSpan Interval => TimeSpan.FromMinutes(5);

    /// <summary>Counts all of them and keeps the figures; where another process has done so just now, its own stay.</summary>
    public static async Task CountAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var counted = await ReadAsync(db, now, ct);
        var row = await db.CaseFigures.FirstOrDefaultAsync(ct);
        if (row is not null)
        {
            db.Entry(row).CurrentValues.SetValues(counted);
        }
        else
        {
            db.CaseFigures.Add(counted);
        }

        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (row is null)
        {
            db.ChangeTracker.Clear();
        }
    }

    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct) => CountAsync(db, now, ct);

    private static async Task<CaseFigures> ReadAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var byState = await db.Cases.Where(c => c.ClosedAt == null && c.State != CaseState.Draft).GroupBy(c => c.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var looked = Of(CaseState.Submitted) + Of(CaseState.SecondLook) + Of(CaseState.ThirdLook);
        var (until, since) = (now - Late, now - Late - Counted);
        var over = db.Cases.Where(c => c.ClosedAt > since && c.ClosedAt <= until);
        var real = over.Where(c => !db.Set<CaseDecoy>().Any(d => d.CaseId == c.Id));
        var decoys = over.Where(c => db.Set<CaseDecoy>().Any(d => d.CaseId == c.Id));
        return new CaseFigures
        {
            At = now,
            Submitted = Of(CaseState.Submitted),
            SecondLook = Of(CaseState.SecondLook),
            ThirdLook = Of(CaseState.ThirdLook),
            Disputed = Of(CaseState.Disputed),
            Waiting = Of(CaseState.Announced) + Of(CaseState.Due) + Of(CaseState.Offered),
            OldestAt = await HandedInAsync(0),
            LateAt = await HandedInAsync(looked / 20),
            MedianAt = await HandedInAsync(looked / 2),
            Granted = await real.CountAsync(c => c.State == CaseState.Granted, ct),
            Refused = await real.CountAsync(c => c.State == CaseState.Refused, ct),
            Reversed = await real.CountAsync(c => c.State == CaseState.Contested || (c.State == CaseState.Refused && c.Reason == CaseReason.HolderObjected), ct),
            Decoys = await decoys.CountAsync(ct),
            DecoysMissed = await decoys.CountAsync(c => c.Acts.Any(a => a.Kind == CaseActKind.Approved), ct),
        };

        int Of(CaseState state) => byState.GetValueOrDefault(state);

        Task<DateTimeOffset?> HandedInAsync(int place) => db.Cases.Where(c => c.State == CaseState.Submitted || c.State == CaseState.SecondLook || c.State == CaseState.ThirdLook)
            .OrderBy(c => c.SubmittedAt).Skip(place).Select(c => c.SubmittedAt).FirstOrDefaultAsync(ct);
    }
}
