using System.ComponentModel.DataAnnotations;

namespace Tenure.Client.Flashing;

/// <summary>A package of firmware that the server knows: its maker signed it, and the operator registered it.</summary>
/// <param name="Digest">By which tickets name it: 32 bytes, base64url.</param>
/// <param name="Maker">Who made it.</param>
/// <param name="Product">The model that it is for.</param>
/// <param name="Version">As people see it.</param>
/// <param name="Regions">The hardware regions that it is for.</param>
/// <param name="RollbackIndexes">Its anti-rollback indexes; a location that is missing has 0.</param>
/// <param name="PatchLevel">The day of its security patches.</param>
/// <param name="RegisteredAt">When it was registered (UTC).</param>
/// <param name="WithdrawnAt">From when it is not used any more (UTC); <c>null</c> while it is.</param>
public sealed record Firmware(
    string Digest, string Maker, string Product, string Version, IReadOnlyList<string> Regions, IReadOnlyList<RollbackIndex> RollbackIndexes, DateOnly PatchLevel, DateTimeOffset RegisteredAt,
    DateTimeOffset? WithdrawnAt);

/// <summary>An anti-rollback index.</summary>
/// <param name="Location">Which.</param>
/// <param name="Index">The lowest version that still starts.</param>
public sealed record RollbackIndex(uint Location, ulong Index);

/// <summary>A package's manifest as its maker signed it: COSE_Sign1, base64url.</summary>
/// <param name="Manifest">At most 1 MiB.</param>
public sealed record SignedFirmware(string Manifest);

/// <summary>Begins a restore of a device of the caller's: with two proofs, from a bound computer. It lives 24 hours and takes the place of one of before for the same device.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Manifest">The digest of the package's manifest, 43 characters of base64url.</param>
/// <param name="EraseUserData">Whether the person's data goes.</param>
/// <param name="Password">The password, once more.</param>
/// <param name="Code">The code that was sent (purpose <c>deviceRestore</c>), or a recovery code.</param>
/// <param name="Transaction">Of the code that was sent; absent for a recovery code.</param>
/// <param name="Workshop">The name of a workshop that the caller works for, for a device that nobody holds and from a computer of the workshop; absent for a device of the caller's own.</param>
public sealed record StartRestore(
    [property: Required, StringLength(43, MinimumLength = 43)] string DeviceId,
    [property: Required, StringLength(43, MinimumLength = 43)] string Manifest,
    bool EraseUserData,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: StringLength(100)] string? Transaction = null,
    [property: StringLength(60)] string? Workshop = null);

/// <summary>Allows a workshop one restore of a device of the caller's, within 24 hours: with two proofs. It takes the place of a restore of before for the same device.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Manifest">The digest of the package's manifest, 43 characters of base64url.</param>
/// <param name="Workshop">The workshop's name.</param>
/// <param name="ComputerId">The workshop's computer that may carry it out.</param>
/// <param name="EraseUserData">Whether the person's data goes.</param>
/// <param name="Password">The password, once more.</param>
/// <param name="Code">The code that was sent (purpose <c>deviceRestore</c>), or a recovery code.</param>
/// <param name="Transaction">Of the code that was sent; absent for a recovery code.</param>
public sealed record AllowWorkshop(
    [property: Required, StringLength(43, MinimumLength = 43)] string DeviceId,
    [property: Required, StringLength(43, MinimumLength = 43)] string Manifest,
    [property: Required, StringLength(60, MinimumLength = 1)] string Workshop,
    [property: Required, StringLength(43, MinimumLength = 43)] string ComputerId,
    bool EraseUserData,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: StringLength(100)] string? Transaction = null);

/// <summary>What a workshop needs to know to begin.</summary>
/// <param name="Code">Shown this once: 16 characters in groups of four. Whoever types it at the named computer for the named workshop begins the restore.</param>
/// <param name="Restore">What was allowed.</param>
public sealed record WorkshopConsent(string Code, Restore Restore);

/// <summary>A workshop begins what a holder allowed it.</summary>
/// <param name="Code">The holder's.</param>
/// <param name="DeviceId">The device that is there.</param>
/// <param name="Manifest">The digest of the package's manifest.</param>
/// <param name="EraseUserData">Whether the person's data would go.</param>
public sealed record TakeConsent(
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: Required, StringLength(43, MinimumLength = 43)] string DeviceId,
    [property: Required, StringLength(43, MinimumLength = 43)] string Manifest,
    bool EraseUserData);

/// <summary>A restore.</summary>
/// <param name="Id">Also in its tickets.</param>
/// <param name="DeviceId">The device.</param>
/// <param name="Manifest">The digest of the package's manifest, base64url.</param>
/// <param name="Product">The package's model.</param>
/// <param name="Version">The package's version.</param>
/// <param name="EraseUserData">Whether the person's data goes.</param>
/// <param name="ComputerId">The computer that may carry it out.</param>
/// <param name="State"><c>open</c>, <c>done</c>, <c>cancelled</c>, <c>objected</c>, <c>ended</c> (lost, given away, or another took its place) or <c>expired</c>.</param>
/// <param name="CreatedAt">When it began (UTC).</param>
/// <param name="EndsAt">When it ends in any case (UTC).</param>
/// <param name="EndedAt">When it ended (UTC); <c>null</c> while it is open, and where it expired.</param>
/// <param name="Tickets">Tickets that were given so far.</param>
/// <param name="EntriesDone">Entries of the manifest that the device has done, by its last receipt; <c>null</c> before one.</param>
/// <param name="EntriesFailed">Entries that failed.</param>
/// <param name="Workshop">The name of the workshop that carries it out; <c>null</c> where the holder does.</param>
/// <param name="HasTickets">Whether it gets another ticket while it is open.</param>
public sealed record Restore(
    Guid Id, string DeviceId, string Manifest, string Product, string Version, bool EraseUserData, string ComputerId, string State, DateTimeOffset CreatedAt, DateTimeOffset EndsAt,
    DateTimeOffset? EndedAt, int Tickets, long? EntriesDone, long? EntriesFailed, string? Workshop = null, bool HasTickets = true);

/// <summary>Applies to have a device's bootloader unlocked: with two proofs.</summary>
/// <param name="Password">The password, once more.</param>
/// <param name="Code">The code that was sent (purpose <c>deviceUnlock</c>), or a recovery code, with which it waits for a shorter time.</param>
/// <param name="Transaction">Of the code that was sent; absent for a recovery code.</param>
public sealed record ApplyUnlock(
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password,
    [property: Required(AllowEmptyStrings = true), StringLength(100)] string Code,
    [property: StringLength(100)] string? Transaction = null);

/// <summary>Asks for an unlock ticket.</summary>
/// <param name="Evidence">Of purpose unlock, base64url.</param>
/// <param name="Password">The password, once more.</param>
public sealed record TakeUnlock(
    [property: Required, StringLength(5464, MinimumLength = 1)] string Evidence,
    [property: Required(AllowEmptyStrings = true), StringLength(4096)] string Password);

/// <summary>How the unlocking of a device stands.</summary>
/// <param name="State"><c>none</c>, <c>waiting</c>, <c>ready</c>, or <c>unlocked</c> once a ticket was made.</param>
/// <param name="Reason">The code of what forbids it now, as in problems; <c>null</c> when nothing does.</param>
/// <param name="AppliedAt">When it was applied for (UTC); <c>null</c> when it was not.</param>
/// <param name="DueAt">From when a ticket can be had, for two weeks (UTC); <c>null</c> when it was not applied for, or that has lapsed.</param>
/// <param name="UnlockedAt">When the last ticket was made (UTC); <c>null</c> before one.</param>
public sealed record DeviceUnlock(string State, string? Reason, DateTimeOffset? AppliedAt, DateTimeOffset? DueAt, DateTimeOffset? UnlockedAt);
