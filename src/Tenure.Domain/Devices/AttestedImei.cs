namespace Tenure.Domain.Devices;

/// <summary>An IMEI of an <see cref="AttestedDevice"/>: of one device only.</summary>
public sealed class AttestedImei
{
    private AttestedImei()
    {
    }

    /// <summary>The device.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>From 1, in the order of the modems.</summary>
    public int Position { get; private set; }

    /// <summary>Type allocation code and serial number, 14 digits.</summary>
    public string Imei { get; private set; } = "";
}
