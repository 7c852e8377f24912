namespace Tenure.Domain.Flashing;

/// <summary>Every "no" about workshops and what holders allow them.</summary>
public static class WorkshopRefusals
{
    /// <summary>None of this name, or the caller does not work for it: a stranger learns nothing.</summary>
    public static readonly Refusal Unknown = new("workshop_unknown", "There is no such workshop, or you are not one of its members.", RefusalKind.NotFound, "workshop");

    /// <summary>Members use its computers; which they are, and who else works there, heads say.</summary>
    public static readonly Refusal HeadOnly = new("workshop_head_only", "Only a head of the workshop may do this.", RefusalKind.NotAllowed);

    /// <summary>No account has this number, or it is none that a head may add or remove.</summary>
    public static readonly Refusal MemberUnknown = new("workshop_member_unknown", "No account with this number can be added to or removed from the workshop.", RefusalKind.Invalid, "number");

    /// <summary>As many people as a workshop has.</summary>
    public static readonly Refusal MemberLimit = new("workshop_member_limit", "As many people work for the workshop as may. Remove one first.", RefusalKind.Conflict, Most: Workshop.MostMembers);

    /// <summary>This computer is none of the workshop's.</summary>
    public static readonly Refusal ComputerNotBound = new("workshop_computer_not_bound", "This computer is not bound to the workshop. Bind it first.", RefusalKind.NotAllowed);

    /// <summary>It is, but not yet.</summary>
    public static readonly Refusal ComputerWaiting = new("workshop_computer_waiting", "This computer was bound to the workshop less than a day ago and waits.", RefusalKind.Conflict);

    /// <summary>As many computers as a workshop has.</summary>
    public static readonly Refusal ComputerLimit = new("workshop_computer_limit", "The workshop has as many computers as it may. Remove one first.", RefusalKind.Conflict, Most: Workshop.MostComputers);

    /// <summary>Somebody holds the device, and did not allow it.</summary>
    public static readonly Refusal ConsentNeeded = new("consent_needed", "Somebody holds this device. Its holder must allow the restore first.", RefusalKind.NotAllowed);

    /// <summary>No consent has this code: mistyped, used, taken back, run out, or given to another workshop.</summary>
    public static readonly Refusal ConsentUnknown = new("consent_unknown", "This consent is not known: its code is wrong, was used, was taken back or has run out.", RefusalKind.Invalid, "code");

    /// <summary>It names another computer of the workshop.</summary>
    public static readonly Refusal ConsentComputer = new("consent_computer", "The holder allowed it for another computer.", RefusalKind.Conflict, "code");

    /// <summary>It names another device.</summary>
    public static readonly Refusal ConsentDevice = new("consent_device", "The holder allowed it for another device.", RefusalKind.Conflict, "code");

    /// <summary>It names another package.</summary>
    public static readonly Refusal ConsentPackage = new("consent_package", "The holder allowed it for another package.", RefusalKind.Conflict, "code");

    /// <summary>It says otherwise about the person's data.</summary>
    public static readonly Refusal ConsentData = new("consent_data", "The holder chose otherwise whether the data on the device is kept or erased.", RefusalKind.Conflict, "code");

    /// <summary>The holder's account is frozen or quiet, or suspended: the workshop need not know which.</summary>
    public static readonly Refusal ConsentStopped = new("consent_stopped", "The holder's account does not allow this now. Ask the holder.", RefusalKind.Conflict);
}
