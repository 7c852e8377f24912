using System.Security.Cryptography;
using Tenure.Protocols.Log;

namespace Tenure.Protocols.Tickets;

/// <summary>Decides whether a device may act on a ticket. No I/O, no clock, no state but the signers it has verified before.</summary>
/// <remarks>
/// May be used by several threads. The certificate of a signer costs one more signature the first time and a comparison of bytes after that.
/// docs/protocols/tickets.md gives the order of the checks; <see cref="TicketRefusal.IsAuthentic"/> says which refusals spend the device's nonce.
/// </remarks>
/// <param name="roots">The pinned roots: active and standby.</param>
public sealed class TicketVerifier(IReadOnlyList<PublicKeyP256> roots) : IDisposable
{
    private readonly IReadOnlyList<PublicKeyP256> pinned = roots;
    private readonly VerifiedSigners signers = new(roots);

    /// <summary>Checks everything and gives the ticket.</summary>
    /// <param name="signedTicket">The array of <see cref="SignedTicketCodec"/>.</param>
    /// <param name="expected">What the device knows.</param>
    /// <exception cref="ProtocolException">The first thing that is not as it must be.</exception>
    public VerifiedTicket Verify(ReadOnlyMemory<byte> signedTicket, TicketExpectation expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        var parts = SignedTicketCodec.Decode(signedTicket);
        var signer = signers.Get(parts.Certificate);
        RequireGeneration(signer.Certificate, expected);
        var ticket = TicketCodec.Verify(parts.Ticket, signer.Certificate.Key, signer.PlatformKey);
        RequireFit(ticket, signer.Certificate, expected);
        return RequireConsent(new(ticket, signer.Certificate), parts.Consent, expected);
    }

    /// <inheritdoc/>
    public void Dispose() => signers.Dispose();

    // Last, and no more than a try where it fails: the proof is signed by nobody, and whoever carries a good ticket could put another one beside it.
    private VerifiedTicket RequireConsent(VerifiedTicket verified, ReadOnlyMemory<byte> consent, TicketExpectation expected)
    {
        if (verified.Ticket.Action != TicketAction.Release)
        {
            return consent.IsEmpty ? verified : throw new ProtocolException(ProtocolErrorCode.ClaimUnexpected, "Only a release has a holder's consent beside it.", "consent");
        }

        if (consent.IsEmpty)
        {
            throw new ProtocolException(ProtocolErrorCode.ConsentMissing, "The proof that the holder's consent is in the log is missing.", "consent");
        }

        var proof = ConsentProofCodec.Decode(consent);
        var checkpoint = proof.Verify(verified.Ticket, pinned, expected.LowestGenerations.GetValueOrDefault(SignerPurpose.Log));
        if (expected.SeenLog is { } seen)
        {
            proof.RequireGrowth(checkpoint.Checkpoint, seen);
        }

        return verified with { Checkpoint = checkpoint, SignedCheckpoint = proof.Checkpoint };
    }

    private static void RequireGeneration(SignerCertificate signer, TicketExpectation expected)
    {
        if (signer.Generation < expected.LowestGenerations.GetValueOrDefault(signer.Purpose))
        {
            throw new ProtocolException(ProtocolErrorCode.GenerationTooLow, "A newer signer of this purpose was seen.", "signer_generation");
        }
    }

    private static void RequireFit(Ticket ticket, SignerCertificate signer, TicketExpectation expected)
    {
        Require(Same(ticket.Issuer, expected.Issuer) && Same(signer.Issuer, expected.Issuer), ProtocolErrorCode.WrongIssuer, "iss");
        Require(ticket.Subject == expected.Subject, ProtocolErrorCode.WrongDevice, "ueid");
        Require(Same(ticket.EvidenceDigest, expected.EvidenceDigest), ProtocolErrorCode.WrongEvidence, "evidence_digest");
        Require(EpochFits(ticket, expected), ProtocolErrorCode.WrongEpoch, "epoch");
        Require(expected.Actions.Contains(ticket.Action), ProtocolErrorCode.ActionNotAllowed, "action");
        Require(TicketRules.MaySign(signer.Purpose, ticket), ProtocolErrorCode.ActionNotAllowed, "signer_purpose");
        Require(HoldingFits(ticket, expected), ProtocolErrorCode.WrongHolding, "holding_id");
        Require(expected.Elapsed >= TimeSpan.Zero && expected.Elapsed <= ticket.Lifetime, ProtocolErrorCode.LifetimeOver, "lifetime");
    }

    private static bool EpochFits(Ticket ticket, TicketExpectation expected) =>
        ticket.Action == TicketAction.Sync ? ticket.Epoch >= expected.Epoch : ticket.Epoch == expected.Epoch;

    private static bool HoldingFits(Ticket ticket, TicketExpectation expected) =>
        ticket.Action != TicketAction.Release || expected.HoldingId is not { } holding || Same(ticket.HoldingId, holding);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static bool Same(byte[]? one, byte[] other) => one is not null && CryptographicOperations.FixedTimeEquals(one, other);

    private static void Require(bool holds, ProtocolErrorCode code, string field)
    {
        if (!holds)
        {
            throw new ProtocolException(code, $"The ticket does not fit this device now: {field}.", field);
        }
    }
}
