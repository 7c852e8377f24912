using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Cases;
using Tenure.Server.Data;

namespace Tenure.Server.Cases;

internal static class CaseSets
{
    extension(TenureDb db)
    {
        public DbSet<Case> Cases => db.Set<Case>();

        public DbSet<CaseMessageRow> CaseMessages => db.Set<CaseMessageRow>();

        public DbSet<CaseNotice> CaseNotices => db.Set<CaseNotice>();

        public DbSet<CaseDecoy> CaseDecoys => db.Set<CaseDecoy>();

        public DbSet<CaseFigures> CaseFigures => db.Set<CaseFigures>();
    }
}
