namespace Tenure.Domain.Devices;

/// <summary>A device as its maker says in a manifest that it made it. It is bound to the key, and whoever has the key is that device; it says nothing about who holds it.</summary>
public sealed class AttestedDevice
{
    private AttestedDevice()
    {
    }

    /// <summary>Thumbprint of the device's key.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>The manifest that says so.</summary>
    public string ManifestId { get; private set; } = "";

    /// <summary>Tells devices of one model apart.</summary>
    public string Serial { get; private set; } = "";

    /// <summary>As the device says it in evidence.</summary>
    public string Model { get; private set; } = "";

    /// <summary>Where the hardware was made for; <c>null</c> for everywhere.</summary>
    public string? Region { get; private set; }

    /// <summary>Anti-rollback indexes as it left the factory, as <c>location=index</c>, joined by a comma and a space; <c>null</c> when there are none.</summary>
    public string? RollbackIndexes { get; private set; }
}
