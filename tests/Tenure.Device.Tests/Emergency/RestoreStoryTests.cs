using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Tenure.Device.Block;
using Tenure.Device.Phone.Emergency;
using Tenure.Protocols;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Links;
using Tenure.Protocols.Tests.Links;

namespace Tenure.Device.Tests.Emergency;

/// <summary>A whole restore with the real host of both protocols: every image right byte for byte, lock and key untouched.</summary>
public sealed class RestoreStoryTests : IDisposable
{
    private readonly EmergencyBench bench = new();

    public static TheoryData<EmergencyFaults> Targets =>
    [
        new EmergencyFaults(), new EmergencyFaults { SaharaVersion = 1 }, new EmergencyFaults { SaharaVersion = 3, IsWide = true }, new EmergencyFaults { LosesHello = true },
        new EmergencyFaults { IsRawStrict = true },
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_phone_is_restored_over_a_link_with_borders(EmergencyFaults faults)
    {
        var (host, device) = LinkEnd.Pair(LinkKind.Message);
        await RestoredAsync(host, device, faults);
    }

    [Fact]
    public async Task A_phone_is_restored_over_TCP()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Ct);
        var accepted = await listener.AcceptTcpClientAsync(Ct);
        client.NoDelay = accepted.NoDelay = true;
        await RestoredAsync(new StreamLink(client.GetStream()), new StreamLink(accepted.GetStream()), new());
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_phone_is_restored_over_a_pseudo_terminal()
    {
        using var terminal = new PseudoTerminal();
        await RestoredAsync(new StreamLink(new FileStream(terminal.Name, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0)), terminal.Open(), new());
    }

    [Fact]
    public Task A_restore_goes_on_after_the_power_failed_anywhere() => CutAsync(cuts: 12, seed: 1);

    [Fact]
    [Trait("Category", "Slow")]
    public Task A_restore_goes_on_after_the_power_failed_anywhere_a_thousand_times() => CutAsync(cuts: 1000, seed: 2);

    [Fact]
    public async Task Another_programmer_than_the_makers_is_not_started()
    {
        var (host, device) = LinkEnd.Pair(LinkKind.Message);
        bench.Facts = bench.Facts with { Programmer = new string('0', 64) };
        bench.PowerOn();
        var serving = bench.Mode().ServeAsync(device, Ct);

        var refused = await Assert.ThrowsAsync<ProtocolException>(() => new RestoringHost(bench).RestoreAsync(host, Ct));

        Assert.Equal(ProtocolErrorCode.SaharaFailed, refused.Code);
        Assert.Null(await serving);
    }

    [Fact]
    public async Task A_phone_that_was_never_started_is_not_flashed()
    {
        var (host, device) = LinkEnd.Pair(LinkKind.Message);
        using var mode = new EmergencyMode(bench.Facts, new(), bench.Storage, gate: null, TimeProvider.System);
        var serving = mode.ServeAsync(device, Ct);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => new RestoringHost(bench).RestoreAsync(host, Ct));

        Assert.Contains("auth: 4", refused.Message, StringComparison.Ordinal);
        Assert.Null(await serving);
    }

    private async Task RestoredAsync(IFlashLink host, IFlashLink device, EmergencyFaults faults)
    {
        var before = bench.Lock();
        var serving = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(faults), _ => ValueTask.FromResult(device), Ct), Ct);

        var receipt = await new RestoringHost(bench).RestoreAsync(host, Ct);

        Assert.Equal(FirehosePower.Reset, await serving);
        Assert.Equal((bench.Manifest.Entries.Count, 0), ((int)receipt.Done, (int)receipt.Failed));
        RequireRestored(before);
    }

    private async Task CutAsync(int cuts, int seed)
    {
        var random = new CsCheck.PCG((uint)seed);
        var before = bench.Lock();
        for (var i = 0; i < cuts; i++)
        {
            var power = new PowerSupply();
            power.CutAfterBytes((long)(random.Next64() % 1_700_000));
            bench.PowerOn(power, (CutDamage)(i % Enum.GetValues<CutDamage>().Length));
            var host = new RestoringHost(bench);
            await TryAsync(host, power);
            bench.PowerOn();
            await TryAsync(host, power: null);
            RequireRestored(before);

            // Other bytes where the next one has to write.
            foreach (var extent in Package.Extents)
            {
                await bench.Storage.WriteAsync(extent.Unit, extent.First, new byte[extent.Sectors * EmergencyBench.Sector], Ct);
            }
        }
    }

    private async Task TryAsync(RestoringHost host, PowerSupply? power)
    {
        var (near, far) = LinkEnd.Pair(LinkKind.Message);
        var serving = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(), _ => ValueTask.FromResult<IFlashLink>(far), Ct), Ct);
        var restoring = host.RestoreAsync(near, Ct);
        if (power is null)
        {
            await restoring;
            Assert.Equal(FirehosePower.Reset, await serving);
            return;
        }

        try
        {
            await serving;
            await restoring;
        }
        catch (Exception e) when (e is PowerLostException)
        {
            Assert.True(power.IsCut);
            await Assert.ThrowsAnyAsync<Exception>(() => restoring);
        }
    }

    private void RequireRestored(string before)
    {
        Assert.All(Package.Extents.Where(e => e != Package.Table), extent => Assert.Equal(Package.Bytes(extent), bench.Read(extent)));
        var table = Package.Bytes(Package.Table);
        table.AsSpan(EmergencyBench.Sector + 16, 4).Clear();
        Assert.Equal(table, bench.Read(Package.Table));
        Assert.Empty(bench.Kept);
        Assert.Equal(before, bench.Lock());
        Assert.True(bench.Bad.All.IsEmpty);
    }
}
