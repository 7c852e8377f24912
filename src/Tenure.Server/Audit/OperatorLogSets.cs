using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;

namespace Tenure.Server.Audit;

internal static class OperatorLogSets
{
    extension(TenureDb db)
    {
        public DbSet<OperatorLogRow> OperatorLog => db.Set<OperatorLogRow>();

        public DbSet<OperatorLogHead> OperatorLogHeads => db.Set<OperatorLogHead>();
    }
}
