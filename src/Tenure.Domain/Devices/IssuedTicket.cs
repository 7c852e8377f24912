namespace Tenure.Domain.Devices;

/// <summary>A ticket that left the server. A receipt that names none of these was made with a stolen signer.</summary>
public sealed class IssuedTicket
{
    private IssuedTicket()
    {
    }

    /// <summary>Notes a ticket for the device as it stands now.</summary>
    public IssuedTicket(TicketId id, TicketKind kind, Device device, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(device);
        Id = id;
        Kind = kind;
        DeviceId = device.Id;
        Epoch = device.Epoch;
        HoldingId = device.HoldingId;
        IssuedAt = now;
    }

    /// <summary>A ticket that left the server after the backup that it was restored from: what it did is known by now, so that nothing follows from it any more.</summary>
    public static IssuedTicket OfLostTime(TicketId id, Device device, DateTimeOffset now) => new(id, TicketKind.Sync, device, now) { DoneAt = now };

    /// <summary>The only device that may carry it out.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>Its id.</summary>
    public TicketId Id { get; private set; }

    /// <summary>What it orders.</summary>
    public TicketKind Kind { get; private set; }

    /// <summary>The only epoch in which it may be carried out.</summary>
    public uint Epoch { get; private set; }

    /// <summary>The holding it is about; <c>null</c> for a sync to free.</summary>
    public HoldingId? HoldingId { get; private set; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset IssuedAt { get; private set; }

    /// <summary>The restore that a flash ticket belongs to; <c>null</c> for others.</summary>
    public Guid? JobId { get; init; }

    /// <summary>When the device first said that it carried it out (UTC); <c>null</c> before.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>The device says that it carried it out. Only the first time counts.</summary>
    public bool Done(DateTimeOffset now)
    {
        if (DoneAt is not null)
        {
            return false;
        }

        DoneAt = now;
        return true;
    }
}
