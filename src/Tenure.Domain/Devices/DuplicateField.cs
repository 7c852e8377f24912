namespace Tenure.Domain.Devices;

/// <summary>What two devices say of themselves, of which one has its maker's word for it.</summary>
public enum DuplicateField
{
    /// <summary>Model and serial number.</summary>
    Serial,

    /// <summary>An IMEI.</summary>
    Imei,
}
