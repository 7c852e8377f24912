namespace Tenure.Domain.Devices;

/// <summary>What moves a device from one state to another.</summary>
public enum DeviceStep
{
    /// <summary>An account activates the device, or its holder does so again after a wipe.</summary>
    Activate,

    /// <summary>The device's receipt for a hold ticket.</summary>
    Confirm,

    /// <summary>The person at the device did not want the hold that was offered.</summary>
    Decline,

    /// <summary>The holder gives the device up, or renews that wish.</summary>
    BeginRelease,

    /// <summary>The device's receipt for a release ticket.</summary>
    CompleteRelease,

    /// <summary>The holder marks the device as lost, or changes what its screen says.</summary>
    MarkLost,

    /// <summary>The holder has it back.</summary>
    Find,

    /// <summary>The holder has it back, and had given it up before it was lost: that goes on.</summary>
    ResumeRelease,

    /// <summary>A restored server takes over whose the device is, by its hold ticket.</summary>
    AdoptHold,

    /// <summary>A restored server takes over that a holding ended; once for each epoch that it missed.</summary>
    AdoptFree,

    /// <summary>A restored server takes over that the device is lost, by its lost ticket.</summary>
    AdoptLoss,

    /// <summary>The account of the holder of a lost device is erased, and its holder had it sealed.</summary>
    Seal,
}
