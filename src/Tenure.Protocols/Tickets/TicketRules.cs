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
        ClaimRules.Length(ticket.HolderHandle, ClaimSizes.HolderHandle, "holder_handle");
        ClaimRules.Length(ticket.Consent, ClaimSizes.Digest, "consent");
        if (ticket.Lifetime < TimeSpan.FromSeconds(1) || ticket.Lifetime > Ticket.MaxLifetime || ticket.Lifetime.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "The lifetime is 1 to 3600 whole seconds.", "lifetime");
        }

        CheckContent(ticket);
    }

    /// <summary>A signer that can only lock must not be able to free: found, and sync to Free, need the release signer, and so does what destroys data.</summary>
    public static bool MaySign(SignerPurpose purpose, Ticket ticket) => (purpose, ticket.Action) switch
    {
        (SignerPurpose.Hold, TicketAction.Hold or TicketAction.Open or TicketAction.Lost or TicketAction.Recount) => true,
        (SignerPurpose.Hold, TicketAction.Sync) => ticket.State != TicketState.Free,
        (SignerPurpose.Release, TicketAction.Release or TicketAction.Sync or TicketAction.Found or TicketAction.Reset or TicketAction.Erase) => true,
        (SignerPurpose.Flash, TicketAction.Flash or TicketAction.Unlock) => true,
        _ => false,
    };

    private static void CheckContent(Ticket ticket)
    {
        var content = ContentOf(ticket);
        ClaimRules.Presence(ticket.HoldingId is not null, content.Holding, "holding_id");
        ClaimRules.Presence(ticket.MaskedHolder is not null, content.Holder, "masked_holder");
        ClaimRules.Presence(ticket.Erase is not null, content.Erase, "erase");
        ClaimRules.Presence(ticket.Consent is not null, content.Erase, "consent");
        ClaimRules.Presence(ticket.State is not null, content.State, "state");
        ClaimRules.Presence(ticket.CountedBoots is not null, content.Count, "counted_boots");
        ClaimRules.Presence(ticket.Flash is not null, content.Flash, "flash_job");
        if (ticket.CountedBoots > Ticket.MostBoots)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "No device starts so often.", "counted_boots");
        }

        if (ticket.Flash is { } order)
        {
            FlashClaims.Check(order);
        }

        CheckOptional(ticket.LostMessage, ClaimSizes.LostMessage, content.Notice, "lost_message");
        CheckOptional(ticket.LostContact, ClaimSizes.LostContact, content.Notice, "lost_contact");
        CheckOptional(ticket.EraseCode, ClaimSizes.EraseCode, content.EraseCode, "erase_code");
        if (ticket.HolderHandle is not null)
        {
            ClaimRules.Presence(present: true, content.Holder, "holder_handle");
        }

        if (ticket.MaskedHolder is { } holder)
        {
            ClaimRules.Text(holder, ClaimSizes.MaskedHolder, "masked_holder");
        }

        if (ticket.State is { } state)
        {
            ClaimRules.Defined(state, "state");
        }
    }

    // A holder need not say anything.
    private static void CheckOptional(string? text, int maxBytes, bool allowed, string field)
    {
        if (text is not null)
        {
            ClaimRules.Presence(present: true, allowed, field);
            ClaimRules.Text(text, maxBytes, field);
        }
    }

    private static Content ContentOf(Ticket ticket) => ticket.Action switch
    {
        TicketAction.Hold => new(Holding: true, Holder: true),
        TicketAction.Release => new(Holding: true, Erase: true),
        TicketAction.Sync when ticket.State == TicketState.Held => new(Holding: true, Holder: true, State: true),
        TicketAction.Sync when ticket.State == TicketState.Lost => new(Holding: true, Holder: true, State: true, Notice: true),
        TicketAction.Sync => new(State: true),
        TicketAction.Lost => new(Notice: true),
        TicketAction.Open or TicketAction.Reset or TicketAction.Found or TicketAction.Unlock => new(),
        TicketAction.Erase => new(EraseCode: true),
        TicketAction.Recount => new(Count: true),
        TicketAction.Flash => new(Flash: true),
        _ => throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "This action has no content in this version.", "action"),
    };

    // What an action carries; notice and erase code may be left out, the others may not.
    private readonly record struct Content(
        bool Holding = false, bool Holder = false, bool Erase = false, bool State = false, bool Notice = false, bool EraseCode = false, bool Count = false, bool Flash = false);
}
