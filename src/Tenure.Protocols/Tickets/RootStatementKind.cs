namespace Tenure.Protocols.Tickets;

/// <summary>What a root says to all devices at once.</summary>
public enum RootStatementKind
{
    /// <summary>Signers below a generation are believed no more: one of them was copied.</summary>
    Floors = 1,

    /// <summary>New roots, a new issuer, or both.</summary>
    Rekey = 2,

    /// <summary>The public notice that all locks will end; devices do nothing about it.</summary>
    SunsetAnnounced = 3,

    /// <summary>All locks under this root end, for ever.</summary>
    Sunset = 4,
}
