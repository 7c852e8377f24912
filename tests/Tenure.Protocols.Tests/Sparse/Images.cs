using System.Buffers.Binary;
using Tenure.Protocols.Sparse;

namespace Tenure.Protocols.Tests.Sparse;

/// <summary>Sparse images made by hand, without the code under test.</summary>
internal static class Images
{
    public static byte[] Header(uint blockSize, uint blocks, uint chunks, uint checksum = 0, int headerSize = 28, int chunkHeaderSize = 12, ushort minor = 0) =>
    [
        .. U32(0xed26ff3a), 1, 0, (byte)minor, (byte)(minor >> 8), (byte)headerSize, 0, (byte)chunkHeaderSize, 0,
        .. U32(blockSize), .. U32(blocks), .. U32(chunks), .. U32(checksum), .. new byte[headerSize - 28],
    ];

    public static byte[] Chunk(int kind, uint blocks, byte[] content, int chunkHeaderSize = 12) =>
        [(byte)kind, (byte)(kind >> 8), 0, 0, .. U32(blocks), .. U32((uint)(chunkHeaderSize + content.Length)), .. new byte[chunkHeaderSize - 12], .. content];

    public static byte[] Raw(uint blocks, byte[] content) => Chunk(0xcac1, blocks, content);

    public static byte[] Fill(uint blocks, uint value) => Chunk(0xcac2, blocks, U32(value));

    public static byte[] Skip(uint blocks) => Chunk(0xcac3, blocks, []);

    public static byte[] Sum(uint crc) => Chunk(0xcac4, 0, U32(crc));

    public static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>The sample that other tools were shown, too.</summary>
    public static byte[] Sample() => [.. Header(4096, 4, 3), .. Raw(1, [.. Enumerable.Repeat((byte)0xaa, 4096)]), .. Fill(2, 0), .. Skip(1)];

    public static byte[] Expand(byte[] sparse)
    {
        using var image = new MemoryStream();
        SparseImage.Expand(new MemoryStream(sparse), image);
        return image.ToArray();
    }

    public static byte[] Make(byte[] image, int blockSize = 4096, bool skipZeros = false)
    {
        var layout = SparseLayout.OfImage(new MemoryStream(image), blockSize, skipZeros);
        return Written(layout, image);
    }

    public static byte[] Written(SparseLayout layout, byte[] source)
    {
        using var sparse = new MemoryStream();
        layout.Write(new MemoryStream(source), sparse);
        Assert.Equal(layout.FileLength, sparse.Length);
        return sparse.ToArray();
    }

    /// <summary>An image of runs of blocks: noise, zeros, and fills of several values.</summary>
    public static byte[] Mixed(IEnumerable<int> runs, int blockSize, int tail = 0)
    {
        using var image = new MemoryStream();
        var state = 1u;
        foreach (var run in runs)
        {
            for (var block = 0; block <= (run >> 2) % 7; block++)
            {
                for (var at = 0; at < blockSize; at += 4)
                {
                    state = (state * 1664525) + 1013904223;
                    image.Write(U32((run & 3) switch { 0 => 0, 1 => 0x04030201, 2 => 0xffffffff, _ => state }));
                }
            }
        }

        image.Write(Enumerable.Repeat((byte)7, tail).ToArray());
        return image.ToArray();
    }
}
