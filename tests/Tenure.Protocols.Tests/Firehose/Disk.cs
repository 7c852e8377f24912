using Tenure.Protocols.Firehose;

namespace Tenure.Protocols.Tests.Firehose;

/// <summary>A storage in memory: units of sectors full of ones.</summary>
internal sealed class Disk(int units = 2, int sectorSize = 4096, int sectors = 1024) : IFirehoseStorage
{
    public byte[][] Content { get; } = [.. Enumerable.Range(0, units).Select(_ => Enumerable.Repeat((byte)0xff, sectorSize * sectors).ToArray())];

    public string MemoryName => "ufs";

    public int SectorSize => sectorSize;

    public int Units => units;

    public int? Bootable { get; private set; }

    /// <summary>Writes fail from this sector on.</summary>
    public long BrokenFrom { get; set; } = long.MaxValue;

    public FirehoseStorageFacts Facts(int unit) => new()
    {
        Sectors = sectors,
        SectorSize = sectorSize,
        Units = units,
        MemoryType = "UFS",
        ProductName = "VIRTUAL <1>",
        ManufacturerId = 0x1ad,
        SerialNumber = 0x12345678,
        FirmwareVersion = "01",
    };

    public long Sectors(int unit) => sectors;

    public ValueTask ReadAsync(int unit, long sector, Memory<byte> bytes, CancellationToken ct)
    {
        Content[unit].AsSpan((int)sector * sectorSize, bytes.Length).CopyTo(bytes.Span);
        return default;
    }

    public ValueTask WriteAsync(int unit, long sector, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (sector + (bytes.Length / sectorSize) > BrokenFrom)
        {
            throw new IOException("write protected");
        }

        bytes.Span.CopyTo(Content[unit].AsSpan((int)sector * sectorSize));
        return default;
    }

    public ValueTask EraseAsync(FirehoseRange range, CancellationToken ct)
    {
        Content[range.Unit].AsSpan((int)range.First * sectorSize, (int)range.Sectors * sectorSize).Clear();
        return default;
    }

    /// <summary>What a division erases; <c>null</c>: it is not divided.</summary>
    public int[]? Divided { get; set; }

    public IReadOnlyList<int>? ErasedBy(Provisioning wanted) => Divided;

    public bool SetBootable(int unit)
    {
        Bootable = unit;
        return unit < units;
    }
}
