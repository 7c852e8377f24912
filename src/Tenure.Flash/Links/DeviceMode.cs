namespace Tenure.Flash.Links;

/// <summary>In which flashing mode a device is.</summary>
public enum DeviceMode
{
    /// <summary>Its bootloader, or its recovery system, speaks fastboot.</summary>
    Fastboot,

    /// <summary>Its boot ROM or a programmer speaks Sahara or Firehose.</summary>
    Emergency,
}
