namespace Tenure.Device.Phone.Usb;

/// <summary>What a phone says of itself on USB in one of its modes: one interface with one pipe each way.</summary>
/// <param name="Vendor">Of the USB Implementers Forum.</param>
/// <param name="Product">The vendor's.</param>
/// <param name="Class">Of the interface: class, subclass, protocol.</param>
/// <param name="Name">The product string: tools look for a serial number in it.</param>
/// <param name="Serial">The serial number string.</param>
public sealed record UsbIdentity(ushort Vendor, ushort Product, (byte Class, byte Subclass, byte Protocol) Class, string Name, string Serial)
{
    /// <summary>A bootloader or a recovery system that speaks fastboot; hosts know it by the class alone.</summary>
    public static UsbIdentity Fastboot(string name, string serial) => new(0x18d1, 0xd00d, (0xff, 0x42, 0x03), name, serial);

    /// <summary>A boot ROM in emergency mode, as hosts know it.</summary>
    public static UsbIdentity Emergency(string name, string serial) => new(0x05c6, 0x9008, (0xff, 0xff, 0x10), name, serial);
}
