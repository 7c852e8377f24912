namespace Tenure.Protocols.Log;

/// <summary>Where a holder agreed that a device becomes free.</summary>
public enum ConsentPlace
{
    /// <summary>On the device itself.</summary>
    Phone = 1,

    /// <summary>Anywhere else.</summary>
    Page = 2,

    /// <summary>Nowhere: two agents and a wait let the device go, and its holder, who was told, did not object.</summary>
    Case = 3,
}
