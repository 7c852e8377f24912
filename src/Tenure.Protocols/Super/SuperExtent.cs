namespace Tenure.Protocols.Super;

/// <summary>A run of a logical partition.</summary>
/// <param name="Sectors">Of 512 bytes.</param>
/// <param name="Start">Sector of the device where it lies; <c>null</c> for a run that reads as zeros.</param>
/// <param name="Device">Index of the block device.</param>
public readonly record struct SuperExtent(ulong Sectors, ulong? Start, uint Device = 0);
