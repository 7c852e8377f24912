using Tenure.Protocols.Log;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Trees and proofs. The leaves are the eight that certificate transparency logs are tested with.</summary>
internal static class MerkleVectors
{
    private static readonly byte[][] Leaves =
    [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ];

    public static IEnumerable<IReadOnlyList<(string, string)>> All()
    {
        for (var size = 0; size <= Leaves.Length; size++)
        {
            yield return [("name", $"tree of {size}"), ("kind", "tree"), ("size", $"{size}"), .. List("leaves", Leaves[..size]), ("root", Hex(Root(size)))];
        }

        for (var size = 1; size <= Leaves.Length; size++)
        {
            for (var index = 0; index < size; index++)
            {
                yield return Inclusion($"entry {index} of {size}", true, index, index, size, Prove(index, size));
            }
        }

        yield return Inclusion("another place", false, 2, 3, 7, Prove(2, 7));
        yield return Inclusion("another entry", false, 3, 2, 7, Prove(2, 7));
        yield return Inclusion("a place behind the end", false, 6, 7, 7, Prove(6, 7));
        yield return Inclusion("a hash too few", false, 2, 2, 7, Prove(2, 7)[..^1]);
        yield return Inclusion("a hash too many", false, 2, 2, 7, [.. Prove(2, 7), Root(7)]);
        yield return Inclusion("a hash of 31 bytes", false, 2, 2, 7, [Prove(2, 7)[0][..31], .. Prove(2, 7)[1..]]);
        yield return Inclusion("the hashes in another order", false, 2, 2, 7, [.. Prove(2, 7).Reverse()]);
        yield return Inclusion("a node taken for an entry", false, Hash(0, 2), 0, 4, Prove(0, 4)[1..], Root(4));
        yield return Inclusion("65 hashes", false, Hash(0, 1), 0, long.MaxValue, [.. Enumerable.Repeat(Root(7), 65)], Root(7));

        for (var later = 1; later <= Leaves.Length; later++)
        {
            for (var size = 0; size <= later; size++)
            {
                yield return Consistency($"{later} out of {size}", true, size, Root(size), later, Extend(size, later));
            }
        }

        yield return Consistency("a smaller tree with another root", false, 6, Root(5), 7, Extend(6, 7));
        yield return Consistency("another size of the smaller tree", false, 5, Root(6), 7, Extend(6, 7));
        yield return Consistency("a smaller tree that is larger", false, 7, Root(7), 6, []);
        yield return Consistency("two roots of one size", false, 7, Root(6), 7, []);
        yield return Consistency("an empty tree with a root", false, 0, Root(1), 7, []);
        yield return Consistency("a hash too few for consistency", false, 6, Root(6), 7, Extend(6, 7)[..^1]);
        yield return Consistency("a hash too many for consistency", false, 6, Root(6), 7, [.. Extend(6, 7), Root(7)]);
        yield return Consistency("no proof", false, 6, Root(6), 7, []);
        yield return Consistency("a proof where none belongs", false, 7, Root(7), 7, [Root(7)]);
    }

    private static (string, string)[] Inclusion(string name, bool holds, int leaf, int index, int size, byte[][] proof) =>
        Inclusion(name, holds, Hash(leaf, 1), index, size, proof, Root(size));

    private static (string, string)[] Inclusion(string name, bool holds, byte[] leafHash, int index, long size, byte[][] proof, byte[] root) =>
    [
        ("name", name), ("kind", "inclusion"), ("expect", holds ? "accept" : "refuse"), ("leaf_hash", Hex(leafHash)),
        ("index", $"{index}"), ("size", $"{size}"), ("root", Hex(root)), .. List("proof", proof),
    ];

    private static (string, string)[] Consistency(string name, bool holds, int size, byte[] root, int later, byte[][] proof) =>
    [
        ("name", name), ("kind", "consistency"), ("expect", holds ? "accept" : "refuse"), ("size", $"{size}"), ("root", Hex(root)),
        ("later_size", $"{later}"), ("later_root", Hex(Root(later))), .. List("proof", proof),
    ];

    private static byte[][] Prove(int index, int size) => [.. MerklePlan.Inclusion(index, size).Make(HashOf)];

    private static byte[][] Extend(int size, int later) => [.. MerklePlan.Consistency(size, later).Make(HashOf)];

    private static byte[] Root(int size) => size == 0 ? MerkleTree.EmptyRoot : MerklePlan.Root(size).Make(HashOf)[0];

    private static byte[] HashOf(MerkleNode node) => Hash((int)(node.Index << node.Level), 1 << node.Level);

    private static byte[] Hash(int from, int count) =>
        count == 1 ? MerkleTree.HashLeaf(Leaves[from]) : MerkleTree.HashNode(Hash(from, count / 2), Hash(from + (count / 2), count / 2));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    // A list without items is left out; an item without bytes is a word.
    private static (string, string)[] List(string key, byte[][] items) =>
        items.Length == 0 ? [] : [(key, string.Join(", ", items.Select(item => item.Length == 0 ? "empty" : Hex(item))))];
}
