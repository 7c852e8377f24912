namespace Tenure.Device.Block;

/// <summary>The highest generation of signer certificates seen for one purpose; a lower one is refused.</summary>
/// <param name="Purpose">Number of the purpose in the certificate.</param>
/// <param name="Generation">Highest generation seen.</param>
public sealed record SignerFloor(int Purpose, uint Generation);
