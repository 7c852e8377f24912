using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Boot;

namespace Tenure.Device.Tests.Phone.Boot;

/// <summary>What starts, what stops, and what is remembered.</summary>
public sealed class BootChainTests : IDisposable
{
    private readonly BootBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_new_phone_starts_slot_a_and_its_system_is_verified()
    {
        var system = Start();

        Assert.Equal(("a", "1.0.0", true), (system.Slot, system.Version, system.IsVerified));
        Assert.Equal(6, bench.Chain.Slots.StateOf("a").Retries);
        bench.Chain.ReportGood(system);
        Assert.Equal((true, 7), (bench.Chain.Slots.StateOf("a").IsSuccessful, bench.Chain.Slots.StateOf("a").Retries));
        Assert.Equal("a", Start().Slot);
        Assert.Equal(7, bench.Chain.Slots.StateOf("a").Retries);
    }

    [Theory]
    [InlineData("boot_a", 5000)]
    [InlineData("vbmeta_a", 200)]
    [InlineData("system_a", 70_000)]
    [InlineData("vendor_a", 0)]
    public void Locked_a_changed_partition_stops_the_phone_and_is_named(string partition, int at)
    {
        bench.Change(partition, at);

        var result = bench.Chain.Start();

        Assert.Equal((BootStop.SystemChanged, partition), (result.Stop, result.Partition));
        Assert.False(result.IsEmergencyOnly);
    }

    [Fact]
    public void Unlocked_it_starts_what_is_there_and_says_that_nothing_was_verified()
    {
        bench.Unlock();
        bench.Change("system_a", 70_000);

        var system = Start();

        Assert.False(system.IsVerified);
        Assert.False(bench.Chain.FactsOf(system).IsBootVerified);
        bench.Chain.ReportGood(system);
        Assert.Equal(1UL, bench.Store.Record.RollbackIndexes[0]);
        bench.Change("boot_a", 0);
        Assert.Equal(BootStop.NoSystem, bench.Chain.Start().Stop);
    }

    [Theory]
    [InlineData("xbl_a", 3000)]
    [InlineData("abl_a", 3000)]
    public void A_half_written_loader_leaves_emergency_mode_locked_or_not(string partition, int at)
    {
        bench.Change(partition, at);

        Assert.Equal((BootStop.LoaderBroken, partition, true), (bench.Chain.Start().Stop, bench.Chain.Start().Partition, bench.Chain.Start().IsEmergencyOnly));
        bench.Unlock();
        Assert.True(bench.Chain.Start().IsEmergencyOnly);
    }

    [Fact]
    public void A_system_for_another_region_or_board_stops_a_locked_phone_and_starts_on_an_unlocked_one()
    {
        bench.Write(BootBench.System with { Regions = ["CN"] });
        Assert.Equal(BootStop.WrongRegion, bench.Chain.Start().Stop);
        bench.Write(BootBench.System with { Product = "another" });
        Assert.Equal(BootStop.WrongProduct, bench.Chain.Start().Stop);
        bench.Unlock();
        Assert.NotNull(bench.Chain.Start().System);
    }

    [Fact]
    public void A_system_for_all_regions_starts()
    {
        bench.Write(BootBench.System with { Regions = [] });
        Assert.NotNull(bench.Chain.Start().System);
        bench.Write(BootBench.System with { Regions = ["CN", "EU"] });
        Assert.NotNull(bench.Chain.Start().System);
    }

    [Fact]
    public void What_is_stored_rises_after_a_good_start_only_and_never_falls()
    {
        bench.Write(BootBench.System with { RollbackIndex = 5, AntiIndex = 3 });
        var newer = Start();
        Assert.Equal((1UL, 1UL), (bench.Store.Record.RollbackIndexes[0], bench.Store.Record.AntiIndex));

        bench.Chain.ReportGood(newer);
        Assert.Equal((5UL, 3UL), (bench.Reload().Record.RollbackIndexes[0], bench.Store.Record.AntiIndex));

        bench.Write(BootBench.System with { RollbackIndex = 4, AntiIndex = 3 });
        Assert.Equal(BootStop.SystemTooOld, bench.Chain.Start().Stop);
        bench.Write(BootBench.System with { RollbackIndex = 5, AntiIndex = 2 });
        Assert.Equal((BootStop.LoaderTooOld, true), (bench.Chain.Start().Stop, bench.Chain.Start().IsEmergencyOnly));
        Assert.Equal((5UL, 3UL), (bench.Reload().Record.RollbackIndexes[0], bench.Store.Record.AntiIndex));
    }

    [Fact]
    public void The_phone_says_what_its_bootloader_has_learnt()
    {
        Assert.Equal([0u], bench.Core.Facts.RollbackIndexes.Keys);
        bench.Write(BootBench.System with { RollbackIndex = 5, AntiIndex = 3 });
        bench.Chain.ReportGood(Start());

        Assert.Equal((5UL, 3UL), (bench.Core.Facts.RollbackIndexes[0], bench.Core.Facts.RollbackIndexes[LoaderStore.FuseLocation]));
        Assert.Equal((false, true), (bench.Core.Facts.IsUnlocked, bench.Core.Facts.IsBootVerified));
        bench.Unlock();
        Assert.Equal((true, false), (bench.Core.Facts.IsUnlocked, bench.Core.Facts.IsBootVerified));
    }

    [Fact]
    public void Without_a_makers_key_nothing_starts()
    {
        using var keyless = new TemporaryPhone();
        var file = Path.Combine(keyless.Folder, "phone.json");
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.True(json.AsObject().Remove("avbKey"));
        File.WriteAllText(file, json.ToJsonString());
        using var phone = VirtualPhone.Open(keyless.Folder);

        Assert.Equal((BootStop.LoaderBroken, true), (BootChain.Of(phone, null).Look().Stop, BootChain.Of(phone, null).Look().IsEmergencyOnly));
    }

    [Fact]
    public void With_a_sector_that_does_not_count_only_emergency_mode_starts()
    {
        using var broken = new TemporaryPhone();
        File.WriteAllText(Path.Combine(broken.Folder, "bad.json"), """[{"unit":4,"first":1280,"sectors":16}]""");
        using var phone = VirtualPhone.Open(broken.Folder);
        var chain = BootChain.Of(phone, null);

        Assert.Equal((BootStop.HalfWritten, true), (chain.Start().Stop, chain.Start().IsEmergencyOnly));
        Assert.Equal(7, chain.Slots.StateOf("a").Retries);
        Assert.Equal(BootStop.HalfWritten, chain.WouldStopLocked()!.Stop);
    }

    [Fact]
    public void With_two_good_slots_the_smaller_index_is_stored()
    {
        bench.Chain.ReportGood(Start());
        bench.Write(BootBench.System with { RollbackIndex = 9, AntiIndex = 9 }, "b");
        Assert.True(bench.Chain.Slots.Choose("b"));

        var system = Start();
        bench.Chain.ReportGood(system);

        Assert.Equal("b", system.Slot);
        Assert.Equal((1UL, 1UL), (bench.Store.Record.RollbackIndexes[0], bench.Store.Record.AntiIndex));
    }

    [Fact]
    public void A_slot_that_does_not_start_is_marked_and_the_other_one_starts()
    {
        bench.Chain.ReportGood(Start());
        bench.Write(BootBench.System, "b");
        bench.Change("boot_b", 5000);
        bench.Chain.Slots.Choose("b");

        Assert.Equal("a", Start().Slot);
        Assert.True(bench.Chain.Slots.StateOf("b").IsUnbootable);
    }

    [Fact]
    public void A_slot_that_never_reports_itself_good_has_seven_starts()
    {
        bench.Chain.ReportGood(Start());
        bench.Write(BootBench.System, "b");
        bench.Chain.Slots.Choose("b");

        Assert.Equal("bbbbbbba", string.Concat(Enumerable.Range(0, 8).Select(_ => Start().Slot)));
    }

    [Fact]
    public void A_destroyed_record_is_a_locked_bootloader()
    {
        bench.Unlock();
        bench.DestroyRecord();

        Assert.False(bench.Reload().Record.IsUnlocked);
    }

    [Fact]
    public void Images_of_another_maker_do_not_start()
    {
        using var stranger = RSA.Create(2048);
        bench.Write(BootBench.System, by: stranger);
        Assert.Equal(BootStop.LoaderBroken, bench.Chain.Start().Stop);
        bench.Write(BootBench.System);
        bench.Write("vbmeta_a", MakerImages.Build(BootBench.System, stranger)["vbmeta"]);
        Assert.Equal((BootStop.SystemChanged, "vbmeta_a"), (bench.Chain.Start().Stop, bench.Chain.Start().Partition));
    }

    private BootedSystem Start() => bench.Chain.Start().System ?? throw new InvalidOperationException("The phone does not start.");
}
