namespace Tenure.Protocols.Log;

/// <summary>Up to 256 neighbouring hashes, the unit in which a tree is kept: the root of each eighth level. The levels between are computed from them.</summary>
/// <remarks>The layout of C2SP tlog-tiles, height 8. A tile that is full never changes.</remarks>
/// <param name="Level">Tiles of level L hold the nodes of level 8 · L; 0 to 7.</param>
/// <param name="Index">Which one of its level, from 0: its first hash is that of node 256 · index.</param>
public readonly record struct MerkleTile(int Level, long Index)
{
    /// <summary>Levels of the tree between one level of tiles and the next.</summary>
    public const int Height = 8;

    /// <summary>Hashes of a full tile.</summary>
    public const int Width = 1 << Height;

    /// <summary>Bytes of a full tile.</summary>
    public const int MaxBytes = Width * LogChain.HashSize;

    /// <summary>The tile from which a node's hash comes.</summary>
    public static MerkleTile Of(MerkleNode node) => new(node.Level / Height, node.Index >> (Height - (node.Level % Height)));

    /// <summary>The tiles that a tree of a size has begun and not filled: one or none of each level. They are all that is needed to go on.</summary>
    public static IEnumerable<MerkleTile> Edge(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        for (var level = 0; size > 0; level++)
        {
            if (size % Width != 0)
            {
                yield return new(level, size / Width);
            }

            size /= Width;
        }
    }

    /// <summary>How many hashes this tile has in a tree of a size, 0 to 256.</summary>
    public int CountIn(long size) => (int)Math.Clamp((size >> (Height * Level)) - (Index * Width), 0, Width);

    /// <summary>The hash of a node that comes from this tile.</summary>
    /// <param name="hashes">The tile, 32 bytes a hash.</param>
    /// <param name="node">A node for which <see cref="Of"/> is this tile.</param>
    /// <exception cref="ProtocolException">The tile is too short for the node, or another one.</exception>
    public byte[] HashOf(ReadOnlySpan<byte> hashes, MerkleNode node)
    {
        var height = node.Level % Height;
        var start = (int)((node.Index << height) % Width) * LogChain.HashSize;
        var length = LogChain.HashSize << height;
        return Of(node) == this && start + length <= hashes.Length
            ? Root(hashes.Slice(start, length))
            : throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "The tile does not have this node.", "tile");
    }

    /// <summary>The root over hashes of one level, a power of two of them.</summary>
    internal static byte[] Root(ReadOnlySpan<byte> hashes)
    {
        var level = hashes.ToArray();
        for (var length = level.Length; length > LogChain.HashSize; length /= 2)
        {
            for (var at = 0; at < length; at += 2 * LogChain.HashSize)
            {
                var both = level.AsSpan(at, 2 * LogChain.HashSize);
                MerkleTree.HashNode(both[..LogChain.HashSize], both[LogChain.HashSize..], level.AsSpan(at / 2, LogChain.HashSize));
            }
        }

        return level[..LogChain.HashSize];
    }
}
