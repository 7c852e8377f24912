namespace Tenure.Domain.Flashing;

/// <summary>What a package is for, or what a device is.</summary>
/// <param name="Product">The model.</param>
/// <param name="Regions">Those that a package is for; of a device one, or none where it is not known.</param>
/// <param name="RollbackIndexes">By location; one that is missing is 0.</param>
public sealed record FirmwareFacts(string Product, IReadOnlyList<string> Regions, IReadOnlyDictionary<uint, ulong> RollbackIndexes);
