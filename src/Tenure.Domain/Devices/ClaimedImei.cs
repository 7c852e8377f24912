namespace Tenure.Domain.Devices;

/// <summary>An IMEI that a device says it has. Several may say the same one.</summary>
public sealed class ClaimedImei
{
    private ClaimedImei()
    {
    }

    /// <param name="deviceId">Who says it.</param>
    /// <param name="position">From 1, in the order of the modems.</param>
    /// <param name="imei">14 digits.</param>
    public ClaimedImei(DeviceId deviceId, int position, string imei)
    {
        DeviceId = deviceId;
        Position = position;
        Imei = imei;
    }

    /// <summary>Who says it.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>From 1, in the order of the modems.</summary>
    public int Position { get; private set; }

    /// <summary>Type allocation code and serial number, 14 digits.</summary>
    public string Imei { get; private set; } = "";

    /// <summary>This modem says another one now.</summary>
    public void Change(string imei) => Imei = imei;
}
