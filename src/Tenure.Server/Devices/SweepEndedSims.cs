using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Devices;

/// <summary>Removes what is known of SIM cards when the holding in which they were seen is over.</summary>
internal sealed class SweepEndedSims(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var ended = db.Holdings.Where(h => h.EndedAt != null);
        return db.HeldSims.Where(s => ended.Any(h => h.DeviceId == s.DeviceId && h.Id == s.HoldingId)).ExecuteDeleteAsync(ct);
    }
}
