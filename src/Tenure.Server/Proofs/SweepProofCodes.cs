using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;
using Tenure.Server.Proofs.Contracts;

namespace Tenure.Server.Proofs;

/// <summary>Removes codes that are over.</summary>
internal sealed class SweepProofCodes(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    protected override Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct) => db.ProofCodes.Where(c => c.ExpiresAt < now).ExecuteDeleteAsync(ct);
}
