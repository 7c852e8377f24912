using System.Net;
using System.Net.Sockets;
using System.Text;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols.Fastboot;
using Tenure.Testing;

namespace Tenure.Device.Tests.Phone;

/// <summary>Debian's own fastboot against our bootloader.</summary>
public sealed class BootloaderTests
{
    [Theory]
    [InlineData("version", "0.4")]
    [InlineData("product", "tenure_one")]
    [InlineData("serialno", "T1000001")]
    [InlineData("secure", "yes")]
    [InlineData("unlocked", "no")]
    [InlineData("current-slot", "a")]
    [InlineData("has-slot:boot", "yes")]
    [InlineData("has-slot:userdata", "no")]
    [InlineData("partition-size:boot_a", "0x400000")]
    [InlineData("max-download-size", "0x10000000")]
    [InlineData("activation-lock", "held")]
    public async Task Getvar_answers(string name, string value)
    {
        var (exit, output) = await RunAsync(BlockState.Held, "getvar", name);

        Assert.Equal(0, exit);
        Assert.Contains($"{name}: {value}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Getvar_all_lists_every_variable()
    {
        var (exit, output) = await RunAsync(BlockState.Held, "getvar", "all");

        Assert.Equal(0, exit);
        Assert.All(
            BootloaderVariables.Of(TemporaryPhone.Facts, BlockState.Held),
            variable => Assert.Contains($"{variable.Key}:{variable.Value}", output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_unlock_ability_is_0()
    {
        var (exit, output) = await RunAsync(BlockState.Held, "flashing", "get_unlock_ability");

        Assert.Equal(0, exit);
        Assert.Contains("get_unlock_ability: 0", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Device_info_says_locked()
    {
        var (exit, output) = await RunAsync(BlockState.Held, "oem", "device-info");

        Assert.Equal(0, exit);
        Assert.Contains("Device unlocked: false", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BlockState.Held, "locked to an account")]
    [InlineData(BlockState.Free, "nobody holds this phone")]
    [InlineData(BlockState.ReleaseAccepted, "being released")]
    [InlineData(BlockState.Untrusted, "cannot be read")]
    [InlineData(BlockState.Lost, "was lost")]
    public async Task Flash_is_refused_with_the_reason(BlockState state, string reason)
    {
        var image = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(image, new byte[8192], TestContext.Current.CancellationToken);

            var (exit, output) = await RunAsync(state, "flash", "boot", image);

            Assert.NotEqual(0, exit);
            Assert.Contains("not allowed on a locked device", output, StringComparison.Ordinal);
            Assert.Contains(reason, output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(image);
        }
    }

    [Theory]
    [InlineData("erase", "userdata")]
    [InlineData("set_active", "b")]
    [InlineData("flashing", "unlock")]
    [InlineData("flashing", "lock")]
    public async Task What_would_change_the_phone_is_refused(params string[] command)
    {
        var (exit, output) = await RunAsync(BlockState.Held, command);

        Assert.NotEqual(0, exit);
        Assert.Contains("locked", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_refusal_fits_into_one_reply()
    {
        foreach (var state in Enum.GetValues<BlockState>())
        {
            var bootloader = new Bootloader(TemporaryPhone.Facts, state);
            var reason = bootloader.RefuseDownload(1)!;
            // The longest name of a refused command takes the place of "download".
            var longest = Encoding.UTF8.GetByteCount(reason) + "resize-logical-partition".Length - "download".Length;
            Assert.InRange(longest, 1, 252);
        }
    }

    [Theory]
    [InlineData("reboot", FastbootExit.Reboot)]
    [InlineData("continue", FastbootExit.Continue)]
    public async Task Leaving_the_bootloader_is_allowed(string command, FastbootExit expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var server = new FastbootDeviceServer(new Bootloader(TemporaryPhone.Facts, BlockState.Held));
        var serving = server.ServeAsync(listener, TestContext.Current.CancellationToken);

        var (exit, _) = await FastbootAsync(((IPEndPoint)listener.LocalEndpoint).Port, command);

        Assert.Equal(0, exit);
        Assert.Equal(expected, await serving);
    }

    private static async Task<(int Exit, string Output)> RunAsync(BlockState state, params string[] arguments)
    {
        using var off = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var server = new FastbootDeviceServer(new Bootloader(TemporaryPhone.Facts, state));
        var serving = server.ServeAsync(listener, off.Token);
        var result = await FastbootAsync(((IPEndPoint)listener.LocalEndpoint).Port, arguments);
        await off.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
        return result;
    }

    private static async Task<(int Exit, string Output)> FastbootAsync(int port, params string[] arguments)
    {
        var result = await Tool.Fastboot().RunAsync(["-s", $"tcp:127.0.0.1:{port}", .. arguments], TestContext.Current.CancellationToken);
        return (result.ExitCode, result.Text);
    }
}
