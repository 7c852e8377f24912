using System.Globalization;
using System.Runtime.Versioning;
using Tenure.Device.Block;
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

    public void Dispose()
    {
        bench.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<byte[]> RestoreAsync(IFlashLink link, bool handsOver = false)
    {
        WritePackage();
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
            HandsOver = handsOver,
        };
        return await new EmergencyRestore(port, job).RunAsync(Ct);
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
