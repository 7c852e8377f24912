namespace Tenure.Protocols.Firmware;

/// <summary>The storage that a package is for.</summary>
/// <param name="MemoryName">As Firehose calls it: emmc, ufs, …; 1 to 16 lower-case letters.</param>
/// <param name="SectorSize">512 or 4096 bytes.</param>
/// <param name="LeastSectors">How many sectors each unit has at least, from unit 0 on; 1 to 256 units.</param>
public sealed record FirmwareStorage(string MemoryName, int SectorSize, IReadOnlyList<long> LeastSectors);
