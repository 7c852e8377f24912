using System.Security.Cryptography;
using Tenure.Flash.Packages;
using Tenure.Flash.Restores;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Links;
using Tenure.Protocols.Sahara;
using Tenure.Protocols.Sparse;
using Tenure.Protocols.Tests.Links;
using Tenure.Protocols.Tests.Sahara;

namespace Tenure.Flash.Tests.Restores;

public sealed class EmergencyRestoreTests : IAsyncLifetime
{
    private const int Sector = 4096;

    private static readonly SaharaTimeouts Soon = new() { Hello = TimeSpan.FromMilliseconds(500), SignOfLife = TimeSpan.FromMilliseconds(300), Packet = TimeSpan.FromSeconds(2) };

    private readonly TemporaryFolder folder = new();
    private readonly ECDsa release = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Board board = new();
    private readonly byte[] boot = RandomNumberGenerator.GetBytes((40 * Sector) - 100);
    private readonly byte[] super = RandomNumberGenerator.GetBytes(60 * Sector);
    private readonly List<RestoreReport> reports = [];
    private readonly List<byte[]> receipts = [];
    private FlashPackage package = null!;
    private FirmwareManifest manifest = null!;
    private byte[] signed = [];
    private byte[] ticket = "TICKET"u8.ToArray();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        super.AsSpan(20 * Sector, 20 * Sector).Clear();
        var sparse = new MemoryStream();
        SparseLayout.OfImage(new MemoryStream(super), Sector, skipZeros: true).Write(new MemoryStream(super), sparse);
        folder.Write("rom/images/super.img", sparse.ToArray());
        folder.Write("rom/images/boot.img", boot);
        folder.Write("rom/images/tail.bin", new byte[2 * Sector]);
        folder.Write("rom/images/userdata.img", new byte[4 * Sector]);
        folder.Write("rom/images/prog_firehose_ddr.elf", Rom.Elf);
        folder.Write("rom/images/rawprogram0.xml", "<data>" + Line("super.img", "super", 0, "100", 60) + Line("userdata.img", "userdata", 0, "200", 50) + Line("tail.bin", "BackupGPT", 0, "NUM_DISK_SECTORS-2.", 2) + "</data>");
        folder.Write("rom/images/rawprogram1.xml", "<data>" + Line("boot.img", "boot", 1, "8", 64) + "</data>");
        folder.Write("rom/images/patch0.xml", "<patches><patch SECTOR_SIZE_IN_BYTES=\"4096\" byte_offset=\"16\" filename=\"DISK\" physical_partition_number=\"0\" size_in_bytes=\"8\" start_sector=\"1\" value=\"NUM_DISK_SECTORS-1.\" what=\"x\"/></patches>");
        package = await FlashPackage.OpenAsync(Path.Combine(folder.Path, "rom"), folder.Path, null, null, Ct);
        manifest = await ManifestMaker.MakeAsync(package, new() { Product = "lotus", Version = "1", Regions = ["EU"], PatchLevel = new(2026, 1, 1) }, Ct);
        signed = FirmwareManifestCodec.Sign(manifest, release);
    }

    public ValueTask DisposeAsync()
    {
        package.Dispose();
        release.Dispose();
        folder.Dispose();
        return default;
    }

    [Fact]
    public void A_manifest_names_what_images_say_and_nothing_else()
    {
        Assert.Equal(
            [(0, 100L, 20L), (0, 140L, 20L), (0, 200L, 4L), (0, -2L, 2L), (1, 8L, 40L)],
            manifest.Entries.OfType<FirmwareProgram>().Select(program => (program.Range.Unit, program.Range.First, program.Range.Sectors)));
        Assert.Equal([new FirmwareRange(0, 200, 50)], manifest.UserData);
        Assert.Equal([252, 48], manifest.Storage.LeastSectors);
    }

    [Theory]
    [InlineData(LinkKind.Message)]
    [InlineData(LinkKind.Stream)]
    public async Task All_of_the_manifest_is_written_and_a_receipt_comes_back(LinkKind kind)
    {
        await RestoreAsync(kind);
        AssertRestored();
        Assert.All(board.Disk.Content[0].AsSpan(200 * Sector, 4 * Sector).ToArray(), one => Assert.Equal(0, one));
        Assert.Equal(511UL, BitConverter.ToUInt64(board.Disk.Content[0], Sector + 16));
        Assert.Equal(1, board.Disk.Bootable);
        Assert.Equal([FirehosePower.Reset], board.Left);
        Assert.Single(receipts);
        Assert.Equal(reports[^1].Of, reports[^1].Bytes);
        Assert.Equal(reports.Select(report => report.Bytes).Order(), reports.Select(report => report.Bytes));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.journal"));
    }

    [Fact]
    public async Task Data_is_kept_where_that_is_asked_for()
    {
        await RestoreAsync(LinkKind.Stream, keep: true);
        AssertRestored();
        Assert.All(board.Disk.Content[0].AsSpan(200 * Sector, 4 * Sector).ToArray(), one => Assert.Equal(0xff, one));
    }

    [Theory]
    [InlineData(LinkKind.Message, 60_000)]
    [InlineData(LinkKind.Message, 190_000)]
    [InlineData(LinkKind.Stream, 60_000)]
    [InlineData(LinkKind.Stream, 190_000)]
    [InlineData(LinkKind.Stream, 320_000)]
    public async Task After_a_power_cut_it_goes_on_and_writes_nothing_twice(LinkKind kind, long cutAfter)
    {
        Assert.Equal(RestoreFault.Gone, (await Assert.ThrowsAsync<RestoreException>(() => RestoreAsync(kind, faults: new() { CutAfter = cutAfter }))).Fault);
        var before = board.Writes;
        await RestoreAsync(kind);
        AssertRestored();

        // What was judged once is not written again, but for the one that broke.
        Assert.InRange(board.Writes - before, manifest.Entries.OfType<FirmwareProgram>().Count() - before, manifest.Entries.OfType<FirmwareProgram>().Count() - before + 1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task A_programmer_whose_host_died_in_raw_mode_is_brought_out_of_it(int? idleSeconds)
    {
        var (host, device) = LinkEnd.Pair(LinkKind.Stream);
        var options = new FirehoseDeviceOptions { MaxPayload = 16384, RawIdle = idleSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
        using var off = new CancellationTokenSource();
        var running = Task.Run(() => board.RunAsync(device, options, programmerRuns: false, off.Token), Ct);

        // The first host dies; the link, as a serial port does, stays.
        using (var dying = CancellationTokenSource.CreateLinkedTokenSource(Ct))
        {
            await using var port = new LinkPort(new Kept(host), TimeProvider.System);
            var dies = new Dies(dying, 30_000);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(port, dies, keep: false, skips: false, dying.Token));
        }

        await using var second = new LinkPort(host, TimeProvider.System);
        await RunAsync(second, null, keep: false, skips: false, Ct);
        await running;
        AssertRestored();
        Assert.Contains(reports, report => report.Phase == RestorePhase.Recovering || idleSeconds is not null);
    }

    [Fact]
    public async Task What_is_right_already_is_left_alone_when_asked()
    {
        await RestoreAsync(LinkKind.Stream);
        var before = board.Writes;
        await RestoreAsync(LinkKind.Stream, skips: true);
        Assert.Equal(before, board.Writes);
        Assert.Equal(reports[^1].Of, reports[^1].Bytes);
    }

    // The device is off before its last ACK has come: all is done and told, and the same command would begin another restore.
    [Theory]
    [InlineData(LinkKind.Message)]
    [InlineData(LinkKind.Stream)]
    public async Task A_device_that_goes_without_its_last_word_was_restored(LinkKind kind)
    {
        await RestoreAsync(kind, losesLastWord: true);
        AssertRestored();
        Assert.Single(receipts);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.journal"));
    }

    [Fact]
    public async Task A_part_that_did_not_arrive_is_written_once_more_and_not_for_ever()
    {
        board.Spoils = 1;
        await RestoreAsync(LinkKind.Stream);
        AssertRestored();
        board.Spoils = 100;
        Assert.Equal(RestoreFault.WriteRefused, (await Assert.ThrowsAsync<RestoreException>(() => RestoreAsync(LinkKind.Stream))).Fault);
    }

    [Fact]
    public async Task A_wrong_ticket_or_programmer_or_a_check_stops_before_anything_is_written()
    {
        ticket = "NOTHING"u8.ToArray();
        Assert.Equal(RestoreFault.TicketRefused, (await Assert.ThrowsAsync<RestoreException>(() => RestoreAsync(LinkKind.Stream))).Fault);
        folder.Write("rom/images/prog_firehose_ddr.elf", Rom.Program(wide: false, 30_000));
        Assert.Equal(RestoreFault.ProgrammerRefused, (await Assert.ThrowsAsync<RestoreException>(() => RestoreAsync(LinkKind.Stream))).Fault);
        Assert.Equal(0, board.Writes);
    }

    [Fact]
    public async Task A_storage_that_is_too_small_is_told()
    {
        manifest = manifest with { Storage = manifest.Storage with { LeastSectors = [252, 9999] } };
        signed = FirmwareManifestCodec.Sign(manifest, release);
        Assert.Equal(RestoreFault.StorageWrong, (await Assert.ThrowsAsync<RestoreException>(() => RestoreAsync(LinkKind.Stream))).Fault);
    }

    // From whichever end it is counted: what lies in a person's data is left out.
    [Fact]
    public void Data_is_kept_from_what_is_counted_from_the_other_end()
    {
        var last = manifest.Storage.LeastSectors[0] - 2;
        var other = manifest with { UserData = [new FirmwareRange(0, last, 0)] };
        Assert.DoesNotContain(RestorePlan.Make(package, PackageLists.Read(package), other, keepData: true).Entries, entry => entry.Entry is FirmwareProgram { Range.First: -2 });
        Assert.Contains(RestorePlan.Make(package, PackageLists.Read(package), other, keepData: false).Entries, entry => entry.Entry is FirmwareProgram { Range.First: -2 });
    }

    [Fact]
    public void What_no_list_fills_is_refused()
    {
        var other = manifest with { Entries = [new FirmwareProgram(new(1, 100, 1), new byte[32])] };
        Assert.Equal(PackageFault.ManifestNotCovered, Assert.Throws<PackageException>(() => RestorePlan.Make(package, PackageLists.Read(package), other, keepData: false)).Fault);
    }

    private static string Line(string file, string label, int unit, string start, int sectors) =>
        $"<program SECTOR_SIZE_IN_BYTES=\"4096\" filename=\"{file}\" label=\"{label}\" num_partition_sectors=\"{sectors}\" physical_partition_number=\"{unit}\" start_sector=\"{start}\" sparse=\"true\" file_sector_offset=\"0\"/>";

    private void AssertRestored()
    {
        Assert.Equal(boot, board.Disk.Content[1].AsSpan(8 * Sector, boot.Length).ToArray());
        Assert.Equal(super[..(20 * Sector)], board.Disk.Content[0].AsSpan(100 * Sector, 20 * Sector).ToArray());
        Assert.Equal(super[(40 * Sector)..], board.Disk.Content[0].AsSpan(140 * Sector, 20 * Sector).ToArray());
        Assert.All(board.Disk.Content[0].AsSpan(120 * Sector, 20 * Sector).ToArray(), one => Assert.Equal(0xff, one));
        Assert.All(board.Disk.Content[0].AsSpan(510 * Sector).ToArray(), one => Assert.Equal(0, one));
    }

    private async Task RestoreAsync(LinkKind kind, bool keep = false, bool skips = false, LinkFaults? faults = null, bool losesLastWord = false)
    {
        var (host, device) = LinkEnd.Pair(kind, faults);
        using var off = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = Task.Run(() => board.RunAsync(losesLastWord ? new Leaves(device, () => receipts.Count > 0) : device, null, programmerRuns: false, off.Token), Ct);
        await using var port = new LinkPort(host, TimeProvider.System);
        try
        {
            await RunAsync(port, null, keep, skips, Ct);
        }
        finally
        {
            await off.CancelAsync();
            await Task.WhenAny(running);
        }
    }

    private async Task RunAsync(LinkPort port, Dies? dies, bool keep, bool skips, CancellationToken ct)
    {
        using var journal = FlashJournal.Open(folder.Path, "serial:A", FirmwareManifestCodec.Digest(signed));
        var job = new RestoreJob
        {
            Package = package,
            Plan = RestorePlan.Make(package, PackageLists.Read(package), manifest, keep),
            Manifest = signed,
            Journal = journal,
            SkipsRight = skips,
            AskTicket = (_, _) => Task.FromResult(ticket),
            BringReceipt = (receipt, _) =>
            {
                receipts.Add(receipt);
                return Task.CompletedTask;
            },
        };
        reports.Clear();
        await new EmergencyRestore(port, job, dies ?? (IProgress<RestoreReport>)new Reports(reports), sahara: Soon).RunAsync(ct);
    }

    private sealed class Reports(List<RestoreReport> seen) : IProgress<RestoreReport>
    {
        public void Report(RestoreReport value) => seen.Add(value);
    }

    /// <summary>A link that outlives its host, as a serial port does.</summary>
    private sealed class Kept(LinkEnd link) : IFlashLink
    {
        public LinkKind Kind => link.Kind;

        public int PacketSize => link.PacketSize;

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct) => link.ReadAsync(buffer, ct);

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => link.WriteAsync(bytes, ct);

        public ValueTask DisposeAsync() => default;
    }

    /// <summary>A device that is gone before what it says from some time on is out.</summary>
    private sealed class Leaves(LinkEnd link, Func<bool> isGone) : IFlashLink
    {
        public LinkKind Kind => link.Kind;

        public int PacketSize => link.PacketSize;

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct) => link.ReadAsync(buffer, ct);

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => isGone() ? link.DisposeAsync() : link.WriteAsync(bytes, ct);

        public ValueTask DisposeAsync() => link.DisposeAsync();
    }

    /// <summary>A host that is killed in the middle of a write.</summary>
    private sealed class Dies(CancellationTokenSource dying, int after) : IProgress<RestoreReport>
    {
        public void Report(RestoreReport value)
        {
            if (value.Phase == RestorePhase.Writing && value.Bytes >= after)
            {
                dying.Cancel();
            }
        }
    }
}
