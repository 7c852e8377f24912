using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Operators;
using Tenure.Server.Data;

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

internal sealed class OperatorSessionTable : IEntityTypeConfiguration<OperatorSession>
{
    public void Configure(EntityTypeBuilder<OperatorSession> session)
    {
        session.ToTable("operator_sessions");
        session.Property(s => s.Id).ValueGeneratedNever();
        session.Property(s => s.OperatorId).HasConversion(id => id.Value, value => new OperatorId(value));
        session.HasIndex(s => s.StartedAt);
    }
}

internal static class OperatorSets
{
    extension(TenureDb db)
    {
        public DbSet<ServerOperator> Operators => db.Set<ServerOperator>();

        public DbSet<OperatorSession> OperatorSessions => db.Set<OperatorSession>();
    }
}
