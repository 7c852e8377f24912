using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Operators;

namespace Tenure.Server.Operators;

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
