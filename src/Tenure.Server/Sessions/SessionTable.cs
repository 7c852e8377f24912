using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;

namespace Tenure.Server.Sessions;

internal sealed class SessionTable : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.ToTable("sessions");
        session.HasKey(s => new { s.AccountId, s.Id });
        session.Property(s => s.Name).HasMaxLength(Session.MaxNameLength);
        session.Property(s => s.Network).HasMaxLength(Network.MaxLength);
        session.Property(s => s.Authorization).HasMaxLength(100);
        session.Property(s => s.Version).IsConcurrencyToken();
    }
}

internal static class SessionSet
{
    extension(TenureDb db)
    {
        public DbSet<Session> Sessions => db.Set<Session>();
    }
}
