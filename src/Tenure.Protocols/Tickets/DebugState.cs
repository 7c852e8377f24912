namespace Tenure.Protocols.Tickets;

/// <summary>Whether debugging of the device is possible.</summary>
/// <remarks>RFC 9711 §4.2.9, claim <c>dbgstat</c>.</remarks>
public enum DebugState
{
    /// <summary>Debugging is on.</summary>
    Enabled = 0,

    /// <summary>Off now.</summary>
    Disabled = 1,

    /// <summary>Off since this boot.</summary>
    DisabledSinceBoot = 2,

    /// <summary>Off for ever, save for the maker.</summary>
    DisabledPermanently = 3,

    /// <summary>Off for ever and for everybody.</summary>
    DisabledFullyAndPermanently = 4,
}
