using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Devices;

namespace Tenure.Server.Devices;

internal sealed class SetbackTable : IEntityTypeConfiguration<Setback>
{
    public void Configure(EntityTypeBuilder<Setback> setback)
    {
        setback.ToTable("device_setbacks");
        setback.HasKey(s => s.DeviceId);
        setback.HasIndex(s => s.RepeatedAt).HasFilter("repeated_at IS NOT NULL");
    }
}
