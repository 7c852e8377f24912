using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;

namespace Tenure.Server.Flashing.Restores;

internal sealed class RestoreTable : IEntityTypeConfiguration<RestoreJob>
{
    public void Configure(EntityTypeBuilder<RestoreJob> job)
    {
        job.ToTable("restores");
        job.HasKey(j => new { j.AccountId, j.Id });
        job.Property(j => j.ComputerId).HasConversion<ComputerIdConverter>().HasMaxLength(43).IsUnicode(false);
        job.Property(j => j.HoldingId).HasConversion<HoldingConverter>();
        job.Property(j => j.Manifest).HasMaxLength(43).IsUnicode(false);
        job.Property(j => j.Version).IsConcurrencyToken();
        job.HasIndex(j => j.Id).IsUnique();
        job.HasIndex(j => j.ObjectionHash).IsUnique();
        job.HasIndex(j => new { j.AccountId, j.DeviceId });
        job.HasIndex(j => j.ConsentHash).IsUnique();
        job.HasIndex(j => j.WorkshopId);
        job.HasIndex(j => j.CreatedAt);
    }

    private sealed class HoldingConverter() : ValueConverter<HoldingId, Guid>(id => id.Value, value => new HoldingId(value));
}

internal static class RestoreSets
{
    extension(TenureDb db)
    {
        public DbSet<RestoreJob> Restores => db.Set<RestoreJob>();
    }
}
