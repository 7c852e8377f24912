namespace Tenure.Protocols.Tickets;

/// <summary>What a signer's key is certified for; a key serves one purpose.</summary>
public enum SignerPurpose
{
    /// <summary>Tickets that lock: hold, open, lost, and sync to Held or Lost.</summary>
    Hold = 1,

    /// <summary>Tickets that free or destroy data: release, found, reset, erase, and every sync.</summary>
    Release = 2,

    /// <summary>Tickets that open a device to other software: flash and unlock.</summary>
    Flash = 3,

    /// <summary>Checkpoints of the log; never a ticket.</summary>
    Log = 4,
}
