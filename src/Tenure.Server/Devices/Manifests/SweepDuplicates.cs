using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Devices.Manifests;

/// <summary>Removes what no device has said for half a year.</summary>
internal sealed class SweepDuplicates(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - Kept;
        return db.Duplicates.Where(d => d.LastAt < before).ExecuteDeleteAsync(ct);
    }
}
