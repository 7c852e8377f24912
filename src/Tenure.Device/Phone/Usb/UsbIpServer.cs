using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Tenure.Protocols.Links;

namespace Tenure.Device.Phone.Usb;

/// <summary>A phone on USB, for hosts that attach it over the network: the device's side of USB/IP.</summary>
/// <remarks>The Linux kernel's Documentation/usb/usbip_protocol.rst, version 1.1.1; all numbers big-endian. It has one device, bus 1-1. It asks nobody who they are: serve it on loopback.</remarks>
/// <param name="identity">What the device says it is.</param>
public sealed class UsbIpServer(UsbIdentity identity)
{
    /// <summary>The port that hosts try when they are told none.</summary>
    public const int UsualPort = 3240;

    private const ushort Version = 0x0111;
    private const ushort ListRequest = 0x8005;
    private const ushort ListReply = 0x0005;
    private const ushort ImportRequest = 0x8003;
    private const ushort ImportReply = 0x0003;
    private const int HeadSize = 8;
    private const int PathSize = 256;
    private const int BusIdSize = 32;
    private const uint HighSpeed = 3;
    private const string BusId = "1-1";

    /// <summary>How long a host that connected may be silent: it keeps the others out.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Waits for a host that attaches the device. One that only looks at the list comes again to attach it.</summary>
    /// <param name="listener">Started by the caller.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The device's end.</returns>
    public async ValueTask<IFlashLink> AcceptAsync(TcpListener listener, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(listener);
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(ct).ConfigureAwait(false);
            client.NoDelay = true;
            if (await AttachAsync(client.GetStream(), ct).ConfigureAwait(false) is { } link)
            {
                return link;
            }
        }
    }

    /// <summary>Answers what a host asks before it attaches the device.</summary>
    /// <param name="connection">Disposed with the link, or here.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The device's end, once attached; <c>null</c> for a host that only looked, asked for another device, or speaks something else.</returns>
    public async Task<IFlashLink?> AttachAsync(Stream connection, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(Patience);
        var head = new byte[HeadSize];
        try
        {
            await connection.ReadExactlyAsync(head, late.Token).ConfigureAwait(false);
            if (BinaryPrimitives.ReadUInt16BigEndian(head) == Version)
            {
                switch (BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2)))
                {
                    case ListRequest:
                        await connection.WriteAsync((byte[])[.. Head(ListReply, 0), 0, 0, 0, 1, .. Device(), identity.Class.Class, identity.Class.Subclass, identity.Class.Protocol, 0], late.Token).ConfigureAwait(false);
                        break;
                    case ImportRequest:
                        var name = new byte[BusIdSize];
                        await connection.ReadExactlyAsync(name, late.Token).ConfigureAwait(false);
                        var isKnown = Encoding.ASCII.GetString(name).TrimEnd('\0') == BusId;
                        await connection.WriteAsync(isKnown ? [.. Head(ImportReply, 0), .. Device()] : Head(ImportReply, 1), late.Token).ConfigureAwait(false);
                        if (isKnown)
                        {
                            return new UsbIpLink(connection, identity);
                        }

                        break;
                    default:
                        break;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Gone, cut short, or silent.
        }

        await connection.DisposeAsync().ConfigureAwait(false);
        ct.ThrowIfCancellationRequested();
        return null;
    }

    private static byte[] Head(ushort code, uint status)
    {
        var bytes = new byte[HeadSize];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, Version);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), code);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), status);
        return bytes;
    }

    private byte[] Device()
    {
        var bytes = new byte[PathSize + BusIdSize + 24];
        Encoding.ASCII.GetBytes("/sys/devices/tenure/" + BusId, bytes);
        Encoding.ASCII.GetBytes(BusId, bytes.AsSpan(PathSize));
        var rest = bytes.AsSpan(PathSize + BusIdSize);
        BinaryPrimitives.WriteUInt32BigEndian(rest, UsbIpLink.Bus);
        BinaryPrimitives.WriteUInt32BigEndian(rest[4..], UsbIpLink.Device);
        BinaryPrimitives.WriteUInt32BigEndian(rest[8..], HighSpeed);
        BinaryPrimitives.WriteUInt16BigEndian(rest[12..], identity.Vendor);
        BinaryPrimitives.WriteUInt16BigEndian(rest[14..], identity.Product);

        // The configuration that is set, one of one, with one interface.
        (rest[21], rest[22], rest[23]) = (1, 1, 1);
        return bytes;
    }
}
