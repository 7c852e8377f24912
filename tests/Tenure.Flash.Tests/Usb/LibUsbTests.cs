using System.Runtime.CompilerServices;
using Tenure.Flash.Links;
using Tenure.Flash.Usb;

namespace Tenure.Flash.Tests.Usb;

/// <summary>The binding as far as it goes without a device; with one, over a real kernel's USB: GuestTests.</summary>
public sealed class LibUsbTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_library_that_is_not_there_is_not_loaded() => Assert.Equal(0, LibUsb.Load(["libtenure-none.so.0"]));

    // Fields are where C has them on a machine of 64 bits.
    [Fact]
    public void Structures_are_as_long_as_in_C()
    {
        Assert.SkipUnless(nint.Size == 8, "Of 64 bits.");
        Assert.Equal((18, 40, 16, 40, 32, 64), (Unsafe.SizeOf<LibUsb.DeviceDescriptor>(), Unsafe.SizeOf<LibUsb.ConfigurationDescriptor>(), Unsafe.SizeOf<LibUsb.Settings>(), Unsafe.SizeOf<LibUsb.InterfaceDescriptor>(), Unsafe.SizeOf<LibUsb.EndpointDescriptor>(), Unsafe.SizeOf<LibUsb.Transfer>()));
    }

    [Theory]
    [InlineData(-3, UsbFault.NoAccess)]
    [InlineData(-4, UsbFault.Gone)]
    [InlineData(-6, UsbFault.Busy)]
    [InlineData(-12, UsbFault.NoDriver)]
    [InlineData(-99, UsbFault.Failed)]
    public void An_error_of_libusb_is_told_for_what_it_means(int code, UsbFault fault) => Assert.Equal(fault, LibUsb.Failure(code, "x").Fault);

    // With or without libusb, with or without USB.
    [Fact]
    public async Task A_device_that_is_not_there_is_told_with_its_reason()
    {
        Assert.DoesNotContain(UsbHost.List(), device => device.Serial == "TENURE-NOWHERE");
        var fault = (await Assert.ThrowsAsync<UsbException>(() => DeviceConnection.OpenAsync(FlashAddress.Parse("usb:TENURE-NOWHERE")!, Ct))).Fault;
        Assert.Equal(UsbHost.HasLibrary ? UsbFault.NotThere : UsbFault.NoLibrary, fault);
        fault = (await Assert.ThrowsAsync<UsbException>(() => DeviceConnection.OpenAsync(FlashAddress.Parse("usb:255-255")!, Ct))).Fault;
        Assert.Contains(fault, new List<UsbFault>(UsbHost.HasLibrary ? [UsbFault.NotThere, UsbFault.Failed] : [UsbFault.NoLibrary]));
        Assert.Contains("libusb", UsbHost.Package, StringComparison.Ordinal);
    }
}
