using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Operators;

namespace Tenure.Server.Operators;

internal sealed class OperatorTable : IEntityTypeConfiguration<ServerOperator>
{
    public void Configure(EntityTypeBuilder<ServerOperator> person)
    {
        person.ToTable("operators");
        person.Property(o => o.Id).HasConversion(id => id.Value, value => new OperatorId(value)).ValueGeneratedNever();
        person.Property(o => o.Name).HasMaxLength(OperatorName.MaxLength);
        person.HasIndex(o => o.Name).IsUnique();
        person.Property(o => o.PasswordHash).HasMaxLength(200);
        person.Property(o => o.Version).IsConcurrencyToken();
    }
}
