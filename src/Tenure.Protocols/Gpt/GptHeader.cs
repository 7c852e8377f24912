using System.Buffers.Binary;

namespace Tenure.Protocols.Gpt;

/// <summary>One of the two headers, 92 bytes, little-endian.</summary>
/// <remarks>UEFI 2.10 §5.3.2. The CRC is computed with its own field zero.</remarks>
internal sealed record GptHeader(
    long ThisSector, long OtherSector, long FirstUsable, long LastUsable, Guid DiskId, long EntrySector, int EntryCount, uint EntriesCrc)
{
    public const int Size = 92;

    private const uint Revision = 0x00010000;
    private const int CrcOffset = 16;

    private static ReadOnlySpan<byte> Signature => "EFI PART"u8;

    public byte[] Write()
    {
        var bytes = new byte[Size];
        Signature.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Revision);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Size);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), ThisSector);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), OtherSector);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), FirstUsable);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(48), LastUsable);
        DiskId.TryWriteBytes(bytes.AsSpan(56));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(72), EntrySector);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(80), EntryCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(84), GptGeometry.EntrySize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(88), EntriesCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(CrcOffset), Crc32.Of(bytes));
        return bytes;
    }

    /// <returns>The header; <c>null</c> when it is not whole or not of the one shape that is used here.</returns>
    public static GptHeader? Read(ReadOnlySpan<byte> sector)
    {
        if (sector.Length < Size
            || !sector.StartsWith(Signature)
            || BinaryPrimitives.ReadUInt32LittleEndian(sector[8..]) != Revision
            || BinaryPrimitives.ReadUInt32LittleEndian(sector[12..]) != Size
            || BinaryPrimitives.ReadInt32LittleEndian(sector[84..]) != GptGeometry.EntrySize
            || !CrcHolds(sector[..Size]))
        {
            return null;
        }

        return new(
            BinaryPrimitives.ReadInt64LittleEndian(sector[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(sector[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(sector[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(sector[48..]),
            new Guid(sector.Slice(56, 16)),
            BinaryPrimitives.ReadInt64LittleEndian(sector[72..]),
            BinaryPrimitives.ReadInt32LittleEndian(sector[80..]),
            BinaryPrimitives.ReadUInt32LittleEndian(sector[88..]));
    }

    private static bool CrcHolds(ReadOnlySpan<byte> header)
    {
        Span<byte> copy = stackalloc byte[Size];
        header.CopyTo(copy);
        copy.Slice(CrcOffset, 4).Clear();
        return Crc32.Of(copy) == BinaryPrimitives.ReadUInt32LittleEndian(header[CrcOffset..]);
    }
}
