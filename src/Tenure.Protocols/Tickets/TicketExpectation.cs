using Tenure.Protocols.Log;

namespace Tenure.Protocols.Tickets;

/// <summary>What a device knows when a ticket comes in: only a ticket that fits all of it is carried out.</summary>
public sealed record TicketExpectation
{
    /// <summary>The issuer's URL that the device has pinned.</summary>
    public required string Issuer { get; init; }

    /// <summary>The device itself.</summary>
    public required KeyThumbprint Subject { get; init; }

    /// <summary>The device's epoch; the lowest that sync may bring.</summary>
    public required uint Epoch { get; init; }

    /// <summary>32 bytes: <see cref="EvidenceCodec.Digest"/> of the evidence outstanding.</summary>
    public required byte[] EvidenceDigest { get; init; }

    /// <summary>The actions that make sense now.</summary>
    public required IReadOnlyCollection<TicketAction> Actions { get; init; }

    /// <summary>16 bytes: the holding on the device, which a release must name; <c>null</c> where the block cannot tell.</summary>
    public byte[]? HoldingId { get; init; }

    /// <summary>The highest generation seen per purpose; a missing purpose counts as 0.</summary>
    public IReadOnlyDictionary<SignerPurpose, uint> LowestGenerations { get; init; } = new Dictionary<SignerPurpose, uint>();

    /// <summary>The last checkpoint of the log that the device has seen, out of which a release's must have grown; <c>null</c> when it has seen none.</summary>
    public Checkpoint? SeenLog { get; init; }

    /// <summary>Time since the device made its nonce, by a clock that nobody can set.</summary>
    public required TimeSpan Elapsed { get; init; }
}
