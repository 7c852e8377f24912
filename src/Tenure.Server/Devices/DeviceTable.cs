using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Devices;
using Tenure.Server.Data;

namespace Tenure.Server.Devices;

internal sealed class DeviceTable : IEntityTypeConfiguration<Device>
{
    public void Configure(EntityTypeBuilder<Device> device)
    {
        device.ToTable("devices");
        device.HasKey(d => d.Id);
        device.Property(d => d.Id).HasColumnName("device_id");
        device.Property(d => d.Model).HasMaxLength(64);
        device.Property(d => d.HoldingId).HasConversion<HoldingIdConverter>();
        device.Property(d => d.ReportedIn).HasDefaultValue(1).HasSentinel(-1);
        device.Property(d => d.Version).IsConcurrencyToken();
        device.HasIndex(d => d.Holder);
        device.OwnsOne(d => d.Entitlement, entitlement =>
        {
            entitlement.Property(e => e.Epoch).HasColumnName("release_epoch");
            entitlement.Property(e => e.Erase).HasColumnName("release_erase");
            entitlement.Property(e => e.GrantedAt).HasColumnName("release_granted_at");
            entitlement.Property(e => e.EndsAt).HasColumnName("release_ends_at");
            entitlement.Property(e => e.TicketUntil).HasColumnName("release_ticket_until");
        });
        device.OwnsOne(d => d.Loss, loss =>
        {
            loss.Property(l => l.Message).HasColumnName("lost_message").HasMaxLength(LostNotice.MaxMessageLength);
            loss.Property(l => l.Contact).HasColumnName("lost_contact").HasMaxLength(254);
            loss.Property(l => l.MarkedAt).HasColumnName("lost_at");
            loss.Property(l => l.MarkedIn).HasColumnName("lost_in_session");
            loss.Property(l => l.ChangedAt).HasColumnName("lost_changed_at");
            loss.Property(l => l.ShownAt).HasColumnName("lost_shown_at");
            loss.Property(l => l.FoundDueAt).HasColumnName("found_due_at");
            loss.HasIndex(l => l.FoundDueAt).HasFilter("found_due_at IS NOT NULL");
        });
        device.OwnsOne(d => d.RemovalOrder, order =>
        {
            order.Property(o => o.AskedAt).HasColumnName("removal_asked_at");
            order.Property(o => o.DueAt).HasColumnName("removal_due_at");
            order.Property(o => o.Erase).HasColumnName("removal_erase");
            order.HasIndex(o => o.DueAt).HasFilter("removal_due_at IS NOT NULL");
        });
        device.OwnsOne(d => d.EraseOrder, order =>
        {
            order.Property(o => o.OrderedAt).HasColumnName("erase_ordered_at");
            order.Property(o => o.DueAt).HasColumnName("erase_due_at");
            order.Property(o => o.Code).HasColumnName("erase_code").HasMaxLength(256);
        });
    }
}

internal static class DeviceSets
{
    extension(TenureDb db)
    {
        public DbSet<Device> Devices => db.Set<Device>();

        public DbSet<Holding> Holdings => db.Set<Holding>();

        public DbSet<IssuedTicket> IssuedTickets => db.Set<IssuedTicket>();

        public DbSet<DeviceClaims> DeviceClaims => db.Set<DeviceClaims>();

        public DbSet<ClaimedImei> ClaimedImeis => db.Set<ClaimedImei>();

        public DbSet<HeldSim> HeldSims => db.Set<HeldSim>();

        public DbSet<TicketAlarm> TicketAlarms => db.Set<TicketAlarm>();

        public DbSet<Setback> Setbacks => db.Set<Setback>();

        public DbSet<DeviceSeal> DeviceSeals => db.Set<DeviceSeal>();

        public DbSet<SpentNonce> SpentNonces => db.Set<SpentNonce>();

        /// <summary>The device's current holding; <c>null</c> when it is free.</summary>
        public async Task<Holding?> HoldingOfAsync(Device device, CancellationToken ct) => device.HoldingId is { } id
            ? await db.Holdings.FirstAsync(h => h.DeviceId == device.Id && h.Id == id, ct)
            : null;
    }
}
