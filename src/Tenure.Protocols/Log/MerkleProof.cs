using System.Numerics;

namespace Tenure.Protocols.Log;

/// <summary>Checks proofs against roots that are known from elsewhere. Anything that is not exactly the proof is refused; nothing is thrown.</summary>
public static class MerkleProof
{
    /// <summary>Whether a leaf is in a tree at a place.</summary>
    /// <param name="leafHash">32 bytes.</param>
    /// <param name="index">The place, from 0.</param>
    /// <param name="size">Leaves of the tree.</param>
    /// <param name="root">32 bytes: its root.</param>
    /// <param name="proof">Hashes from the leaf's neighbour up to the root's child.</param>
    /// <remarks>RFC 9162 §2.1.3.2.</remarks>
    public static bool IsIncluded(ReadOnlySpan<byte> leafHash, long index, long size, ReadOnlySpan<byte> root, IReadOnlyList<byte[]> proof)
    {
        if (index < 0 || index >= size || !AreHashes(proof) || leafHash.Length != LogChain.HashSize)
        {
            return false;
        }

        var (node, last, hash) = (index, size - 1, leafHash.ToArray());
        foreach (var next in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if (IsOdd(node) || node == last)
            {
                hash = MerkleTree.HashNode(next, hash);
                (node, last) = UpToRightChild(node, last);
            }
            else
            {
                hash = MerkleTree.HashNode(hash, next);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether a tree grew out of a smaller one: the same leaves at the same places, and more behind them.</summary>
    /// <param name="size">Leaves of the smaller tree, 0 to <paramref name="later"/>.</param>
    /// <param name="root">32 bytes: its root.</param>
    /// <param name="later">Leaves of the larger tree.</param>
    /// <param name="laterRoot">32 bytes: its root.</param>
    /// <param name="proof">Hashes; none when the smaller tree is empty or just as large.</param>
    /// <remarks>RFC 9162 §2.1.4.2.</remarks>
    public static bool IsExtension(long size, ReadOnlySpan<byte> root, long later, ReadOnlySpan<byte> laterRoot, IReadOnlyList<byte[]> proof)
    {
        if (size < 0 || size > later || !AreHashes(proof) || laterRoot.Length != LogChain.HashSize)
        {
            return false;
        }

        if (size == 0 || size == later)
        {
            return proof.Count == 0 && root.SequenceEqual(size == 0 ? MerkleTree.EmptyRoot : laterRoot) && (later > 0 || root.SequenceEqual(laterRoot));
        }

        // The root of a complete tree is a node of the larger one: the proof does not repeat it.
        var isComplete = BitOperations.IsPow2(size);
        if (root.Length != LogChain.HashSize || (!isComplete && proof.Count == 0))
        {
            return false;
        }

        var shift = BitOperations.TrailingZeroCount(size);
        return Grows((size - 1) >> shift, (later - 1) >> shift, root, laterRoot, isComplete ? root.ToArray() : proof[0], isComplete ? proof : [.. proof.Skip(1)]);
    }

    private static bool Grows(long node, long last, ReadOnlySpan<byte> root, ReadOnlySpan<byte> laterRoot, byte[] start, IReadOnlyList<byte[]> proof)
    {
        var (smaller, larger) = (start, start);
        foreach (var next in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if (IsOdd(node) || node == last)
            {
                smaller = MerkleTree.HashNode(next, smaller);
                larger = MerkleTree.HashNode(next, larger);
                (node, last) = UpToRightChild(node, last);
            }
            else
            {
                larger = MerkleTree.HashNode(larger, next);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && root.SequenceEqual(smaller) && laterRoot.SequenceEqual(larger);
    }

    // The last node of a level that has no right neighbour is moved up as it is, until it is a right child.
    private static (long Node, long Last) UpToRightChild(long node, long last)
    {
        var shift = node == 0 ? 0 : BitOperations.TrailingZeroCount(node);
        return (node >> shift, last >> shift);
    }

    private static bool IsOdd(long number) => (number & 1) == 1;

    private static bool AreHashes(IReadOnlyList<byte[]> proof) =>
        proof is { Count: <= MerkleTree.MaxProofLength } && proof.All(hash => hash is { Length: LogChain.HashSize });
}
