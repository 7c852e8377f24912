using Tenure.Flash.Checks;

namespace Tenure.Flash.Tests.Checks;

public sealed class PreFlightTests
{
    private static readonly PackageReport Package = new()
    {
        Products = ["lotus"],
        Regions = ["EU", "CN"],
        AntiRollback = 3,
        PatchLevel = new(2026, 3, 1),
        RollbackIndexes = new Dictionary<uint, ulong> { [0] = 5, [2] = 1 },
        LeastSectors = [100, 50],
        Images = new Dictionary<string, long> { ["boot_a"] = 4096, ["super"] = 100 },
    };

    private static readonly DeviceReport Device = new()
    {
        Product = "lotus",
        Region = "EU",
        AntiRollback = 3,
        PatchLevel = new(2026, 3, 1),
        RollbackIndexes = new Dictionary<uint, ulong> { [0] = 5 },
        Units = [100, 51],
        Partitions = new Dictionary<string, long> { ["boot_a"] = 4096, ["super"] = 100 },
        Battery = 20,
    };

    [Fact]
    public void What_fits_is_shown_whole_and_stops_nowhere()
    {
        var lines = PreFlight.Compare(Package, Device, new(10, 10));
        Assert.Null(PreFlight.Stop(lines));
        Assert.All(lines, line => Assert.Equal(PreFlightVerdict.Fits, line.Verdict));
        Assert.Equal(
            [PreFlightItem.Product, PreFlightItem.Region, PreFlightItem.AntiRollback, PreFlightItem.PatchLevel, PreFlightItem.RollbackIndex, PreFlightItem.RollbackIndex,
                PreFlightItem.Storage, PreFlightItem.Storage, PreFlightItem.Partition, PreFlightItem.Partition, PreFlightItem.Battery, PreFlightItem.Space, PreFlightItem.Digests],
            lines.Select(line => line.Item));
    }

    public static TheoryData<string, PreFlightItem, string?> Stops => new()
    {
        { "product", PreFlightItem.Product, null },
        { "region", PreFlightItem.Region, null },
        { "anti", PreFlightItem.AntiRollback, null },
        { "patch", PreFlightItem.PatchLevel, null },
        { "index", PreFlightItem.RollbackIndex, "0" },
        { "index the package does not name", PreFlightItem.RollbackIndex, "7" },
        { "unit", PreFlightItem.Storage, "1" },
        { "missing unit", PreFlightItem.Storage, "1" },
        { "partition", PreFlightItem.Partition, "boot_a" },
        { "battery", PreFlightItem.Battery, null },
        { "room", PreFlightItem.Space, null },
        { "file", PreFlightItem.Digests, null },
    };

    [Theory]
    [MemberData(nameof(Stops))]
    public void What_does_not_fit_stops_at_its_line_and_the_rest_is_shown(string what, PreFlightItem item, string? place)
    {
        var device = what switch
        {
            "product" => Device with { Product = "lotusin" },
            "region" => Device with { Region = "IN" },
            "anti" => Device with { AntiRollback = 4 },
            "patch" => Device with { PatchLevel = new(2026, 3, 2) },
            "index" => Device with { RollbackIndexes = new Dictionary<uint, ulong> { [0] = 6 } },
            "index the package does not name" => Device with { RollbackIndexes = new Dictionary<uint, ulong> { [7] = 1 } },
            "unit" => Device with { Units = [100, 49] },
            "missing unit" => Device with { Units = [100] },
            "partition" => Device with { Partitions = new Dictionary<string, long> { ["boot_a"] = 4095, ["super"] = 100 } },
            "battery" => Device with { Battery = 19 },
            _ => Device,
        };
        var lines = PreFlight.Compare(what == "file" ? Package with { WrongFile = "images/boot.img" } : Package, device, what == "room" ? new(10, 9) : null);
        var stop = PreFlight.Stop(lines);
        Assert.Equal((item, place), (stop!.Item, stop.Place));
        Assert.Single(lines, line => line.Verdict == PreFlightVerdict.Stops);
        Assert.True(lines.Count >= 10);
    }

    [Fact]
    public void What_nobody_says_stops_nothing()
    {
        var lines = PreFlight.Compare(new() { Products = ["lotus"], ProductIsWhole = false }, new() { Product = "lotusin" });
        Assert.Null(PreFlight.Stop(lines));
        Assert.Equal(PreFlightVerdict.Fits, lines[0].Verdict);
        Assert.Contains(lines, line => line.Verdict == PreFlightVerdict.Unknown);
    }
}
