using System.IO.Ports;
using Tenure.Protocols;

namespace Tenure.Flash.Links;

/// <summary>Finds devices that may be flashed: those in flashing modes on USB, and serial ports, behind which anything may be. On a network nothing is looked for: what is named there is asked.</summary>
public static class FoundDevices
{
    // A device that is there answers at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Those that are connected to this computer.</summary>
    public static IReadOnlyList<FoundDevice> Find() => Of(UsbDevices.Find(), SerialPort.GetPortNames());

    /// <summary>Puts what is connected into one list: devices on USB first, then the other serial ports by name.</summary>
    /// <param name="devices">On USB, in flashing modes. Of two with the same serial number each is named by its place.</param>
    /// <param name="ports">Serial ports, also those of these devices.</param>
    public static IReadOnlyList<FoundDevice> Of(IReadOnlyList<UsbDevice> devices, IEnumerable<string> ports)
    {
        ArgumentNullException.ThrowIfNull(devices);
        var twice = devices.GroupBy(device => device.Serial, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key).ToList();
        var known = devices.Select(device => new FoundDevice(PlaceOf(device, twice.Contains(device.Serial)), device.Mode, device.Serial, device.Name)).ToList();
        var others = ports.Order(StringComparer.Ordinal).Select(FlashAddress.Parse).OfType<FlashAddress>().Except(known.Select(device => device.At));
        return [.. known, .. others.Select(port => new FoundDevice(port, null, null, null))];
    }

    /// <summary>What a device that was named says of itself, within five seconds: over fastboot its serial number and product; in emergency mode nothing, for it would have to be brought further into it. One that is connected to this computer is looked up.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="connected">To this computer.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Without a mode where nobody answers.</returns>
    public static async Task<FoundDevice> AskAsync(FlashAddress address, IReadOnlyList<FoundDevice> connected, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(connected);
        if (address.Kind is FlashAddressKind.Serial or FlashAddressKind.Usb)
        {
            var known = connected.FirstOrDefault(device => device.At == address || (address.Kind == FlashAddressKind.Usb && device.Serial == address.Place));
            return known is null ? new(address, null, null, null) : known with { At = address };
        }

        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(Patience);
        try
        {
            await using var connection = await DeviceConnection.OpenAsync(address, late.Token);
            return connection.Fastboot is { } fastboot
                ? new(address, DeviceMode.Fastboot, Shown(await fastboot.GetVariableAsync("serialno", late.Token)), Shown(await fastboot.GetVariableAsync("product", late.Token)))
                : new(address, DeviceMode.Emergency, null, null);
        }
        catch (Exception e) when (e is IOException or ProtocolException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new(address, null, null, null);
        }
    }

    // The serial port of one in emergency mode is its way in where the system's driver has it.
    private static FlashAddress PlaceOf(UsbDevice device, bool isTwice) => device switch
    {
        { Mode: DeviceMode.Emergency, Port: { } port } => new(FlashAddressKind.Serial, port),
        _ when isTwice => new(FlashAddressKind.Usb, FormattableString.Invariant($"{device.Bus}-{device.Address}")),
        _ => device.At,
    };

    private static string? Shown(string? said) => said is null ? null : UsbDevice.Shown(said);
}
