using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Sessions;

/// <summary>Removes sessions that ended or ran out a month ago. A call in a session that is not there is refused as in one that ended.</summary>
internal sealed class SweepSessions(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - Kept;
        return db.Sessions.Where(s => s.EndedAt < before || s.ExpiresAt < before).ExecuteDeleteAsync(ct);
    }
}
