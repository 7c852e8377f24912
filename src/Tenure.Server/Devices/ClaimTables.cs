using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Devices;

namespace Tenure.Server.Devices;

internal sealed class DeviceClaimsTable : IEntityTypeConfiguration<DeviceClaims>
{
    public void Configure(EntityTypeBuilder<DeviceClaims> claims)
    {
        claims.ToTable("device_claims");
        claims.HasKey(c => c.DeviceId);
        claims.Property(c => c.Serial).HasMaxLength(64);
        claims.Property(c => c.Region).HasMaxLength(16);
        claims.Property(c => c.RollbackIndexes).HasMaxLength(1200);
        claims.HasIndex(c => c.Serial);
    }
}

internal sealed class ClaimedImeiTable : IEntityTypeConfiguration<ClaimedImei>
{
    public void Configure(EntityTypeBuilder<ClaimedImei> imei)
    {
        imei.ToTable("device_imeis");
        imei.HasKey(i => new { i.DeviceId, i.Position });
        imei.Property(i => i.Imei).HasMaxLength(14).IsUnicode(false);
        imei.HasIndex(i => i.Imei);
    }
}

internal sealed class HeldSimTable : IEntityTypeConfiguration<HeldSim>
{
    public void Configure(EntityTypeBuilder<HeldSim> sim)
    {
        sim.ToTable("device_sims");
        sim.HasKey(s => new { s.DeviceId, s.HoldingId, s.Slot });
        sim.Property(s => s.HoldingId).HasConversion<HoldingIdConverter>();
        sim.Property(s => s.LastFour).HasMaxLength(4).IsUnicode(false);
        sim.Property(s => s.Network).HasMaxLength(64);
    }
}
