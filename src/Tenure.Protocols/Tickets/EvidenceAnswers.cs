namespace Tenure.Protocols.Tickets;

/// <summary>Which tickets may answer which evidence: a device that asked for one thing is not ordered another.</summary>
/// <remarks>The one table of it; docs/protocols/tickets.md shows it and a test compares them.</remarks>
public static class EvidenceAnswers
{
    /// <summary>Whether evidence of this purpose may be answered by a ticket with this action.</summary>
    public static bool MayAnswer(EvidencePurpose purpose, TicketAction action) => (purpose, action) switch
    {
        (EvidencePurpose.Activate, TicketAction.Hold) => true,
        (EvidencePurpose.Reset, TicketAction.Reset) => true,
        (EvidencePurpose.Release, TicketAction.Release) => true,
        (EvidencePurpose.Transfer, TicketAction.Transfer) => true,
        (EvidencePurpose.Lost, TicketAction.Lost or TicketAction.Found) => true,
        (EvidencePurpose.Erase, TicketAction.Erase) => true,
        (EvidencePurpose.Flash, TicketAction.Flash) => true,
        (EvidencePurpose.Unlock, TicketAction.Unlock) => true,
        (EvidencePurpose.Sync, TicketAction.Sync or TicketAction.Recount) => true,
        (EvidencePurpose.Open, TicketAction.Open) => true,
        _ => false,
    };
}
