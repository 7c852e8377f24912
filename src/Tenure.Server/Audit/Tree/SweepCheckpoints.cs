using Microsoft.EntityFrameworkCore;
using Tenure.Protocols.Log;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Audit.Tree;

/// <summary>Keeps every checkpoint for a day and then the largest of each hour: by consistency that one says what the others said.</summary>
internal sealed class SweepCheckpoints(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = LogTime.Cut(now.AddDays(-1)).ToUnixTimeSeconds();
        var all = db.LogCheckpoints;
        return all.Where(c => c.At < before && all.Any(other => other.At == c.At && other.Size > c.Size)).ExecuteDeleteAsync(ct);
    }
}
