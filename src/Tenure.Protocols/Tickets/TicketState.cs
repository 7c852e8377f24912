namespace Tenure.Protocols.Tickets;

/// <summary>The state that a sync ticket gives, and that a device says where it asks to be flashed or unlocked.</summary>
public enum TicketState
{
    /// <summary>Nobody holds the device.</summary>
    Free = 0,

    /// <summary>Held: the ticket names the holding and the masked holder.</summary>
    Held = 1,

    /// <summary>Held and marked lost: the same, and what the lost screen says.</summary>
    Lost = 2,
}
