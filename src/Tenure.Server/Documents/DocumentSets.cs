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
    }
}
