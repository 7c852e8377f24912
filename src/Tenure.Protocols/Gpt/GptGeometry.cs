namespace Tenure.Protocols.Gpt;

/// <summary>Where the parts of the tables lie: MBR, header, entries at the start; entries, header at the end.</summary>
/// <remarks>UEFI 2.10 §5.3.1.</remarks>
internal readonly record struct GptGeometry(int SectorSize, long SectorCount)
{
    public const int EntrySize = 128;
    public const int EntryCount = 128;
    public const int EntryArraySize = EntrySize * EntryCount;

    public const long PrimaryHeader = 1;
    public const long PrimaryEntries = 2;

    public int EntrySectors => EntryArraySize / SectorSize;

    public long FirstUsable => PrimaryEntries + EntrySectors;

    public long BackupHeader => SectorCount - 1;

    public long BackupEntries => BackupHeader - EntrySectors;

    public long LastUsable => BackupEntries - 1;

    public bool IsPossible => SectorSize is 512 or 4096 && SectorCount is > 0 and <= long.MaxValue / 4096 && FirstUsable <= LastUsable;
}
