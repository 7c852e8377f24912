namespace Tenure.Protocols.Firmware;

/// <summary>The storage that a package is for.</summary>
/// <param name="MemoryName">As Firehose calls it: emmc, ufs, …; 1 to 16 lower-case letters.</param>
/// <param name="SectorSize">512 or 4096 bytes.</param>
/// <param name="LeastSectors">How many sectors each unit has at least, from unit 0 on; 1 to 256 units.</param>
public sealed record FirmwareStorage(string MemoryName, int SectorSize, IReadOnlyList<long> LeastSectors)
{
    // Of GPT: 128 entries of 128 bytes.
    private const int TableBytes = 16 * 1024;

    /// <summary>Sectors of a partition table wherever a table itself says that it ends: the header and 16 KiB of entries.</summary>
    public static int TableSectors(int sectorSize) => 1 + (TableBytes / sectorSize);

    /// <summary>Whether a sector is one of the partition tables: MBR and table at the start of the unit, and the table at its end.</summary>
    /// <param name="sector">Counted from the start.</param>
    /// <param name="sectors">The unit's size. A unit too small for both has none.</param>
    public bool IsTable(long sector, long sectors)
    {
        var table = TableSectors(SectorSize);
        return sectors > 1 + (2 * table) && (sector <= table || sector >= sectors - table);
    }
}
