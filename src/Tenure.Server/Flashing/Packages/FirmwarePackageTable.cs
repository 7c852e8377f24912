using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;

namespace Tenure.Server.Flashing.Packages;

internal sealed class ReleaseKeyTable : IEntityTypeConfiguration<ReleaseKey>
{
    public void Configure(EntityTypeBuilder<ReleaseKey> key)
    {
        key.ToTable("firmware_keys");
        key.Property(k => k.Id).HasMaxLength(43).IsUnicode(false).ValueGeneratedNever();
        key.Property(k => k.Maker).HasMaxLength(ReleaseKey.MaxMaker);
    }
}

internal sealed class FirmwarePackageTable : IEntityTypeConfiguration<FirmwarePackage>
{
    public void Configure(EntityTypeBuilder<FirmwarePackage> package)
    {
        package.ToTable("firmware");
        package.HasKey(p => p.Digest);
        package.Property(p => p.Digest).HasMaxLength(43).IsUnicode(false).ValueGeneratedNever();
        package.Property(p => p.KeyId).HasMaxLength(43).IsUnicode(false);
        package.Property(p => p.Maker).HasMaxLength(ReleaseKey.MaxMaker);
        package.Property(p => p.Product).HasMaxLength(64);
        package.Property(p => p.Version).HasMaxLength(128);
    }
}

internal static class FirmwareSets
{
    extension(TenureDb db)
    {
        public DbSet<ReleaseKey> ReleaseKeys => db.Set<ReleaseKey>();

        public DbSet<FirmwarePackage> FirmwarePackages => db.Set<FirmwarePackage>();
    }
}
