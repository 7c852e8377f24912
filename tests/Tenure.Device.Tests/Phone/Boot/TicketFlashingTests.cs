using Tenure.Device.Block;
using Tenure.Device.Phone.Boot;
using Tenure.Device.Tests.Emergency;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Links;
using Tenure.Protocols.Tests.Links;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Phone.Boot;

/// <summary>A locked phone, written by fastboot under a ticket.</summary>
public sealed class TicketFlashingTests : IAsyncDisposable
{
    private readonly EmergencyBench bench = new();
    private readonly FastbootDeviceServer server;
    private readonly Tenure.Device.Phone.Bootloader bootloader;
    private FastbootClient? host;

    public TicketFlashingTests()
    {
        bootloader = new(bench.Facts, BlockState.Held, new TicketFlashing(bench.Gate, bench.Storage));
        server = new(bootloader);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await (host?.DisposeAsync() ?? default);
        server.Dispose();
        bootloader.Dispose();
        bench.Dispose();
    }

    [Fact]
    public async Task A_locked_phone_is_written_under_a_ticket_and_says_what_was_done()
    {
        var before = bench.Lock();
        await OpenAsync();
        byte[] bootA = [.. Package.Bytes(Package.BootA), .. Package.Bytes(Package.BootA2), .. Package.Bytes(Package.BootA3)];
        await GoodAsync(host!.FlashAsync("boot", bootA, Ct));
        await GoodAsync(host.FlashAsync("boot_b", (byte[])[.. Package.Bytes(Package.BootB), .. Package.Bytes(Package.BootB2)], Ct));
        await GoodAsync(host.FlashAsync("super", Package.Bytes(Package.Super), Ct));
        await GoodAsync(host.SendAsync("erase:metadata", Ct));
        Assert.All([Package.BootA, Package.BootA2, Package.BootA3, Package.BootB, Package.BootB2, Package.Super], extent => Assert.Equal(Package.Bytes(extent), bench.Read(extent)));
        Assert.False(bench.Read(Package.Erased).AsSpan().ContainsAnyExcept((byte)0));
        await GoodAsync(host.SendAsync("oem auth-receipt", Ct));
        var receipt = (await host.UploadAsync(8192, Ct)).Data;
        Assert.Equal((7, 0), EvidenceCodec.Verify(receipt, bench.Core.Identity.PublicKey).Flashed is { } flashed ? ((int)flashed.Done, (int)flashed.Failed) : default);
        Assert.Equal(before, bench.Lock());
    }

    [Fact]
    public async Task A_wrong_image_is_refused_before_its_first_byte_is_written()
    {
        await OpenAsync();
        var before = bench.Everything();
        var wrong = Package.Bytes(Package.Super);
        wrong[^1] ^= 1;
        await BadAsync(host!.FlashAsync("super", wrong, Ct), "auth: 11 ");
        Assert.Equal(before, bench.Everything());
        Assert.True(bench.Bad.All.IsEmpty);
        await GoodAsync(host.FlashAsync("super", Package.Bytes(Package.Super), Ct));
    }

    [Fact]
    public async Task What_is_not_in_the_manifest_or_protected_is_refused_and_so_is_what_else_a_locked_bootloader_refuses()
    {
        await OpenAsync();
        var before = bench.Everything();
        await BadAsync(host!.FlashAsync("vbmeta_a", new byte[4096], Ct), "auth: 10 ");
        await BadAsync(host.FlashAsync("boot_a", Package.Bytes(Package.BootA).AsMemory(0, 4096), Ct), "auth: 10 ");
        await BadAsync(host.FlashAsync(Tenure.Device.Phone.PhoneLayout.Block, new byte[4096], Ct), "auth: 14 ");
        await BadAsync(host.FlashAsync(Tenure.Device.Phone.PhoneLayout.Keys, new byte[4096], Ct), "auth: 14 ");
        await BadAsync(host.SendAsync("erase:userdata", Ct), "auth: 10 ");
        await BadAsync(host.FlashAsync("boot_a", Convert.FromHexString("3aff26ed010000001c000c0000100000000000000000000000000000"), Ct), "auth: 3 ");
        await BadAsync(host.FlashAsync("nothing", new byte[1], Ct), "no partition");
        await BadAsync(host.SendAsync("set_active:b", Ct), "not allowed on a locked device");
        await BadAsync(host.SendAsync("fetch:boot_a", Ct), "not allowed on a locked device");
        Assert.Equal(before, bench.Everything());
    }

    [Fact]
    public async Task Nothing_is_staged_unasked_and_a_wrong_ticket_opens_nothing()
    {
        await ConnectAsync();
        var before = bench.Everything();
        await BadAsync(host!.DownloadAsync(new byte[100], Ct), "not allowed on a locked device");
        await BadAsync(host.SendAsync("oem auth", Ct), "ask first");
        await BadAsync(host.SendAsync("oem auth-receipt", Ct), "nothing is open");
        for (var tries = 0; tries < 5; tries++)
        {
            var question = await AskAsync();
            await BadAsync(host.DownloadAsync(new byte[8193], Ct), "more than may be staged");
            await StageAsync(tries == 0 ? new byte[10] : bench.Ticket(question, bench.Signed(), order: order => order with { Region = "CN" }));
            await BadAsync(StageAsync(bench.Signed()), "auth: ");
            await BadAsync(host.FlashAsync("super", Package.Bytes(Package.Super), Ct), "not allowed on a locked device");
        }

        await BadAsync(host.SendAsync("oem auth-challenge", Ct), "auth: 12 ");
        Assert.Equal(before, bench.Everything());
    }

    [Theory]
    [InlineData("reboot-bootloader")]
    [InlineData("reboot-fastboot")]
    public async Task What_a_ticket_opened_is_closed_when_the_phone_restarts(string restart)
    {
        await OpenAsync();
        await GoodAsync(host!.SendAsync(restart, Ct));
        await host.DisposeAsync();
        await ConnectAsync();
        await BadAsync(host.DownloadAsync(Package.Bytes(Package.Super), Ct), "not allowed on a locked device");
        await BadAsync(host.SendAsync("flash:super", Ct), "not allowed on a locked device");
        await BadAsync(host.SendAsync("oem auth-receipt", Ct), "nothing is open");
    }

    private async Task OpenAsync()
    {
        await ConnectAsync();
        var manifest = bench.Signed();
        await GoodAsync(StageAsync(bench.Ticket(await AskAsync(), manifest)));
        await GoodAsync(StageAsync(manifest));
    }

    private async Task ConnectAsync()
    {
        var (cable, device) = LinkEnd.Pair(LinkKind.Message);
        _ = Task.Run(() => server.ServeAsync(_ => ValueTask.FromResult<IFlashLink>(device), Ct), Ct);
        host = await FastbootClient.OpenAsync(cable, new(), Ct);
    }

    private async Task<byte[]> AskAsync()
    {
        await GoodAsync(host!.SendAsync("oem auth-challenge", Ct));
        return (await host.UploadAsync(8192, Ct)).Data;
    }

    private async Task<FastbootResponse> StageAsync(byte[] bytes) =>
        await host!.DownloadAsync(bytes, Ct) is { Succeeded: false } refused ? refused : await host.SendAsync("oem auth", Ct);

    private static async Task GoodAsync(Task<FastbootResponse> step)
    {
        var response = await step;
        Assert.True(response.Succeeded, response.Text);
    }

    private static async Task BadAsync(Task<FastbootResponse> step, string reason)
    {
        var response = await step;
        Assert.False(response.Succeeded);
        Assert.Contains(reason, response.Text, StringComparison.Ordinal);
    }
}
