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
    private const int MaxShown = 128;

    /// <summary>The file by which a program opens it.</summary>
    public string Node => $"/dev/bus/usb/{Bus:000}/{Address:000}";

    /// <summary>What a person says to mean it: its serial number, which stays when it comes back in another mode, or its place.</summary>
    public FlashAddress At => FlashAddress.Parse($"usb:{Serial}") is { Kind: FlashAddressKind.Usb } known ? known : new(FlashAddressKind.Usb, $"{Bus}-{Address}");

    internal static string? SerialIn(string? name) =>
        name?.IndexOf("_SN:", StringComparison.Ordinal) is { } at and >= 0 ? name[(at + 4)..].Split(' ', '_')[0] : null;

    // What a device says is shown to people: no control characters, and not without end.
    internal static string? Shown(string said)
    {
        var text = said.Trim();
        return text.Length == 0 ? null : string.Concat(text.Take(MaxShown).Select(c => char.IsControl(c) ? ' ' : c));
    }
}
