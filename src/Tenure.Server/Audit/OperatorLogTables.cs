using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Server.Data;

namespace Tenure.Server.Audit;

internal sealed class OperatorLogRowTable : IEntityTypeConfiguration<OperatorLogRow>
{
    public void Configure(EntityTypeBuilder<OperatorLogRow> row)
    {
        row.ToTable("operator_log");
        row.HasKey(r => r.Sequence);
        row.Property(r => r.Sequence).ValueGeneratedNever();
        row.Property(r => r.Event).HasMaxLength(64);
    }
}

internal sealed class OperatorLogHeadTable : IEntityTypeConfiguration<OperatorLogHead>
{
    public void Configure(EntityTypeBuilder<OperatorLogHead> head)
    {
        head.ToTable("operator_log_heads");
        head.HasKey(h => h.Id);
        head.Property(h => h.Id).ValueGeneratedNever();
        head.Property(h => h.Length).IsConcurrencyToken();
    }
}

internal static class OperatorLogSets
{
    extension(TenureDb db)
    {
        public DbSet<OperatorLogRow> OperatorLog => db.Set<OperatorLogRow>();

        public DbSet<OperatorLogHead> OperatorLogHeads => db.Set<OperatorLogHead>();
    }
}
