using Tenure.Flash.Links;
using Tenure.Flash.Usb;

namespace Tenure.Flash.Tests.Usb;

public sealed class UsbFunctionTests
{
    private static readonly UsbEndpoint In = new(0x82, 2, 512);
    private static readonly UsbEndpoint Out = new(0x03, 2, 512);
    private static readonly UsbInterface Fastboot = new(1, (0xff, 0x42, 0x03), [In, Out]);
    private static readonly UsbInterface Debugging = new(0, (0xff, 0x42, 0x01), [In, Out]);
    private static readonly UsbInterface Emergency = new(0, (0xff, 0xff, 0x11), [Out, new(0x81, 3, 64), In]);

    [Fact]
    public void Fastboot_is_known_by_its_class_on_any_maker_s_phone() =>
        Assert.Equal(new UsbFunction(DeviceMode.Fastboot, 1, 0x82, 0x03, 512), UsbFunction.Find(0x18d1, 0xd00d, [Debugging, Fastboot]));

    [Fact]
    public void Emergency_mode_is_known_by_its_number() =>
        Assert.Equal(new UsbFunction(DeviceMode.Emergency, 0, 0x82, 0x03, 512), UsbFunction.Find(0x05c6, 0x9008, [Emergency]));

    [Fact]
    public void What_is_in_no_flashing_mode_is_passed_over()
    {
        Assert.Null(UsbFunction.Find(0x05c6, 0x900e, [Emergency]));
        Assert.Null(UsbFunction.Find(0x18d1, 0xd00d, [Debugging]));
        Assert.Null(UsbFunction.Find(0x05c6, 0x9008, []));
    }

    // What a device says of itself is not believed.
    [Theory]
    [InlineData(0x82, 2, 0)]
    [InlineData(0x82, 2, 511)]
    [InlineData(0x82, 2, 2048)]
    [InlineData(0x82, 2, 64)]
    [InlineData(0x82, 3, 512)]
    [InlineData(0x02, 2, 512)]
    public void An_interface_without_two_pipes_of_one_size_is_passed_over(byte address, byte attributes, ushort packet) =>
        Assert.Null(UsbFunction.Find(0x18d1, 0xd00d, [Fastboot with { Endpoints = [new(address, attributes, packet), Out] }]));
}
