using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Devices;

/// <summary>Removes spent nonces that have ended: their own time refuses them from then on.</summary>
internal sealed class SweepSpentNonces(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    // They live two minutes.
    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct) =>
        db.SpentNonces.Where(n => n.EndsAt <= now).ExecuteDeleteAsync(ct);
}
