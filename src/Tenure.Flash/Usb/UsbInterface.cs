namespace Tenure.Flash.Usb;

/// <summary>An interface of a device as its descriptors have it, in its first setting.</summary>
/// <param name="Number">To claim it by.</param>
/// <param name="Class">Class, subclass, protocol.</param>
/// <param name="Endpoints">Address, kind and size of packets of each.</param>
internal sealed record UsbInterface(byte Number, (byte Class, byte Subclass, byte Protocol) Class, IReadOnlyList<UsbEndpoint> Endpoints);
