using System.Globalization;

namespace Tenure.Bench;

/// <summary>One measured figure and what it must be.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="AtMost">Bound from above, or <c>null</c>.</param>
/// <param name="AtLeast">Bound from below, or <c>null</c>. Without either bound the figure is there to compare with.</param>
/// <param name="Detail">How it came about, in a few words.</param>
internal sealed record Figure(string Name, double Value, string Unit, double? AtMost = null, double? AtLeast = null, string Detail = "")
{
    /// <summary>Value over bound, so that 1 is the edge and more is better; <c>null</c> without a bound.</summary>
    public double? Ratio => AtLeast is { } least ? Value / least : AtMost is { } most ? most / Value : null;

    public bool Holds => Ratio is null or >= 1;

    public string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Name} | {Value:0.###} {Unit} | {Bound} | {(Ratio is { } ratio ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : "")} | {(Ratio is null ? "" : Holds ? "holds" : "MISSED")} | {Detail} |");

    private string Bound => AtLeast is { } least ? string.Create(CultureInfo.InvariantCulture, $"at least {least}")
        : AtMost is { } most ? string.Create(CultureInfo.InvariantCulture, $"at most {most}") : "";
}
