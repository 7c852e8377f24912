using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Accounts;

/// <summary>Removes what happened half a year ago.</summary>
internal sealed class SweepSecurityEvents(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    /// <summary>How long what happened is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - Kept;
        return db.Set<SecurityEvent>().Where(e => e.At < before).ExecuteDeleteAsync(ct);
    }
}
