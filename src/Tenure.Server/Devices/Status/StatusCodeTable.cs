using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Devices;

namespace Tenure.Server.Devices.Status;

internal sealed class StatusCodeTable : IEntityTypeConfiguration<StatusCode>
{
    public void Configure(EntityTypeBuilder<StatusCode> code)
    {
        code.ToTable("status_codes");
        code.HasKey(c => c.DeviceId);
        // Found by the digits; two devices never show the same.
        code.HasIndex(c => c.Hash).IsUnique();
        code.Property(c => c.Hash).HasMaxLength(32);
    }
}
