using System.ComponentModel.DataAnnotations;

namespace Tenure.Client.Devices;

/// <summary>Who this server is; what a phone shows a person before it pins the roots.</summary>
/// <param name="Issuer">The issuer URL that tickets name.</param>
/// <param name="Name">The service's name for people.</param>
/// <param name="Roots">COSE_Keys (RFC 9052 §7) of the roots, active first, base64url.</param>
/// <param name="Fingerprint">Over issuer and roots, as eight groups of four hex digits: what people compare. A device computes it itself.</param>
/// <param name="Generation">The server generation, 16 bytes, base64url; it changes when a backup is restored.</param>
/// <param name="Statements">What roots have said, those of before included: COSE_Sign1 under a root, base64url, at most 64. A device looks at them before it compares anything else.</param>
public sealed record ServerIdentity(string Issuer, string Name, IReadOnlyList<string> Roots, string Fingerprint, string Generation, IReadOnlyList<string>? Statements = null);

/// <summary>A statement of a root, for everybody to see.</summary>
/// <param name="Root">Thumbprint of the root that it says to be of.</param>
/// <param name="Serial">Counts that root's statements, from 1.</param>
/// <param name="Kind"><c>floors</c>, <c>rekey</c>, <c>sunset_announced</c> or <c>sunset</c>.</param>
/// <param name="NotBefore">The day on which all locks may end; <c>null</c> unless this announces it.</param>
/// <param name="Statement">COSE_Sign1, base64url.</param>
public sealed record PublicStatement(string Root, long Serial, string Kind, DateTimeOffset? NotBefore, string Statement);

/// <summary>A server nonce: 32 bytes, base64url, used once, for two minutes.</summary>
public sealed record DeviceNonce(string Nonce, DateTimeOffset ExpiresAt);

/// <summary>Evidence alone: COSE_Sign1 of the device, base64url, at most 4 KiB.</summary>
public sealed record DeviceEvidence([property: Required, StringLength(5464, MinimumLength = 1)] string Evidence);

/// <summary>A device that the server knows now.</summary>
/// <param name="DeviceId">RFC 7638 thumbprint of the device key, base64url, 43 characters.</param>
/// <param name="MayOpen">Whether it may be used without an account now: nobody holds it, and the server allows it for its model.</param>
public sealed record DeviceEnrolled(string DeviceId, bool MayOpen = false);

/// <summary>The answer to an activation: the phone shows the holder before it stores the ticket.</summary>
public sealed record DeviceActivated(string Ticket, string DeviceId, string HoldingId, string MaskedHolder, long Epoch);

/// <summary>Signing out on the phone: evidence of purpose <c>release</c> and the account's password.</summary>
/// <param name="Erase">Whether the phone erases user data before it becomes free.</param>
public sealed record ReleaseDevice(
    [property: Required, StringLength(5464, MinimumLength = 1)] string Evidence,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    bool Erase);

/// <summary>A signed ticket with the certificate of its signer, a release also with the proof of its holder's consent; base64url.</summary>
public sealed record DeviceTicket(string Ticket);

/// <summary>A device asks how it stands, and says how it stands itself to a server that was restored from a backup.</summary>
/// <param name="Evidence">Of purpose <c>sync</c>.</param>
/// <param name="Ticket">The signed ticket by which it is held or free, base64url, as it was given; absent when it has none.</param>
/// <param name="LostTicket">The signed ticket by which it is lost; absent when it is not.</param>
public sealed record SyncDevice(
    [property: Required, StringLength(5464, MinimumLength = 1)] string Evidence,
    [property: StringLength(12320)] string? Ticket = null,
    [property: StringLength(12320)] string? LostTicket = null);

/// <summary>What the server believes of the device that asks.</summary>
/// <param name="State"><c>free</c>, <c>held</c>, <c>releasing</c> or <c>lost</c>.</param>
/// <param name="Epoch">The epoch of the current or next holding.</param>
/// <param name="MaskedHolder">The holder, masked; <c>null</c> when free.</param>
/// <param name="LostMessage">What the lost screen is to say; <c>null</c> for nothing.</param>
/// <param name="LostContact">How the holder can be reached; <c>null</c> when they did not say.</param>
/// <param name="EraseDueAt">From when the device is to be erased (UTC): its holder can take that back before; <c>null</c> when it is not.</param>
/// <param name="Erase">Whether an erase ticket can be had now.</param>
/// <param name="Report">Whether the device must say how it stands (<see cref="SyncDevice"/>): the server was restored from a backup.</param>
/// <param name="Restored">By which workshop it was restored last, for its screen to show until its holder has seen it; <c>null</c> when none did in 90 days.</param>
public sealed record DeviceState(
    string State, long Epoch, string? MaskedHolder, string? LostMessage = null, string? LostContact = null, DateTimeOffset? EraseDueAt = null, bool Erase = false, bool Report = false,
    WorkshopRestore? Restored = null);

/// <summary>A workshop restored a device, as its holder allowed.</summary>
/// <param name="Id">Of the restore: a device that was shown it need not show it again.</param>
/// <param name="Workshop">Its name.</param>
/// <param name="At">When it was done, or begun (UTC).</param>
public sealed record WorkshopRestore(string Id, string Workshop, DateTimeOffset At);

/// <summary>A device of the caller's account.</summary>
/// <param name="State"><c>held</c>, <c>releasing</c> or <c>lost</c>.</param>
/// <param name="Loss">Only when <c>lost</c>.</param>
/// <param name="Erase">The order to erase it; <c>null</c> when there is none.</param>
/// <param name="HasEraseCode">Whether its holder set an erase code on it.</param>
/// <param name="ReleaseTicketUntil">Until when a release ticket that the device was given may still be carried out, whatever happens here; <c>null</c> when none can.</param>
public sealed record HeldDevice(
    string Id, string Model, string? Name, string State, DateTimeOffset Since, long Epoch, DeviceLoss? Loss = null, DateTimeOffset? ReleaseTicketUntil = null,
    DeviceErase? Erase = null, bool HasEraseCode = false)
{
    /// <summary>What tells it from others; only where one device is asked for, not in lists.</summary>
    public DeviceIdentity? Identity { get; init; }

    /// <summary>Until when (UTC) it may be released as its holder said; <c>null</c> when they did not.</summary>
    public DateTimeOffset? ReleaseEndsAt { get; init; }

    /// <summary>From when it is let go (UTC), as its holder said with a code by mail: any session takes it back before; <c>null</c> when it is not, or is already.</summary>
    public DateTimeOffset? RemovalDueAt { get; init; }

    /// <summary>Since when any system may start on it, because its bootloader was unlocked (UTC); <c>null</c> when it was not.</summary>
    public DateTimeOffset? UnlockedAt { get; init; }

    /// <summary>When it last showed that a copy of it may exist (UTC), for 30 days; only where one device is asked for, not in lists.</summary>
    public DateTimeOffset? CopySeenAt { get; init; }
}

/// <summary>What tells a device from others of its model.</summary>
/// <param name="Serial">Its serial number; <c>null</c> when it has not said one.</param>
/// <param name="Imeis">One for each modem, fifteen characters with the middle ones hidden.</param>
/// <param name="Region">Where the hardware was made for; <c>null</c> when it has not said so.</param>
/// <param name="Maker">Who made it and confirmed the above in a signed list; <c>null</c> when the device says it itself, as anybody could.</param>
/// <param name="IsContradicted">Whether the device says a serial number or an IMEI that a maker gives to another device.</param>
/// <param name="Sims">The SIM cards that were seen in it while the caller held it.</param>
public sealed record DeviceIdentity(string? Serial, IReadOnlyList<string> Imeis, string? Region, string? Maker, bool IsContradicted, IReadOnlyList<DeviceSim> Sims);

/// <summary>A SIM card in a device.</summary>
/// <param name="Slot">From 1.</param>
/// <param name="LastFour">The last four digits of the card's number.</param>
/// <param name="Network">The network operator's name; <c>null</c> when the card does not say it.</param>
/// <param name="Since">When it was seen in this slot first.</param>
public sealed record DeviceSim(int Slot, string LastFour, string? Network, DateTimeOffset Since);

/// <summary>How a lost device stands.</summary>
/// <param name="Message">What its screen says; <c>null</c> for nothing.</param>
/// <param name="Contact">How the holder can be reached; <c>null</c> when they did not say.</param>
/// <param name="MarkedAt">When it was marked (UTC).</param>
/// <param name="ShownAt">When it said that it shows this (UTC); <c>null</c> before.</param>
/// <param name="FoundDueAt">When it stops being lost (UTC); <c>null</c> while nobody said that it was found.</param>
public sealed record DeviceLoss(string? Message, string? Contact, DateTimeOffset MarkedAt, DateTimeOffset? ShownAt, DateTimeOffset? FoundDueAt);

/// <summary>An order to erase a device.</summary>
/// <param name="OrderedAt">When it was given (UTC).</param>
/// <param name="DueAt">From when the device is erased at its next contact (UTC).</param>
public sealed record DeviceErase(DateTimeOffset OrderedAt, DateTimeOffset DueAt);

/// <summary>Resets a device in its settings: evidence of purpose <c>reset</c> and the account's password.</summary>
public sealed record ResetDevice(
    [property: Required, StringLength(5464, MinimumLength = 1)] string Evidence,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password);

/// <summary>Sets an erase code on a device, or takes it away: evidence of purpose <c>eraseCode</c> and the account's password. The code itself stays on the device.</summary>
/// <param name="IsSet">Whether the device has a code from now on.</param>
public sealed record SetEraseCode(
    [property: Required, StringLength(5464, MinimumLength = 1)] string Evidence,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    bool IsSet);

/// <summary>Orders that a device erases its data and stays held: with two proofs. At once only with a recovery code, in a session older than 72 hours; else after 24 hours.</summary>
/// <param name="Password">The password, once more.</param>
/// <param name="Code">The code by mail (purpose <c>deviceErase</c>), or a recovery code.</param>
/// <param name="Transaction">Of the code by mail; absent for a recovery code.</param>
/// <param name="EraseCode">The code that was set on the device, 6 to 64 characters; absent when none was. With a wrong one the device erases nothing.</param>
public sealed record EraseDevice(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: StringLength(100)] string? Transaction = null,
    [property: StringLength(200)] string? EraseCode = null);

/// <summary>Takes the order to erase back.</summary>
/// <param name="Password">The password, once more.</param>
public sealed record CancelErase([property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password);

/// <summary>Marks a device as lost, or changes what its screen says: with two proofs.</summary>
/// <param name="Password">The password, once more.</param>
/// <param name="Code">The code by mail (purpose <c>deviceLost</c>), or a recovery code.</param>
/// <param name="Transaction">Of the code by mail; absent for a recovery code.</param>
/// <param name="Message">Up to 160 characters on one line, without links; optional.</param>
/// <param name="Contact">An e-mail address, or a phone number with <c>+</c>; optional. Whoever has the device reads it.</param>
public sealed record MarkLost(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: StringLength(100)] string? Transaction = null,
    [property: StringLength(1000)] string? Message = null,
    [property: StringLength(1000)] string? Contact = null);

/// <summary>Says that a lost device was found: with two proofs. It stays lost for a while, in which that can be taken back.</summary>
/// <param name="Password">The password, once more.</param>
/// <param name="Code">The code by mail (purpose <c>deviceFound</c>), or a recovery code, with which it is lost for a shorter time.</param>
/// <param name="Transaction">Of the code by mail; absent for a recovery code.</param>
public sealed record MarkFound(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: StringLength(100)] string? Transaction = null);

/// <summary>One event of a device's life, with what is needed to check it against the log.</summary>
/// <param name="Format">How the entry is hashed: docs/protocols/log.md.</param>
/// <param name="HoldingRef">The log's own random name of the holding, 16 bytes, base64url; <c>null</c> when nobody held the device, and in format 1.</param>
/// <param name="Sequence">From 0, without gaps.</param>
/// <param name="Event">The event's stable name.</param>
/// <param name="At">UTC: the hour; in format 1 the second.</param>
/// <param name="Details">The committed details, JSON text exactly as hashed; <c>null</c> for what happened outside of the caller's own holding.</param>
/// <param name="Salt">16 bytes, base64url; <c>null</c> where the details are.</param>
/// <param name="Commitment">32 bytes, base64url.</param>
/// <param name="Previous">Hash of the entry before, base64url; 32 zero bytes for the first.</param>
/// <param name="Hash">Hash of this entry, base64url.</param>
/// <param name="Index">The entry's number in the log of all devices; <c>null</c> for about a second, while it waits for its place.</param>
/// <param name="Proof">That the entry is there, under the page's checkpoint: hashes, base64url; <c>null</c> when proofs were not asked for, and while it waits.</param>
public sealed record DeviceLogEntry(
    int Format, string? HoldingRef, long Sequence, string Event, DateTimeOffset At, string? Details, string? Salt, string Commitment, string Previous, string Hash, long? Index, IReadOnlyList<string>? Proof);

/// <summary>A page of one device's log.</summary>
/// <param name="DeviceRef">The log's own random name of the device, 16 bytes, base64url.</param>
/// <param name="Entries">At most 100, the oldest first, without gaps.</param>
/// <param name="Next">The sequence that the next page begins with, also when the log has grown; <c>null</c> at its end.</param>
/// <param name="Checkpoint">The signed checkpoint that the proofs lead to, base64url; <c>null</c> before the first one.</param>
public sealed record DeviceLog(string DeviceRef, IReadOnlyList<DeviceLogEntry> Entries, long? Next, string? Checkpoint);

/// <summary>The last checkpoint of the log of all devices. What counts is under the signature; the rest says the same in the clear.</summary>
/// <param name="Checkpoint">Checkpoint and signer's certificate, CBOR, base64url: docs/protocols/log.md.</param>
/// <param name="LogId">16 bytes, base64url: which log.</param>
/// <param name="Size">How many entries it is over.</param>
/// <param name="RootHash">32 bytes, base64url.</param>
/// <param name="At">The hour (UTC).</param>
/// <param name="Proof">That the log grew out of the one of <c>since</c> entries: hashes, base64url; <c>null</c> when none was named.</param>
/// <param name="Successions">A root's words that this log took the place of another one: CBOR, base64url; none where it never did.</param>
public sealed record LogCheckpoint(
    string Checkpoint, string LogId, long Size, string RootHash, DateTimeOffset At, IReadOnlyList<string>? Proof, IReadOnlyList<string>? Successions);

/// <summary>The proof that the log of <paramref name="To"/> entries grew out of that of <paramref name="From"/>.</summary>
/// <param name="From">Entries of the earlier one.</param>
/// <param name="To">Entries of the later one.</param>
/// <param name="Proof">Hashes, base64url.</param>
public sealed record LogConsistency(long From, long To, IReadOnlyList<string> Proof);

/// <summary>The proof that an entry is in the log.</summary>
/// <param name="Checkpoint">The signed checkpoint that the proof leads to, base64url.</param>
/// <param name="Size">How many entries it is over.</param>
/// <param name="Index">The entry's number in the log, from 0.</param>
/// <param name="Proof">Hashes, base64url.</param>
public sealed record LogEntryProof(string Checkpoint, long Size, long Index, IReadOnlyList<string> Proof);

/// <summary>Removes a device from the account: with the password, and a code by mail, which makes it wait for a week, or a recovery code.</summary>
/// <param name="Password">The account's.</param>
/// <param name="Erase">Whether the device erases user data before it is free.</param>
/// <param name="Code">Of the mail, or a recovery code.</param>
/// <param name="Transaction">Of the mail; absent with a recovery code.</param>
public sealed record RemoveDevice(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password, bool Erase, [property: StringLength(100)] string? Code = null, [property: StringLength(64)] string? Transaction = null);

/// <summary>Lets a sealed device go.</summary>
/// <param name="Code">The release code that was shown when the account was to be deleted; in either case, with any spaces and hyphens.</param>
public sealed record BreakSeal([property: Required(AllowEmptyStrings = true), StringLength(100)] string Code);

/// <summary>A device whose seal was broken.</summary>
/// <param name="Model">What it calls itself.</param>
public sealed record SealBroken(string Model);

/// <summary>Eight digits that a device shows to whoever has it in hand.</summary>
/// <param name="Code">Eight digits.</param>
/// <param name="EndsAt">From then on they are good for nothing.</param>
/// <param name="Link">Where they are typed, with the digits in it: for a QR code.</param>
public sealed record DeviceStatusCode(string Code, DateTimeOffset EndsAt, string Link);

/// <summary>A buyer asks how a device stands.</summary>
/// <param name="Code">The eight digits that it shows; spaces and hyphens do not count.</param>
public sealed record CheckDeviceStatus([property: Required, StringLength(32, MinimumLength = 1)] string Code);

/// <summary>How a device stands, and nothing about whose it is.</summary>
/// <param name="State"><c>free</c>, <c>held</c> or <c>lost</c>.</param>
/// <param name="IsUnprotected">Whether its bootloader was unlocked: any system may start on it, and the lock protects nothing.</param>
public sealed record DeviceStatus(string State, bool IsUnprotected);

/// <summary>Opens a transfer: with the password, and a code by mail or a recovery code.</summary>
/// <param name="Password">The account's.</param>
/// <param name="Code">Of the mail, or a recovery code.</param>
/// <param name="Transaction">Of the mail; absent with a recovery code.</param>
/// <param name="Erase">Whether the device erases user data before the other has it: it does unless told otherwise.</param>
public sealed record OpenDeviceTransfer(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: StringLength(100)] string? Transaction = null,
    bool Erase = true);

/// <summary>How a transfer stands.</summary>
/// <param name="State"><c>none</c>, <c>waiting</c> (opened with a code by mail), <c>open</c>, <c>accepted</c> (somebody typed the code), <c>confirmed</c>.</param>
/// <param name="Erase">Whether data goes.</param>
/// <param name="UsableAt">From when on codes are shown.</param>
/// <param name="EndsAt">Until when it is open.</param>
/// <param name="Taker">Who typed the code, masked.</param>
/// <param name="Acceptance">Names this taker; the confirmation says it.</param>
public sealed record DeviceTransferState(string State, bool Erase, DateTimeOffset? UsableAt, DateTimeOffset? EndsAt, string? Taker, string? Acceptance);

/// <summary>What the holder shows to whoever takes the device.</summary>
/// <param name="Code">Eight digits.</param>
/// <param name="EndsAt">From then on they are good for nothing.</param>
/// <param name="Link">Where they are typed, with the digits in it: for a QR code.</param>
public sealed record TransferCode(string Code, DateTimeOffset EndsAt, string Link);

/// <summary>The holder confirms who takes the device.</summary>
/// <param name="Password">The account's.</param>
/// <param name="Acceptance">Of the state that was shown.</param>
public sealed record ConfirmDeviceTransfer(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required, StringLength(32, MinimumLength = 1)] string Acceptance);

/// <summary>Asks what is offered by a code.</summary>
public sealed record LookAtTransfer([property: Required, StringLength(32, MinimumLength = 1)] string Code);

/// <summary>What is offered.</summary>
/// <param name="Model">What the device calls itself.</param>
/// <param name="Giver">Whose it is, masked.</param>
/// <param name="Erase">Whether data goes.</param>
/// <param name="IsUnprotected">Whether its bootloader was unlocked: any system may start on it, and the lock protects nothing.</param>
public sealed record OfferedDevice(string Model, string Giver, bool Erase, bool IsUnprotected);

/// <summary>Somebody wants what is offered.</summary>
/// <param name="Code">Eight digits.</param>
/// <param name="Password">Of their own account.</param>
public sealed record AcceptTransfer(
    [property: Required, StringLength(32, MinimumLength = 1)] string Code,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password);

/// <summary>Objects to a transfer.</summary>
/// <param name="Secret">The end of the link in the notice.</param>
public sealed record ObjectToDeviceTransfer([property: Required, StringLength(64, MinimumLength = 1)] string Secret);
