using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;

namespace Tenure.Server.Flashing.Unlocks;

internal sealed class UnlockTable : IEntityTypeConfiguration<UnlockRequest>
{
    public void Configure(EntityTypeBuilder<UnlockRequest> unlock)
    {
        unlock.ToTable("unlocks");
        unlock.HasKey(u => new { u.AccountId, u.DeviceId });
        unlock.Property(u => u.Version).IsConcurrencyToken();
        unlock.HasIndex(u => u.TicketAt).HasFilter("ticket_at IS NOT NULL");
    }
}

internal static class UnlockSets
{
    extension(TenureDb db)
    {
        public DbSet<UnlockRequest> Unlocks => db.Set<UnlockRequest>();
    }
}
