using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Emergency;
using Tenure.Device.Tests.Phone;
using Tenure.Flash.Links;
using Tenure.Flash.Packages;
using Tenure.Flash.Restores;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Links;
using Tenure.Protocols.Sahara;
using Tenure.Protocols.Tests.Links;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Emergency;

/// <summary>The tool that people flash with, against a phone with its real gate.</summary>
public sealed class ToolRestoreTests : IDisposable
{
    private readonly EmergencyBench bench = new();
    private readonly string folder = Directory.CreateTempSubdirectory("tenure-tool-").FullName;

    private const string Late = "late both ways";

    private static readonly byte[] Line = Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" ?><data><log value=\"of a line that nobody asked for\" /></data>");

    // What goes out from the tool, and what goes out from the phone.
    private static readonly Dictionary<string, (LinkFaults FromHost, LinkFaults FromDevice)> Faults = new(StringComparer.Ordinal)
    {
        ["cut on the way to the phone"] = (new() { CutAfter = 200_000 }, new()),
        ["cut on the way back"] = (new(), new() { CutAfter = 2_500 }),
        [Late] = (new() { Delay = TimeSpan.FromMilliseconds(2), Pieces = 100 }, new() { Delay = TimeSpan.FromMilliseconds(5), Pieces = 1_000 }),
        ["doubled on the way to the phone"] = (new() { Twice = 9 }, new()),
        ["doubled on the way back"] = (new(), new() { Twice = 9 }),
        ["stray bytes to the phone"] = (new() { Stray = (9, [0x0a, 0xff]) }, new()),
        ["stray lines on the way back"] = (new(), new() { Stray = (9, Line) }),
    };

    public static TheoryData<string> LineFaults => [.. Faults.Keys];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LinkKind.Message)]
    [InlineData(LinkKind.Stream)]
    public async Task A_phone_is_restored_and_its_lock_is_not_touched(LinkKind kind)
    {
        var before = bench.Lock();
        var (host, device) = LinkEnd.Pair(kind);
        var serving = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(), _ => ValueTask.FromResult<IFlashLink>(device), Ct), Ct);
        var receipt = await RestoreAsync(host);
        Assert.Equal(FirehosePower.Reset, await serving);
        var flashed = EvidenceCodec.Verify(receipt, bench.Core.Identity.PublicKey).Flashed!;
        Assert.Equal((bench.Manifest.Entries.Count, 0), ((int)flashed.Done, (int)flashed.Failed));
        RequireRestored(before);
    }

    // The way of a COM port: opened by its name, without borders.
    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_phone_behind_a_serial_port_is_restored()
    {
        var before = bench.Lock();
        using var terminal = new PseudoTerminal();
        var device = terminal.Open();
        var serving = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(), _ => ValueTask.FromResult<IFlashLink>(device), Ct), Ct);
        await using var connection = await DeviceConnection.OpenAsync(FlashAddress.Parse(terminal.Name)!, Ct);
        Assert.Equal(DeviceMode.Emergency, connection.Mode);
        await RestoreAsync(connection.Emergency!);
        Assert.Equal(FirehosePower.Reset, await serving);
        RequireRestored(before);
    }

    // Real lines, of the system's own: what memory does not do to bytes they do.
    [Theory]
    [MemberData(nameof(LineFaults))]
    [SupportedOSPlatform("linux")]
    public Task Whatever_a_serial_port_does_a_restore_ends_in_order_and_the_same_command_goes_on(string fault) => RequireGoesOnAsync(isTerminal: true, fault);

    [Theory]
    [MemberData(nameof(LineFaults))]
    [SupportedOSPlatform("linux")]
    public Task Whatever_a_network_does_a_restore_ends_in_order_and_the_same_command_goes_on(string fault) => RequireGoesOnAsync(isTerminal: false, fault);

    [Theory]
    [InlineData(100_000, CutDamage.Prefix)]
    [InlineData(400_000, CutDamage.Nothing)]
    [InlineData(700_000, CutDamage.EraseUnit)]
    public async Task After_a_power_cut_the_same_command_goes_on(long cutAfter, CutDamage damage)
    {
        var before = bench.Lock();
        var power = new PowerSupply();
        power.CutAfterBytes(cutAfter);
        bench.PowerOn(power, damage);
        var (host, device) = LinkEnd.Pair(LinkKind.Stream);
        var serving = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(), _ => ValueTask.FromResult<IFlashLink>(device), Ct), Ct);
        var restoring = RestoreAsync(host);
        await Assert.ThrowsAsync<PowerLostException>(() => serving);
        Assert.Equal(RestoreFault.Gone, (await Assert.ThrowsAsync<RestoreException>(() => restoring)).Fault);
        bench.PowerOn();
        (host, device) = LinkEnd.Pair(LinkKind.Stream);
        serving = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(), _ => ValueTask.FromResult<IFlashLink>(device), Ct), Ct);
        var flashed = EvidenceCodec.Verify(await RestoreAsync(host), bench.Core.Identity.PublicKey).Flashed!;
        Assert.Equal(FirehosePower.Reset, await serving);
        RequireRestored(before);

        // Also what was right before this start is in the receipt.
        Assert.Equal((bench.Manifest.Entries.Count, 0), ((int)flashed.Done, (int)flashed.Failed));
    }

    [Fact]
    public Task Wherever_the_power_failed_the_same_command_goes_on() => CutAsync(cuts: 6, seed: 1);

    [Fact]
    [Trait("Category", "Slow")]
    public Task Wherever_the_power_failed_the_same_command_goes_on_a_thousand_times() => CutAsync(cuts: 1000, seed: 2);

    // Of another program: it knows Sahara and Firehose, and nothing of tickets.
    [Fact]
    public async Task A_phone_that_is_handed_over_is_flashed_by_another_program_and_by_no_other_bytes()
    {
        var before = bench.Lock();
        var links = new Queue<LinkEnd>();
        var (first, one) = LinkEnd.Pair(LinkKind.Message);
        var (second, two) = LinkEnd.Pair(LinkKind.Message);
        links.Enqueue(one);
        links.Enqueue(two);
        var serving = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(), _ => ValueTask.FromResult<IFlashLink>(links.Dequeue()), Ct), Ct);
        Assert.Empty(await RestoreAsync(first, handsOver: true));

        await using var port = new LinkPort(second, TimeProvider.System);
        var rom = new SaharaHost(port);
        Assert.Equal(SaharaStart.Target, await rom.OpenAsync(Ct));
        await rom.UploadAsync(new Dictionary<ulong, Stream> { [SaharaHost.Programmer] = new MemoryStream(Programmer.ImageFor(TemporaryPhone.Facts.Product)) }, null, Ct);
        var host = new FirehoseHost(port);
        await host.GreetAsync(Ct);
        Assert.True((await host.ConfigureAsync(new() { MemoryName = "ufs" }, Ct)).IsAck);
        var place = EmergencyBench.Place(Package.BootA);
        var wrong = Package.Bytes(Package.BootA);
        wrong[^1] ^= 1;
        Assert.Contains("auth: 11", (await host.ProgramAsync(new(place), new MemoryStream(wrong), wrong.Length, null, Ct)).Reason, StringComparison.Ordinal);
        Assert.True((await host.ProgramAsync(new(place), new MemoryStream(Package.Bytes(Package.BootA)), wrong.Length, null, Ct)).IsAck);
        Assert.True((await host.SendAsync(new FirehosePowerCommand(FirehosePower.ResetToEdl), Ct)).IsAck);
        await second.DisposeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => serving);
        Assert.Equal(Package.Bytes(Package.BootA), bench.Read(Package.BootA));
        Assert.Equal(before, bench.Lock());
    }

    [Fact]
    public async Task A_phone_that_nobody_has_opened_is_handed_over_to_nobody()
    {
        var (first, one) = LinkEnd.Pair(LinkKind.Message);
        _ = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(), _ => ValueTask.FromResult<IFlashLink>(one), Ct), Ct);
        await using var port = new LinkPort(first, TimeProvider.System);
        var rom = new SaharaHost(port);
        await rom.OpenAsync(Ct);
        await rom.UploadAsync(new Dictionary<ulong, Stream> { [SaharaHost.Programmer] = new MemoryStream(Programmer.ImageFor(TemporaryPhone.Facts.Product)) }, null, Ct);
        var host = new FirehoseHost(port);
        await host.GreetAsync(Ct);
        Assert.Contains("auth: 3", (await host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.HandOver), Ct)).Reason, StringComparison.Ordinal);
        Assert.Contains("only nop and sig", (await host.ConfigureAsync(new() { MemoryName = "ufs" }, Ct)).Reason, StringComparison.Ordinal);
    }

    // Validated image programming: each packet is one that the maker has signed, and a changed image is not written.
    [Theory]
    [InlineData(LinkKind.Message)]
    [InlineData(LinkKind.Stream)]
    public async Task A_phone_that_asks_for_tables_of_digests_takes_what_is_in_them_and_nothing_else(LinkKind kind)
    {
        var before = bench.Lock();
        Assert.Equal(RestoreFault.TablesMissing, (await Assert.ThrowsAsync<RestoreException>(() => RestoreWithTablesAsync(kind, hasTables: false))).Fault);
        var receipt = await RestoreWithTablesAsync(kind, hasTables: true);
        var flashed = EvidenceCodec.Verify(receipt, bench.Core.Identity.PublicKey).Flashed!;
        Assert.Equal((bench.Manifest.Entries.Count, 0), ((int)flashed.Done, (int)flashed.Failed));
        RequireRestored(before);

        // The tables are of the images as they were signed.
        bench.PowerOn();
        Assert.Equal(RestoreFault.TablesRefused, (await Assert.ThrowsAsync<RestoreException>(() => RestoreWithTablesAsync(kind, hasTables: true, spoil: true))).Fault);
        Assert.Equal(before, bench.Lock());
    }

    [Fact]
    public async Task A_factory_divides_the_storage_of_a_phone_that_nobody_holds_and_all_but_its_lock_is_gone()
    {
        var division = Provisioning.Read(Encoding.UTF8.GetBytes(PhoneLayout.ProvisioningText));
        using var free = new EmergencyBench(BlockState.Free);
        free.Manifest = free.Manifest with { Provisioning = division.Digest };
        free.Part(PhoneLayout.UserData).Write(0, "a person's"u8);
        var before = free.Lock();
        await DivideAsync(free, division, order => order with { Actor = FlashActor.Factory, Operations = FlashOrder.All, EraseUserData = true });
        var data = new byte[10];
        free.Part(PhoneLayout.UserData).Read(0, data);
        Assert.Equal(new byte[10], data);
        Assert.Equal(before, free.Lock());
        Assert.All(Package.Extents.Where(e => e != Package.Table), extent => Assert.Equal(Package.Bytes(extent), free.Read(extent)));
    }

    // Whoever else it is, and whatever else is wrong: not a byte is gone.
    [Theory]
    [InlineData(BlockState.Held, FlashActor.Factory, true, true)]
    [InlineData(BlockState.Free, FlashActor.Holder, true, true)]
    [InlineData(BlockState.Free, FlashActor.Workshop, true, true)]
    [InlineData(BlockState.Free, FlashActor.Factory, false, true)]
    [InlineData(BlockState.Free, FlashActor.Factory, true, false)]
    public async Task Nobody_else_divides_a_storage_and_nobody_as_its_maker_has_not_said(BlockState state, FlashActor actor, bool erases, bool isTheMakers)
    {
        var division = Provisioning.Read(Encoding.UTF8.GetBytes(PhoneLayout.ProvisioningText));
        using var other = new EmergencyBench(state);
        other.Manifest = other.Manifest with { Provisioning = isTheMakers ? division.Digest : new byte[32] };
        other.Part(PhoneLayout.UserData).Write(0, "a person's"u8);
        var before = other.Everything();
        var refused = await Assert.ThrowsAsync<RestoreException>(() => DivideAsync(other, division, order => order with { Actor = actor, Operations = FlashOrder.All, EraseUserData = erases }));
        Assert.Equal(RestoreFault.ProvisioningRefused, refused.Fault);
        Assert.Contains(isTheMakers ? "auth: 9" : "auth: 10", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, other.Everything());
    }

    public void Dispose()
    {
        bench.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task CutAsync(int cuts, uint seed)
    {
        var random = new CsCheck.PCG(seed);
        var before = bench.Lock();
        for (var i = 0; i < cuts; i++)
        {
            var power = new PowerSupply();
            power.CutAfterBytes((long)(random.Next64() % 1_700_000));
            bench.PowerOn(power, (CutDamage)(i % Enum.GetValues<CutDamage>().Length));
            var (host, device) = LinkEnd.Pair(LinkKind.Stream);
            var serving = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(), _ => ValueTask.FromResult<IFlashLink>(device), Ct), Ct);
            var restoring = RestoreAsync(host);
            try
            {
                await serving;
                await restoring;
            }
            catch (PowerLostException)
            {
                await Assert.ThrowsAsync<RestoreException>(() => restoring);
            }

            bench.PowerOn();
            (host, device) = LinkEnd.Pair(LinkKind.Stream);
            serving = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(), _ => ValueTask.FromResult<IFlashLink>(device), Ct), Ct);
            await RestoreAsync(host);
            Assert.Equal(FirehosePower.Reset, await serving);
            RequireRestored(before);

            // Other bytes where the next one has to write.
            foreach (var extent in Package.Extents)
            {
                await bench.Storage.WriteAsync(extent.Unit, extent.First, new byte[extent.Sectors * EmergencyBench.Sector], Ct);
            }
        }
    }

    [SupportedOSPlatform("linux")]
    private async Task RequireGoesOnAsync(bool isTerminal, string fault)
    {
        var before = bench.Lock();
        var (fromHost, fromDevice) = Faults[fault];
        var isBroken = await BreaksAsync(isTerminal, fromHost, fromDevice, isHasty: fault != Late);

        // A cut ends it, lateness does not; of the others each may be survived.
        Assert.True(fault == Late ? !isBroken : isBroken || !fault.StartsWith("cut", StringComparison.Ordinal), fault);
        if (isBroken)
        {
            // Switched off and on again, as the tool says, and connected anew.
            bench.PowerOn();
            Assert.False(await BreaksAsync(isTerminal, new(), new(), isHasty: false));
        }

        RequireRestored(before);
    }

    // Whether a restore over such a line ends before it is done; else the phone restarts.
    [SupportedOSPlatform("linux")]
    private async Task<bool> BreaksAsync(bool isTerminal, LinkFaults fromHost, LinkFaults fromDevice, bool isHasty)
    {
        using var off = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        using var terminal = new PseudoTerminal();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(), AcceptAsync, off.Token), CancellationToken.None);
        try
        {
            var address = isTerminal ? FlashAddress.Parse(terminal.Name)! : new(FlashAddressKind.Tcp, "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
            await using var connection = await DeviceConnection.OpenAsync(address, Ct);
            await RestoreAsync(new FaultyLine(connection.Emergency!, fromHost), job => job, isHasty: isHasty);
            if (!isHasty)
            {
                Assert.Equal(FirehosePower.Reset, await serving.WaitAsync(TimeSpan.FromMinutes(1), Ct));
            }

            return false;
        }
        catch (RestoreException)
        {
            return true;
        }
        finally
        {
            await off.CancelAsync();
            await serving.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        }

        async ValueTask<IFlashLink> AcceptAsync(CancellationToken stop)
        {
            stop.ThrowIfCancellationRequested();
            return new FaultyLine(isTerminal ? terminal.Open() : new StreamLink((await listener.AcceptTcpClientAsync(stop)).GetStream()), fromDevice);
        }
    }

    private async Task<byte[]> RestoreWithTablesAsync(LinkKind kind, bool hasTables, bool spoil = false)
    {
        var (host, device) = LinkEnd.Pair(kind);
        using var off = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var serving = Task.Run(() => EmergencyMode.RunAsync(() => bench.Mode(new() { WantsTables = true }), stop => Once(device, stop), off.Token), Ct);
        WritePackage();
        IReadOnlyList<byte[]> packets;
        using (var package = await FlashPackage.OpenAsync(Path.Combine(folder, "rom"), folder, null, null, Ct))
        {
            packets = await EmergencyRestore.RehearseAsync(package, RestorePlan.Make(package, PackageLists.Read(package), bench.Manifest, keepData: false), folder, Ct);
        }

        if (spoil)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "rom", "images", "2.bin"), new byte[Package.Bytes(Package.BootA3).Length], Ct);
        }

        try
        {
            return await RestoreAsync(host, job => job with { Tables = hasTables ? EmergencyBench.Tables(packets) : null }, isWritten: spoil);
        }
        finally
        {
            await off.CancelAsync();
            await host.DisposeAsync();
            await serving.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static ValueTask<IFlashLink> Once(LinkEnd device, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IFlashLink>(device);
    }

    private async Task DivideAsync(EmergencyBench phone, Provisioning division, Func<FlashOrder, FlashOrder> order)
    {
        var (host, device) = LinkEnd.Pair(LinkKind.Message);
        using var off = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var serving = Task.Run(() => EmergencyMode.RunAsync(() => phone.Mode(), stop => Once(device, stop), off.Token), Ct);
        var signed = phone.Signed();
        try
        {
            await RestoreAsync(host, job => job with { Manifest = signed, Provisioning = division, AskTicket = (evidence, _) => Task.FromResult(phone.Ticket(evidence, signed, order: order)) });
        }
        finally
        {
            await off.CancelAsync();
            await host.DisposeAsync();
            await serving.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private Task<byte[]> RestoreAsync(IFlashLink link, bool handsOver = false) => RestoreAsync(link, job => job with { HandsOver = handsOver });

    private async Task<byte[]> RestoreAsync(IFlashLink link, Func<RestoreJob, RestoreJob> change, bool isWritten = false, bool isHasty = false)
    {
        if (!isWritten)
        {
            WritePackage();
        }

        var signed = bench.Signed();
        using var package = await FlashPackage.OpenAsync(Path.Combine(folder, "rom"), folder, null, null, Ct);
        using var journal = FlashJournal.Open(folder, "serial:A", FirmwareManifestCodec.Digest(signed));
        await using var port = new LinkPort(link, TimeProvider.System);
        var job = new RestoreJob
        {
            Package = package,
            Plan = RestorePlan.Make(package, PackageLists.Read(package), bench.Manifest, keepData: false),
            Manifest = signed,
            Journal = journal,
            AskTicket = (evidence, _) => Task.FromResult(bench.Ticket(evidence, signed)),
            BringReceipt = (_, _) => Task.CompletedTask,
        };
        var wait = TimeSpan.FromSeconds(3);
        return await new EmergencyRestore(
            port, change(job), sahara: isHasty ? new() { Verdict = wait, Packet = wait } : null, firehose: isHasty ? new() { Response = wait, Transfer = wait, Final = wait, Command = wait } : null).RunAsync(Ct);
    }

    // Each extent is a file of its own.
    private void WritePackage()
    {
        var images = Directory.CreateDirectory(Path.Combine(folder, "rom", "images")).FullName;
        File.WriteAllBytes(Path.Combine(images, "prog_firehose_virtual.elf"), Programmer.ImageFor(TemporaryPhone.Facts.Product));
        var lines = Package.Extents.Select((extent, i) =>
        {
            File.WriteAllBytes(Path.Combine(images, $"{i}.bin"), Package.Bytes(extent));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"<program SECTOR_SIZE_IN_BYTES=\"4096\" filename=\"{i}.bin\" label=\"p{i}\" num_partition_sectors=\"{extent.Sectors}\" physical_partition_number=\"{extent.Unit}\" start_sector=\"{extent.First}\" file_sector_offset=\"0\"/>");
        });
        File.WriteAllText(Path.Combine(images, "rawprogram0.xml"), $"<data>{string.Concat(lines)}</data>");
    }

    private void RequireRestored(string before)
    {
        Assert.All(Package.Extents.Where(e => e != Package.Table), extent => Assert.Equal(Package.Bytes(extent), bench.Read(extent)));
        Assert.Equal(before, bench.Lock());
        Assert.True(bench.Bad.All.IsEmpty);
    }
}
