using System.Security.Cryptography;

namespace Tenure.Protocols.Log;

/// <summary>The hashes of a Merkle tree. 0x00 goes before a leaf and 0x01 before two nodes, so that neither passes for the other.</summary>
/// <remarks>RFC 9162 §2.1.1. A log's leaves are the hashes of its entries: <see cref="LogChain.Hash"/> is the leaf hash already.</remarks>
public static class MerkleTree
{
    /// <summary>Hashes in a proof at most: a path from a leaf to the root of a tree of 2^63 leaves, and one more for consistency.</summary>
    public const int MaxProofLength = 64;

    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;

    /// <summary>The root of a tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    /// <summary>SHA-256 over 0x00 and the leaf.</summary>
    public static byte[] HashLeaf(ReadOnlySpan<byte> leaf) => SHA256.HashData([LeafPrefix, .. leaf]);

    /// <summary>SHA-256 over 0x01 and the hashes of the two subtrees, 32 bytes each.</summary>
    public static byte[] HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var hash = new byte[LogChain.HashSize];
        HashNode(left, right, hash);
        return hash;
    }

    internal static void HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        Span<byte> both = stackalloc byte[1 + (2 * LogChain.HashSize)];
        both[0] = NodePrefix;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + LogChain.HashSize)..]);
        SHA256.HashData(both, hash);
    }
}
