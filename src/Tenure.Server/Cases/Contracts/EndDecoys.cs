using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Cases;
using Tenure.Domain.Operators;
using Tenure.Server.Data;

namespace Tenure.Server.Cases.Contracts;

/// <summary>Ends decoys whose time is over, and says which are over: only then may anybody know.</summary>
internal sealed class EndDecoys(TenureDb db, CaseChange change, CasesLog log, TimeProvider clock)
{
    /// <summary>Those that are over and were not written down yet.</summary>
    public async Task<IReadOnlyList<EndedDecoy>> ExecuteAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (before, drawn) = (now - DecoyRules.Life, now - CaseDesk.LookTime);
        // Nobody answers where an agent asked for more; and not under the eyes of who looks at it just now.
        var over = await db.Cases.AsNoTracking()
            .Where(c => c.ClosedAt == null && db.Set<CaseDecoy>().Any(d => d.CaseId == c.Id && d.ReportedAt == null)
                && ((c.State == CaseState.Draft && c.Round > 0) || (c.OpenedAt < before && (c.Agent == null || c.DrawnAt < drawn))))
            .Select(c => c.Id).ToListAsync(ct);
        foreach (var id in over)
        {
            if (await change.ExecuteAsync(id, one => Task.FromResult(one.Withdraw(clock.GetUtcNow())), ct) is null)
            {
                log.Moved(id, CaseStep.Withdraw, CaseState.Withdrawn);
            }
        }

        var ended = await db.Cases.AsNoTracking().Where(c => c.ClosedAt != null && db.Set<CaseDecoy>().Any(d => d.CaseId == c.Id && d.ReportedAt == null)).ToListAsync(ct);
        return [.. ended.Select(c => new EndedDecoy(c.Id, CaseNumber.Grouped(c.Number), ApproversOf(c)))];
    }

    /// <summary>It is written down, in the caller's unit of work.</summary>
    /// <returns>Whether nobody else has done so.</returns>
    public async Task<bool> NoteReportedAsync(CaseId id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.CaseDecoys.Where(d => d.CaseId == id && d.ReportedAt == null).ExecuteUpdateAsync(d => d.SetProperty(x => x.ReportedAt, now), ct) == 1;
    }

    private static IReadOnlyList<OperatorId> ApproversOf(Case one) => [.. one.Acts.Where(act => act.Kind == CaseActKind.Approved).Select(act => act.Agent)];
}
