using System.Security.Cryptography;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Signing;

/// <summary>What a signer sees for itself before it signs: that the device asked for this very ticket. No I/O, no state.</summary>
/// <remarks>So who has the server, and not the signer, gets no ticket for a device that did not ask. docs/protocols/signer.md has the list.</remarks>
public static class TicketPolicy
{
    /// <summary>The longest lifetime of a ticket whose answer goes over the network at once.</summary>
    public static readonly TimeSpan OnlineLifetime = TimeSpan.FromMinutes(15);

    /// <summary>How long a holder's consent is worth a ticket.</summary>
    public static readonly TimeSpan ConsentLifetime = TimeSpan.FromDays(30);

    // By how much the clocks of server and signer may differ.
    private static readonly TimeSpan Clocks = TimeSpan.FromHours(1);

    /// <summary>Refuses a request that is not as it must be.</summary>
    /// <param name="request">The request.</param>
    /// <param name="issuer">The issuer in the signer's certificate.</param>
    /// <param name="roots">The roots that devices have pinned.</param>
    /// <param name="logGeneration">The generation of the log's signer, below which no checkpoint is believed.</param>
    /// <param name="now">The time (UTC).</param>
    /// <param name="agents">The agents whose votes let a device go by a case; nobody's do when absent.</param>
    /// <exception cref="ProtocolException">The first thing that is not as it must be.</exception>
    public static void Require(TicketRequest request, string issuer, IReadOnlyList<PublicKeyP256> roots, uint logGeneration, DateTimeOffset now, IReadOnlyCollection<AgentKey>? agents = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(roots);
        var ticket = request.Ticket;
        Require(ticket.Subject == request.DeviceKey.Thumbprint, ProtocolErrorCode.WrongDevice, "ueid");
        var evidence = EvidenceCodec.Verify(request.Evidence, request.DeviceKey);
        Require(CryptographicOperations.FixedTimeEquals(ticket.EvidenceDigest, EvidenceCodec.Digest(request.Evidence)), ProtocolErrorCode.WrongEvidence, "evidence_digest");
        Require(string.Equals(ticket.Issuer, issuer, StringComparison.Ordinal), ProtocolErrorCode.WrongIssuer, "iss");
        Require(roots.Any(root => root.Thumbprint == evidence.Audience), ProtocolErrorCode.WrongIssuer, "aud");
        Require(EvidenceAnswers.MayAnswer(evidence.Purpose, ticket.Action), ProtocolErrorCode.ActionNotAllowed, "action");
        Require(TicketRules.MaySign(request.Purpose, ticket), ProtocolErrorCode.ActionNotAllowed, "signer_purpose");
        Require(EpochFits(ticket, evidence), ProtocolErrorCode.WrongEpoch, "epoch");
        Require(HoldingFits(ticket, evidence), ProtocolErrorCode.WrongHolding, "holding_id");
        Require(ticket.CountedBoots is not { } counted || (counted >= evidence.BootCount && counted - evidence.BootCount <= Ticket.MostBootsAtOnce), ProtocolErrorCode.ClaimOutOfRange, "counted_boots");
        Require(ticket.Lifetime <= LongestLifetime(ticket.Action), ProtocolErrorCode.ClaimOutOfRange, "lifetime");
        RequireOwner(ticket, evidence);
        RequireConsent(request, evidence, roots, logGeneration, now, agents ?? []);
    }

    // A device that is lost, or whose block cannot tell, is nobody's but its holder's: it is not unlocked, and flashed for no one else.
    private static void RequireOwner(Ticket ticket, Evidence evidence)
    {
        var isKnown = evidence.State is TicketState.Free or TicketState.Held;
        Require(isKnown || ticket.Action != TicketAction.Unlock, ProtocolErrorCode.DeviceLost, "state");
        if (ticket.Flash is { } order)
        {
            Require(isKnown || order.Actor == FlashActor.Holder, ProtocolErrorCode.DeviceLost, "state");
            Require(
                !order.Operations.HasFlag(FlashOperations.Provision) || (order.Actor == FlashActor.Factory && evidence.State == TicketState.Free), ProtocolErrorCode.ActionNotAllowed, "flash_operations");
            Require(string.Equals(order.Region, evidence.Facts.Region, StringComparison.Ordinal), ProtocolErrorCode.WrongRegion, "region");
        }
    }

    // Whether the log grew out of what the device has seen only the device can tell, for only it knows that.
    private static void RequireConsent(TicketRequest request, Evidence evidence, IReadOnlyList<PublicKeyP256> roots, uint logGeneration, DateTimeOffset now, IReadOnlyCollection<AgentKey> agents)
    {
        var isRelease = request.Ticket.Action == TicketAction.Release;
        Require(isRelease || request.Consent is null, ProtocolErrorCode.ClaimUnexpected, "consent");
        Require(!isRelease || request.Consent is not null, ProtocolErrorCode.ConsentMissing, "consent");
        Require(request.Votes is null || request.Consent?.Consent.By == ConsentPlace.Case, ProtocolErrorCode.ClaimUnexpected, "votes");
        if (request.Consent is { } proof)
        {
            var checkpoint = proof.Verify(request.Ticket, roots, logGeneration).Checkpoint;
            Require(checkpoint.Size >= (evidence.SeenEntries ?? 0), ProtocolErrorCode.LogBehind, "size");
            Require(now - proof.Consent.At <= ConsentLifetime + Clocks && proof.Consent.At - now <= Clocks, ProtocolErrorCode.LifetimeOver, "consent");
            if (proof.Consent.By == ConsentPlace.Case)
            {
                VotePolicy.Require(request.Votes, request.Ticket, proof.Consent, agents);
            }
        }
    }

    /// <summary>Release tickets may travel as a picture or a file, for as long as the device's nonce lives.</summary>
    private static TimeSpan LongestLifetime(TicketAction action) => action == TicketAction.Release ? Ticket.MaxLifetime : OnlineLifetime;

    private static bool EpochFits(Ticket ticket, Evidence evidence) =>
        ticket.Action == TicketAction.Sync ? ticket.Epoch >= evidence.Epoch : ticket.Epoch == evidence.Epoch;

    // Sync is for blocks that no longer know. A device that knows its holding is never told of another one, and none is released that the device does not name.
    private static bool HoldingFits(Ticket ticket, Evidence evidence) => ticket.Action switch
    {
        TicketAction.Sync => true,
        TicketAction.Release => Same(ticket.HoldingId, evidence.HoldingId),
        _ => ticket.HoldingId is null || evidence.HoldingId is null || Same(ticket.HoldingId, evidence.HoldingId),
    };

    private static bool Same(byte[]? one, byte[]? other) => one is not null && other is not null && CryptographicOperations.FixedTimeEquals(one, other);

    private static void Require(bool holds, ProtocolErrorCode code, string field)
    {
        if (!holds)
        {
            throw new ProtocolException(code, $"The ticket does not answer this evidence: {field}.", field);
        }
    }
}
