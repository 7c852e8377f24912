using System.Buffers.Binary;

namespace Tenure.Protocols.Sparse;

/// <summary>The 28 bytes at the start.</summary>
/// <param name="HeaderSize">Bytes of this header in the file, at least 28.</param>
/// <param name="ChunkHeaderSize">Bytes before the content of each chunk, at least 12.</param>
/// <param name="BlockSize">Bytes; a multiple of 4, at most 1 MiB.</param>
/// <param name="Blocks">Of the image that it stands for.</param>
/// <param name="Chunks">That follow.</param>
/// <param name="Checksum">CRC-32 of the image with zeros where nothing is said; 0 when there is none.</param>
internal readonly record struct SparseHeader(ushort HeaderSize, ushort ChunkHeaderSize, uint BlockSize, uint Blocks, uint Chunks, uint Checksum)
{
    public static SparseHeader Read(ReadOnlySpan<byte> bytes)
    {
        var header = new SparseHeader(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]));
        return bytes switch
        {
            _ when BinaryPrimitives.ReadUInt32LittleEndian(bytes) != SparseFormat.Magic => throw SparseFormat.Broken("Not a sparse image.", "magic"),
            _ when BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]) != 1 => throw SparseFormat.Broken("Only version 1 is known.", "version"),
            _ when header.HeaderSize < SparseFormat.HeaderSize => throw SparseFormat.Broken("A header has at least 28 bytes.", "header size"),
            _ when header.ChunkHeaderSize < SparseFormat.ChunkHeaderSize => throw SparseFormat.Broken("A chunk's header has at least 12 bytes.", "chunk header size"),
            _ when !SparseFormat.IsBlockSize(header.BlockSize) => throw SparseFormat.Broken("Blocks have 4 bytes to 1 MiB, in fours.", "block size"),
            _ => header,
        };
    }

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, SparseFormat.Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[4..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], 0);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[8..], HeaderSize);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[10..], ChunkHeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], BlockSize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[16..], Blocks);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[20..], Chunks);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[24..], Checksum);
    }
}
