using System.Buffers.Binary;

namespace Tenure.Protocols.Gpt;

/// <summary>Writes and reads the partition tables of a disk image.</summary>
/// <remarks>UEFI 2.10 §5. Only the usual shape is read: 128 entries of 128 bytes at the usual places.</remarks>
public static class GptDisk
{
    /// <summary>Makes the image as long as the disk and writes protective MBR, primary and backup table. Partitions keep what they hold.</summary>
    /// <param name="image">Can seek and write.</param>
    /// <param name="table">What to write.</param>
    /// <exception cref="ArgumentException">Partitions overlap, lie outside the disk, or bear a bad or double name.</exception>
    public static void Create(Stream image, GptTable table)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(table);
        if (GptRules.Fault(table) is { } fault)
        {
            throw new ArgumentException(fault, nameof(table));
        }

        image.SetLength(table.SectorCount * table.SectorSize);
        Write(image, 0, ProtectiveMbr(new(table.SectorSize, table.SectorCount)));
        Update(image, table);
    }

    /// <summary>Writes both tables anew: first one, then the other, so that one is whole at each moment. Nothing else is touched.</summary>
    /// <param name="image">A disk as long as the table says; can seek and write.</param>
    /// <param name="table">What to write.</param>
    /// <exception cref="ArgumentException">Partitions overlap, lie outside the disk, or bear a bad or double name.</exception>
    public static void Update(Stream image, GptTable table)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(table);
        if (GptRules.Fault(table) is { } fault)
        {
            throw new ArgumentException(fault, nameof(table));
        }

        var geometry = new GptGeometry(table.SectorSize, table.SectorCount);
        var entries = GptEntries.Write(table.Partitions);
        var primary = new GptHeader(
            GptGeometry.PrimaryHeader, geometry.BackupHeader, geometry.FirstUsable, geometry.LastUsable, table.DiskId,
            GptGeometry.PrimaryEntries, GptGeometry.EntryCount, Crc32.Of(entries));
        var backup = primary with { ThisSector = geometry.BackupHeader, OtherSector = GptGeometry.PrimaryHeader, EntrySector = geometry.BackupEntries };

        Write(image, primary.ThisSector * geometry.SectorSize, Padded(primary.Write(), geometry.SectorSize));
        Write(image, primary.EntrySector * geometry.SectorSize, entries);
        image.Flush();
        Write(image, backup.EntrySector * geometry.SectorSize, entries);
        Write(image, backup.ThisSector * geometry.SectorSize, Padded(backup.Write(), geometry.SectorSize));
    }

    /// <summary>Reads the primary table, or the backup when the primary is not whole.</summary>
    /// <param name="image">Can seek and read.</param>
    /// <param name="sectorSize">512 or 4096 bytes.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.PartitionTableBroken"/>: neither is whole.</exception>
    public static GptTable Read(Stream image, int sectorSize = 512)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (sectorSize is not (512 or 4096))
        {
            throw new ArgumentOutOfRangeException(nameof(sectorSize), sectorSize, "Sectors have 512 or 4096 bytes.");
        }

        var geometry = new GptGeometry(sectorSize, image.Length / sectorSize);
        return (geometry.IsPossible ? ReadAt(image, geometry, backup: false) ?? ReadAt(image, geometry, backup: true) : null)
            ?? throw new ProtocolException(ProtocolErrorCode.PartitionTableBroken, "Neither the primary nor the backup partition table is whole.");
    }

    private static GptTable? ReadAt(Stream image, GptGeometry geometry, bool backup)
    {
        var at = backup ? geometry.BackupHeader : GptGeometry.PrimaryHeader;
        var header = GptHeader.Read(Read(image, at * geometry.SectorSize, geometry.SectorSize));
        if (header is null || !IsUsual(header, geometry, backup))
        {
            return null;
        }

        var entries = Read(image, header.EntrySector * geometry.SectorSize, GptGeometry.EntryArraySize);
        if (Crc32.Of(entries) != header.EntriesCrc)
        {
            return null;
        }

        var table = new GptTable
        {
            SectorSize = geometry.SectorSize,
            SectorCount = geometry.SectorCount,
            DiskId = header.DiskId,
            Partitions = GptEntries.Read(entries),
            FromBackup = backup,
        };
        return GptRules.Fault(table) is null ? table : null;
    }

    private static bool IsUsual(GptHeader header, GptGeometry geometry, bool backup) =>
        header.ThisSector == (backup ? geometry.BackupHeader : GptGeometry.PrimaryHeader)
        && header.OtherSector == (backup ? GptGeometry.PrimaryHeader : geometry.BackupHeader)
        && header.EntrySector == (backup ? geometry.BackupEntries : GptGeometry.PrimaryEntries)
        && header.EntryCount == GptGeometry.EntryCount
        && header.FirstUsable == geometry.FirstUsable
        && header.LastUsable == geometry.LastUsable;

    // UEFI 2.10 §5.2.3: one partition of type EE over the whole disk keeps old tools away.
    private static byte[] ProtectiveMbr(GptGeometry geometry)
    {
        var sector = new byte[geometry.SectorSize];
        ReadOnlySpan<byte> start = [0x00, 0x00, 0x02, 0x00, 0xee, 0xff, 0xff, 0xff, 0x01, 0x00, 0x00, 0x00];
        start.CopyTo(sector.AsSpan(446));
        var sectors = (uint)Math.Min(geometry.SectorCount - 1, uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(458), sectors);
        sector[510] = 0x55;
        sector[511] = 0xaa;
        return sector;
    }

    private static byte[] Padded(byte[] bytes, int size)
    {
        Array.Resize(ref bytes, size);
        return bytes;
    }

    private static void Write(Stream image, long offset, byte[] bytes)
    {
        image.Position = offset;
        image.Write(bytes);
    }

    private static byte[] Read(Stream image, long offset, int size)
    {
        var bytes = new byte[size];
        image.Position = offset;
        image.ReadExactly(bytes);
        return bytes;
    }
}
