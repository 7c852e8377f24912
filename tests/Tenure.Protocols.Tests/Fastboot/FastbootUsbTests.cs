using System.Text;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Links;
using Tenure.Protocols.Tests.Links;

namespace Tenure.Protocols.Tests.Fastboot;

public sealed class FastbootUsbTests : IDisposable
{
    private readonly Phone phone = new();
    private readonly List<ProtocolException> lost = [];
    private readonly FastbootDeviceServer server;

    public FastbootUsbTests() => server = new(phone, new() { Silence = TimeSpan.FromMilliseconds(300) }, lost.Add);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => server.Dispose();

    // Around a packet, around a transfer, and above.
    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 512)]
    [InlineData(3_000_001)]
    public async Task Bytes_come_back_as_they_were(int size)
    {
        var (host, device) = LinkEnd.Pair(LinkKind.Message);
        var serving = Serve(device);
        await using var client = await OpenAsync(host);
        var image = Enumerable.Range(0, size).Select(i => (byte)(i * 7)).ToArray();
        Assert.True((await client.DownloadAsync(image, Ct)).Succeeded);
        Assert.Equal(image, (await client.UploadAsync(size, Ct)).Data);
        Assert.True((await client.FlashAsync("boot", image, Ct)).Succeeded);
        Assert.Equal(image, phone.Boot);
        Assert.Equal(["version:0.4", "product:lotus"], (await client.SendAsync("getvar:all", Ct)).Info);
        await client.SendAsync("reboot", Ct);
        Assert.Equal(FastbootExit.Reboot, await serving);
    }

    [Fact]
    public async Task Empty_transfers_mean_nothing()
    {
        var (host, device) = LinkEnd.Pair(LinkKind.Message, new() { EmptyTransfers = true }, new() { EmptyTransfers = true });
        _ = Serve(device);
        await using var client = await OpenAsync(host);
        Assert.True((await client.FlashAsync("boot", new byte[1000], Ct)).Succeeded);
        Assert.Equal(1000, phone.Boot.Length);
        Assert.Equal("lotus", await client.GetVariableAsync("product", Ct));
    }

    // Its answer would be taken for the next command's.
    [Fact]
    public async Task What_a_program_that_died_has_left_is_no_answer()
    {
        var (host, device) = LinkEnd.Pair(LinkKind.Message);
        _ = Serve(device);
        await host.WriteAsync("getvar:product"u8.ToArray(), Ct);
        await using var client = await OpenAsync(host);
        Assert.Equal("0.4", await client.GetVariableAsync("version", Ct));
    }

    [Fact]
    public async Task A_program_that_dies_in_the_data_costs_its_download_and_not_the_cable()
    {
        var (host, device) = LinkEnd.Pair(LinkKind.Message);
        _ = Serve(device);
        await host.WriteAsync("download:00001000"u8.ToArray(), Ct);
        await host.WriteAsync(new byte[512], Ct);
        await Task.Delay(TimeSpan.FromMilliseconds(600), Ct);
        await using var client = await OpenAsync(host);
        Assert.Equal("lotus", await client.GetVariableAsync("product", Ct));
        Assert.Equal("0", (await client.SendAsync("oem staged", Ct)).Text);
        Assert.Equal(ProtocolErrorCode.PeerSilent, Assert.Single(lost).Code);
    }

    [Fact]
    public async Task More_bytes_than_were_announced_end_the_command_and_not_the_cable()
    {
        var (host, device) = LinkEnd.Pair(LinkKind.Message);
        _ = Serve(device);
        await host.WriteAsync("download:00000010"u8.ToArray(), Ct);
        await host.WriteAsync(new byte[17], Ct);
        await host.WriteAsync(new byte[5000], Ct);
        await using var client = await OpenAsync(host);
        Assert.Equal("lotus", await client.GetVariableAsync("product", Ct));
        Assert.Equal([ProtocolErrorCode.Malformed, ProtocolErrorCode.TooLarge], lost.Select(e => e.Code));
    }

    [Fact]
    public async Task After_a_cable_comes_the_next()
    {
        var cables = new Queue<LinkEnd>();
        var (first, one) = LinkEnd.Pair(LinkKind.Message);
        var (second, two) = LinkEnd.Pair(LinkKind.Message);
        cables.Enqueue(one);
        cables.Enqueue(two);
        var serving = server.ServeAsync(_ => ValueTask.FromResult<IFlashLink>(cables.Dequeue()), Ct);
        await first.WriteAsync(Encoding.ASCII.GetBytes("download:00001000"), Ct);
        await first.DisposeAsync();
        await using var client = await OpenAsync(second);
        Assert.Equal("lotus", await client.GetVariableAsync("product", Ct));
        await client.SendAsync("reboot", Ct);
        Assert.Equal(FastbootExit.Reboot, await serving);
    }

    [Fact]
    public async Task A_device_that_goes_away_or_is_silent_is_told_apart()
    {
        var (host, device) = LinkEnd.Pair(LinkKind.Message);
        await using var client = await OpenAsync(host);
        Assert.Equal(ProtocolErrorCode.PeerSilent, (await Assert.ThrowsAsync<ProtocolException>(() => client.SendAsync("getvar:product", Ct))).Code);
        await device.DisposeAsync();
        Assert.Equal(ProtocolErrorCode.ConnectionClosed, (await Assert.ThrowsAsync<ProtocolException>(() => client.SendAsync("getvar:product", Ct))).Code);
    }

    private static Task<FastbootClient> OpenAsync(LinkEnd host) => FastbootClient.OpenAsync(host, new() { Silence = TimeSpan.FromSeconds(1) }, Ct);

    private Task<FastbootExit> Serve(LinkEnd device) => Task.Run(() => server.ServeAsync(_ => ValueTask.FromResult<IFlashLink>(device), Ct), Ct);
}
