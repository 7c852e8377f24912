using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Devices;

namespace Tenure.Server.Devices.Transfers;

internal sealed class DeviceTransferTable : IEntityTypeConfiguration<DeviceTransfer>
{
    public void Configure(EntityTypeBuilder<DeviceTransfer> transfer)
    {
        transfer.ToTable("device_transfers");
        // One in an epoch; those that were carried out stay, for who objects.
        transfer.HasKey(t => new { t.DeviceId, t.Epoch });
        transfer.Ignore(t => t.EndsAt);
        transfer.Ignore(t => t.Stage);
        transfer.HasIndex(t => t.CodeHash).IsUnique();
        transfer.HasIndex(t => t.ObjectionKey).IsUnique();
        transfer.HasIndex(t => t.From);
        transfer.HasIndex(t => t.To);
        transfer.Property(t => t.CodeHash).HasMaxLength(32);
        transfer.Property(t => t.ObjectionKey).HasMaxLength(32);
        transfer.Property(t => t.Version).IsConcurrencyToken();
    }
}
