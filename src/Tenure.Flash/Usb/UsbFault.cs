namespace Tenure.Flash.Usb;

/// <summary>Why a device on USB cannot be spoken to.</summary>
public enum UsbFault
{
    /// <summary>libusb is not installed.</summary>
    NoLibrary,

    /// <summary>No device in a flashing mode is there.</summary>
    NotThere,

    /// <summary>Several have this serial number.</summary>
    Several,

    /// <summary>This person may not open it.</summary>
    NoAccess,

    /// <summary>Another program has it.</summary>
    Busy,

    /// <summary>The system has no driver for it that programs can use.</summary>
    NoDriver,

    /// <summary>It was unplugged, or switched off.</summary>
    Gone,

    /// <summary>Anything else.</summary>
    Failed,
}
