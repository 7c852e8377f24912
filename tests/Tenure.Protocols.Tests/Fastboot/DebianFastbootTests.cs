using System.Diagnostics;
using System.Globalization;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Sparse;
using Tenure.Protocols.Tests.Sparse;

namespace Tenure.Protocols.Tests.Fastboot;

/// <summary>The tool that people have, against our device side.</summary>
[Trait("Peer", "fastboot")]
public sealed class DebianFastbootTests : IDisposable
{
    private static readonly string[] Places = ["/usr/bin/fastboot", "/usr/lib/android-sdk/platform-tools/fastboot"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task It_reads_one_variable_and_all_of_them(string way)
    {
        await using var device = new Bootloader();

        Assert.Contains("product: lotus", (await RunAsync(device, way, "getvar", "product")).Output, StringComparison.Ordinal);
        Assert.Contains("version:0.4", (await RunAsync(device, way, "getvar", "all")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task It_flashes_an_image(string way)
    {
        await using var device = new Bootloader();
        var image = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i >> 3)).ToArray();
        var file = await FileAsync(image);

        var run = await RunAsync(device, way, "flash", "boot", file);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal(image, device.Phone.Boot);
    }

    [Theory]
    [InlineData("1M")]
    [InlineData("300K")]
    public async Task It_cuts_a_big_image_into_the_pieces_that_we_would_make(string size)
    {
        await using var device = new Bootloader();
        var image = Images.Mixed(Enumerable.Range(0, 300).Select(i => (i * 37) % 64), 4096);

        var run = await RunAsync(device, "tcp", "-S", size, "flash", "boot", await FileAsync(image));

        Assert.True(run.ExitCode == 0, run.Output);
        var pieces = SparseLayout.OfImage(new MemoryStream(image)).Split(size == "1M" ? 1 << 20 : 300 << 10);
        Assert.True(pieces.Count > 1);
        Assert.Equal(device.Phone.Flashed, pieces.Select(piece => Images.Written(piece, image)));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task It_shows_the_reason_of_a_refusal(string way)
    {
        await using var device = new Bootloader();
        device.Phone.Locked = true;

        var run = await RunAsync(device, way, "flash", "boot", await FileAsync(new byte[4096]));

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("flash is not allowed on locked devices", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task It_stages_a_file_in_one_run_and_fetches_it_in_another(string way)
    {
        await using var device = new Bootloader();
        var bytes = Enumerable.Range(0, 700).Select(i => (byte)i).ToArray();
        var fetched = await FileAsync([]);

        Assert.Equal(0, (await RunAsync(device, way, "stage", await FileAsync(bytes))).ExitCode);
        Assert.Equal(0, (await RunAsync(device, way, "get_staged", fetched)).ExitCode);

        Assert.Equal(bytes, await File.ReadAllBytesAsync(fetched, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    public async Task It_shows_lines_of_an_oem_command_and_reboots_the_device(string way)
    {
        await using var device = new Bootloader();

        Assert.Contains("(bootloader) hello there", (await RunAsync(device, way, "oem", "hello", "there")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(device, way, "reboot")).ExitCode);
        Assert.Equal(FastbootExit.Reboot, await device.Left);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(Bootloader device, string way, params string[] arguments)
    {
        var tool = Places.FirstOrDefault(File.Exists);
        Assert.SkipWhen(tool is null, "fastboot is not installed.");
        var ct = TestContext.Current.CancellationToken;
        string[] all = ["-s", string.Create(CultureInfo.InvariantCulture, $"{way}:127.0.0.1:{(way == "udp" ? device.UdpPort : device.Port)}"), .. arguments];
        using var process = Process.Start(new ProcessStartInfo(tool!, all) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = process.StandardError.ReadToEndAsync(ct);
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, output + await error);
    }

    private async Task<string> FileAsync(byte[] bytes)
    {
        var path = Path.Combine(folder.FullName, Path.GetRandomFileName());
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        return path;
    }
}
