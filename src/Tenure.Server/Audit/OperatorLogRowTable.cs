using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

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
