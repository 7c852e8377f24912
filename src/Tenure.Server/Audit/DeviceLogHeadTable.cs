using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tenure.Server.Audit;

internal sealed class DeviceLogHeadTable : IEntityTypeConfiguration<DeviceLogHead>
{
    public void Configure(EntityTypeBuilder<DeviceLogHead> head)
    {
        head.ToTable("device_log_heads");
        head.HasKey(h => h.DeviceId);
        head.Property(h => h.Length).IsConcurrencyToken();
    }
}
