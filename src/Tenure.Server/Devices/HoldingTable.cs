using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Devices;

namespace Tenure.Server.Devices;

internal sealed class HoldingTable : IEntityTypeConfiguration<Holding>
{
    public void Configure(EntityTypeBuilder<Holding> holding)
    {
        holding.ToTable("holdings");
        holding.HasKey(h => new { h.DeviceId, h.Id });
        holding.Property(h => h.Id).HasConversion<HoldingIdConverter>();
        holding.Property(h => h.Version).IsConcurrencyToken();
        // The database itself forbids that two hold one device, and that an epoch is held twice.
        holding.HasIndex(h => h.DeviceId).IsUnique().HasFilter("ended_at IS NULL");
        holding.HasIndex(h => new { h.DeviceId, h.Epoch }).IsUnique();
    }
}
