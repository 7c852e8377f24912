using Microsoft.Win32.SafeHandles;

namespace Tenure.Flash.Usb;

/// <summary>A session of libusb.</summary>
internal sealed class UsbContext() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>Begins one.</summary>
    /// <exception cref="UsbException">libusb is not there, or there is no USB.</exception>
    public static UsbContext Begin()
    {
        if (!LibUsb.IsThere)
        {
            throw new UsbException(UsbFault.NoLibrary, $"libusb is not installed: {LibUsb.Package}.");
        }

        var result = LibUsb.Init(out var context);
        return result == 0 ? context : throw LibUsb.Failure(result, "USB cannot be used here");
    }

    protected override bool ReleaseHandle()
    {
        LibUsb.Exit(handle);
        return true;
    }
}
