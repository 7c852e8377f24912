using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Boot;
using Tenure.Device.Phone.Emergency;
using Tenure.Device.Tests.Emergency;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Links;
using Tenure.Protocols.Sahara;
using Tenure.Protocols.Tests.Links;

namespace Tenure.Device.Tests.Phone.Boot;

/// <summary>A phone that does not start, and what brings it out of that: emergency mode, its holder's ticket, a package that fits. What made it so does not.</summary>
public sealed class WayOutTests : IDisposable
{
    private const int Sector = PhoneLayout.SectorSize;

    // Both logical partitions of a slot lie there, behind what says where.
    private const long SuperBytes = 8 << 20;

    private static readonly PhoneFacts Facts = BootBench.Facts with { ReleaseKeys = [EmergencyBench.ReleaseKey] };

    private static readonly MakerSystem Good = BootBench.System with { RollbackIndex = 5, AntiIndex = 3 };

    private readonly BootBench bench = new(Facts);

    public static TheoryData<BootStop> Bricks => [BootStop.LoaderTooOld, BootStop.SystemTooOld, BootStop.WrongProduct, BootStop.WrongRegion];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Theory]
    [MemberData(nameof(Bricks))]
    public async Task A_brick_is_restored_with_a_package_that_fits_and_with_no_other_and_its_lock_stays(BootStop brick)
    {
        bench.Core.PinServer(EmergencyBench.Server);
        bench.Core.Block.Move(BlockStep.Hold, bench.Core.Block.Content! with { State = BlockState.Held, Epoch = 1, HoldingId = new byte[16], MaskedHolder = "a•••" });
        bench.Write(Good);
        bench.Chain.ReportGood(bench.Chain.Start().System!);
        var wrong = brick switch
        {
            BootStop.LoaderTooOld => Good with { AntiIndex = 2 },
            BootStop.SystemTooOld => Good with { RollbackIndex = 4 },
            BootStop.WrongProduct => Good with { Product = "another" },
            _ => Good with { Regions = ["CN"] },
        };
        bench.Write(wrong);
        Assert.Equal(brick, bench.Chain.Start().Stop);

        // Its own package, once more: whatever ticket there is, the phone takes nothing of it.
        Assert.NotEqual("", await RestoreAsync(wrong));
        Assert.Equal(brick, bench.Chain.Start().Stop);

        Assert.Equal("", await RestoreAsync(Good));
        var started = bench.Chain.Start().System;
        Assert.True(started is { IsVerified: true });
        using var core = PhoneCore.Inspect(bench.Phone, bench.Phone.Facts)!;
        Assert.Equal((BlockState.Held, 1u, false), (core.Block.State, core.Block.Content!.Epoch, bench.Reload().Record.IsUnlocked));
        Assert.Equal((5UL, 3UL), (bench.Store.Record.RollbackIndexes[0], bench.Store.Record.AntiIndex));
    }

    // From the boot ROM to the restart, with the real hosts of both protocols.
    private async Task<string> RestoreAsync(MakerSystem system)
    {
        var images = Images(system);
        var manifest = EmergencyBench.SignedBy(new()
        {
            Product = system.Product == Facts.Product ? Facts.Model : "Another Phone",
            Version = system.Version,
            Regions = system.Regions,
            RollbackIndexes = new Dictionary<uint, ulong> { [0] = system.RollbackIndex, [LoaderStore.FuseLocation] = system.AntiIndex },
            PatchLevel = system.PatchLevel,
            Storage = new(PhoneLayout.MemoryName, Sector, [.. Enumerable.Range(0, PhoneLayout.Units).Select(unit => PhoneLayout.SizeOf(unit) / Sector)]),
            Entries = [.. images.Select(image => new FirmwareProgram(new(image.At.Unit, image.At.First, image.At.Sectors), SHA256.HashData(image.Bytes)))],
        });
        using var core = PhoneCore.Inspect(bench.Phone, bench.Phone.Facts)!;
        var storage = new UnitStorage([.. Enumerable.Range(0, PhoneLayout.Units).Select(bench.Phone.OpenUnit)]);
        using var mode = new EmergencyMode(bench.Phone.Facts, new(), storage, new FlashGate(core, storage, bench.Phone.BadSectors, new FakeTimeProvider()), TimeProvider.System);
        var (near, far) = LinkEnd.Pair(LinkKind.Message);
        var serving = Task.Run(() => mode.ServeAsync(far, Ct), Ct);
        await using var port = new LinkPort(near, TimeProvider.System);
        var rom = new SaharaHost(port);
        Assert.Equal(SaharaStart.Target, await rom.OpenAsync(Ct));
        await rom.UploadAsync(new Dictionary<ulong, Stream> { [SaharaHost.Programmer] = new MemoryStream(Programmer.ImageFor(Facts.Product)) }, null, Ct);
        var host = new FirehoseHost(port);
        await host.GreetAsync(Ct);
        var asked = await host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.Request), Ct);
        var opened = await host.AuthenticateAsync(EmergencyBench.Ticket(core.Identity.PublicKey, asked.Evidence!, manifest), manifest, Ct);
        if (opened.IsAck)
        {
            Assert.True((await host.ConfigureAsync(new() { MemoryName = PhoneLayout.MemoryName }, Ct)).IsAck);
            foreach (var (at, bytes) in images)
            {
                var written = await host.ProgramAsync(new(EmergencyBench.Place(at)), new MemoryStream(bytes), bytes.Length, null, Ct);
                Assert.True(written.IsAck, written.Reason);
            }
        }

        Assert.True((await host.SendAsync(new FirehosePowerCommand(FirehosePower.Reset), Ct)).IsAck);
        Assert.Equal(FirehosePower.Reset, await serving);
        return opened.IsAck ? "" : opened.Reason;
    }

    // As the maker's own phone has them.
    private static List<(FirehoseRange At, byte[] Bytes)> Images(MakerSystem system)
    {
        using var model = new BootBench(Facts);
        model.Write(system);
        return [.. new[] { "xbl_a", "abl_a", "boot_a", "vbmeta_a", PhoneLayout.Super }.Select(name =>
        {
            var partition = PhoneLayout.Find(name)!;
            var bytes = new byte[name == PhoneLayout.Super ? SuperBytes : partition.Size];
            model.Phone.OpenUnit(partition.Unit).Read(PhoneLayout.OffsetOf(name), bytes);
            return (new FirehoseRange(partition.Unit, PhoneLayout.OffsetOf(name) / Sector, bytes.Length / Sector), bytes);
        })];
    }
}
