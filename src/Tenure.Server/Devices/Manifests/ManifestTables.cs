using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Devices;

namespace Tenure.Server.Devices.Manifests;

internal sealed class MakerKeyTable : IEntityTypeConfiguration<MakerKey>
{
    public void Configure(EntityTypeBuilder<MakerKey> key)
    {
        key.ToTable("manifest_keys");
        key.Property(k => k.Id).HasMaxLength(43).IsUnicode(false).ValueGeneratedNever();
        key.Property(k => k.Maker).HasMaxLength(MakerKey.MaxMaker);
    }
}

internal sealed class FactoryManifestTable : IEntityTypeConfiguration<FactoryManifest>
{
    public void Configure(EntityTypeBuilder<FactoryManifest> manifest)
    {
        manifest.ToTable("manifests");
        manifest.Property(m => m.Id).HasMaxLength(32).IsUnicode(false).ValueGeneratedNever();
        manifest.Property(m => m.Maker).HasMaxLength(MakerKey.MaxMaker);
        manifest.Property(m => m.KeyId).HasMaxLength(43).IsUnicode(false);
    }
}

// Written by ManifestRows, past the model: another column needs a place there, too.
internal sealed class AttestedDeviceTable : IEntityTypeConfiguration<AttestedDevice>
{
    public void Configure(EntityTypeBuilder<AttestedDevice> device)
    {
        device.ToTable("manifest_devices");
        device.HasKey(d => d.DeviceId);
        device.Property(d => d.ManifestId).HasMaxLength(32).IsUnicode(false);
        device.Property(d => d.Serial).HasMaxLength(64);
        device.Property(d => d.Model).HasMaxLength(64);
        device.Property(d => d.Region).HasMaxLength(16);
        device.Property(d => d.RollbackIndexes).HasMaxLength(1200);
        // The database itself forbids that two keys are one device.
        device.HasIndex(d => new { d.Serial, d.Model }).IsUnique();
        device.HasIndex(d => d.ManifestId);
    }
}

internal sealed class AttestedImeiTable : IEntityTypeConfiguration<AttestedImei>
{
    public void Configure(EntityTypeBuilder<AttestedImei> imei)
    {
        imei.ToTable("manifest_imeis");
        imei.HasKey(i => new { i.DeviceId, i.Position });
        imei.Property(i => i.Imei).HasMaxLength(14).IsUnicode(false);
        imei.HasIndex(i => i.Imei).IsUnique();
    }
}

internal sealed class DeviceDuplicateTable : IEntityTypeConfiguration<DeviceDuplicate>
{
    public void Configure(EntityTypeBuilder<DeviceDuplicate> duplicate)
    {
        duplicate.ToTable("device_duplicates");
        duplicate.HasKey(d => new { d.DeviceId, d.Claimant, d.Field });
        duplicate.HasIndex(d => d.LastAt);
    }
}
