using System.Globalization;
using Tenure.Flash.Usb;

namespace Tenure.Flash.Links;

/// <summary>Finds devices in flashing modes: in what Linux says of USB (<c>/sys/bus/usb/devices</c>), for which nobody needs a right; elsewhere by libusb.</summary>
public static class UsbDevices
{
    // Qualcomm's boot ROM: vendor and product are the same on every maker's phones.
    private const string EmergencyVendor = "05c6";
    private const string EmergencyProduct = "9008";

    // The interface of fastboot: class, subclass, protocol.
    private const string FastbootInterface = "ff 42 03";

    /// <summary>Looks through all devices.</summary>
    public static IReadOnlyList<UsbDevice> Find() => OperatingSystem.IsLinux() ? Find("/sys/bus/usb/devices") : UsbHost.List();

    /// <summary>Looks through the devices that Linux lists.</summary>
    /// <param name="root">Where it does.</param>
    public static IReadOnlyList<UsbDevice> Find(string root) => Directory.Exists(root)
        ? [.. Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).Select(Read).OfType<UsbDevice>()]
        : [];

    private static UsbDevice? Read(string folder)
    {
        if (Text(folder, "idVendor") is not { } vendor || Number(folder, "busnum") is not { } bus || Number(folder, "devnum") is not { } address)
        {
            return null;
        }

        var interfaces = Directory.EnumerateDirectories(folder, Path.GetFileName(folder) + ":*").Order(StringComparer.Ordinal).ToList();
        DeviceMode? mode = vendor == EmergencyVendor && Text(folder, "idProduct") == EmergencyProduct ? DeviceMode.Emergency
            : interfaces.Any(at => $"{Text(at, "bInterfaceClass")} {Text(at, "bInterfaceSubClass")} {Text(at, "bInterfaceProtocol")}" == FastbootInterface) ? DeviceMode.Fastboot
            : null;
        var name = Text(folder, "product");
        return mode is null ? null : new(
            bus, address, mode.Value, name, Text(folder, "serial") ?? UsbDevice.SerialIn(name), interfaces.Select(Driver).FirstOrDefault(driver => driver is not null),
            interfaces.SelectMany(at => Directory.EnumerateDirectories(at, "tty*")).Select(port => "/dev/" + Path.GetFileName(port)).FirstOrDefault());
    }

    private static string? Driver(string folder) => new DirectoryInfo(Path.Combine(folder, "driver")) is { LinkTarget: { } target } ? Path.GetFileName(target) : null;

    private static string? Text(string folder, string file)
    {
        try
        {
            return UsbDevice.Shown(File.ReadAllText(Path.Combine(folder, file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int? Number(string folder, string file) => int.TryParse(Text(folder, file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
