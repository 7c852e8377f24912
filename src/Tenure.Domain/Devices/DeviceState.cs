namespace Tenure.Domain.Devices;

/// <summary>How a device stands with the server.</summary>
public enum DeviceState
{
    /// <summary>Nobody's: the next account that activates it holds it.</summary>
    Free,

    /// <summary>Held by one account.</summary>
    Held,

    /// <summary>The holder gave it up; it is free only when the device itself says that it did what the release ticket asks.</summary>
    Releasing,

    /// <summary>Held, and marked as lost by its holder: nobody activates or releases it, its holder included, until they say that it was found.</summary>
    Lost,

    /// <summary>Lost, and its holder's account is gone: locked until whoever has the release code lets it go.</summary>
    Sealed,
}
