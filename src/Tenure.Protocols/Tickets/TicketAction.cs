namespace Tenure.Protocols.Tickets;

/// <summary>What a ticket orders the device to do.</summary>
/// <remarks>Transfer and rekey have numbers but no content yet: <see cref="TicketCodec"/> refuses them.</remarks>
public enum TicketAction
{
    /// <summary>Lock to a holder.</summary>
    Hold = 1,

    /// <summary>May be used without an account.</summary>
    Open = 2,

    /// <summary>One factory reset from settings.</summary>
    Reset = 3,

    /// <summary>Give the holder up; the epoch rises.</summary>
    Release = 4,

    /// <summary>The lock changes hands.</summary>
    Transfer = 5,

    /// <summary>Lock at once and show the lost screen.</summary>
    Lost = 6,

    /// <summary>The device is not lost any more; its holder signs in.</summary>
    Found = 7,

    /// <summary>Erase user data.</summary>
    Erase = 8,

    /// <summary>Open emergency flashing.</summary>
    Flash = 9,

    /// <summary>Unlock the bootloader.</summary>
    Unlock = 10,

    /// <summary>Take over the server's state and epoch.</summary>
    Sync = 11,

    /// <summary>New roots or a new issuer.</summary>
    Rekey = 12,

    /// <summary>Count starts on above those that the server has seen. Nothing else changes.</summary>
    Recount = 13,
}
