using Tenure.Flash.Links;

namespace Tenure.Flash.Tests.Links;

public sealed class UsbDevicesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Devices_in_flashing_modes_are_found_with_their_names_and_ports()
    {
        Write("1-2", ("idVendor", "05c6"), ("idProduct", "9008"), ("busnum", "1"), ("devnum", "7"), ("product", "QUSB_BULK_CID:0402_SN:1A2B3C4D"));
        folder.Write("1-2/1-2:1.0/bInterfaceClass", "ff\n");
        Directory.CreateDirectory(Path.Combine(folder.Path, "1-2/1-2:1.0/ttyUSB0"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "1-2/1-2:1.0/driver"), "../../drivers/qcserial");
        Write("1-3", ("idVendor", "18d1"), ("idProduct", "d00d"), ("busnum", "1"), ("devnum", "12"), ("product", "Android\u001b[2J"), ("serial", "A1"));
        folder.Write("1-3/1-3:1.0/bInterfaceClass", "ff\n");
        folder.Write("1-3/1-3:1.0/bInterfaceSubClass", "42\n");
        folder.Write("1-3/1-3:1.0/bInterfaceProtocol", "03\n");
        Write("1-4", ("idVendor", "046d"), ("idProduct", "c31c"), ("busnum", "1"), ("devnum", "3"));
        folder.Write("1-4/1-4:1.0/bInterfaceClass", "03\n");
        Directory.CreateDirectory(Path.Combine(folder.Path, "usb1"));
        Assert.Equal(
            [
                new UsbDevice(1, 7, DeviceMode.Emergency, "QUSB_BULK_CID:0402_SN:1A2B3C4D", "1A2B3C4D", "qcserial", "/dev/ttyUSB0"),
                new UsbDevice(1, 12, DeviceMode.Fastboot, "Android [2J", "A1", null, null),
            ],
            UsbDevices.Find(folder.Path));
        Assert.Equal("/dev/bus/usb/001/012", UsbDevices.Find(folder.Path)[1].Node);
    }

    [Fact]
    public void Where_there_is_no_list_there_is_no_device() => Assert.Empty(UsbDevices.Find(Path.Combine(folder.Path, "nothing")));

    public void Dispose() => folder.Dispose();

    private void Write(string device, params (string File, string Text)[] files)
    {
        foreach (var (file, text) in files)
        {
            folder.Write($"{device}/{file}", text + "\n");
        }
    }
}
