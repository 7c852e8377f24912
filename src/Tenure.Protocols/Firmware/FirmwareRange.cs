namespace Tenure.Protocols.Firmware;

/// <summary>A run of sectors as a manifest says it: the same for devices whose units are not equally large.</summary>
/// <param name="Unit">The logical unit.</param>
/// <param name="First">The first sector; below 0 from the end of the unit: -1 is its last one.</param>
/// <param name="Sectors">How many; 0 up to the end of the unit, where that may be said.</param>
public readonly record struct FirmwareRange(int Unit, long First, long Sectors)
{
    /// <summary>The first sector on a unit of this size.</summary>
    public long FirstOf(long sectors) => First < 0 ? sectors + First : First;

    /// <summary>How many sectors on a unit of this size.</summary>
    public long CountOf(long sectors) => Sectors == 0 ? sectors - FirstOf(sectors) : Sectors;

    /// <summary>Whether all of it is on a unit of this size.</summary>
    public bool Fits(long sectors) => FirstOf(sectors) is >= 0 and var first && first < sectors && CountOf(sectors) <= sectors - first;
}
