using System.Globalization;

namespace Tenure.Flash.Checks;

/// <summary>The table before the first byte. The host's word saves people a brick and a refused ticket; server and device compare for themselves.</summary>
public static class PreFlight
{
    /// <summary>Percent of charge below which nothing is begun.</summary>
    public const int LeastBattery = 20;

    /// <summary>Compares, and goes on after a line that stops: the whole table is of use.</summary>
    /// <param name="package">What the package says.</param>
    /// <param name="device">What the device says.</param>
    public static IReadOnlyList<PreFlightLine> Compare(PackageReport package, DeviceReport device)
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

        for (var unit = 0; unit < (package.LeastSectors?.Count ?? 0); unit++)
        {
            var (least, sectors) = (package.LeastSectors![unit], device.Units is { } units ? (unit < units.Count ? units[unit] : 0) : (long?)null);
            lines.Add(Line(PreFlightItem.Storage, Text(least), Text(sectors), () => sectors >= least, Text(unit)));
        }

        lines.Add(Line(PreFlightItem.Battery, Text(LeastBattery) + " %", device.Battery is { } charge ? Text(charge) + " %" : null, () => device.Battery >= LeastBattery));
        lines.Add(new(PreFlightItem.Digests, package.WrongFile, null, package.WrongFile is null ? PreFlightVerdict.Fits : PreFlightVerdict.Stops));
        return lines;
    }

    /// <summary>The first line that stops; <c>null</c> when flashing may begin.</summary>
    public static PreFlightLine? Stop(IEnumerable<PreFlightLine> lines) => lines.FirstOrDefault(line => line.Verdict == PreFlightVerdict.Stops);

    private static PreFlightLine Line(PreFlightItem item, string? package, string? device, Func<bool> fits, string? place = null) => new(
        item, package, device, package is null || device is null ? PreFlightVerdict.Unknown : fits() ? PreFlightVerdict.Fits : PreFlightVerdict.Stops, place);

    private static string? Text<T>(T? value)
        where T : struct, IFormattable => value?.ToString(null, CultureInfo.InvariantCulture);

    private static string Text<T>(T value)
        where T : struct, IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
