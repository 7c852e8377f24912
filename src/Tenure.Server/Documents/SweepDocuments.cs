using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Documents;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Documents;

/// <summary>Erases folders whose time is over, what was not handed in when its case ended, uploads that nobody went on with, and files whose document is gone.</summary>
internal sealed class SweepDocuments(IServiceScopeFactory scopes, DocumentStore store, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private const int Batch = 500;

    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        await db.DocumentFolders.Where(f => f.EraseAt <= now).ExecuteDeleteAsync(ct);
        // What was never handed in was for nobody: it goes when the draft is over.
        await db.Documents.Where(d => db.Set<DocumentFolder>().Any(f => f.Id == d.FolderId && f.EraseAt != null && f.HandedIn < d.Number)).ExecuteDeleteAsync(ct);
        await db.Documents.Where(d => d.State == DocumentState.Arriving && d.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        foreach (var files in store.Present().Chunk(Batch))
        {
            var known = await db.Documents.Where(d => files.Contains(d.Id) && d.State != DocumentState.Refused).Select(d => d.Id).ToListAsync(ct);
            foreach (var gone in files.Except(known))
            {
                store.Remove(gone);
            }
        }
    }
}
