namespace Tenure.Flash.Usb;

/// <summary>A device on USB cannot be spoken to, or not any more.</summary>
/// <param name="fault">The stable reason.</param>
/// <param name="message">English.</param>
public sealed class UsbException(UsbFault fault, string message) : IOException(message)
{
    /// <summary>The stable reason.</summary>
    public UsbFault Fault { get; } = fault;
}
