namespace Tenure.Flash.Checks;

/// <summary>A line of the table that is shown before the first byte.</summary>
/// <param name="Item">What is compared.</param>
/// <param name="Package">What the package has; <c>null</c> when it does not say.</param>
/// <param name="Device">What the device has; <c>null</c> when it does not say.</param>
/// <param name="Verdict">How it came out.</param>
/// <param name="Place">The location of an index, or the unit of a storage.</param>
public sealed record PreFlightLine(PreFlightItem Item, string? Package, string? Device, PreFlightVerdict Verdict, string? Place = null);
