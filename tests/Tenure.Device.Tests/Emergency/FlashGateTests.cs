using System.Security.Cryptography;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Boot;
using Tenure.Device.Phone.Emergency;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Emergency;

/// <summary>Each attempt to flash a phone that is not to be flashed so: refused with its code, and nothing is written.</summary>
public sealed class FlashGateTests : IDisposable
{
    private EmergencyBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_ticket_for_the_phones_own_question_opens_what_the_manifest_says()
    {
        Assert.False(bench.Gate.IsOpen);
        Assert.Null(bench.Open());
        Assert.True(bench.Gate.IsOpen);
        Assert.All(Package.Extents, extent => Assert.Null(bench.Write(extent, Package.Bytes(extent))));
        Assert.All(Package.Extents, extent => Assert.Equal(Package.Bytes(extent), bench.Read(extent)));
        Assert.Empty(bench.Kept);
    }

    [Fact]
    public void The_question_says_what_a_server_needs_to_decide()
    {
        var said = EvidenceCodec.Verify(bench.Ask(), bench.Core.Identity.PublicKey);

        Assert.Equal((EvidencePurpose.Flash, TicketState.Held, "EU", bench.Facts.Serial), (said.Purpose, said.State, said.Facts.Region, said.Facts.Serial));
        Assert.Equal(2ul, said.Facts.RollbackIndexes![0]);
        Assert.InRange(bench.Ask().Length, 1, FirehoseCodec.MaxEvidence);
    }

    [Fact]
    public void Indexes_that_rose_the_fuse_and_an_unlocked_bootloader_count_and_are_said()
    {
        bench.Facts = bench.Facts with { AvbKey = [1] };
        bench.Loader.Raise(new Dictionary<uint, ulong> { [0] = 5 }, antiIndex: 3);
        bench.Loader.SetLock(isUnlocked: true);
        bench.PowerOn();

        var said = EvidenceCodec.Verify(bench.Ask(), bench.Core.Identity.PublicKey);
        Assert.Equal((5ul, 3ul), (said.Facts.RollbackIndexes![0], said.Facts.RollbackIndexes[LoaderStore.FuseLocation]));
        Assert.Equal((BootloaderState.Unlocked, false, DebugState.Enabled), (said.Facts.Bootloader, said.OemBoot, said.DebugState));

        Assert.Equal(7, bench.Open()!.Code);
        bench.Manifest = bench.Manifest with { RollbackIndexes = new Dictionary<uint, ulong> { [0] = 5 } };
        Assert.Equal(7, bench.Open()!.Code);
        bench.Manifest = bench.Manifest with { RollbackIndexes = new Dictionary<uint, ulong> { [0] = 4, [LoaderStore.FuseLocation] = 3 } };
        Assert.Equal(7, bench.Open()!.Code);
        bench.Manifest = bench.Manifest with { RollbackIndexes = new Dictionary<uint, ulong> { [0] = 5, [LoaderStore.FuseLocation] = 3 } };
        Assert.Null(bench.Open());
    }

    [Fact]
    public void The_receipt_says_how_many_entries_are_done_and_leaves_the_blocks_last_ticket_alone()
    {
        var last = bench.Core.Block.Content!.LastTicketId;
        Assert.Null(bench.Open());
        Assert.Null(bench.Write(Package.BootA, Package.Bytes(Package.BootA)));
        Assert.Equal(11, bench.Write(Package.BootB, new byte[Package.BootB.Sectors * EmergencyBench.Sector])!.Code);

        var said = EvidenceCodec.Verify(bench.Gate.Receipt(out _)!, bench.Core.Identity.PublicKey);

        Assert.Equal((EvidencePurpose.Flashed, 1u, 1u), (said.Purpose, said.Flashed!.Done, said.Flashed.Failed));
        Assert.Equal(last, said.LastTicketId);
    }

    [Fact]
    public void Another_devices_ticket_is_refused() => Refused(6, t => t with { Subject = PublicKeyP256.From(ECDsa.Create(ECCurve.NamedCurves.nistP256)).Thumbprint });

    [Fact]
    public void Another_epochs_ticket_is_refused() => Refused(16, t => t with { Epoch = 9 });

    [Fact]
    public void Another_issuers_ticket_is_refused() => Refused(20, t => t with { Issuer = "https://elsewhere.example/" });

    [Fact]
    public void A_ticket_is_good_for_one_question_and_for_no_later_one()
    {
        var manifest = bench.Signed();
        var ticket = bench.Ticket(bench.Ask(), manifest);
        Assert.Null(bench.Gate.Open(ticket, manifest, out _));
        Assert.Equal(1, bench.Gate.Open(ticket, manifest, out _)!.Code);
        bench.PowerOn();
        Unwritten(1, () => bench.Gate.Open(ticket, manifest, out _));
        bench.Ask();
        Unwritten(21, () => bench.Gate.Open(ticket, manifest, out _));
    }

    [Fact]
    public void A_ticket_that_came_too_late_is_refused()
    {
        var manifest = bench.Signed();
        var ticket = bench.Ticket(bench.Ask(), manifest);
        bench.Clock.Advance(TimeSpan.FromSeconds(901));
        Unwritten(18, () => bench.Gate.Open(ticket, manifest, out _));
        ticket = bench.Ticket(bench.Ask(), manifest);
        bench.Clock.Advance(TimeSpan.FromMinutes(61));
        Unwritten(2, () => bench.Gate.Open(ticket, manifest, out _));
    }

    // What was opened stays open: work may take longer than a ticket lives.
    [Fact]
    public void The_lifetime_of_a_ticket_bounds_its_acceptance_and_not_the_work()
    {
        Assert.Null(bench.Open());
        bench.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Null(bench.Write(Package.BootA, Package.Bytes(Package.BootA)));
    }

    [Fact]
    public void A_ticket_under_a_key_that_no_pinned_root_certified_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var manifest = bench.Signed();
        var evidence = bench.Ask();
        Unwritten(4, () => bench.Gate.Open(bench.Ticket(evidence, manifest, root: other), manifest, out _));
        Unwritten(9, () => bench.Gate.Open(bench.Ticket(evidence, manifest, purpose: SignerPurpose.Release), manifest, out _));
    }

    [Fact]
    public void Another_manifest_than_the_tickets_is_refused()
    {
        var named = bench.Signed();
        var brought = bench.Signed(bench.Manifest with { Version = "1.9.9" });
        Unwritten(10, () => bench.Gate.Open(bench.Ticket(bench.Ask(), named), brought, out _));
    }

    [Fact]
    public void A_manifest_that_the_maker_did_not_sign_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var manifest = bench.Signed(maker: other);
        Unwritten(15, () => bench.Gate.Open(bench.Ticket(bench.Ask(), manifest), manifest, out _));
        var spoilt = bench.Signed();
        spoilt[^1] ^= 1;
        Unwritten(5, () => bench.Gate.Open(bench.Ticket(bench.Ask(), spoilt), spoilt, out _));
        Unwritten(3, () => bench.Gate.Open(bench.Ticket(bench.Ask(), bench.Signed()), new byte[100], out _));
    }

    [Fact]
    public void A_package_for_another_product_region_or_storage_is_refused()
    {
        Refused(6, manifest: bench.Manifest with { Product = "Tenure Two" });
        Refused(8, manifest: bench.Manifest with { Regions = ["CN"] });
        Refused(8, order: o => o with { Region = "CN" });
        Refused(10, manifest: bench.Manifest with { Storage = bench.Manifest.Storage with { MemoryName = "emmc" } });
    }

    [Fact]
    public void An_older_package_than_the_fuses_or_the_ticket_allow_is_refused()
    {
        Refused(7, manifest: bench.Manifest with { RollbackIndexes = new Dictionary<uint, ulong> { [0] = 1 } });
        Refused(7, manifest: bench.Manifest with { RollbackIndexes = new Dictionary<uint, ulong> { [1] = 9 } });
        Refused(7, order: o => o with { LeastIndexes = new Dictionary<uint, ulong> { [0] = 3 } });
        Refused(7, order: o => o with { LeastIndexes = new Dictionary<uint, ulong> { [5] = 1 } });
        Assert.Null(bench.Open(order: o => o with { LeastIndexes = new Dictionary<uint, ulong> { [0] = 2, [5] = 0 } }));
    }

    [Theory]
    [InlineData(BlockState.Lost)]
    [InlineData(BlockState.Untrusted)]
    public void A_phone_that_is_lost_or_cannot_tell_is_flashed_for_its_holder_alone(BlockState state)
    {
        bench.Dispose();
        bench = new(state);
        Refused(13, order: o => o with { Actor = FlashActor.Workshop });
        Refused(13, order: o => o with { Actor = FlashActor.Factory });
        Assert.Null(bench.Open());
    }

    [Fact]
    public void A_workshop_flashes_a_phone_that_is_not_lost() => Assert.Null(bench.Open(order: o => o with { Actor = FlashActor.Workshop }));

    [Fact]
    public void After_five_wrong_tickets_nothing_opens_the_phone_until_it_was_off()
    {
        for (var i = 0; i < 5; i++)
        {
            bench.Ask();
            Assert.Equal(3, bench.Gate.Open(new byte[10], bench.Signed(), out _)!.Code);
        }

        Assert.Null(bench.Gate.Challenge(out var refusal));
        Assert.Equal(12, refusal!.Code);
        Unwritten(12, () => bench.Gate.Open(new byte[10], bench.Signed(), out _));
        bench.PowerOn();
        Assert.Null(bench.Open());
    }

    [Fact]
    public void Nothing_but_whole_extents_of_the_manifest_is_written()
    {
        Assert.Null(bench.Open());
        FirehoseRange[] outside =
        [
            Package.BootA with { Sectors = 15 }, Package.BootA with { First = Package.BootA.First + 1 }, Package.BootA with { Sectors = 17 }, Package.BootA3 with { Sectors = 6 },
            Package.BootB with { Unit = 5 }, new(1, 300, 1), new(4, 0, 6), new(5, 0, 5),
        ];
        Assert.All(outside, range => Unwritten(10, () => bench.Write(range, new byte[range.Sectors * EmergencyBench.Sector])));
    }

    [Fact]
    public void Several_extents_that_follow_each_other_are_one_image()
    {
        Assert.Null(bench.Open());
        var image = Package.BootA with { Sectors = 37 };
        Assert.Null(bench.Write(image, Package.Bytes(image)));
        Assert.Equal(Package.Bytes(image), bench.Read(image));
    }

    [Fact]
    public void An_image_that_was_changed_on_the_way_is_bad_until_it_is_written_again()
    {
        Assert.Null(bench.Open());
        var image = Package.BootA with { Sectors = 37 };
        var changed = Package.Bytes(image);
        changed[(20 * EmergencyBench.Sector) + 5] ^= 1;
        Assert.Equal(11, bench.Write(image, changed)!.Code);
        Assert.Equal([Package.BootA2], bench.Kept);
        Assert.Equal(11, bench.Write(Package.BootB, Package.Bytes(Package.BootB))!.Code);
        Assert.Equal(11, bench.Gate.Refuse(new FirehoseBootableCommand(1), null)!.Code);

        Assert.Null(bench.Write(Package.BootA2, Package.Bytes(Package.BootA2)));
        Assert.Empty(bench.Kept);
        Assert.Null(bench.Write(Package.BootB, Package.Bytes(Package.BootB)));
    }

    [Fact]
    public void An_image_whose_host_went_away_is_bad_until_it_is_written_again()
    {
        Assert.Null(bench.Open());
        bench.Write(Package.BootA, Package.Bytes(Package.BootA)[..^EmergencyBench.Sector], isWhole: false);
        Assert.Equal([Package.BootA], bench.Kept);
        bench.PowerOn();
        Assert.Equal([Package.BootA], bench.Bad.All.Ranges);
        Assert.Null(bench.Open());
        Assert.Equal([Package.BootA], bench.Bad.All.Ranges);
        Assert.Null(bench.Write(Package.BootA, Package.Bytes(Package.BootA)));
        Assert.Empty(bench.Kept);
    }

    // The ticket is for a manifest that a careless maker signed.
    [Fact]
    public void Lock_key_and_counters_are_touched_under_no_ticket_and_no_manifest()
    {
        var block = PhoneLayout.ProtectedRanges[1];
        bench.Manifest = bench.Manifest with
        {
            Entries =
            [
                new FirmwareProgram(new(block.Unit, block.First, 1), SHA256.HashData(new byte[EmergencyBench.Sector])), new FirmwareErase(new(3, 0, 0)), new FirmwareErase(new(3, block.First, block.Sectors)),
                new FirmwarePatch(3, $"{block.First}", 0, 8, "0"),
            ],
        };
        Assert.Null(bench.Open());
        Unwritten(14, () => bench.Write(block with { Sectors = 1 }, new byte[EmergencyBench.Sector]));
        FirehoseRange unit = new(3, 0, PhoneLayout.SizeOf(3) / EmergencyBench.Sector);
        Assert.Equal(14, bench.Gate.Refuse(new FirehoseEraseCommand(EmergencyBench.Sector, 3, null), unit)!.Code);
        Assert.Equal(14, bench.Gate.Refuse(new FirehoseEraseCommand(EmergencyBench.Sector, 3, EmergencyBench.Place(block)), block)!.Code);
        Assert.Equal(14, bench.Gate.Refuse(new FirehosePatchCommand(EmergencyBench.Place(block with { Sectors = 1 }), 0, 8, FirehoseExpression.Of(0)), block with { Sectors = 1 })!.Code);
        Assert.All(PhoneLayout.ProtectedRanges, range =>
        {
            Assert.Equal(14, bench.Gate.Refuse(new FirehoseReadCommand(EmergencyBench.Place(range)), range)!.Code);
            Assert.Equal(14, bench.Gate.Refuse(new FirehoseDigestCommand(EmergencyBench.Place(range)), range)!.Code);
        });
    }

    [Fact]
    public void What_the_ticket_does_not_open_is_refused()
    {
        Assert.Null(bench.Open(order: o => o with { Operations = FlashOperations.Power }));
        Unwritten(9, () => bench.Write(Package.BootA, Package.Bytes(Package.BootA)));
        Assert.All(Others(), command => Assert.Equal(9, bench.Gate.Refuse(command.Command, command.Range)!.Code));
    }

    [Fact]
    public void Erasures_patches_and_units_to_boot_from_are_those_of_the_manifest()
    {
        Assert.Null(bench.Open());
        Assert.All(Others(), command => Assert.Null(bench.Gate.Refuse(command.Command, command.Range)));
        FirehoseRange sector = new(5, 1, 1);
        (FirehoseCommand Command, FirehoseRange? Range)[] others =
        [
            (new FirehoseEraseCommand(EmergencyBench.Sector, 0, EmergencyBench.Place(Package.Erased with { Sectors = 1 })), Package.Erased with { Sectors = 1 }),
            (new FirehoseEraseCommand(EmergencyBench.Sector, 4, null), new(4, 0, PhoneLayout.SizeOf(4) / EmergencyBench.Sector)),
            (Package.Patch with { ByteOffset = 17 }, sector), (Package.Patch with { Size = 8 }, sector), (Package.Patch with { Value = FirehoseExpression.Of(1) }, sector),
            (new FirehoseBootableCommand(2), null),
        ];
        Assert.All(others, command => Assert.Equal(10, bench.Gate.Refuse(command.Command, command.Range)!.Code));
    }

    [Fact]
    public void Only_partition_tables_and_images_are_read()
    {
        Assert.Null(bench.Open());
        var end = PhoneLayout.SizeOf(0) / EmergencyBench.Sector;
        Assert.All((FirehoseRange[])[new(0, 0, 6), new(0, end - 5, 5), new(4, 1, 1), Package.BootA, Package.BootA with { Sectors = 37 }, Package.BootA with { First = Package.BootA.First + 3, Sectors = 2 }], range =>
            Assert.Null(bench.Gate.Refuse(new FirehoseReadCommand(EmergencyBench.Place(range)), range)));
        var user = PhoneLayout.OffsetOf(PhoneLayout.UserData) / EmergencyBench.Sector;
        Assert.All((FirehoseRange[])[new(0, 0, 7), new(0, end - 6, 6), new(0, user, 1), Package.BootA with { Sectors = 38 }], range =>
        {
            Assert.Equal(10, bench.Gate.Refuse(new FirehoseReadCommand(EmergencyBench.Place(range)), range)!.Code);
            Assert.Equal(10, bench.Gate.Refuse(new FirehoseDigestCommand(EmergencyBench.Place(range)), range)!.Code);
        });
    }

    // With SkipWrite the digests would be right and nothing be there.
    [Fact]
    public void Measuring_without_writing_and_provisioning_are_refused()
    {
        Assert.Null(bench.Open());
        FirehoseConfigureCommand usual = new() { MemoryName = "ufs" };
        Assert.Null(bench.Gate.Refuse(usual, null));
        Assert.Equal(9, bench.Gate.Refuse(usual with { SkipWrite = true }, null)!.Code);
        Assert.Equal(9, bench.Gate.Refuse(usual with { SkipStorageInit = true }, null)!.Code);
        Assert.Equal(9, bench.Gate.Refuse(new FirehoseOtherCommand(new("ufs", [])), null)!.Code);
    }

    [Fact]
    public void A_phone_without_a_makers_key_takes_no_firmware()
    {
        bench.Facts = bench.Facts with { ReleaseKeys = [] };
        bench.PowerOn();
        Refused(15);
    }

    [Fact]
    public void A_new_start_of_the_emergency_mode_gives_no_new_tries()
    {
        for (var i = 0; i < 5; i++)
        {
            bench.Ask();
            bench.Gate.Open(new byte[10], bench.Signed(), out _);
        }

        using var again = new FlashGate(bench.Core, bench.Storage, bench.Bad, bench.Clock);

        Assert.Null(again.Challenge(out var refusal));
        Assert.Equal(12, refusal!.Code);
    }

    [Fact]
    public void A_ticket_of_an_older_signer_than_one_that_was_believed_is_refused()
    {
        var manifest = bench.Signed();
        Assert.Null(bench.Gate.Open(bench.Ticket(bench.Ask(), manifest, generation: 3), manifest, out _));
        bench.PowerOn();
        Unwritten(17, () => bench.Gate.Open(bench.Ticket(bench.Ask(), manifest, generation: 2), manifest, out _));
        Assert.Null(bench.Gate.Open(bench.Ticket(bench.Ask(), manifest, generation: 3), manifest, out _));
    }

    // Its extents share an erase unit.
    [Fact]
    public void What_lies_beside_a_write_that_came_to_nothing_is_looked_at()
    {
        Assert.Null(bench.Open());
        Assert.Null(bench.Write(Package.BootB2, Package.Bytes(Package.BootB2)));
        bench.Write(Package.BootB, Package.Bytes(Package.BootB)[..^EmergencyBench.Sector], isWhole: false);
        Assert.Null(bench.Write(Package.BootB, Package.Bytes(Package.BootB)));
        Assert.Empty(bench.Kept);
        Assert.Equal((2u, 0u), Receipt());
    }

    [Fact]
    public void What_was_hurt_beside_a_write_that_came_to_nothing_is_in_the_receipt_until_it_is_written()
    {
        Assert.Null(bench.Open());
        bench.Write(Package.BootB, Package.Bytes(Package.BootB)[..^EmergencyBench.Sector], isWhole: false);
        Assert.Null(bench.Write(Package.BootB, Package.Bytes(Package.BootB)));
        Assert.Equal([Package.BootB2], bench.Kept);
        Assert.Equal((1u, 1u), Receipt());
        Assert.Null(bench.Write(Package.BootB2, Package.Bytes(Package.BootB2)));
        Assert.Empty(bench.Kept);
        Assert.Equal((2u, 0u), Receipt());
    }

    [Fact]
    public void What_lies_around_a_patch_or_an_erasure_counts_as_bad_until_that_is_on_the_medium()
    {
        FirehoseRange header = new(5, 1, 1);
        var power = new PowerSupply();
        bench.PowerOn(power);
        Assert.Null(bench.Open());
        Assert.Null(bench.Write(Package.Table, Package.Bytes(Package.Table)));
        bench.Gate.Changing(header);
        Assert.Equal([Package.Table], bench.Kept);

        // The power fails.
        bench.PowerOn(power);
        Assert.False(bench.Bad.All.IsEmpty);
        Assert.Null(bench.Open());
        Assert.Empty(bench.Kept);
        bench.Gate.Changing(header);
        var before = power.Operations;
        bench.Gate.Done(Package.Patch, header);
        Assert.True(power.Operations > before);
        Assert.Empty(bench.Kept);
    }

    [Fact]
    public void A_phone_says_yes_to_no_other_unit_to_boot_from_than_its_own()
    {
        Assert.True(bench.Storage.SetBootable(1));
        Assert.False(bench.Storage.SetBootable(2));
    }

    [Fact]
    public void A_persons_data_is_read_under_no_ticket()
    {
        bench.Manifest = bench.Manifest with { UserData = [new(Package.BootB.Unit, Package.BootB.First, 4), new(Package.Super.Unit, Package.Super.First + 60, 0)] };
        Assert.Null(bench.Open(order: o => o with { EraseUserData = true }));
        Assert.All((FirehoseRange[])[Package.BootB, Package.BootB with { Sectors = 1 }, Package.Super, Package.Super with { First = Package.Super.First + 63, Sectors = 1 }], range => Assert.All(Readings(range), code => Assert.Equal(10, code)));
        var end = PhoneLayout.SizeOf(0) / EmergencyBench.Sector;
        Assert.All((FirehoseRange[])[Package.BootB with { First = Package.BootB.First + 4, Sectors = 16 }, Package.Super with { Sectors = 60 }, new(0, 0, 6), new(0, end - 5, 5)], range => Assert.All(Readings(range), Assert.Null));
    }

    [Fact]
    public void A_persons_data_is_touched_only_where_the_ticket_says_so()
    {
        var units = bench.Manifest.Storage.LeastSectors;
        var inData = Package.BootB2 with { First = Package.BootB2.First + 2, Sectors = 1 };
        FirehoseRange unit = new(0, 0, units[0]);
        bench.Manifest = bench.Manifest with
        {
            Entries = [.. bench.Manifest.Entries, new FirmwareErase(new(0, 0, 0)), new FirmwarePatch(4, $"{inData.First}", 16, 4, "0")],
            UserData = [new(0, Package.Erased.First + 200, 8), new(4, Package.BootB2.First - units[4] + 2, 1)],
        };
        (FirehoseCommand Command, FirehoseRange Range)[] touching =
        [
            (new FirehoseProgramCommand(EmergencyBench.Place(Package.BootB2)), Package.BootB2), (new FirehoseEraseCommand(EmergencyBench.Sector, 0, EmergencyBench.Place(Package.Erased)), Package.Erased),
            (new FirehoseEraseCommand(EmergencyBench.Sector, 0, null), unit), (Package.Patch with { Place = EmergencyBench.Place(inData) }, inData),
        ];
        Assert.Null(bench.Open(order: o => o with { EraseUserData = false }));
        Assert.All(touching, item => Assert.Equal(10, bench.Gate.Refuse(item.Command, item.Range)?.Code));
        Assert.Null(bench.Write(Package.BootB, Package.Bytes(Package.BootB)));
        Assert.Null(bench.Gate.Refuse(Package.Patch, new(5, 1, 1)));
        bench.PowerOn();
        Assert.Null(bench.Open(order: o => o with { EraseUserData = true }));
        Assert.All(touching, item => Assert.Null(bench.Gate.Refuse(item.Command, item.Range)));
    }

    private static (FirehoseCommand Command, FirehoseRange? Range)[] Others() =>
    [
        (new FirehoseEraseCommand(EmergencyBench.Sector, 0, EmergencyBench.Place(Package.Erased)), Package.Erased), (Package.Patch, new(5, 1, 1)), (new FirehoseBootableCommand(1), null),
        (new FirehoseReadCommand(EmergencyBench.Place(Package.BootA)), Package.BootA), (new FirehoseDigestCommand(EmergencyBench.Place(Package.BootA)), Package.BootA),
    ];

    private IEnumerable<int?> Readings(FirehoseRange range) =>
        [bench.Gate.Refuse(new FirehoseReadCommand(EmergencyBench.Place(range)), range)?.Code, bench.Gate.Refuse(new FirehoseDigestCommand(EmergencyBench.Place(range)), range)?.Code];

    private (uint Done, uint Failed) Receipt()
    {
        var said = EvidenceCodec.Verify(bench.Gate.Receipt(out _)!, bench.Core.Identity.PublicKey).Flashed!;
        return (said.Done, said.Failed);
    }

    private void Refused(int code, Func<Ticket, Ticket>? change = null, Func<FlashOrder, FlashOrder>? order = null, FirmwareManifest? manifest = null)
    {
        var signed = bench.Signed(manifest);
        Unwritten(code, () => bench.Gate.Open(bench.Ticket(bench.Ask(), signed, change, order), signed, out _));
        Assert.False(bench.Gate.IsOpen);
    }

    private void Unwritten(int code, Func<FirehoseRefusal?> attempt)
    {
        var before = bench.Everything();
        Assert.Equal(code, attempt()?.Code);
        Assert.Equal(before, bench.Everything());
        Assert.Empty(bench.Kept);
    }
}
