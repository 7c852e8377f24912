namespace Tenure.Domain.Devices;

/// <summary>RFC 7638 thumbprint of the device key, base64url without padding: 43 characters.</summary>
public readonly record struct DeviceId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
