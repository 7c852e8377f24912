using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Flashing.Restores;

/// <summary>Removes restores of long ago; what they did stays in the log of the device.</summary>
internal sealed class SweepRestores(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - Kept;
        return db.Restores.Where(j => j.CreatedAt < before).ExecuteDeleteAsync(ct);
    }
}
