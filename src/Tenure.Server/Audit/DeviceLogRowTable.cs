using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tenure.Server.Audit;

internal sealed class DeviceLogRowTable : IEntityTypeConfiguration<DeviceLogRow>
{
    public void Configure(EntityTypeBuilder<DeviceLogRow> row)
    {
        row.ToTable("device_log");
        row.HasKey(r => new { r.DeviceId, r.Sequence });
        row.Property(r => r.Sequence).ValueGeneratedNever();
        row.Property(r => r.Event).HasMaxLength(64);
    }
}
