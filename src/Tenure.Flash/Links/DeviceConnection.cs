using System.IO.Ports;
using System.Net.Sockets;
using Tenure.Flash.Usb;
using Tenure.Protocols;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Links;

namespace Tenure.Flash.Links;

/// <summary>An open way to a device, in the mode that it was found in.</summary>
public sealed class DeviceConnection : IAsyncDisposable
{
    // A bootloader says FB01 as soon as somebody is there; a boot ROM says HELLO, unless it said it before.
    private static readonly TimeSpan FirstWord = TimeSpan.FromSeconds(2);

    private DeviceConnection(FlashAddress address, IFlashLink? emergency, FastbootClient? fastboot)
    {
        Address = address;
        Emergency = emergency;
        Fastboot = fastboot;
    }

    /// <summary>Where it is.</summary>
    public FlashAddress Address { get; }

    /// <summary>What it speaks.</summary>
    public DeviceMode Mode => Emergency is null ? DeviceMode.Fastboot : DeviceMode.Emergency;

    /// <summary>In emergency mode; owned by the port that it is given to.</summary>
    public IFlashLink? Emergency { get; }

    /// <summary>In fastboot.</summary>
    public FastbootClient? Fastboot { get; }

    /// <summary>Opens a way to the device and finds out what it speaks.</summary>
    /// <exception cref="IOException">Nothing is there, or it cannot be opened.</exception>
    /// <exception cref="ProtocolException">It speaks neither.</exception>
    public static async Task<DeviceConnection> OpenAsync(FlashAddress address, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(address);
        try
        {
            return address.Kind switch
            {
                FlashAddressKind.Tcp => await TcpAsync(address, ct),
                FlashAddressKind.Udp => new(address, null, await FastbootClient.ConnectUdpAsync(address.Place, address.Port, ct)),
                FlashAddressKind.Serial => new(address, Serial(address.Place), null),
                FlashAddressKind.Usb => await UsbAsync(address, ct),
            };
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Emergency is not null)
        {
            await Emergency.DisposeAsync();
        }

        if (Fastboot is not null)
        {
            await Fastboot.DisposeAsync();
        }
    }

    private static async Task<DeviceConnection> UsbAsync(FlashAddress address, CancellationToken ct)
    {
        // A serial number may look like a place; a device that has it is meant first.
        var named = UsbDevices.Find().Where(device => string.Equals(device.Serial, address.Place, StringComparison.Ordinal)).ToList();
        var (bus, number) = named switch
        {
            [var one] => (one.Bus, one.Address),
            [] => address.BusAndAddress ?? throw new UsbException(UsbHost.HasLibrary ? UsbFault.NotThere : UsbFault.NoLibrary, "No device in a flashing mode has this serial number."),
            _ => throw new UsbException(UsbFault.Several, "Several devices have this serial number."),
        };
        var link = UsbHost.Open(bus, number, out var mode);
        return mode == DeviceMode.Emergency ? new(address, link, null) : new(address, null, await FastbootClient.OpenAsync(link, new FastbootTimeouts(), ct));
    }

    private static async Task<DeviceConnection> TcpAsync(FlashAddress address, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Place, address.Port, ct);
            var stream = new NetworkStream(socket, ownsSocket: true);
            var first = await FirstBytesAsync(stream, ct);
            var all = new PrefixedStream(first, stream);
            return first.Span.StartsWith("FB"u8)
                ? new(address, null, await FastbootClient.OpenAsync(all, new FastbootTimeouts(), ct))
                : new(address, new StreamLink(all), null);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<ReadOnlyMemory<byte>> FirstBytesAsync(NetworkStream stream, CancellationToken ct)
    {
        var bytes = new byte[4];
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(FirstWord);
        try
        {
            var read = await stream.ReadAtLeastAsync(bytes, 2, throwOnEndOfStream: false, late.Token);
            return read > 0 ? bytes.AsMemory(0, read) : throw new IOException("The device closed the connection.");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    // The speed says nothing on a USB port, and is needed to open one.
    private static StreamLink Serial(string name)
    {
        var port = new SerialPort(name, 115200) { ReadTimeout = SerialPort.InfiniteTimeout, WriteTimeout = SerialPort.InfiniteTimeout };
        try
        {
            port.Open();
            return new StreamLink(port.BaseStream);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            port.Dispose();
            throw new IOException(e.Message, e);
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }
}
