namespace Tenure.Domain.Devices;

/// <summary>The events of a device's life by the names they have in its log. The names are hashed: they never change.</summary>
public static class DeviceEvents
{
    /// <summary>The device became known.</summary>
    public const string Enrolled = "enrolled";

    /// <summary>An account activated it: a holding began.</summary>
    public const string Activated = "activated";

    /// <summary>Its holder activated it again; the same holding.</summary>
    public const string HoldRenewed = "hold_renewed";

    /// <summary>The device stored its hold ticket.</summary>
    public const string HoldConfirmed = "hold_confirmed";

    /// <summary>The person at the device did not want the hold: the holding ended before the device stored it.</summary>
    public const string Declined = "declined";

    /// <summary>The holder gave it up.</summary>
    public const string ReleaseGranted = "release_granted";

    /// <summary>The holder said that it is given up after a wait.</summary>
    public const string RemovalAsked = "removal_asked";

    /// <summary>The holder took that back.</summary>
    public const string RemovalCancelled = "removal_cancelled";

    /// <summary>A release ticket was made.</summary>
    public const string ReleaseTicketIssued = "release_ticket_issued";

    /// <summary>The device did what the release ticket asks: it is free.</summary>
    public const string Released = "released";

    /// <summary>The device was told the server's state.</summary>
    public const string Synced = "synced";

    /// <summary>The holder marked it as lost, or changed what its screen says.</summary>
    public const string MarkedLost = "marked_lost";

    /// <summary>A lost ticket was made.</summary>
    public const string LostTicketIssued = "lost_ticket_issued";

    /// <summary>The device said that it shows the lost screen.</summary>
    public const string LostShown = "lost_shown";

    /// <summary>The holder said that it was found; that takes effect later.</summary>
    public const string FoundAsked = "found_asked";

    /// <summary>The holder took that back.</summary>
    public const string FoundCancelled = "found_cancelled";

    /// <summary>It is not lost any more.</summary>
    public const string Found = "found";

    /// <summary>It is not lost any more, and the release of before goes on.</summary>
    public const string ReleaseResumed = "release_resumed";

    /// <summary>A found ticket was made.</summary>
    public const string FoundTicketIssued = "found_ticket_issued";

    /// <summary>A reset ticket was made: the holder resets it in its settings.</summary>
    public const string ResetTicketIssued = "reset_ticket_issued";

    /// <summary>The holder ordered that it is erased.</summary>
    public const string EraseOrdered = "erase_ordered";

    /// <summary>The holder took that back.</summary>
    public const string EraseCancelled = "erase_cancelled";

    /// <summary>An erase ticket was made.</summary>
    public const string EraseTicketIssued = "erase_ticket_issued";

    /// <summary>The device erased nothing: the order's erase code was wrong, or missing.</summary>
    public const string EraseRefused = "erase_refused";

    /// <summary>The device erased its user data, for a reset or an order.</summary>
    public const string DataErased = "data_erased";

    /// <summary>The holder set an erase code on the device, or another one.</summary>
    public const string EraseCodeSet = "erase_code_set";

    /// <summary>The holder took the erase code away.</summary>
    public const string EraseCodeRemoved = "erase_code_removed";

    /// <summary>A ticket was made under which the device is used without an account.</summary>
    public const string OpenTicketIssued = "open_ticket_issued";

    /// <summary>A restored server took over that a holding ended which it thought open; once for each epoch that it missed.</summary>
    public const string AdoptedFree = "adopted_free";

    /// <summary>A restored server took over whose it is, by its hold ticket.</summary>
    public const string AdoptedHold = "adopted_hold";

    /// <summary>A restored server took over that it is lost, by its lost ticket.</summary>
    public const string AdoptedLoss = "adopted_loss";

    /// <summary>It reported an older count than was seen of it before: its counters were damaged or put back, or there are two of it.</summary>
    public const string WentBack = "went_back";

    /// <summary>Its holder approved that it is restored with a package.</summary>
    public const string RestoreApproved = "restore_approved";

    /// <summary>A flash ticket was made: it may be flashed until it is switched off.</summary>
    public const string FlashTicketIssued = "flash_ticket_issued";

    /// <summary>The device said what came of a flash ticket.</summary>
    public const string Flashed = "flashed";

    /// <summary>Its holder applied to have its bootloader unlocked.</summary>
    public const string UnlockApplied = "unlock_applied";

    /// <summary>The holder took that back.</summary>
    public const string UnlockCancelled = "unlock_cancelled";

    /// <summary>An unlock ticket was made: any system may start on it from now on.</summary>
    public const string UnlockTicketIssued = "unlock_ticket_issued";

    /// <summary>The account of its holder was erased: it stays locked until somebody brings the release code.</summary>
    public const string Sealed = "sealed";

    /// <summary>Its holder opened a transfer to somebody else.</summary>
    public const string TransferOpened = "transfer_opened";

    /// <summary>The holder took that back.</summary>
    public const string TransferCancelled = "transfer_cancelled";

    /// <summary>The holder confirmed to whom it goes: the release that follows is theirs.</summary>
    public const string TransferConfirmed = "transfer_confirmed";

    /// <summary>Who gave it objected; it stays whose it is.</summary>
    public const string TransferObjected = "transfer_objected";

    /// <summary>Everybody whom a case about it could harm was told.</summary>
    public const string CaseAnnounced = "case_announced";

    /// <summary>Somebody whom it could harm objected to a case about it.</summary>
    public const string CaseContested = "case_contested";

    /// <summary>Two seniors heard both sides and believed its person: it is announced anew, with a whole wait.</summary>
    public const string CaseDisputeDecided = "case_dispute_decided";

    /// <summary>A case that was announced was refused.</summary>
    public const string CaseRefused = "case_refused";

    /// <summary>A case that was announced was over because its holder let the device go.</summary>
    public const string CaseSettled = "case_settled";

    /// <summary>A case that was announced was taken back.</summary>
    public const string CaseWithdrawn = "case_withdrawn";

    /// <summary>A case that was announced ended by too much time.</summary>
    public const string CaseExpired = "case_expired";

    /// <summary>The step behind an event; <c>null</c> for events that move nothing.</summary>
    /// <param name="name">A name from above.</param>
    public static DeviceStep? StepOf(string name) => name switch
    {
        Activated or HoldRenewed => DeviceStep.Activate,
        HoldConfirmed => DeviceStep.Confirm,
        Declined => DeviceStep.Decline,
        ReleaseGranted => DeviceStep.BeginRelease,
        Released => DeviceStep.CompleteRelease,
        MarkedLost => DeviceStep.MarkLost,
        Found => DeviceStep.Find,
        ReleaseResumed => DeviceStep.ResumeRelease,
        AdoptedFree => DeviceStep.AdoptFree,
        AdoptedHold => DeviceStep.AdoptHold,
        AdoptedLoss => DeviceStep.AdoptLoss,
        Sealed => DeviceStep.Seal,
        _ => null,
    };
}
