using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Devices;

namespace Tenure.Server.Devices;

internal sealed class DeviceSealTable : IEntityTypeConfiguration<DeviceSeal>
{
    public void Configure(EntityTypeBuilder<DeviceSeal> seal)
    {
        seal.ToTable("device_seals");
        seal.HasKey(s => s.DeviceId);
        seal.Property(s => s.HoldingId).HasConversion<HoldingIdConverter>();
        seal.Property(s => s.CodeHash).HasMaxLength(32);
        seal.HasIndex(s => s.CodeHash).IsUnique();
    }
}
