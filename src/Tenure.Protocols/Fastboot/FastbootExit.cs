namespace Tenure.Protocols.Fastboot;

/// <summary>How a device leaves its bootloader.</summary>
public enum FastbootExit
{
    /// <summary>Boots the system.</summary>
    Continue,

    /// <summary>Restarts and boots the system.</summary>
    Reboot,

    /// <summary>Restarts into the bootloader.</summary>
    RebootBootloader,

    /// <summary>Restarts into fastboot of the recovery system.</summary>
    RebootFastboot,

    /// <summary>Restarts into recovery.</summary>
    RebootRecovery,

    /// <summary>Powers off.</summary>
    PowerOff,
}
