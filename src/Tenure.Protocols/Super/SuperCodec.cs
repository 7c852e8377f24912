using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tenure.Protocols.Super;

/// <summary>Geometry and metadata as bytes.</summary>
internal static class SuperCodec
{
    private const uint GeometryMagic = 0x616c4467;
    private const uint MetadataMagic = 0x414c5030;
    private const int GeometryStruct = 52;
    private const int ShortHeader = 128;
    private const int LongHeader = 256;
    private const int PartitionEntry = 52;
    private const int ExtentEntry = 24;
    private const int GroupEntry = 48;
    private const int DeviceEntry = 64;
    private const int Major = 10;
    private const int NewestMinor = 2;
    private const int DigestOffset = 12;
    private const int DigestSize = 32;

    public static byte[] Write(SuperGeometry geometry)
    {
        var bytes = new byte[SuperFormat.GeometrySize];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, GeometryMagic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), GeometryStruct);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), geometry.MaxMetadataSize);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(44), geometry.SlotCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(48), geometry.LogicalBlockSize);
        SHA256.HashData(bytes.AsSpan(0, GeometryStruct)).CopyTo(bytes.AsSpan(8));
        return bytes;
    }

    /// <returns><c>null</c> when it is not whole.</returns>
    public static SuperGeometry? ReadGeometry(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < GeometryStruct || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != GeometryMagic || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != GeometryStruct)
        {
            return null;
        }

        var geometry = new SuperGeometry(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[40..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[44..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[48..]));
        return DigestHolds(bytes[..GeometryStruct], 8) && Holds(geometry) ? geometry : null;
    }

    public static bool Holds(SuperGeometry geometry) =>
        geometry is { MaxMetadataSize: > 0 and <= SuperFormat.MaxMetadataSize, SlotCount: > 0 and <= SuperFormat.MaxSlots, LogicalBlockSize: >= SuperFormat.SectorSize and <= 1 << 20 }
        && geometry.MaxMetadataSize % SuperFormat.SectorSize == 0
        && int.IsPow2(geometry.LogicalBlockSize);

    public static byte[] Write(SuperMetadata metadata, SuperGeometry geometry)
    {
        if (metadata.Fault() is { } fault)
        {
            throw SuperFormat.Broken(fault);
        }

        var headerSize = metadata.MinorVersion >= 2 ? LongHeader : ShortHeader;
        var extents = metadata.Partitions.SelectMany(partition => partition.Extents).ToList();
        var groups = metadata.Groups.Select((group, index) => (group.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        using var tables = new MemoryStream();
        var firstExtent = 0;
        foreach (var partition in metadata.Partitions)
        {
            tables.Write(Entry(partition, firstExtent, groups[partition.Group]));
            firstExtent += partition.Extents.Count;
        }

        extents.ForEach(extent => tables.Write(Entry(extent)));
        foreach (var group in metadata.Groups)
        {
            tables.Write(Entry(group));
        }

        foreach (var device in metadata.Devices)
        {
            tables.Write(Entry(device));
        }

        var body = tables.ToArray();
        var bytes = new byte[headerSize + body.Length];
        if (bytes.Length > geometry.MaxMetadataSize)
        {
            throw SuperFormat.Broken("The metadata has no room for so many partitions.", "size");
        }

        var header = bytes.AsSpan(0, headerSize);
        BinaryPrimitives.WriteUInt32LittleEndian(header, MetadataMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], Major);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)metadata.MinorVersion);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], headerSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[44..], body.Length);
        SHA256.HashData(body).CopyTo(header[48..]);
        var at = 0;
        WriteTable(header[80..], ref at, metadata.Partitions.Count, PartitionEntry);
        WriteTable(header[92..], ref at, extents.Count, ExtentEntry);
        WriteTable(header[104..], ref at, metadata.Groups.Count, GroupEntry);
        WriteTable(header[116..], ref at, metadata.Devices.Count, DeviceEntry);
        if (headerSize == LongHeader)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header[128..], metadata.Flags);
        }

        SHA256.HashData(header).CopyTo(header[DigestOffset..]);
        body.CopyTo(bytes.AsSpan(headerSize));
        return bytes;
    }

    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.SuperBroken"/>.</exception>
    public static SuperMetadata ReadMetadata(ReadOnlySpan<byte> bytes, SuperGeometry geometry)
    {
        if (bytes.Length < ShortHeader || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != MetadataMagic)
        {
            throw SuperFormat.Broken("Not the metadata of logical partitions.", "magic");
        }

        var minor = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        var headerSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        var tablesSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes[44..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]) != Major || minor > NewestMinor || headerSize != (minor >= 2 ? LongHeader : ShortHeader))
        {
            throw SuperFormat.Broken("Another version of the format.", "version");
        }

        if (headerSize + (long)tablesSize > Math.Min(bytes.Length, geometry.MaxMetadataSize))
        {
            throw SuperFormat.Broken("The metadata is cut short.", "size");
        }

        var header = bytes[..(int)headerSize];
        var tables = bytes.Slice((int)headerSize, (int)tablesSize);
        if (!DigestHolds(header, DigestOffset) || !SHA256.HashData(tables).AsSpan().SequenceEqual(header.Slice(48, DigestSize)))
        {
            throw SuperFormat.Broken("The metadata does not fit its sums.", "checksum");
        }

        var metadata = Read(header, tables, minor) with { BlockSize = geometry.LogicalBlockSize };
        return metadata.Fault() is { } fault ? throw SuperFormat.Broken(fault) : metadata;
    }

    private static SuperMetadata Read(ReadOnlySpan<byte> header, ReadOnlySpan<byte> tables, int minor)
    {
        var partitions = Table(tables, header[80..], PartitionEntry, "partitions");
        var extentTable = Table(tables, header[92..], ExtentEntry, "extents");
        var groupTable = Table(tables, header[104..], GroupEntry, "groups");
        var deviceTable = Table(tables, header[116..], DeviceEntry, "block devices");

        var extents = new List<SuperExtent>();
        for (; !extentTable.IsEmpty; extentTable = extentTable[ExtentEntry..])
        {
            extents.Add(ReadExtent(extentTable));
        }

        var groups = new List<SuperGroup>();
        for (; !groupTable.IsEmpty; groupTable = groupTable[GroupEntry..])
        {
            groups.Add(new(ReadName(groupTable), BinaryPrimitives.ReadUInt64LittleEndian(groupTable[40..]), BinaryPrimitives.ReadUInt32LittleEndian(groupTable[36..])));
        }

        var devices = new List<SuperDevice>();
        for (; !deviceTable.IsEmpty; deviceTable = deviceTable[DeviceEntry..])
        {
            devices.Add(ReadDevice(deviceTable));
        }

        var read = new List<SuperPartition>();
        var referred = 0;
        for (; !partitions.IsEmpty; partitions = partitions[PartitionEntry..])
        {
            read.Add(ReadPartition(partitions, extents, groups));
            referred += read[^1].Extents.Count;
            if (read.Count > SuperMetadata.MaxPartitions || referred > extents.Count)
            {
                throw SuperFormat.Broken("There are more than 1024 partitions, or two share an extent.", "partitions");
            }
        }

        return new() { MinorVersion = minor, Flags = minor >= 2 ? BinaryPrimitives.ReadUInt32LittleEndian(header[128..]) : 0, Partitions = read, Groups = groups, Devices = devices };
    }

    private static SuperPartition ReadPartition(ReadOnlySpan<byte> entry, List<SuperExtent> extents, List<SuperGroup> groups)
    {
        var first = BinaryPrimitives.ReadUInt32LittleEndian(entry[40..]);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(entry[44..]);
        var group = BinaryPrimitives.ReadUInt32LittleEndian(entry[48..]);
        return first + (ulong)count <= (ulong)extents.Count && group < groups.Count
            ? new(ReadName(entry), groups[(int)group].Name, (SuperAttributes)BinaryPrimitives.ReadUInt32LittleEndian(entry[36..]), extents.GetRange((int)first, (int)count))
            : throw SuperFormat.Broken("A partition names an extent or a group that is not there.", "partitions");
    }

    private static SuperExtent ReadExtent(ReadOnlySpan<byte> entry) => BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]) switch
    {
        0 => new(BinaryPrimitives.ReadUInt64LittleEndian(entry), BinaryPrimitives.ReadUInt64LittleEndian(entry[12..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[20..])),
        1 => new(BinaryPrimitives.ReadUInt64LittleEndian(entry), null),
        _ => throw SuperFormat.Broken("An extent of an unknown kind.", "extents"),
    };

    private static SuperDevice ReadDevice(ReadOnlySpan<byte> entry)
    {
        var device = new SuperDevice(
            ReadName(entry[24..]),
            BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(entry),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[60..]));
        return device is { Size: <= long.MaxValue / 2 } && device.FirstSector <= device.Size / SuperFormat.SectorSize && device.Alignment % SuperFormat.SectorSize == 0 && device.AlignmentOffset % SuperFormat.SectorSize == 0
            ? device
            : throw SuperFormat.Broken("A block device without bounds, or without alignment.", "block devices");
    }

    private static byte[] Entry(SuperPartition partition, int firstExtent, int group)
    {
        var entry = new byte[PartitionEntry];
        Encoding.ASCII.GetBytes(partition.Name, entry);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(36), (uint)partition.Attributes);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(40), firstExtent);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(44), partition.Extents.Count);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(48), group);
        return entry;
    }

    private static byte[] Entry(SuperExtent extent)
    {
        var entry = new byte[ExtentEntry];
        BinaryPrimitives.WriteUInt64LittleEndian(entry, extent.Sectors);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(8), extent.Start is null ? 1u : 0u);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(12), extent.Start ?? 0);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(20), extent.Device);
        return entry;
    }

    private static byte[] Entry(SuperGroup group)
    {
        var entry = new byte[GroupEntry];
        WriteName(entry, group.Name);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(36), group.Flags);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(40), group.MaxBytes);
        return entry;
    }

    private static byte[] Entry(SuperDevice device)
    {
        var entry = new byte[DeviceEntry];
        BinaryPrimitives.WriteUInt64LittleEndian(entry, device.FirstSector);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(8), device.Alignment);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(12), device.AlignmentOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(16), device.Size);
        WriteName(entry.AsSpan(24), device.Name);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(60), device.Flags);
        return entry;
    }

    private static void WriteName(Span<byte> place, string name)
    {
        if (!SuperFormat.IsName(name))
        {
            throw SuperFormat.Broken("A name has 1 to 36 letters, digits, hyphens or underscores.", "name");
        }

        Encoding.ASCII.GetBytes(name, place);
    }

    private static string ReadName(ReadOnlySpan<byte> entry)
    {
        var bytes = entry[..SuperFormat.NameSize];
        var end = bytes.IndexOf((byte)0);
        var name = Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]);
        return SuperFormat.IsName(name) ? name : throw SuperFormat.Broken("A name has 1 to 36 letters, digits, hyphens or underscores.", "name");
    }

    private static void WriteTable(Span<byte> place, ref int at, int count, int size)
    {
        BinaryPrimitives.WriteInt32LittleEndian(place, at);
        BinaryPrimitives.WriteInt32LittleEndian(place[4..], count);
        BinaryPrimitives.WriteInt32LittleEndian(place[8..], size);
        at += count * size;
    }

    private static ReadOnlySpan<byte> Table(ReadOnlySpan<byte> tables, ReadOnlySpan<byte> place, int size, string field)
    {
        ulong offset = BinaryPrimitives.ReadUInt32LittleEndian(place);
        ulong count = BinaryPrimitives.ReadUInt32LittleEndian(place[4..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(place[8..]) == size && offset + (count * (ulong)size) <= (ulong)tables.Length
            ? tables.Slice((int)offset, (int)count * size)
            : throw SuperFormat.Broken("A table lies outside the metadata, or has entries of another size.", field);
    }

    private static bool DigestHolds(ReadOnlySpan<byte> bytes, int at)
    {
        var copy = bytes.ToArray();
        copy.AsSpan(at, DigestSize).Clear();
        return SHA256.HashData(copy).AsSpan().SequenceEqual(bytes.Slice(at, DigestSize));
    }
}
