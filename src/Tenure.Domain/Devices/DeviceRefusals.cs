namespace Tenure.Domain.Devices;

/// <summary>Why a device does not do what was asked. docs/problems.md lists them.</summary>
public static class DeviceRefusals
{
    /// <summary>Another account holds it.</summary>
    public static readonly Refusal Held = new("device_held", "Another account holds this device.", RefusalKind.Conflict);

    /// <summary>Its holder gave it up, but the device has not yet said that it did so.</summary>
    public static readonly Refusal Releasing = new(
        "device_releasing", "This device is being released and has not confirmed it yet.", RefusalKind.Conflict);

    /// <summary>The server's settings do not name its model.</summary>
    public static readonly Refusal OpenNotAllowed = new("open_not_allowed", "This device is not used without an account here.", RefusalKind.NotAllowed);

    /// <summary>The caller's account does not hold it.</summary>
    public static readonly Refusal NotHeld = new("device_not_held", "This account does not hold the device.", RefusalKind.Conflict);

    /// <summary>There is no consent of the holder, or it has run out.</summary>
    public static readonly Refusal NotReleasing = new("not_releasing", "This device is not being released.", RefusalKind.Conflict);

    /// <summary>Its holder marked it as lost.</summary>
    public static readonly Refusal Lost = new("device_lost", "This device is marked as lost.", RefusalKind.Conflict);

    /// <summary>It is not marked as lost.</summary>
    public static readonly Refusal NotLost = new("device_not_lost", "This device is not marked as lost.", RefusalKind.Conflict);

    /// <summary>A way into the account is new: a mark of somebody who took the account over would lock its holder out.</summary>
    public static readonly Refusal LostOnlyFrozen = new(
        "lost_only_frozen", "A way into the account is new: the device was not marked as lost, the account was frozen instead.", RefusalKind.Conflict);

    /// <summary>The message has more characters than fit.</summary>
    public static readonly Refusal LostMessageTooLong = new(
        "lost_message_too_long", "The message is too long.", RefusalKind.Invalid, "message", Most: LostNotice.MaxMessageLength);

    /// <summary>The message has characters that cannot be shown.</summary>
    public static readonly Refusal LostMessageMalformed = new(
        "lost_message_malformed", "The message has characters that cannot be shown.", RefusalKind.Invalid, "message");

    /// <summary>The message has something that looks like a link.</summary>
    public static readonly Refusal LostMessageLink = new("lost_message_link", "The message may hold no links.", RefusalKind.Invalid, "message");

    /// <summary>Neither an e-mail address nor a phone number.</summary>
    public static readonly Refusal LostContactMalformed = new(
        "lost_contact_malformed", "This is neither an e-mail address nor a phone number with +.", RefusalKind.Invalid, "contact");

    /// <summary>Nobody ordered that it is erased, or not yet.</summary>
    public static readonly Refusal NotErasing = new("erase_not_ordered", "There is no order to erase this device, or its time has not come.", RefusalKind.Conflict);

    /// <summary>Not a code that a device keeps.</summary>
    public static readonly Refusal EraseCodeMalformed = new(
        "erase_code_malformed", "This is no erase code.", RefusalKind.Invalid, "eraseCode", Least: EraseCodeText.MinLength, Most: EraseCodeText.MaxLength);

    /// <summary>Not an IMEI at all.</summary>
    public static readonly Refusal ImeiMalformed = new("imei_malformed", "An IMEI has 14 to 16 digits that are not all 0.", RefusalKind.Invalid, "value", Least: 14, Most: 16);

    /// <summary>People mistype; the check digit says so.</summary>
    public static readonly Refusal ImeiCheckDigit = new(
        "imei_check_digit", "The last of 15 digits must be the check digit of the others (Luhn, 3GPP TS 23.003).", RefusalKind.Invalid, "value");

    /// <summary>Serial number or IMEI are another device's, as its maker says.</summary>
    public static readonly Refusal Duplicate = new(
        "device_duplicate", "Its maker says that this serial number or IMEI is another device's.", RefusalKind.Conflict, "evidence");

    /// <summary>The server was restored from a backup, and the device has not said since how it stands.</summary>
    public static readonly Refusal Unreported = new("device_unreported", "The server was restored from a backup: this device must say first how it stands.", RefusalKind.Conflict);

    /// <summary>The counters in the evidence did not rise: a repetition, or a copy of the device.</summary>
    public static readonly Refusal EvidenceReplayed = new(
        "evidence_replayed", "The device has already shown newer evidence.", RefusalKind.Conflict, "evidence");

    /// <summary>The evidence speaks of another epoch or holding than the server's.</summary>
    public static readonly Refusal EvidenceStale = new(
        "evidence_stale", "The device's state is not the server's: it must synchronise first.", RefusalKind.Conflict, "evidence");

    /// <summary>No sealed device has this release code, or it was used.</summary>
    public static readonly Refusal NotSealed = new("not_sealed", "No sealed device has this release code. It works once, and only after the account was erased.", RefusalKind.Invalid, Field: "code");

    /// <summary>Not the digits that a device shows now: wrong, used, or older than ten minutes. Not said which.</summary>
    public static readonly Refusal StatusCodeWrong = new("status_code_wrong", "These are not digits that a device shows now.", RefusalKind.Invalid, "code");

    /// <summary>Whoever gave it objected: it stays with who has it, and is not passed on for a while.</summary>
    public static readonly Refusal TransferDisputed = new("transfer_disputed", "Whoever gave this device objected. It stays yours and cannot be passed on for now.", RefusalKind.Conflict);

    /// <summary>No transfer is open, or its time is over, or it was confirmed already.</summary>
    public static readonly Refusal TransferOver = new("transfer_over", "This transfer is over.", RefusalKind.Gone);

    /// <summary>Opened with a proof that may live on the device: it takes a week.</summary>
    public static readonly Refusal TransferWaiting = new("transfer_waiting", "This transfer was opened with a code by mail: it waits.", RefusalKind.Conflict);

    /// <summary>Not a code that a holder shows now.</summary>
    public static readonly Refusal TransferCodeWrong = new("transfer_code_wrong", "This is not a code that somebody shows now.", RefusalKind.Invalid, "code");

    /// <summary>The holder typed their own code.</summary>
    public static readonly Refusal TransferSelf = new("transfer_self", "The device is yours already.", RefusalKind.Conflict, "code");

    /// <summary>Nobody typed the code yet, or another one than was seen.</summary>
    public static readonly Refusal TransferNobody = new("transfer_nobody", "Nobody has typed the code, or somebody else did since.", RefusalKind.Conflict);
}
