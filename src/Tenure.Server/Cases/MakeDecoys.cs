using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tenure.Domain.Cases;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Cases;

/// <summary>Begins decoys a week after some cases of people, drawn by lot, and hands them in when their papers have been looked at. See docs/decisions/0110.</summary>
internal sealed class MakeDecoys(IServiceScopeFactory scopes, IOptions<CaseOptions> options, Pepper pepper, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private const int Most = 1000;

    private readonly IServiceScopeFactory scopes = scopes;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var (since, until) = (now - DecoyRules.After - DecoyRules.Late, now - DecoyRules.After);
        var seeds = options.Value.DecoyPercent == 0
            ? []
            : await db.Cases.AsNoTracking()
                .Where(c => c.SubmittedAt > since && c.SubmittedAt <= until && !db.Set<CaseDecoy>().Any(d => d.CaseId == c.Id || d.Seed == c.Id))
                .OrderBy(c => c.SubmittedAt).Select(c => new { c.Id, c.SubmittedAt }).Take(Most).ToListAsync(ct);
        foreach (var seed in seeds)
        {
            // The same lot whichever process draws it, and however often.
            var lot = pepper.Mac("case-decoy", seed.Id.Value.ToByteArray());
            if (DecoyRules.Follows(lot, options.Value.DecoyPercent))
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<MakeDecoy>().BeginAsync(seed.Id, DecoyRules.DueAt(lot, seed.SubmittedAt!.Value), ct);
            }
        }

        var due = await db.CaseDecoys.AsNoTracking()
            .Where(d => d.DueAt <= now && d.ReportedAt == null && db.Set<Case>().Any(c => c.Id == d.CaseId && c.State == CaseState.Draft && c.Round == 0)).Select(d => d.CaseId).ToListAsync(ct);
        foreach (var id in due)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<MakeDecoy>().HandInAsync(id, ct);
        }
    }
}
