namespace Tenure.Flash.Links;

/// <summary>A device that may be flashed, as far as it is known before anything is done to it.</summary>
/// <param name="At">Where it is.</param>
/// <param name="Mode">What it speaks; <c>null</c> for a serial port, behind which anything may be, and for a place where nobody answers.</param>
/// <param name="Serial">Its serial number; <c>null</c> when it does not say.</param>
/// <param name="Product">As it calls itself; <c>null</c> when it does not.</param>
public sealed record FoundDevice(FlashAddress At, DeviceMode? Mode, string? Serial, string? Product);
