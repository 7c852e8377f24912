namespace Tenure.Flash.Packages;

/// <summary>What becomes of the person's data. Nothing is chosen for somebody who does not say.</summary>
public enum DataChoice
{
    /// <summary>It stays.</summary>
    Keep,

    /// <summary>It is erased.</summary>
    Clean,

    /// <summary>It is erased and the bootloader is locked afterwards.</summary>
    CleanAndLock,
}
