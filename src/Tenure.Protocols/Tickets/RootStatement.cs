namespace Tenure.Protocols.Tickets;

/// <summary>What a root says to all devices at once, made offline: no nonce, no epoch, no device. A CWT (RFC 8392) under the root itself.</summary>
/// <remarks>Which of the optional members a kind carries is fixed: see each. Byte arrays are not copied: do not change them afterwards.</remarks>
public sealed record RootStatement
{
    /// <summary>The least time between the announcement of a sunset and the day that it names.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(90);

    /// <summary>The issuer's URL, as devices have it pinned. At most 255 bytes.</summary>
    public required string Issuer { get; init; }

    /// <summary>Counts the statements of this root, from 1. A device keeps the highest of each root and refuses others.</summary>
    public required uint Serial { get; init; }

    /// <summary>What it says.</summary>
    public required RootStatementKind Kind { get; init; }

    /// <summary>The lowest generation that is still believed, by purpose: in floors.</summary>
    public IReadOnlyDictionary<SignerPurpose, uint>? Floors { get; init; }

    /// <summary>The roots from now on, active and standby: in rekey.</summary>
    public IReadOnlyList<PublicKeyP256>? NewRoots { get; init; }

    /// <summary>The issuer's URL from now on: in rekey.</summary>
    public string? NewIssuer { get; init; }

    /// <summary>The day on which locks may end at the earliest, UTC, whole seconds: in sunset announced.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The signed announcement: in sunset. Its maker holds to the day; a device has no clock and only sees that there was one.</summary>
    public ReadOnlyMemory<byte>? Announcement { get; init; }
}
