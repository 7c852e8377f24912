using Tenure.Protocols.BootImages;
using Tenure.Testing;

namespace Tenure.Protocols.Tests.BootImages;

/// <summary>Debian's mkbootimg, which knows versions 0 to 3, in both directions.</summary>
[Trait("Peer", Peer.Mkbootimg)]
public sealed class MkbootimgTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task It_makes_the_same_image(int version)
    {
        var image = BootImageTests.Of(version) with { HeaderSize = 1596 };
        List<string> arguments =
        [
            "--header_version", $"{version}", "--pagesize", $"{image.PageSize}", "--cmdline", image.CommandLine, "--os_version", "14.0.1", "--os_patch_level", "2026-11",
            "--kernel", await FileAsync(image.Kernel), "--ramdisk", await FileAsync(image.Ramdisk), "-o", At("made"),
        ];
        if (version < 3)
        {
            arguments.AddRange(["--board", image.Board, "--second", await FileAsync(image.Second)]);
        }

        if (version == 2)
        {
            arguments.AddRange(["--dtb", await FileAsync(image.DeviceTree)]);
        }

        // With overlays Debian's tool fails: it divides pages into fractions.
        var ours = image with { RecoveryOverlays = default };

        await RunAsync(Tool.Mkbootimg(), arguments);

        var made = await File.ReadAllBytesAsync(At("made"), TestContext.Current.CancellationToken);
        Assert.Equal(made, BootImageCodec.Write(ours));
        Assert.Equal(ours.Kernel.ToArray(), BootImageCodec.Read(made).Kernel.ToArray());
        Assert.Equal(made, BootImageCodec.Write(BootImageCodec.Read(made)));
    }

    [Fact]
    public async Task It_makes_the_same_vendor_image()
    {
        var image = BootImageTests.VendorOf(3) with { HeaderSize = 2108 };

        await RunAsync(Tool.Mkbootimg(),
        [
            "--header_version", "3", "--pagesize", "2048", "--vendor_cmdline", image.CommandLine, "--board", image.Board, "--base", "0",
            "--vendor_ramdisk", await FileAsync(image.Ramdisk), "--dtb", await FileAsync(image.DeviceTree), "--vendor_boot", At("made"),
        ]);

        var made = await File.ReadAllBytesAsync(At("made"), TestContext.Current.CancellationToken);
        Assert.Equal(made, VendorBootCodec.Write(image));
        Assert.Equal(made, VendorBootCodec.Write(VendorBootCodec.Read(made)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Its_other_half_unpacks_our_image(int version)
    {
        var image = BootImageTests.Of(version);
        await File.WriteAllBytesAsync(At("image"), BootImageCodec.Write(image), TestContext.Current.CancellationToken);

        var text = await RunAsync(Tool.UnpackBootimg(), ["--boot_img", At("image"), "--out", At("out")]);

        Assert.Contains("os version: 14.0.1", text, StringComparison.Ordinal);
        Assert.Contains("os patch level: 2026-11", text, StringComparison.Ordinal);
        await HoldsAsync("kernel", image.Kernel);
        await HoldsAsync("ramdisk", image.Ramdisk);
        await HoldsAsync("second", image.Second);
        await HoldsAsync("recovery_dtbo", image.RecoveryOverlays);
        await HoldsAsync("dtb", image.DeviceTree);
    }

    private async Task HoldsAsync(string part, ReadOnlyMemory<byte> content)
    {
        if (!content.IsEmpty)
        {
            Assert.Equal(content.ToArray(), await File.ReadAllBytesAsync(Path.Combine(At("out"), part), TestContext.Current.CancellationToken));
        }
    }

    private static async Task<string> RunAsync(Tool tool, IEnumerable<string> arguments)
    {
        var run = await tool.RunAsync(arguments, TestContext.Current.CancellationToken);
        Assert.True(run.ExitCode == 0, run.Text);
        return run.Text;
    }

    private string At(string name) => Path.Combine(folder.FullName, name);

    private async Task<string> FileAsync(ReadOnlyMemory<byte> content)
    {
        var path = At(Path.GetRandomFileName());
        await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
        return path;
    }
}
