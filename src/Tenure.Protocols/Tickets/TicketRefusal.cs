namespace Tenure.Protocols.Tickets;

/// <summary>Sorts the refusals of <see cref="TicketVerifier"/>.</summary>
public static class TicketRefusal
{
    /// <summary>
    /// True when the ticket bears our signature and yet does not fit: that spends the device's nonce. All else is input that anyone could make up
    /// and only counts as a try.
    /// </summary>
    public static bool IsAuthentic(ProtocolErrorCode code) => code
        is ProtocolErrorCode.WrongIssuer
        or ProtocolErrorCode.WrongDevice
        or ProtocolErrorCode.WrongEvidence
        or ProtocolErrorCode.WrongEpoch
        or ProtocolErrorCode.ActionNotAllowed
        or ProtocolErrorCode.WrongHolding
        or ProtocolErrorCode.LifetimeOver;
}
