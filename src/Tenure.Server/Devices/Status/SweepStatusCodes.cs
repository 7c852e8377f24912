using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Devices.Status;

/// <summary>Removes digits that nobody used.</summary>
internal sealed class SweepStatusCodes(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct) => db.Set<StatusCode>().Where(c => c.EndsAt <= now).ExecuteDeleteAsync(ct);
}
