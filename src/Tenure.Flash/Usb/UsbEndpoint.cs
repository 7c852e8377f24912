namespace Tenure.Flash.Usb;

/// <summary>An endpoint of an interface.</summary>
/// <param name="Address">Bit 7: towards the host.</param>
/// <param name="Attributes">Bits 0 and 1: the kind, 2 for bulk.</param>
/// <param name="PacketSize">Bytes.</param>
internal sealed record UsbEndpoint(byte Address, byte Attributes, ushort PacketSize)
{
    private const byte In = 0x80;
    private const byte KindBits = 3;
    private const byte Bulk = 2;

    public bool IsIn => (Address & In) != 0;

    /// <summary>Whether it is a bulk pipe with one of the sizes that USB has (2.0 §5.8.3, 3.2 §9.6.6): what a device says otherwise is not divided by.</summary>
    public bool IsBulk => (Attributes & KindBits) == Bulk && PacketSize is 8 or 16 or 32 or 64 or 512 or 1024;
}
