namespace Tenure.Protocols.Tickets;

/// <summary>For whom a device is flashed.</summary>
public enum FlashActor
{
    /// <summary>Who holds the device: the only one who may where it is lost.</summary>
    Holder = 0,

    /// <summary>A workshop, for the holder.</summary>
    Workshop = 1,

    /// <summary>The maker, before anybody holds the device.</summary>
    Factory = 2,
}
