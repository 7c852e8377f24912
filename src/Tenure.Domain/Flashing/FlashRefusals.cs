namespace Tenure.Domain.Flashing;

/// <summary>Every "no" about packages, restores and unlocking.</summary>
public static class FlashRefusals
{
    /// <summary>Never registered, or its maker's key is not pinned any more.</summary>
    public static readonly Refusal PackageUnknown = new("firmware_unknown", "This package is not known here.", RefusalKind.NotFound, "manifest");

    /// <summary>The operator withdrew it.</summary>
    public static readonly Refusal PackageWithdrawn = new("firmware_withdrawn", "This package was withdrawn.", RefusalKind.Gone, "manifest");

    /// <summary>It is for another model.</summary>
    public static readonly Refusal Product = new("firmware_product", "This package is for another model.", RefusalKind.Conflict, "manifest");

    /// <summary>It is for other hardware regions.</summary>
    public static readonly Refusal Region = new("firmware_region", "This package is for another region than the device's hardware.", RefusalKind.Conflict, "manifest");

    /// <summary>None of the caller's: another account's device looks like one that does not exist.</summary>
    public static readonly Refusal DeviceNotFound = new("not_found", "There is no such device.", RefusalKind.NotFound, "deviceId");

    /// <summary>Nobody applied for it, or it was cancelled.</summary>
    public static readonly Refusal UnlockNotAsked = new("unlock_not_asked", "Nobody applied to unlock this device.", RefusalKind.Conflict);

    /// <summary>Its time has not come.</summary>
    public static readonly Refusal UnlockWaiting = new("unlock_waiting", "The time to unlock this device has not come yet.", RefusalKind.Conflict);

    /// <summary>As many devices as an account unlocks in a year.</summary>
    public static Refusal UnlockLimit(int most) => new("unlock_limit", "Your account has unlocked as many devices within a year as it may.", RefusalKind.Conflict, Most: most);

    /// <summary>None of the caller's.</summary>
    public static readonly Refusal RestoreNotFound = new("not_found", "There is no such restore.", RefusalKind.NotFound);

    /// <summary>It is over, or it is for another computer or device.</summary>
    public static readonly Refusal RestoreOver = new("restore_over", "This restore is over. Begin another one.", RefusalKind.Gone);

    /// <summary>As many tickets as one restore gets.</summary>
    public static readonly Refusal RestoreTickets = new("restore_tickets", "This restore has had as many tickets as it may. Begin another one.", RefusalKind.Conflict, Most: RestoreJob.MostTickets);

    /// <summary>The device does not start the package any more.</summary>
    /// <param name="location">Which index.</param>
    /// <param name="device">The lowest that the device starts.</param>
    /// <param name="package">What the package brings.</param>
    public static Refusal Rollback(uint location, ulong device, ulong package) => new(
        "firmware_rollback", FormattableString.Invariant($"The device would not start this package: its anti-rollback index {location} is {device}, the package has {package}."), RefusalKind.Conflict, "manifest",
        Least: Shown(device), Most: Shown(package), Place: location);

    private static int Shown(ulong index) => (int)Math.Min(index, int.MaxValue);
}
