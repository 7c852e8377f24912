namespace Tenure.Flash.Checks;

/// <summary>What is compared before the first byte, in this order.</summary>
public enum PreFlightItem
{
    /// <summary>The model.</summary>
    Product,

    /// <summary>Where the hardware was made for.</summary>
    Region,

    /// <summary>The anti-rollback index that the bootloader tells.</summary>
    AntiRollback,

    /// <summary>The day of the security patches.</summary>
    PatchLevel,

    /// <summary>An anti-rollback index by its location.</summary>
    RollbackIndex,

    /// <summary>A unit of the storage.</summary>
    Storage,

    /// <summary>A partition, against the image that goes there.</summary>
    Partition,

    /// <summary>The charge.</summary>
    Battery,

    /// <summary>Room on this computer.</summary>
    Space,

    /// <summary>The files against the maker's manifest and the package's own lists.</summary>
    Digests,
}
