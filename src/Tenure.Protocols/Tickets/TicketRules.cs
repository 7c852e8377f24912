namespace Tenure.Protocols.Tickets;

/// <summary>What must hold for every ticket, and which signer may order what.</summary>
internal static class TicketRules
{
    public static void Check(Ticket ticket)
    {
        ClaimRules.Text(ticket.Issuer, ClaimSizes.Issuer, "iss");
        ClaimRules.Length(ticket.TicketId, ClaimSizes.Id, "cti");
        ClaimRules.Length(ticket.EvidenceDigest, ClaimSizes.Digest, "evidence_digest");
        ClaimRules.Length(ticket.ServerGeneration, ClaimSizes.Id, "server_generation");
        ClaimRules.Length(ticket.HoldingId, ClaimSizes.Id, "holding_id");
        if (ticket.Lifetime < TimeSpan.FromSeconds(1) || ticket.Lifetime > Ticket.MaxLifetime || ticket.Lifetime.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "The lifetime is 1 to 3600 whole seconds.", "lifetime");
        }

        CheckContent(ticket);
    }

    /// <summary>A signer that can only lock must not be able to free: sync to Free needs the release signer.</summary>
    public static bool MaySign(SignerPurpose purpose, Ticket ticket) => (purpose, ticket.Action) switch
    {
        (SignerPurpose.Hold, TicketAction.Hold or TicketAction.Open) => true,
        (SignerPurpose.Hold, TicketAction.Sync) => ticket.State == TicketState.Held,
        (SignerPurpose.Release, TicketAction.Release or TicketAction.Sync) => true,
        _ => false,
    };

    private static void CheckContent(Ticket ticket)
    {
        var content = ContentOf(ticket);
        ClaimRules.Presence(ticket.HoldingId is not null, content.Holding, "holding_id");
        ClaimRules.Presence(ticket.MaskedHolder is not null, content.Holder, "masked_holder");
        ClaimRules.Presence(ticket.Erase is not null, content.Erase, "erase");
        ClaimRules.Presence(ticket.State is not null, content.State, "state");
        if (ticket.MaskedHolder is { } holder)
        {
            ClaimRules.Text(holder, ClaimSizes.MaskedHolder, "masked_holder");
        }

        if (ticket.State is { } state)
        {
            ClaimRules.Defined(state, "state");
        }
    }

    private static (bool Holding, bool Holder, bool Erase, bool State) ContentOf(Ticket ticket) => ticket.Action switch
    {
        TicketAction.Hold => (true, true, false, false),
        TicketAction.Release => (true, false, true, false),
        TicketAction.Sync when ticket.State == TicketState.Held => (true, true, false, true),
        TicketAction.Sync => (false, false, false, true),
        TicketAction.Open or TicketAction.Reset or TicketAction.Erase or TicketAction.Unlock => (false, false, false, false),
        _ => throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "This action has no content in this version.", "action"),
    };
}
