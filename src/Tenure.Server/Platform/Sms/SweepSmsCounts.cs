using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Platform.Sms;

/// <summary>Removes counts that nothing is judged by any more.</summary>
internal sealed class SweepSmsCounts(IServiceScopeFactory scopes, TimeProvider clock, SweepLog sweepLog) : Sweep(scopes, clock, sweepLog)
{
    // The longest window is a day; the operator sees a day too.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - Kept;
        await db.SmsCounters.Where(c => c.EndsAt < now).ExecuteDeleteAsync(ct);
        await db.SmsCountryCounts.Where(c => c.StartsAt < before).ExecuteDeleteAsync(ct);
        await db.SmsClosures.Where(c => c.Until < before).ExecuteDeleteAsync(ct);
    }
}
