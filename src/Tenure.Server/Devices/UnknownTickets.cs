using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tenure.Domain.Devices;
using Tenure.Server.Data;
using Tenure.Server.Platform.Telemetry;

namespace Tenure.Server.Devices;

/// <summary>Devices that named tickets which were never issued here, and not in the time that a restore lost either: a stolen signer, or somebody who plays. One row a device, so that who plays fills nothing.</summary>
internal sealed class UnknownTickets(TenureDb db, TimeProvider clock, DevicesLog log)
{
    /// <summary>Alarms, in the caller's unit of work.</summary>
    public async Task NoteAsync(Device device, TicketId ticket, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var alarm = await db.TicketAlarms.FindAsync([device.Id], ct) ?? db.TicketAlarms.Add(new TicketAlarm(device.Id, now)).Entity;
        alarm.Again(ticket, wasHeld: await db.Holdings.AnyAsync(h => h.DeviceId == device.Id, ct), now);
        TenureMeter.UnknownTicket();
        log.UnknownTicket(device.Id, ticket);
    }
}

/// <summary>A device that named a ticket which was never issued here.</summary>
internal sealed class TicketAlarm
{
    private TicketAlarm()
    {
    }

    public TicketAlarm(DeviceId device, DateTimeOffset now)
    {
        DeviceId = device;
        FirstAt = now;
    }

    /// <summary>The device.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>The ticket that it named last.</summary>
    public TicketId TicketId { get; private set; }

    /// <summary>Whether anybody ever held it here: anybody can make a device that nobody held.</summary>
    public bool WasHeld { get; private set; }

    /// <summary>How often.</summary>
    public int Times { get; private set; }

    /// <summary>The first time (UTC).</summary>
    public DateTimeOffset FirstAt { get; private set; }

    /// <summary>The last time (UTC).</summary>
    public DateTimeOffset LastAt { get; private set; }

    public void Again(TicketId ticket, bool wasHeld, DateTimeOffset now) => (TicketId, WasHeld, Times, LastAt) = (ticket, WasHeld || wasHeld, Times + 1, now);
}

internal sealed class TicketAlarmTable : IEntityTypeConfiguration<TicketAlarm>
{
    public void Configure(EntityTypeBuilder<TicketAlarm> alarm)
    {
        alarm.ToTable("ticket_alarms");
        alarm.HasKey(a => a.DeviceId);
        alarm.Property(a => a.TicketId).HasConversion<TicketIdConverter>();
        alarm.HasIndex(a => a.LastAt);
    }
}
