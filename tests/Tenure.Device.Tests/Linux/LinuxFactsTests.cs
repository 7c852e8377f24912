using System.Text;
using Tenure.Device.Linux;

namespace Tenure.Device.Tests.Linux;

public sealed class LinuxFactsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("tenure-root").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_phone_says_what_its_device_tree_says()
    {
        Write("proc/device-tree/model", "Pine64 PinePhone (1.2)\0");
        Write("proc/device-tree/serial-number", "53c00123\0");
        Write("proc/device-tree/compatible", "pine64,pinephone-1.2\0allwinner,sun50i-a64\0");
        Write("sys/class/dmi/id/product_name", "something else\n");
        Write("etc/os-release", "# comment\nNAME=\"postmarketOS\"\nVERSION_ID='v25.06'\nBROKEN\n=x\n");
        var facts = LinuxFacts.Read(root, null);
        Assert.Equal(
            ("Pine64 PinePhone (1.2)", "53c00123", "pine64,pinephone-1.2", "postmarketOS", "v25.06"),
            (facts.Model, facts.Serial, facts.Product, facts.SystemName, facts.SystemVersion));
        Assert.False(facts.IsBootVerified);
    }

    [Fact]
    public void A_computer_says_what_its_firmware_says()
    {
        Write("sys/class/dmi/id/product_name", "Librem 11\n");
        Write("sys/class/dmi/id/product_serial", "L11-7\n");
        Write("sys/class/dmi/id/board_name", "librem_11\n");
        Write("sys/class/dmi/id/bios_version", "PureBoot 29\n");
        var facts = LinuxFacts.Read(root, null);
        Assert.Equal(
            ("Librem 11", "L11-7", "librem_11", "PureBoot 29", "Linux", "unknown"),
            (facts.Model, facts.Serial, facts.Product, facts.BootloaderVersion, facts.SystemName, facts.SystemVersion));
    }

    [Fact]
    public void Where_nothing_is_said_there_is_a_word_all_the_same()
    {
        Write("sys/class/dmi/id/product_name", " \n");
        Assert.Equal(("Linux device", ""), (LinuxFacts.Read(root, null).Model, LinuxFacts.Read(root, null).Serial));
    }

    [Fact]
    public void A_name_is_cut_to_what_evidence_takes()
    {
        Write("sys/class/dmi/id/product_name", new string('設', 40));
        Assert.Equal(63, Encoding.UTF8.GetByteCount(LinuxFacts.Read(root, null).Model));
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
