namespace Tenure.Flash.Links;

/// <summary>A device on USB that is in a flashing mode.</summary>
/// <param name="Bus">Of the computer.</param>
/// <param name="Address">On the bus.</param>
/// <param name="Mode">What it speaks.</param>
/// <param name="Name">As it calls itself; <c>null</c> when it does not.</param>
/// <param name="Serial">Its serial number; in emergency mode from its name, after <c>_SN:</c>.</param>
/// <param name="Driver">The kernel's driver that has it; <c>null</c> for none.</param>
/// <param name="Port">The serial port that the driver makes of it; <c>null</c> for none.</param>
public sealed record UsbDevice(int Bus, int Address, DeviceMode Mode, string? Name, string? Serial, string? Driver, string? Port)
{
    /// <summary>The file by which a program opens it.</summary>
    public string Node => $"/dev/bus/usb/{Bus:000}/{Address:000}";
}
