using System.Security.Cryptography;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Log;

/// <summary>What travels beside a release ticket: the proof that the holder's consent is in the log that everybody is shown.</summary>
/// <remarks>It proves that the consent is on record, for good and for all, not that the holder gave it: who has the release signer can free devices, and cannot hide it. docs/protocols/log.md.</remarks>
/// <param name="Checkpoint">As it travels, with its signer's certificate.</param>
/// <param name="Index">The consent's number in the log, from 0.</param>
/// <param name="Inclusion">Hashes from the consent up to the root of the checkpoint.</param>
/// <param name="Extension">That the log grew out of the one that the device says it has seen; none when it has seen none.</param>
/// <param name="Consent">What cannot be known of it.</param>
public sealed record ConsentProof(ReadOnlyMemory<byte> Checkpoint, long Index, IReadOnlyList<byte[]> Inclusion, IReadOnlyList<byte[]> Extension, ReleaseConsent Consent)
{
    /// <summary>Checks that the consent which the ticket names is one to this very release, and in the log.</summary>
    /// <param name="ticket">A release ticket that is otherwise good.</param>
    /// <param name="roots">The pinned roots.</param>
    /// <param name="lowestGeneration">Of the log's signer.</param>
    /// <returns>The checkpoint that it leads to.</returns>
    /// <exception cref="ProtocolException">The first thing that is not as it must be.</exception>
    public VerifiedCheckpoint Verify(Ticket ticket, IReadOnlyList<PublicKeyP256> roots, uint lowestGeneration)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var verified = CheckpointCodec.Verify(Checkpoint, roots, ticket.Issuer);
        Require(verified.Signer.Generation >= lowestGeneration, ProtocolErrorCode.GenerationTooLow, "signer_generation", "A newer signer of the log was seen.");
        var leaf = Consent.HashFor(ticket);
        Require(ticket.Consent is { } named && CryptographicOperations.FixedTimeEquals(leaf, named), ProtocolErrorCode.ConsentWrong, "consent", "The consent is not one to this release.");
        Require(Consent.IsFair(ticket), ProtocolErrorCode.ConsentWrong, "announced", "A case lets a device go only with its data erased, and 14 days after its holder was told.");
        Require(
            MerkleProof.IsIncluded(leaf, Index, verified.Checkpoint.Size, verified.Checkpoint.RootHash, Inclusion), ProtocolErrorCode.ConsentNotLogged, "inclusion",
            "The consent is not proven to be in the log of the checkpoint.");
        return verified;
    }

    /// <summary>Checks that the log grew out of the one that the device has seen.</summary>
    /// <param name="now">What <see cref="Verify"/> gave.</param>
    /// <param name="seen">The last checkpoint that the device has seen.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.LogBehind"/> or <see cref="ProtocolErrorCode.LogForked"/>.</exception>
    public void RequireGrowth(Checkpoint now, Checkpoint seen)
    {
        ArgumentNullException.ThrowIfNull(now);
        ArgumentNullException.ThrowIfNull(seen);
        var isSame = now.LogId.AsSpan().SequenceEqual(seen.LogId);
        Require(!isSame || now.Size >= seen.Size, ProtocolErrorCode.LogBehind, "size", "The log has fewer entries than the device has seen.");
        Require(
            isSame && MerkleProof.IsExtension(seen.Size, seen.RootHash, now.Size, now.RootHash, Extension), ProtocolErrorCode.LogForked, "extension",
            "The log has not grown out of the one that the device has seen.");
    }

    private static void Require(bool holds, ProtocolErrorCode code, string field, string message)
    {
        if (!holds)
        {
            throw new ProtocolException(code, message, field);
        }
    }
}
