using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tenure.Server.Audit;

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
