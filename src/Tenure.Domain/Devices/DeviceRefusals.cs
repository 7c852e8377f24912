namespace Tenure.Domain.Devices;

/// <summary>Why a device does not do what was asked. docs/problems.md lists them.</summary>
public static class DeviceRefusals
{
    /// <summary>Another account holds it.</summary>
    public static readonly Refusal Held = new("device_held", "Another account holds this device.", RefusalKind.Conflict);

    /// <summary>Its holder gave it up, but the device has not yet said that it did so.</summary>
    public static readonly Refusal Releasing = new(
        "device_releasing", "This device is being released and has not confirmed it yet.", RefusalKind.Conflict);

    /// <summary>The caller's account does not hold it.</summary>
    public static readonly Refusal NotHeld = new("device_not_held", "This account does not hold the device.", RefusalKind.Conflict);

    /// <summary>There is no consent of the holder, or it has run out.</summary>
    public static readonly Refusal NotReleasing = new("not_releasing", "This device is not being released.", RefusalKind.Conflict);

    /// <summary>The counters in the evidence did not rise: a repetition, or a copy of the device.</summary>
    public static readonly Refusal EvidenceReplayed = new(
        "evidence_replayed", "The device has already shown newer evidence.", RefusalKind.Conflict, "evidence");

    /// <summary>The evidence speaks of another epoch or holding than the server's.</summary>
    public static readonly Refusal EvidenceStale = new(
        "evidence_stale", "The device's state is not the server's: it must synchronise first.", RefusalKind.Conflict, "evidence");
}
