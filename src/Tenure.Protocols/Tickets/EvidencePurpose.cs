namespace Tenure.Protocols.Tickets;

/// <summary>What a device signs evidence for. One piece of evidence serves one purpose.</summary>
public enum EvidencePurpose
{
    /// <summary>Makes the device known; carries its public key.</summary>
    Enrol = 1,

    /// <summary>A short token to read and poll with.</summary>
    Session = 2,

    /// <summary>Asks to be held by the account that signs in now.</summary>
    Activate = 3,

    /// <summary>One factory reset from settings.</summary>
    Reset = 4,

    /// <summary>Asks for the ticket that gives the device up.</summary>
    Release = 5,

    /// <summary>The lock changes hands.</summary>
    Transfer = 6,

    /// <summary>A status check.</summary>
    Status = 7,

    /// <summary>Belongs to a support case.</summary>
    Case = 8,

    /// <summary>Asks whether the device is marked lost: answered by lost or found.</summary>
    Lost = 9,

    /// <summary>Asks for the order to erase that its holder gave elsewhere.</summary>
    Erase = 10,

    /// <summary>Opens emergency flashing.</summary>
    Flash = 11,

    /// <summary>Unlocks the bootloader.</summary>
    Unlock = 12,

    /// <summary>Asks for the server's state, to mend a bad or old block.</summary>
    Sync = 13,

    /// <summary>Says that the last ticket was carried out.</summary>
    Receipt = 14,

    /// <summary>
    /// Says that a ticket was not carried out, and names it: a hold that a person was shown and did not want, and the device holds none; or an order to erase
    /// whose code was wrong.
    /// </summary>
    Decline = 15,

    /// <summary>Says that the holder sets an erase code on the device, or takes it away.</summary>
    EraseCode = 16,

    /// <summary>Asks to be used without an account.</summary>
    Open = 17,

    /// <summary>The receipt of a flash ticket: says what was flashed.</summary>
    Flashed = 18,
}
