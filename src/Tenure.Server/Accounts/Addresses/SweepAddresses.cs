using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>Removes codes that are over, and changes that can no longer be undone, with the addresses in them.</summary>
internal sealed class SweepAddresses(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var before = now - AddressChange.UndoTime;
        await db.AddressProofs.Where(p => p.ExpiresAt < now).ExecuteDeleteAsync(ct);
        await db.AddressChanges.Where(c => c.At < before).ExecuteDeleteAsync(ct);
    }
}
