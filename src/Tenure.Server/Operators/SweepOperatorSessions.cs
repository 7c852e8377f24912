using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Operators;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Operators;

/// <summary>Removes the sessions of operators that can only be over.</summary>
internal sealed class SweepOperatorSessions(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - OperatorSession.Lifetime;
        return db.OperatorSessions.Where(s => s.StartedAt < before).ExecuteDeleteAsync(ct);
    }
}
