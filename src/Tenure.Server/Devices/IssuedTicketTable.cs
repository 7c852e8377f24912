using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Devices;

namespace Tenure.Server.Devices;

internal sealed class IssuedTicketTable : IEntityTypeConfiguration<IssuedTicket>
{
    public void Configure(EntityTypeBuilder<IssuedTicket> ticket)
    {
        ticket.ToTable("issued_tickets");
        ticket.HasKey(t => new { t.DeviceId, t.Id });
        ticket.Property(t => t.Id).HasConversion<TicketIdConverter>();
        ticket.Property(t => t.HoldingId).HasConversion<HoldingIdConverter>();
        ticket.HasIndex(t => t.IssuedAt);
    }
}
