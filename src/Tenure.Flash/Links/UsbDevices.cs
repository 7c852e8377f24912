using System.Globalization;

namespace Tenure.Flash.Links;

/// <summary>Finds devices in flashing modes in what Linux says of USB (<c>/sys/bus/usb/devices</c>); elsewhere it finds none.</summary>
public static class UsbDevices
{
    // Qualcomm's boot ROM: vendor and product are the same on every maker's phones.
    private const string EmergencyVendor = "05c6";
    private const string EmergencyProduct = "9008";

    // The interface of fastboot: class, subclass, protocol.
    private const string FastbootInterface = "ff 42 03";

    /// <summary>Looks through all devices.</summary>
    /// <param name="root">Where the kernel lists them.</param>
    public static IReadOnlyList<UsbDevice> Find(string root = "/sys/bus/usb/devices") => Directory.Exists(root)
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
            bus, address, mode.Value, name, Text(folder, "serial") ?? SerialOf(name), interfaces.Select(Driver).FirstOrDefault(driver => driver is not null),
            interfaces.SelectMany(at => Directory.EnumerateDirectories(at, "tty*")).Select(port => "/dev/" + Path.GetFileName(port)).FirstOrDefault());
    }

    private static string? SerialOf(string? name) =>
        name?.IndexOf("_SN:", StringComparison.Ordinal) is { } at and >= 0 ? name[(at + 4)..].Split(' ', '_')[0] : null;

    private static string? Driver(string folder) => new DirectoryInfo(Path.Combine(folder, "driver")) is { LinkTarget: { } target } ? Path.GetFileName(target) : null;

    // What a device says is shown to people: no control characters, and not without end.
    private static string? Text(string folder, string file)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, file)).Trim();
            return text.Length == 0 ? null : string.Concat(text.Take(128).Select(c => char.IsControl(c) ? ' ' : c));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int? Number(string folder, string file) => int.TryParse(Text(folder, file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
