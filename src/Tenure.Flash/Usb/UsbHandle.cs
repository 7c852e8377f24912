using Microsoft.Win32.SafeHandles;

namespace Tenure.Flash.Usb;

/// <summary>An open device, and the interface of it that was claimed.</summary>
internal sealed class UsbHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    private const int None = -1;

    private UsbContext? context;
    private int claimed = None;

    /// <summary>Keeps the session open as long as this is.</summary>
    public UsbHandle In(UsbContext session)
    {
        var added = false;
        session.DangerousAddRef(ref added);
        context = session;
        return this;
    }

    /// <summary>Takes an interface for this program, from the system's driver where one has it.</summary>
    /// <exception cref="UsbException">It cannot be had.</exception>
    public void Claim(int number)
    {
        // Where the system cannot do that, nothing is lost.
        _ = LibUsb.DetachDriver(this, enable: 1);
        var result = LibUsb.Claim(this, number);
        claimed = result == 0 ? number : throw LibUsb.Failure(result, "The interface cannot be claimed");
    }

    protected override bool ReleaseHandle()
    {
        if (claimed != None)
        {
            _ = LibUsb.Release(handle, claimed);
        }

        LibUsb.Close(handle);
        context?.DangerousRelease();
        return true;
    }
}
