namespace Tenure.Domain.Devices;

/// <summary>Random id of one holding; 16 bytes on the wire, big-endian.</summary>
public readonly record struct HoldingId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
