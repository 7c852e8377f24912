using System.Runtime.InteropServices;

namespace Tenure.Protocols.Log;

/// <summary>A tree that leaves are added to. Knows no storage: it is given the begun tiles, and says afterwards which tiles are to be kept.</summary>
public sealed class MerkleGrowth
{
    private readonly Dictionary<MerkleTile, List<byte>> tiles = [];
    private readonly HashSet<MerkleTile> changed = [];

    /// <summary>Goes on with a tree.</summary>
    /// <param name="size">Its leaves.</param>
    /// <param name="hashesOf">The hashes of each tile of <see cref="MerkleTile.Edge"/>.</param>
    /// <exception cref="ProtocolException">A tile has another length than it must have in a tree of this size.</exception>
    public MerkleGrowth(long size, Func<MerkleTile, byte[]> hashesOf)
    {
        ArgumentNullException.ThrowIfNull(hashesOf);
        foreach (var tile in MerkleTile.Edge(size))
        {
            var hashes = hashesOf(tile);
            tiles[tile] = hashes.Length == tile.CountIn(size) * LogChain.HashSize
                ? [.. hashes]
                : throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "A tile has another length than its tree says.", "tile");
        }

        Size = size;
    }

    /// <summary>A tree without leaves.</summary>
    public MerkleGrowth()
        : this(0, _ => [])
    {
    }

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    /// <summary>The tiles that are new or longer than they were, whole.</summary>
    public IReadOnlyDictionary<MerkleTile, byte[]> Changed => changed.ToDictionary(tile => tile, tile => tiles[tile].ToArray());

    /// <summary>Adds a leaf at the end.</summary>
    /// <param name="leafHash">32 bytes.</param>
    public void Add(ReadOnlySpan<byte> leafHash)
    {
        if (leafHash.Length != LogChain.HashSize)
        {
            throw new ArgumentException($"A hash has {LogChain.HashSize} bytes.", nameof(leafHash));
        }

        var hash = leafHash;
        var index = Size++;
        for (var level = 0; ; level++)
        {
            index /= MerkleTile.Width;
            var tile = new MerkleTile(level, index);
            ref var hashes = ref CollectionsMarshal.GetValueRefOrAddDefault(tiles, tile, out _);
            (hashes ??= new(MerkleTile.MaxBytes)).AddRange(hash);
            changed.Add(tile);
            if (hashes.Count < MerkleTile.MaxBytes)
            {
                return;
            }

            hash = MerkleTile.Root(CollectionsMarshal.AsSpan(hashes));
        }
    }

    /// <summary>The root of the tree as it is now.</summary>
    public byte[] Root() => Size == 0 ? MerkleTree.EmptyRoot : MerklePlan.Root(Size).Make(HashOf)[0];

    // A complete subtree at the right edge lies in a tile that is begun and not filled.
    private byte[] HashOf(MerkleNode node)
    {
        var tile = MerkleTile.Of(node);
        return tile.HashOf(CollectionsMarshal.AsSpan(tiles[tile]), node);
    }
}
