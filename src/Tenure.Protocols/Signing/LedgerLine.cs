using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Signing;

/// <summary>What a signer writes down before it answers: one ticket, or one checkpoint of the log.</summary>
public sealed record LedgerLine
{
    /// <summary>The action of a checkpoint.</summary>
    public const string CheckpointAction = "checkpoint";

    /// <summary>From 0; one more with each line.</summary>
    public required long Sequence { get; init; }

    /// <summary>When, UTC, whole milliseconds, by the signer's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Which signer signed.</summary>
    public required SignerPurpose Purpose { get; init; }

    /// <summary>Its generation.</summary>
    public required uint Generation { get; init; }

    /// <summary>The ticket's action, in lower case; sync with the state that it gives: <c>sync_free</c>. Or <c>checkpoint</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The device; <c>null</c> for a checkpoint.</summary>
    public KeyThumbprint? Subject { get; init; }

    /// <summary>The ticket's epoch, or the entries of the log.</summary>
    public required long Number { get; init; }

    /// <summary>16 bytes: the ticket's id, or the log's.</summary>
    public required byte[] Id { get; init; }

    /// <summary>32 bytes: <see cref="EvidenceCodec.Digest"/> of the evidence that was answered, or the root over the log.</summary>
    public required byte[] Basis { get; init; }

    /// <summary>32 bytes: SHA-256 over the claims as they were signed.</summary>
    public required byte[] ClaimsDigest { get; init; }

    /// <summary>How the ledger calls what a ticket orders.</summary>
    public static string ActionOf(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var name = Lower(ticket.Action);
        return ticket.State is { } state ? $"{name}_{Lower(state)}" : name;
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => Enum.GetName(value)!.ToLowerInvariant();
}
