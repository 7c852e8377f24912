using System.Numerics;

namespace Tenure.Protocols.Log;

/// <summary>What a proof is made of. Knows no storage: read <see cref="Nodes"/> from wherever they are kept, then <see cref="Make"/>.</summary>
/// <remarks>RFC 9162 §2.1.3.1 and §2.1.4.1, written as loops.</remarks>
public sealed class MerklePlan
{
    // For each hash of the proof the complete subtrees that it is the root of, from left to right.
    private readonly List<MerkleNode[]> hashes;

    private MerklePlan(List<MerkleNode[]> hashes) => this.hashes = hashes;

    /// <summary>The complete subtrees whose hashes are needed. Each is in the tree since the tree has the size that the plan is for.</summary>
    public IEnumerable<MerkleNode> Nodes => hashes.SelectMany(nodes => nodes);

    /// <summary>The root of a tree: one hash.</summary>
    /// <param name="size">Leaves, at least 1.</param>
    public static MerklePlan Root(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return new([Run(0, size)]);
    }

    /// <summary>The proof that a leaf is in a tree.</summary>
    /// <param name="index">Which leaf, from 0.</param>
    /// <param name="size">Leaves of the tree, more than <paramref name="index"/>.</param>
    public static MerklePlan Inclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<MerkleNode[]>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var middle = from + LeftSize(to - from);
            if (index < middle)
            {
                path.Add(Run(middle, to));
                to = middle;
            }
            else
            {
                path.Add(Run(from, middle));
                from = middle;
            }
        }

        path.Reverse();
        return new(path);
    }

    /// <summary>The proof that a tree grew out of a smaller one by leaves at its end. Nothing, when that one is empty or just as large.</summary>
    /// <param name="size">Leaves of the smaller tree, 0 to <paramref name="later"/>.</param>
    /// <param name="later">Leaves of the larger tree.</param>
    public static MerklePlan Consistency(long size, long later)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, later);
        var path = new List<MerkleNode[]>();
        var (from, to) = (0L, size == 0 ? 0 : later);
        while (to != size)
        {
            var middle = from + LeftSize(to - from);
            if (size <= middle)
            {
                path.Add(Run(middle, to));
                to = middle;
            }
            else
            {
                path.Add(Run(from, middle));
                from = middle;
            }
        }

        if (from > 0)
        {
            path.Add(Run(from, to));
        }

        path.Reverse();
        return new(path);
    }

    /// <summary>The proof, 32 bytes a hash.</summary>
    /// <param name="hashOf">The hash of each of <see cref="Nodes"/>.</param>
    public IReadOnlyList<byte[]> Make(Func<MerkleNode, byte[]> hashOf)
    {
        ArgumentNullException.ThrowIfNull(hashOf);
        return [.. hashes.Select(nodes => nodes.Reverse().Select(hashOf).Aggregate((right, left) => MerkleTree.HashNode(left, right)))];
    }

    // The largest power of two below the size: so many leaves are in the left subtree.
    private static long LeftSize(long size) => 1L << BitOperations.Log2((ulong)size - 1);

    // Its start is a multiple of what is cut off it each time: that is how the ranges above come about.
    private static MerkleNode[] Run(long from, long to)
    {
        var nodes = new List<MerkleNode>();
        while (from < to)
        {
            var level = BitOperations.Log2((ulong)(to - from));
            nodes.Add(new(level, from >> level));
            from += 1L << level;
        }

        return [.. nodes];
    }
}
