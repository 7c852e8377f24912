namespace Tenure.Domain.SignIn;

/// <summary>What a <see cref="ProofCode"/> proves, besides that its mail was read.</summary>
public enum ProofPurpose
{
    /// <summary>That the account may be frozen.</summary>
    Freeze,

    /// <summary>That a freeze may be lifted.</summary>
    LiftFreeze,

    /// <summary>That known devices may be spared the second proof again.</summary>
    AlwaysAskOff,

    /// <summary>That recovery codes which still work may be replaced.</summary>
    RecoveryCodes,

    /// <summary>That a device may be marked as lost.</summary>
    DeviceLost,

    /// <summary>That a device may be said to be found.</summary>
    DeviceFound,

    /// <summary>That a device may be erased from afar.</summary>
    DeviceErase,

    /// <summary>That a computer may be bound. Goes by SMS where a number is a proof: a code by mail makes the binding wait.</summary>
    ComputerBind,

    /// <summary>That a device may be restored from a computer.</summary>
    DeviceRestore,

    /// <summary>That a device's bootloader may be unlocked.</summary>
    DeviceUnlock,

    /// <summary>That the account may be deleted.</summary>
    AccountDeletion,

    /// <summary>That a device may be given to another account.</summary>
    DeviceTransfer,

    /// <summary>That a device may be given up from afar.</summary>
    DeviceRelease,

    /// <summary>That a recovery case about the account may be ended.</summary>
    EndRecovery,

    /// <summary>That everything about the account may be put into an archive.</summary>
    AccountExport,

    /// <summary>That this archive may be fetched.</summary>
    FetchExport,
}
