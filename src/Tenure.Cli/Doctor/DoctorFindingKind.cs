namespace Tenure.Cli.Doctor;

/// <summary>What <c>tenure doctor</c> can find.</summary>
internal enum DoctorFindingKind
{
    /// <summary>A device in emergency mode, with a serial port that can be opened.</summary>
    EmergencyReady,

    /// <summary>A device in a flashing mode on USB that can be opened.</summary>
    UsbReady,

    /// <summary>A device in a flashing mode on USB that may not be opened.</summary>
    UsbClosed,

    /// <summary>libusb is missing.</summary>
    NoLibUsb,

    /// <summary>A serial port that can be opened.</summary>
    PortReady,

    /// <summary>A serial port that may not be opened.</summary>
    PortClosed,

    /// <summary>No rule lets people use devices in emergency mode.</summary>
    NoRule,

    /// <summary>Nothing in a flashing mode is connected.</summary>
    NoDevice,

    /// <summary>A device in a flashing mode on USB that may be opened, but not without libusb.</summary>
    UsbOutOfReach,
}
