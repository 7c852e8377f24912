using Tenure.Flash.Links;

namespace Tenure.Flash.Usb;

/// <summary>What of a device is spoken to.</summary>
/// <param name="Mode">What it speaks.</param>
/// <param name="Interface">To claim.</param>
/// <param name="In">The endpoint towards the host.</param>
/// <param name="Out">The endpoint towards the device.</param>
/// <param name="PacketSize">Bytes of a packet.</param>
internal sealed record UsbFunction(DeviceMode Mode, byte Interface, byte In, byte Out, int PacketSize)
{
    // Qualcomm's boot ROM: vendor and product are the same on every maker's phones.
    private const ushort EmergencyVendor = 0x05c6;
    private const ushort EmergencyProduct = 0x9008;
    private const byte VendorClass = 0xff;
    private static readonly (byte, byte, byte) FastbootClass = (0xff, 0x42, 0x03);

    /// <summary>Finds it.</summary>
    /// <returns><c>null</c> for a device in no flashing mode.</returns>
    public static UsbFunction? Find(ushort vendor, ushort product, IReadOnlyList<UsbInterface> interfaces)
    {
        var isEmergency = vendor == EmergencyVendor && product == EmergencyProduct;
        return interfaces.Where(one => isEmergency ? one.Class.Class == VendorClass : one.Class == FastbootClass)
            .Select(one => Of(isEmergency ? DeviceMode.Emergency : DeviceMode.Fastboot, one)).FirstOrDefault(found => found is not null);
    }

    private static UsbFunction? Of(DeviceMode mode, UsbInterface one) =>
        one.Endpoints.FirstOrDefault(e => e.IsBulk && e.IsIn) is { } from && one.Endpoints.FirstOrDefault(e => e.IsBulk && !e.IsIn) is { } to && from.PacketSize == to.PacketSize
            ? new(mode, one.Number, from.Address, to.Address, from.PacketSize)
            : null;
}
