namespace Tenure.Protocols.Tickets;

/// <summary>What a flash ticket opens; all of it only where the manifest says so.</summary>
[Flags]
public enum FlashOperations
{
    /// <summary>Nothing; no ticket says so.</summary>
    None = 0,

    /// <summary>Write images.</summary>
    Program = 1,

    /// <summary>Discard sectors.</summary>
    Erase = 2,

    /// <summary>Set numbers in partition tables.</summary>
    Patch = 4,

    /// <summary>Read partition tables and images back.</summary>
    Read = 8,

    /// <summary>Divide the storage into units: for the factory, on a device that nobody holds.</summary>
    Provision = 16,

    /// <summary>Say from which unit the device boots.</summary>
    SetBootable = 32,

    /// <summary>Leave the programmer; ours takes that without a ticket.</summary>
    Power = 64,
}
