namespace Tenure.Protocols.Tickets;

/// <summary>What the server orders one device to do, once, in answer to one piece of evidence. A CWT (RFC 8392) without times.</summary>
/// <remarks>Which of the optional members an action carries is fixed: see each. Byte arrays are not copied: do not change them afterwards.</remarks>
public sealed record Ticket
{
    /// <summary>The longest lifetime: a device's nonce does not live longer.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(1);

    /// <summary>The most starts that a ticket speaks of: more than a device makes in its life, and far from where its counter ends.</summary>
    public const uint MostBoots = 1 << 24;

    /// <summary>The most starts by which one ticket takes a device forward. One that is further behind is told in steps; a signer that was stolen cannot use the counter up in one.</summary>
    public const uint MostBootsAtOnce = 1 << 16;

    /// <summary>The issuer's URL, as the device has it pinned. At most 255 bytes.</summary>
    public required string Issuer { get; init; }

    /// <summary>The device.</summary>
    public required KeyThumbprint Subject { get; init; }

    /// <summary>16 random bytes. What was carried out goes by this, never by a hash of the signed bytes.</summary>
    public required byte[] TicketId { get; init; }

    /// <summary>What to do.</summary>
    public required TicketAction Action { get; init; }

    /// <summary>The device's epoch. For sync the server's, which may be higher than the device's.</summary>
    public required uint Epoch { get; init; }

    /// <summary>32 bytes: <see cref="EvidenceCodec.Digest"/> of the evidence that this answers.</summary>
    public required byte[] EvidenceDigest { get; init; }

    /// <summary>Whole seconds from the device's own nonce, by its monotonic clock: 1 s to <see cref="MaxLifetime"/>.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>16 bytes: changes when a server is restored from a backup.</summary>
    public required byte[] ServerGeneration { get; init; }

    /// <summary>16 bytes: in hold, release, and sync to Held or Lost.</summary>
    public byte[]? HoldingId { get; init; }

    /// <summary>What the lock screen shows, at most 128 bytes: in hold, and sync to Held or Lost.</summary>
    public string? MaskedHolder { get; init; }

    /// <summary>
    /// 44 bytes that mean nothing to the device: by them a server that was restored from a backup knows whose holding it was. In hold, and sync to Held or Lost;
    /// <c>null</c> when the server wrote none.
    /// </summary>
    public byte[]? HolderHandle { get; init; }

    /// <summary>Whether user data goes: in release.</summary>
    public bool? Erase { get; init; }

    /// <summary>The server's state: in sync.</summary>
    public TicketState? State { get; init; }

    /// <summary>What the holder says to whoever has the lost device, at most 640 bytes; <c>null</c> for nothing. Only in lost, and sync to Lost.</summary>
    public string? LostMessage { get; init; }

    /// <summary>How the holder can be reached, at most 254 bytes; <c>null</c> when they did not say. Only in lost, and sync to Lost.</summary>
    public string? LostContact { get; init; }

    /// <summary>The code that the holder set on the device, at most 128 bytes; <c>null</c> when they typed none. Only in erase.</summary>
    public string? EraseCode { get; init; }

    /// <summary>32 bytes: the hash of the entry in the log by which the holder agreed, and whose proof travels beside the ticket. In release.</summary>
    public byte[]? Consent { get; init; }

    /// <summary>The highest boot count that the server has seen of the device, 0 to <see cref="MostBoots"/>: in recount.</summary>
    public uint? CountedBoots { get; init; }

    /// <summary>What is opened: in flash.</summary>
    public FlashOrder? Flash { get; init; }
}
