namespace Tenure.Protocols.Firehose;

/// <summary>A run of sectors, as commands name it.</summary>
/// <param name="SectorSize">Bytes; must be the disk's.</param>
/// <param name="Unit">The logical unit (UFS), 0 elsewhere.</param>
/// <param name="Start">The first sector: an expression that the device evaluates.</param>
/// <param name="Sectors">How many.</param>
/// <param name="Slot">Which of several storage devices; nothing to do with A and B.</param>
public sealed record FirehosePlace(int SectorSize, int Unit, FirehoseExpression Start, long Sectors, int Slot = 0)
{
    /// <summary>Sectors of a unit, at most: what 64 bits of bytes hold.</summary>
    public const long MaxSectors = long.MaxValue / MaxSectorSize;

    /// <summary>Bytes of a sector, at most.</summary>
    public const int MaxSectorSize = 1 << 16;

    /// <summary>Bytes of the run.</summary>
    public long Bytes => Sectors * SectorSize;
}
