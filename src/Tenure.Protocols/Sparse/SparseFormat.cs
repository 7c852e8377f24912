using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Tenure.Protocols.Sparse;

/// <summary>Sizes of the format, and what its parts share.</summary>
/// <remarks>AOSP <c>libsparse/sparse_format.h</c>: all numbers little-endian.</remarks>
internal static class SparseFormat
{
    public const uint Magic = 0xed26ff3a;
    public const int HeaderSize = 28;
    public const int ChunkHeaderSize = 12;
    public const int ValueSize = 4;
    public const int MaxBlockSize = 1 << 20;

    /// <summary>Bytes of one read or write: what stays in a core's own cache from the read to the write.</summary>
    public const int BufferSize = 1 << 17;

    public static bool IsBlockSize(uint size) => size is >= 4 and <= MaxBlockSize && size % 4 == 0;

    public static void WriteChunkHeader(Span<byte> header, SparseKind kind, uint blocks, long bytesOfChunk)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)kind);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], blocks);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], checked((uint)bytesOfChunk));
    }

    /// <summary>Fills with the four bytes of a fill chunk.</summary>
    public static void Fill(Span<byte> bytes, uint value) =>
        MemoryMarshal.Cast<byte, uint>(bytes).Fill(BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));

    /// <summary>The checksum of <paramref name="length"/> bytes, a multiple of four, of a fill.</summary>
    public static uint FillChecksum(uint value, long length)
    {
        Span<byte> once = stackalloc byte[ValueSize];
        Fill(once, value);
        return Crc32.Repeat(Crc32.Of(once), ValueSize, length / ValueSize);
    }

    public static ProtocolException Broken(string message, string? field = null, Exception? inner = null) =>
        new(ProtocolErrorCode.SparseImageBroken, message, field, inner);
}
