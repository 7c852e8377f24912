using System.Buffers.Binary;
using System.Text;

namespace Tenure.Device.Phone.Usb;

/// <summary>The descriptors of a high-speed device with one configuration, one interface, and bulk endpoints 0x81 and 0x01.</summary>
/// <remarks>USB 2.0 §9.6.</remarks>
internal static class UsbDescriptors
{
    public const int PacketSize = 512;

    private const byte Device = 1;
    private const byte Configuration = 2;
    private const byte Text = 3;
    private const ushort English = 0x0409;

    /// <summary>What is asked for; <c>null</c> when there is none.</summary>
    /// <param name="identity">Of the phone.</param>
    /// <param name="value">Kind and number, as in wValue.</param>
    public static byte[]? Find(UsbIdentity identity, ushort value) => ((byte)(value >> 8), (byte)value) switch
    {
        (Device, 0) => DeviceOf(identity),
        (Configuration, 0) => ConfigurationOf(identity),
        (Text, 0) => [4, Text, unchecked((byte)English), English >> 8],
        (Text, 1) => TextOf("Tenure"),
        (Text, 2) => TextOf(identity.Name),
        (Text, 3) => TextOf(identity.Serial),
        _ => null,
    };

    private static byte[] DeviceOf(UsbIdentity identity)
    {
        byte[] bytes = [18, Device, 0x00, 0x02, 0, 0, 0, 64, 0, 0, 0, 0, 0, 1, 1, 2, 3, 1];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), identity.Vendor);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(10), identity.Product);
        return bytes;
    }

    private static byte[] ConfigurationOf(UsbIdentity identity) =>
    [
        9, Configuration, 32, 0, 1, 1, 0, 0x80, 50,
        9, 4, 0, 0, 2, identity.Class.Class, identity.Class.Subclass, identity.Class.Protocol, 0,
        7, 5, 0x81, 2, PacketSize & 0xff, PacketSize >> 8, 0,
        7, 5, 0x01, 2, PacketSize & 0xff, PacketSize >> 8, 0,
    ];

    private static byte[] TextOf(string text)
    {
        // The length is a byte.
        const int MaxText = 126;
        var bytes = Encoding.Unicode.GetBytes(text.Length > MaxText ? text[..MaxText] : text);
        return [(byte)(2 + bytes.Length), Text, .. bytes];
    }
}
