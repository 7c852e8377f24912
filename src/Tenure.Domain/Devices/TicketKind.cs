namespace Tenure.Domain.Devices;

/// <summary>What a ticket that was issued orders.</summary>
public enum TicketKind
{
    /// <summary>Lock to the holder.</summary>
    Hold,

    /// <summary>Give the holder up.</summary>
    Release,

    /// <summary>Take over the server's state.</summary>
    Sync,

    /// <summary>Show the lost screen.</summary>
    Lost,

    /// <summary>Hide the lost screen.</summary>
    Found,

    /// <summary>One factory reset from settings.</summary>
    Reset,

    /// <summary>Erase user data.</summary>
    Erase,

    /// <summary>May be used without an account.</summary>
    Open,

    /// <summary>Count starts on above those that the server has seen.</summary>
    Recount,

    /// <summary>Open emergency flashing.</summary>
    Flash,

    /// <summary>Unlock the bootloader.</summary>
    Unlock,
}
