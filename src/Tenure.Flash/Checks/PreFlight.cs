using System.Globalization;
using Tenure.Flash.Packages;

namespace Tenure.Flash.Checks;

/// <summary>The table before the first byte. The host's word saves people a brick and a refused ticket; server and device compare for themselves.</summary>
public static class PreFlight
{
    /// <summary>Percent of charge below which nothing is begun.</summary>
    public const int LeastBattery = 20;

    /// <summary>Compares, and goes on after a line that stops: the whole table is of use.</summary>
    /// <param name="package">What the package says.</param>
    /// <param name="device">What the device says.</param>
    /// <param name="room">On this computer; <c>null</c> for a package that is not unpacked.</param>
    public static IReadOnlyList<PreFlightLine> Compare(PackageReport package, DeviceReport device, PackageRoom? room = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(device);
        var lines = new List<PreFlightLine>
        {
            Line(PreFlightItem.Product, string.Join(", ", package.Products), device.Product, () => package.Products.Any(product => package.ProductIsWhole
                ? string.Equals(product, device.Product, StringComparison.Ordinal)
                : device.Product!.StartsWith(product, StringComparison.Ordinal))),
            Line(PreFlightItem.Region, package.Regions is null ? null : string.Join(", ", package.Regions), device.Region, () => package.Regions!.Contains(device.Region!, StringComparer.Ordinal)),
            Line(PreFlightItem.AntiRollback, Text(package.AntiRollback), Text(device.AntiRollback), () => device.AntiRollback <= package.AntiRollback),
            Line(PreFlightItem.PatchLevel, Day(package.PatchLevel), Day(device.PatchLevel), () => device.PatchLevel <= package.PatchLevel),
        };
        if (package.RollbackIndexes is { } has && device.RollbackIndexes is { } needs)
        {
            lines.AddRange(needs.Keys.Union(has.Keys).Order().Select(at => (At: at, Has: has.GetValueOrDefault(at), Needs: needs.GetValueOrDefault(at))).Select(index =>
                Line(PreFlightItem.RollbackIndex, Text(index.Has), Text(index.Needs), () => index.Needs <= index.Has, Text(index.At))));
        }

        lines.AddRange(Storage(package, device.Units));
        lines.AddRange((package.Images ?? new Dictionary<string, long>()).OrderBy(image => image.Key, StringComparer.Ordinal).Select(image =>
        {
            var size = device.Partitions is { } all && all.TryGetValue(image.Key, out var bytes) ? bytes : (long?)null;
            return Line(PreFlightItem.Partition, Text(image.Value), Text(size), () => size >= image.Value, image.Key);
        }));
        lines.Add(Line(PreFlightItem.Battery, Text(LeastBattery) + " %", device.Battery is { } charge ? Text(charge) + " %" : null, () => device.Battery >= LeastBattery));
        if (room is { } here)
        {
            lines.Add(Room(here));
        }

        lines.Add(new(PreFlightItem.Digests, package.WrongFile, null, package.WrongFile is null ? PreFlightVerdict.Fits : PreFlightVerdict.Stops));
        return lines;
    }

    /// <summary>The lines about the storage: a device in emergency mode tells its units only once it is open.</summary>
    /// <param name="package">What the package says.</param>
    /// <param name="units">Sectors of each unit; <c>null</c> when the device does not tell them.</param>
    public static IEnumerable<PreFlightLine> Storage(PackageReport package, IReadOnlyList<long>? units)
    {
        ArgumentNullException.ThrowIfNull(package);
        return (package.LeastSectors ?? []).Select((least, unit) =>
        {
            var sectors = units is null ? (long?)null : unit < units.Count ? units[unit] : 0;
            return Line(PreFlightItem.Storage, Text(least), Text(sectors), () => sectors >= least, Text(unit));
        });
    }

    /// <summary>The line about the room on this computer: it can be told before anything is unpacked.</summary>
    public static PreFlightLine Room(PackageRoom room)
    {
        ArgumentNullException.ThrowIfNull(room);
        return new(PreFlightItem.Space, Megabytes(room.Needed), Megabytes(room.Free), room.IsEnough ? PreFlightVerdict.Fits : PreFlightVerdict.Stops);
    }

    /// <summary>The first line that stops; <c>null</c> when flashing may begin.</summary>
    public static PreFlightLine? Stop(IEnumerable<PreFlightLine> lines) => lines.FirstOrDefault(line => line.Verdict == PreFlightVerdict.Stops);

    private static PreFlightLine Line(PreFlightItem item, string? package, string? device, Func<bool> fits, string? place = null) => new(
        item, package, device, package is null || device is null ? PreFlightVerdict.Unknown : fits() ? PreFlightVerdict.Fits : PreFlightVerdict.Stops, place);

    private static string? Text<T>(T? value)
        where T : struct, IFormattable => value?.ToString(null, CultureInfo.InvariantCulture);

    private static string Text<T>(T value)
        where T : struct, IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB";

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
