namespace Tenure.Protocols.Sahara;

/// <summary>What a host can ask in command mode.</summary>
public enum SaharaQuery : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The chip's serial number.</summary>
    SerialNumber = 1,

    /// <summary>Which chip, maker and model; versions 1 and 2.</summary>
    HardwareId = 2,

    /// <summary>The hash of the maker's root keys.</summary>
    PublicKeyHash = 3,

    /// <summary>The version of the loader's software.</summary>
    SoftwareVersion = 7,

    /// <summary>Which of these are known.</summary>
    Commands = 8,

    /// <summary>Which chip, maker and model; version 3.</summary>
    ChipId = 10,
}
