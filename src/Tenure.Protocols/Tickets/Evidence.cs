namespace Tenure.Protocols.Tickets;

/// <summary>What a device says about itself, for one purpose, under its own key. An Entity Attestation Token (RFC 9711).</summary>
/// <remarks>docs/protocols/tickets.md has the table of claims. Byte arrays are not copied: do not change them afterwards.</remarks>
public sealed record Evidence
{
    /// <summary>The profile in claim 265.</summary>
    public const string Profile = "urn:tenure:evidence:1";

    /// <summary>What this evidence is for.</summary>
    public required EvidencePurpose Purpose { get; init; }

    /// <summary>The device: thumbprint of the key that signs.</summary>
    public required KeyThumbprint Subject { get; init; }

    /// <summary>The active root that the device has pinned: evidence for one server is no use at another.</summary>
    public required KeyThumbprint Audience { get; init; }

    /// <summary>32 bytes given by the server, used once; <c>null</c> when the device is offline.</summary>
    public byte[]? ServerNonce { get; init; }

    /// <summary>32 random bytes of the device, which a ticket answers by <see cref="EvidenceCodec.Digest"/>.</summary>
    public required byte[] DeviceNonce { get; init; }

    /// <summary>The device's public key: present for <see cref="EvidencePurpose.Enrol"/> and only there.</summary>
    public PublicKeyP256? ConfirmationKey { get; init; }

    /// <summary>1 to 64 bytes of UTF-8.</summary>
    public required string HardwareModel { get; init; }

    /// <summary>1 to 64 bytes of UTF-8.</summary>
    public required string SoftwareName { get; init; }

    /// <summary>1 to 64 bytes of UTF-8.</summary>
    public required string SoftwareVersion { get; init; }

    /// <summary>True when the boot chain is the maker's and verified.</summary>
    public required bool OemBoot { get; init; }

    /// <summary>Whether debugging is possible.</summary>
    public required DebugState DebugState { get; init; }

    /// <summary>Boots since the key was made; never falls.</summary>
    public required uint BootCount { get; init; }

    /// <summary>Requests signed in this boot; rises with each. With <see cref="BootCount"/> it orders all evidence of a device.</summary>
    public required uint RequestCounter { get; init; }

    /// <summary>The device's epoch: rises when a holding ends.</summary>
    public required uint Epoch { get; init; }

    /// <summary>16 bytes; <c>null</c> when not held, and always for <see cref="EvidencePurpose.Decline"/>.</summary>
    public byte[]? HoldingId { get; init; }

    /// <summary>
    /// 16 bytes: the last ticket carried out; <c>null</c> before the first. Required for <see cref="EvidencePurpose.Receipt"/>; for
    /// <see cref="EvidencePurpose.Decline"/> it is the ticket that is not wanted.
    /// </summary>
    public byte[]? LastTicketId { get; init; }

    /// <summary>16 bytes: the server generation of the last ticket; <c>null</c> before the first.</summary>
    public byte[]? ServerGeneration { get; init; }

    /// <summary>SHA-256 of the sign-in in progress (<see cref="EvidenceCodec.AccountOf"/>): present for activate and transfer and only there.</summary>
    public byte[]? Account { get; init; }

    /// <summary>
    /// Entries of the log in the last checkpoint that the device has seen: the answer has to prove that the log grew out of it. In <see cref="EvidencePurpose.Release"/> only; <c>null</c> when it has seen none.
    /// </summary>
    public long? SeenEntries { get; init; }

    /// <summary>
    /// Whether somebody holds the device, as its block says: in <see cref="EvidencePurpose.Flash"/> and <see cref="EvidencePurpose.Unlock"/> only; <c>null</c> where the block cannot tell, which counts as lost.
    /// </summary>
    public TicketState? State { get; init; }

    /// <summary>What became of a flash ticket: in <see cref="EvidencePurpose.Flashed"/>, always there and only there.</summary>
    public FlashReceipt? Flashed { get; init; }

    /// <summary>Which case it is for: 10 characters of Crockford's base 32. In <see cref="EvidencePurpose.Case"/> only; <c>null</c> where there is no case yet.</summary>
    public string? CaseNumber { get; init; }

    /// <summary>Whether whoever holds the device opened its screen lock since it was switched on. In <see cref="EvidencePurpose.Case"/> only.</summary>
    public bool IsScreenUnlocked { get; init; }

    /// <summary>What the device says it is, beside model and software: which purposes have which, <see cref="DeviceFacts"/> says.</summary>
    public DeviceFacts Facts { get; init; } = DeviceFacts.None;
}
