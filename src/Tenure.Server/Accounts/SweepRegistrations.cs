using Microsoft.EntityFrameworkCore;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Accounts;

/// <summary>Removes registrations that are over: their addresses belong to people who may never have asked for anything.</summary>
internal sealed class SweepRegistrations(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct) =>
        db.Registrations.Where(r => r.ExpiresAt < now).ExecuteDeleteAsync(ct);
}
