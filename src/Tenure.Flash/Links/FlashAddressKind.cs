namespace Tenure.Flash.Links;

/// <summary>How a device is reached.</summary>
public enum FlashAddressKind
{
    /// <summary>A TCP port.</summary>
    Tcp,

    /// <summary>A UDP port; fastboot only.</summary>
    Udp,

    /// <summary>A serial port or a pseudo-terminal; emergency mode only.</summary>
    Serial,

    /// <summary>USB, by libusb.</summary>
    Usb,
}
