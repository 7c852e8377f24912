namespace Tenure.Protocols.Tickets;

/// <summary>What must hold for every piece of evidence, whoever made it.</summary>
internal static class EvidenceRules
{
    public static void Check(Evidence evidence)
    {
        ClaimRules.Defined(evidence.Purpose, "purpose");
        ClaimRules.Defined(evidence.DebugState, "dbgstat");
        ClaimRules.Length(evidence.ServerNonce, ClaimSizes.Nonce, "eat_nonce");
        ClaimRules.Length(evidence.DeviceNonce, ClaimSizes.Nonce, "eat_nonce");
        ClaimRules.Length(evidence.HoldingId, ClaimSizes.Id, "holding_id");
        ClaimRules.Length(evidence.LastTicketId, ClaimSizes.Id, "last_ticket_id");
        ClaimRules.Length(evidence.ServerGeneration, ClaimSizes.Id, "server_generation");
        ClaimRules.Length(evidence.Account, ClaimSizes.Digest, "account");
        ClaimRules.Text(evidence.HardwareModel, ClaimSizes.Name, "hwmodel");
        ClaimRules.Text(evidence.SoftwareName, ClaimSizes.Name, "swname");
        ClaimRules.Text(evidence.SoftwareVersion, ClaimSizes.Name, "swversion");
        ClaimRules.Presence(evidence.ConfirmationKey is not null, evidence.Purpose == EvidencePurpose.Enrol, "cnf");
        ClaimRules.Presence(evidence.Account is not null, evidence.Purpose is EvidencePurpose.Activate or EvidencePurpose.Transfer, "account");
        if (evidence.SeenEntries is { } entries)
        {
            ClaimRules.Presence(present: true, evidence.Purpose == EvidencePurpose.Release, "seen_entries");
            if (entries < 0)
            {
                throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "A log has 0 entries or more.", "seen_entries");
            }
        }

        if (evidence.State is { } state)
        {
            ClaimRules.Presence(present: true, evidence.Purpose is EvidencePurpose.Flash or EvidencePurpose.Unlock, "state");
            ClaimRules.Defined(state, "state");
        }

        if (evidence.CaseNumber is { } number)
        {
            ClaimRules.Presence(present: true, evidence.Purpose == EvidencePurpose.Case, "case_number");
            if (number.Length != ClaimSizes.CaseNumber || !number.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c)))
            {
                throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "A case's number has 10 digits and capital letters.", "case_number");
            }
        }

        ClaimRules.Presence(evidence.IsScreenUnlocked, evidence.IsScreenUnlocked && evidence.Purpose == EvidencePurpose.Case, "screen_unlocked");
        ClaimRules.Presence(evidence.Flashed is not null, evidence.Purpose == EvidencePurpose.Flashed, "flash_ticket_id");
        ClaimRules.Length(evidence.Flashed?.TicketId, ClaimSizes.Id, "flash_ticket_id");
        ClaimRules.Length(evidence.Flashed?.Manifest, ClaimSizes.Digest, "firmware_digest");
        DeviceFactsClaims.Check(evidence.Facts, evidence.Purpose);
        if (evidence.Purpose is EvidencePurpose.Receipt or EvidencePurpose.Decline)
        {
            ClaimRules.Presence(evidence.LastTicketId is not null, needed: true, "last_ticket_id");
        }

        if (evidence.Purpose == EvidencePurpose.Decline)
        {
            ClaimRules.Presence(evidence.HoldingId is not null, needed: false, "holding_id");
        }

        if (evidence.ConfirmationKey is { } key && key.Thumbprint != evidence.Subject)
        {
            throw new ProtocolException(ProtocolErrorCode.KeyInvalid, "The key is not the one that ueid names.", "cnf");
        }
    }
}
