using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Protocols.Signing;

namespace Tenure.Server.Audit;

internal sealed class DeviceLogTables : IEntityTypeConfiguration<DeviceLogRow>, IEntityTypeConfiguration<DeviceLogOpening>
{
    public void Configure(EntityTypeBuilder<DeviceLogRow> row)
    {
        row.ToTable("device_log");
        // Of two that append to a device at once, one is refused by the key: a chain cannot fork.
        row.HasKey(r => new { r.DeviceId, r.Sequence });
        row.Property(r => r.Sequence).ValueGeneratedNever();
        row.Property(r => r.Format).HasDefaultValue(1);
        row.Property(r => r.Event).HasMaxLength(64);
    }

    public void Configure(EntityTypeBuilder<DeviceLogOpening> opening)
    {
        opening.ToTable("device_log_openings");
        opening.HasKey(o => new { o.DeviceId, o.Sequence });
        opening.Property(o => o.Sequence).ValueGeneratedNever();
        opening.Property(o => o.Votes).HasMaxLength(SignedVotesCodec.MaxBytes);
        opening.HasIndex(o => new { o.DeviceId, o.HoldingId });
    }
}
