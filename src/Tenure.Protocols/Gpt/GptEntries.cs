using System.Buffers.Binary;
using System.Text;

namespace Tenure.Protocols.Gpt;

/// <summary>The array of 128 entries of 128 bytes.</summary>
/// <remarks>UEFI 2.10 §5.3.3; an entry of type zero is empty.</remarks>
internal static class GptEntries
{
    private const int NameOffset = 56;

    public static byte[] Write(IReadOnlyList<GptPartition> partitions)
    {
        var bytes = new byte[GptGeometry.EntryArraySize];
        for (var i = 0; i < partitions.Count; i++)
        {
            Write(bytes.AsSpan(i * GptGeometry.EntrySize, GptGeometry.EntrySize), partitions[i]);
        }

        return bytes;
    }

    public static IReadOnlyList<GptPartition> Read(ReadOnlySpan<byte> bytes)
    {
        var partitions = new List<GptPartition>();
        for (; bytes.Length >= GptGeometry.EntrySize; bytes = bytes[GptGeometry.EntrySize..])
        {
            if (new Guid(bytes[..16]) is var type && type != Guid.Empty)
            {
                partitions.Add(ReadEntry(bytes[..GptGeometry.EntrySize], type));
            }
        }

        return partitions;
    }

    private static void Write(Span<byte> entry, GptPartition partition)
    {
        partition.TypeId.TryWriteBytes(entry);
        partition.UniqueId.TryWriteBytes(entry[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(entry[32..], partition.FirstSector);
        BinaryPrimitives.WriteInt64LittleEndian(entry[40..], partition.LastSector);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[48..], partition.Attributes);
        Encoding.Unicode.GetBytes(partition.Name, entry[NameOffset..]);
    }

    private static GptPartition ReadEntry(ReadOnlySpan<byte> entry, Guid type) => new(
        Encoding.Unicode.GetString(entry[NameOffset..]).TrimEnd('\0'),
        type,
        new Guid(entry.Slice(16, 16)),
        BinaryPrimitives.ReadInt64LittleEndian(entry[32..]),
        BinaryPrimitives.ReadInt64LittleEndian(entry[40..]),
        BinaryPrimitives.ReadUInt64LittleEndian(entry[48..]));
}
