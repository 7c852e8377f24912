namespace Tenure.Protocols.Tickets;

/// <summary>Whether the bootloader starts systems that are not the maker's.</summary>
public enum BootloaderState
{
    /// <summary>The maker's only.</summary>
    Locked = 0,

    /// <summary>Any.</summary>
    Unlocked = 1,
}
