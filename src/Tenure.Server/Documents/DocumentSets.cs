using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Documents;
using Tenure.Server.Data;

namespace Tenure.Server.Documents;

internal static class DocumentSets
{
    extension(TenureDb db)
    {
        public DbSet<DocumentFolder> DocumentFolders => db.Set<DocumentFolder>();

        public DbSet<CaseDocument> Documents => db.Set<CaseDocument>();

        public DbSet<DocumentBand> DocumentBands => db.Set<DocumentBand>();

        /// <summary>Keeps a folder as it is until the caller's transaction ends: of a change in it and its closing at once, one is first.</summary>
        /// <returns>Whether it takes documents.</returns>
        public async Task<bool> KeepOpenAsync(Guid folder, CancellationToken ct) =>
            await db.DocumentFolders.Where(f => f.Id == folder && f.ClosedAt == null).ExecuteUpdateAsync(f => f.SetProperty(x => x.LastNumber, x => x.LastNumber), ct) > 0;
    }
}
