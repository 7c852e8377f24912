using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Flashing;

/// <summary>Forgets computers that were removed long ago.</summary>
internal sealed class SweepComputers(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - BoundComputer.RemovalKept;
        return db.KnownComputers.Where(c => c.RemovedAt < before).ExecuteDeleteAsync(ct);
    }
}
