using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;

namespace Tenure.Server.Accounts;

internal sealed class SecurityEventTable : IEntityTypeConfiguration<SecurityEvent>
{
    public void Configure(EntityTypeBuilder<SecurityEvent> happened)
    {
        happened.ToTable("security_events");
        happened.HasKey(e => new { e.AccountId, e.Id });
        happened.Property(e => e.Client).HasMaxLength(Session.MaxNameLength);
        happened.Property(e => e.Network).HasMaxLength(Network.MaxLength);
        happened.Property(e => e.Detail).HasMaxLength(SecurityEvent.MaxDetailLength);
        happened.HasIndex(e => e.At);
    }
}
