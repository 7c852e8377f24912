namespace Tenure.Domain.Accounts;

/// <summary>What happened to an account that its person should be able to look up.</summary>
public enum SecurityEventKind
{
    /// <summary>The account was made.</summary>
    AccountCreated,

    /// <summary>Somebody signed in.</summary>
    SignedIn,

    /// <summary>A session was ended.</summary>
    SessionEnded,

    /// <summary>Every other session was ended.</summary>
    OtherSessionsEnded,

    /// <summary>A browser or device is asked for a code again.</summary>
    KnownDeviceForgotten,

    /// <summary>A new password was chosen.</summary>
    PasswordChanged,

    /// <summary>Who had forgotten the password chose a new one; the detail is the address that proved it, masked.</summary>
    PasswordReset,

    /// <summary>That was undone: the password is again the one of before.</summary>
    PasswordResetUndone,

    /// <summary>An address was added; the detail is the address, masked.</summary>
    IdentifierAdded,

    /// <summary>A phone number was proven again; the detail is the number, masked.</summary>
    IdentifierConfirmed,

    /// <summary>An address was taken away; the detail is the address, masked.</summary>
    IdentifierRemoved,

    /// <summary>Another address became the first one; the detail is the address, masked.</summary>
    PrimaryChanged,

    /// <summary>A change of addresses was undone from an address of before; the detail is that address, masked.</summary>
    IdentifierChangeUndone,

    /// <summary>Every sign-in asks for a second proof from now on.</summary>
    AlwaysAskOn,

    /// <summary>Known devices are spared the second proof again.</summary>
    AlwaysAskOff,

    /// <summary>Recovery codes were made; those of before are void.</summary>
    RecoveryCodesMade,

    /// <summary>A recovery code was used.</summary>
    RecoveryCodeUsed,

    /// <summary>Far-reaching acts are stopped for a while.</summary>
    Frozen,

    /// <summary>The freeze was lifted.</summary>
    FreezeLifted,

    /// <summary>The operator stopped all sign-ins; the detail is the reason.</summary>
    Suspended,

    /// <summary>The operator allowed sign-ins again; the detail is the reason.</summary>
    SuspensionLifted,

    /// <summary>The operator ended every session; the detail is the reason.</summary>
    SessionsEndedByOperator,

    /// <summary>A device was activated; the detail is what it calls itself.</summary>
    DeviceAdded,

    /// <summary>A device is to be let go; the detail is what it calls itself.</summary>
    DeviceReleased,

    /// <summary>A device is to be let go after a wait; the detail is what it calls itself.</summary>
    DeviceRemovalAsked,

    /// <summary>That was taken back; the detail is what the device calls itself.</summary>
    DeviceRemovalCancelled,

    /// <summary>A device was marked as lost; the detail is what it calls itself.</summary>
    DeviceMarkedLost,

    /// <summary>A device was said to be found, which takes effect later; the detail is what it calls itself.</summary>
    DeviceFoundAsked,

    /// <summary>That was taken back; the detail is what the device calls itself.</summary>
    DeviceFoundCancelled,

    /// <summary>A device is not lost any more; the detail is what it calls itself.</summary>
    DeviceFound,

    /// <summary>A device was reset in its settings; the detail is what it calls itself.</summary>
    DeviceReset,

    /// <summary>It was ordered that a device is erased; the detail is what it calls itself.</summary>
    DeviceEraseOrdered,

    /// <summary>That was taken back; the detail is what the device calls itself.</summary>
    DeviceEraseCancelled,

    /// <summary>A device did not erase itself, because the erase code was wrong; the detail is what it calls itself.</summary>
    DeviceEraseRefused,

    /// <summary>A device erased its data; the detail is what it calls itself.</summary>
    DeviceErased,

    /// <summary>An erase code was set on a device, or taken away; the detail is what it calls itself.</summary>
    DeviceEraseCodeChanged,

    /// <summary>A device reported an older state than was seen of it before; the detail is what it calls itself.</summary>
    DeviceWentBack,

    /// <summary>It did so again: a copy of it may exist; the detail is what it calls itself.</summary>
    DeviceCopied,

    /// <summary>A computer was bound, or will be; the detail is its name.</summary>
    ComputerBound,

    /// <summary>A computer was removed; the detail is its name.</summary>
    ComputerRemoved,

    /// <summary>A restore of a device was approved; the detail is what the device calls itself.</summary>
    RestoreApproved,

    /// <summary>A device said that it was restored; the detail is what it calls itself.</summary>
    RestoreDone,

    /// <summary>A restore was cancelled, or stopped by the link in its notice.</summary>
    RestoreEnded,

    /// <summary>It was applied for to unlock a bootloader; the detail is what the device calls itself.</summary>
    UnlockApplied,

    /// <summary>That was taken back; the detail is what the device calls itself.</summary>
    UnlockCancelled,

    /// <summary>The ticket that unlocks a bootloader was made; the detail is what the device calls itself.</summary>
    DeviceUnlocked,

    /// <summary>A workshop was allowed to restore a device; the detail is the workshop's name.</summary>
    WorkshopAllowed,

    /// <summary>A workshop used that; the detail is its name.</summary>
    WorkshopBegan,

    /// <summary>A computer of a workshop that the person works for will be bound; the detail is the workshop's name.</summary>
    WorkshopComputerBound,

    /// <summary>One was removed; the detail is the workshop's name.</summary>
    WorkshopComputerRemoved,

    /// <summary>The account is to be deleted.</summary>
    DeletionAsked,

    /// <summary>It is not to be deleted any more.</summary>
    DeletionCalledOff,

    /// <summary>A transfer of a device to another account was opened; the detail is what the device calls itself.</summary>
    TransferOpened,

    /// <summary>That was taken back; the detail is what the device calls itself.</summary>
    TransferCancelled,

    /// <summary>A device went to another account, or came from one; the detail is what it calls itself.</summary>
    DeviceTransferred,

    /// <summary>Somebody without access asks for the account or one of its devices; the detail is the case's number.</summary>
    CaseAnnounced,

    /// <summary>Somebody objected to that; the detail is the case's number.</summary>
    CaseContested,

    /// <summary>Seniors heard both sides and let it be announced anew; the detail is the case's number.</summary>
    CaseDisputeDecided,

    /// <summary>Its wait is over, and it is given; the detail is the case's number.</summary>
    CaseGranted,

    /// <summary>It ended, and nothing was given; the detail is the case's number.</summary>
    CaseEnded,

    /// <summary>A person whose case was granted chose a password; the detail is the address that came, masked.</summary>
    Recovered,

    /// <summary>An export of everything about the account was asked for.</summary>
    ExportAsked,

    /// <summary>It was fetched.</summary>
    ExportFetched,

    /// <summary>It was thrown away.</summary>
    ExportDiscarded,

    /// <summary>Somebody who has a device wrote to its holder; the detail is what the device calls itself.</summary>
    FinderWrote,

    /// <summary>A person began to work for a workshop that the person works for, or is that person; the detail is the workshop's name.</summary>
    WorkshopMemberAdded,

    /// <summary>One stopped; the detail is the workshop's name.</summary>
    WorkshopMemberRemoved,
}
