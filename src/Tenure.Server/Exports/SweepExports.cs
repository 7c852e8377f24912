using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Exports;

/// <summary>Ends archives whose time is over, or whose file a restored backup does not have; removes rows that count no more, and files that nobody can fetch.</summary>
internal sealed class SweepExports(IServiceScopeFactory scopes, ExportStore store, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        // The files first: one that is made meanwhile is not among them.
        var files = store.Present();
        await db.Exports.Where(e => e.State == AccountExportState.Over && e.AskedAt <= now - AccountExport.Window).ExecuteDeleteAsync(ct);
        foreach (var export in await db.Exports.Where(e => e.State == AccountExportState.Ready).ToListAsync(ct))
        {
            if (!export.CanBeFetched(now) || !store.Has(export.Id))
            {
                export.End();
            }
        }

        await db.SaveChangesAsync(ct);
        var known = await db.Exports.Where(e => files.Contains(e.Id) && e.State != AccountExportState.Over).Select(e => e.Id).ToListAsync(ct);
        foreach (var gone in files.Except(known))
        {
            store.Remove(gone);
        }
    }
}
