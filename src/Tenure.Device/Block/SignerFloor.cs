namespace Tenure.Device.Block;

/// <summary>The lowest generation of signer certificates that is still believed for one purpose: the highest seen, or what a root said.</summary>
/// <param name="Purpose">Number of the purpose in the certificate.</param>
/// <param name="Generation">That generation; a lower one is refused.</param>
public sealed record SignerFloor(int Purpose, uint Generation)
{
    /// <summary>The highest of each purpose, in the order of purposes.</summary>
    public static IReadOnlyList<SignerFloor> Highest(IEnumerable<SignerFloor> floors) =>
        [.. floors.GroupBy(f => f.Purpose).Select(g => new SignerFloor(g.Key, g.Max(f => f.Generation))).OrderBy(f => f.Purpose)];
}
