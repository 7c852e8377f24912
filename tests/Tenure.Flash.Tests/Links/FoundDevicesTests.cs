using Tenure.Flash.Links;

namespace Tenure.Flash.Tests.Links;

public sealed class FoundDevicesTests
{
    private static readonly UsbDevice Emergency = new(1, 7, DeviceMode.Emergency, "QUSB_SN:1A", "1A", "qcserial", "/dev/ttyUSB0");

    private static readonly UsbDevice Fastboot = new(1, 8, DeviceMode.Fastboot, "Android", "A1", null, null);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // The port of a device is that device, and no second one.
    [Fact]
    public void Devices_come_first_and_then_ports_behind_which_anything_may_be() => Assert.Equal(
        [
            new FoundDevice(new(FlashAddressKind.Serial, "/dev/ttyUSB0"), DeviceMode.Emergency, "1A", "QUSB_SN:1A"), new(new(FlashAddressKind.Usb, "A1"), DeviceMode.Fastboot, "A1", "Android"),
            new(new(FlashAddressKind.Serial, "/dev/ttyS0"), null, null, null), new(new(FlashAddressKind.Serial, "/dev/ttyS1"), null, null, null),
        ],
        FoundDevices.Of([Emergency, Fastboot], ["/dev/ttyUSB0", "/dev/ttyS1", "/dev/ttyS0", "no port"]));

    [Fact]
    public void Of_two_with_one_serial_number_each_is_named_by_its_place() => Assert.Equal(
        ["usb:1-8", "usb:2-3"],
        FoundDevices.Of([Fastboot, Fastboot with { Bus = 2, Address = 3 }], []).Select(device => device.At.ToString()));

    [Fact]
    public async Task What_is_named_on_USB_is_looked_up_by_its_serial_number_and_nothing_is_opened()
    {
        var connected = FoundDevices.Of([Emergency, Fastboot], []);
        Assert.Equal(DeviceMode.Fastboot, (await FoundDevices.AskAsync(FlashAddress.Parse("usb:A1")!, connected, Ct)).Mode);
        Assert.Equal("1A", (await FoundDevices.AskAsync(FlashAddress.Parse("/dev/ttyUSB0")!, connected, Ct)).Serial);
        Assert.Null((await FoundDevices.AskAsync(FlashAddress.Parse("usb:Z9")!, connected, Ct)).Mode);
    }
}
