using CsCheck;
using Tenure.Protocols.Log;

namespace Tenure.Protocols.Tests.Log;

public sealed class MerkleTests
{
    private const int Many = 200;

    // Hashes of complete subtrees by level, for a tree of 1,000,000 leaves: what a server keeps, in memory.
    private static readonly Lazy<byte[][][]> Million = new(() => Levels(1_000_000));

    /// <summary>Roots over the eight leaves of tests/vectors/merkle.txt, as the test data of certificate-transparency-go has them.</summary>
    [Fact]
    public void Roots_are_those_that_certificate_transparency_has()
    {
        string[] known =
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        string[] leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        var growth = new MerkleGrowth();
        for (var i = 0; i < leaves.Length; i++)
        {
            growth.Add(MerkleTree.HashLeaf(Convert.FromHexString(leaves[i])));
            Assert.Equal(known[i], Convert.ToHexStringLower(growth.Root()));
        }
    }

    [Fact]
    public void Roots_are_those_of_the_recursive_definition()
    {
        var leaves = Leaves(Many);
        for (var size = 0; size <= Many; size++)
        {
            var growth = new MerkleGrowth();
            foreach (var leaf in leaves.Take(size))
            {
                growth.Add(leaf);
            }

            Assert.Equal(Root(leaves.AsSpan(0, size)), growth.Root());
        }
    }

    [Fact]
    public void Every_inclusion_proof_of_every_small_tree_is_as_defined_and_holds()
    {
        var leaves = Leaves(Many);
        for (var size = 1; size <= Many; size++)
        {
            var root = Root(leaves.AsSpan(0, size));
            for (var index = 0; index < size; index++)
            {
                var proof = MerklePlan.Inclusion(index, size).Make(node => HashOf(leaves, node));
                if (size <= 70)
                {
                    Assert.Equal(Path(index, leaves.AsSpan(0, size)), proof);
                }

                Assert.True(MerkleProof.IsIncluded(leaves[index], index, size, root, proof), $"{index} of {size}");
            }
        }
    }

    [Fact]
    public void Every_consistency_proof_of_every_small_tree_is_as_defined_and_holds()
    {
        var leaves = Leaves(Many);
        byte[][] roots = [.. Enumerable.Range(0, Many + 1).Select(size => Root(leaves.AsSpan(0, size)))];
        for (var later = 0; later <= Many; later++)
        {
            for (var size = 0; size <= later; size++)
            {
                var proof = MerklePlan.Consistency(size, later).Make(node => HashOf(leaves, node));
                if (size > 0 && later <= 70)
                {
                    Assert.Equal(SubProof(size, leaves.AsSpan(0, later), true), proof);
                }

                Assert.True(MerkleProof.IsExtension(size, roots[size], later, roots[later], proof), $"{size} of {later}");
            }
        }
    }

    [Fact]
    public void Any_single_changed_byte_of_an_inclusion_proof_is_noticed()
    {
        foreach (var (index, size) in new[] { (0L, 1L), (0, 2), (6, 7), (3, 8), (129, 200), (199, 200) })
        {
            var leaves = Leaves((int)size);
            var (leaf, root, proof) = (leaves[index], Root(leaves), MerklePlan.Inclusion(index, size).Make(node => HashOf(leaves, node)));
            EachChange([leaf, root, .. proof], all => MerkleProof.IsIncluded(all[0], index, size, all[1], all[2..]));
        }
    }

    [Fact]
    public void Any_single_changed_byte_of_a_consistency_proof_is_noticed()
    {
        foreach (var (size, later) in new[] { (0, 0), (1, 1), (1, 2), (6, 7), (8, 8), (8, 9), (127, 200), (128, 200), (199, 200) })
        {
            var leaves = Leaves(later);
            EachChange(
                [Root(leaves.AsSpan(0, size)), Root(leaves), .. MerklePlan.Consistency(size, later).Make(node => HashOf(leaves, node))],
                all => MerkleProof.IsExtension(size, all[0], later, all[1], all[2..]));
        }
    }

    [Fact]
    public void A_proof_is_for_one_place_and_one_size()
    {
        var leaves = Leaves(13);
        var root = Root(leaves);
        for (var index = 0; index < 13; index++)
        {
            var proof = MerklePlan.Inclusion(index, 13).Make(node => HashOf(leaves, node));
            for (var place = -1; place <= 14; place++)
            {
                Assert.Equal(place == index, MerkleProof.IsIncluded(leaves[index], place, 13, root, proof));
            }

            Assert.False(MerkleProof.IsIncluded(leaves[index], index, 13, root, [.. proof.Skip(1)]));
            Assert.False(MerkleProof.IsIncluded(leaves[index], index, 13, root, [.. proof.SkipLast(1)]));
            Assert.False(MerkleProof.IsIncluded(leaves[index], index, 13, root, [.. proof, root]));
            Assert.False(MerkleProof.IsIncluded(leaves[index], index, 13, root, [.. proof.Reverse()]));
        }
    }

    [Fact]
    public void A_consistency_proof_is_for_its_two_sizes()
    {
        var leaves = Leaves(30);
        for (var size = 1; size < 20; size++)
        {
            var proof = MerklePlan.Consistency(size, 20).Make(node => HashOf(leaves, node));
            var (root, later) = (Root(leaves.AsSpan(0, size)), Root(leaves.AsSpan(0, 20)));
            Assert.True(MerkleProof.IsExtension(size, root, 20, later, proof));
            Assert.False(MerkleProof.IsExtension(size, root, 20, later, [.. proof, later]));
            Assert.False(MerkleProof.IsExtension(size, root, 20, later, [.. proof.SkipLast(1)]));
            Assert.False(MerkleProof.IsExtension(20, later, size, root, proof));
            for (var other = 0; other <= 20; other++)
            {
                Assert.Equal(other == size, MerkleProof.IsExtension(other, root, 20, later, proof));
            }
        }
    }

    [Fact]
    public void A_tree_with_another_entry_does_not_extend_what_was_seen()
    {
        var seen = Leaves(50);
        var forked = Leaves(60);
        forked[20] = MerkleTree.HashLeaf("other"u8);
        for (var size = 21; size <= 50; size++)
        {
            for (var later = size; later <= 60; later++)
            {
                Assert.False(MerkleProof.IsExtension(
                    size, Root(seen.AsSpan(0, size)), later, Root(forked.AsSpan(0, later)), MerklePlan.Consistency(size, later).Make(node => HashOf(forked, node))));
            }
        }
    }

    [Fact]
    public void What_is_no_proof_at_all_is_refused_without_an_exception()
    {
        var hash = MerkleTree.EmptyRoot;
        byte[][] endless = [.. Enumerable.Repeat(hash, MerkleTree.MaxProofLength + 1)];

        Assert.False(MerkleProof.IsIncluded(hash, 0, long.MaxValue, hash, endless));
        Assert.False(MerkleProof.IsIncluded(hash, 0, 2, hash, [[1]]));
        Assert.False(MerkleProof.IsIncluded(hash, 0, 2, hash, [null!]));
        Assert.False(MerkleProof.IsIncluded(hash, 0, 2, hash, null!));
        Assert.False(MerkleProof.IsIncluded([], 0, 1, [], []));
        Assert.False(MerkleProof.IsIncluded(hash, long.MinValue, long.MinValue, hash, []));
        Assert.False(MerkleProof.IsIncluded(hash, 0, 0, hash, []));
        Assert.False(MerkleProof.IsIncluded(hash, 0, -1, hash, []));
        Assert.False(MerkleProof.IsExtension(-1, hash, 1, hash, []));
        Assert.False(MerkleProof.IsExtension(1, hash, 2, hash, endless));
        Assert.False(MerkleProof.IsExtension(1, [], 2, [], [[]]));
        Assert.False(MerkleProof.IsExtension(1, [], 1, [], []));
        Assert.False(MerkleProof.IsExtension(3, hash, long.MaxValue, hash, []));
        Assert.False(MerkleProof.IsExtension(0, hash, 0, new byte[32], []));
        Assert.True(MerkleProof.IsExtension(0, hash, 0, hash, []));
        Assert.False(MerkleProof.IsExtension(2, hash, 3, hash, null!));
    }

    [Fact]
    public void Plans_reach_up_to_the_largest_tree()
    {
        Assert.Equal(63, MerklePlan.Inclusion(0, long.MaxValue).Make(_ => MerkleTree.EmptyRoot).Count);
        Assert.InRange(MerklePlan.Consistency((1L << 62) - 1, long.MaxValue).Make(_ => MerkleTree.EmptyRoot).Count, 1, MerkleTree.MaxProofLength);
        Assert.Throws<ArgumentOutOfRangeException>(() => MerklePlan.Inclusion(5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerklePlan.Inclusion(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerklePlan.Consistency(6, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerklePlan.Root(0));
    }

    [Fact]
    public void Proofs_of_a_tree_of_a_million_leaves_hold()
    {
        const long Size = 1_000_000;
        var levels = Million.Value;
        var root = MerklePlan.Root(Size).Make(node => levels[node.Level][node.Index])[0];

        Gen.Long[0, Size - 1].Sample(
            index =>
            {
                var proof = MerklePlan.Inclusion(index, Size).Make(node => levels[node.Level][node.Index]);
                Assert.InRange(proof.Count, 1, 20);
                Assert.True(MerkleProof.IsIncluded(levels[0][index], index, Size, root, proof));
                Assert.False(MerkleProof.IsIncluded(levels[0][index], index ^ 1, Size, root, proof));
            },
            iter: 2000);
        Gen.Long[1, Size].Sample(
            size =>
            {
                var smaller = MerklePlan.Root(size).Make(node => levels[node.Level][node.Index])[0];
                var proof = MerklePlan.Consistency(size, Size).Make(node => levels[node.Level][node.Index]);
                Assert.True(MerkleProof.IsExtension(size, smaller, Size, root, proof));
                Assert.Equal(size == Size, MerkleProof.IsExtension(size, root, Size, root, proof));
            },
            iter: 2000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(1000)]
    public void A_tree_kept_in_tiles_grows_by_batches_into_the_same_tree(int batch)
    {
        const int Size = 70_000;
        var levels = Million.Value;
        var kept = new Dictionary<MerkleTile, byte[]>();
        var size = 0L;
        while (size < Size)
        {
            var growth = new MerkleGrowth(size, tile => kept[tile]);
            for (var i = 0; i < batch; i++)
            {
                growth.Add(levels[0][growth.Size]);
            }

            foreach (var (tile, hashes) in growth.Changed)
            {
                kept[tile] = hashes;
            }

            size = growth.Size;
            if (size % 997 < batch)
            {
                Assert.Equal(MerklePlan.Root(size).Make(node => levels[node.Level][node.Index])[0], growth.Root());
            }
        }

        Assert.All(kept, tile => Assert.Equal(tile.Key.CountIn(size) * LogChain.HashSize, tile.Value.Length));
        foreach (var index in new[] { 0L, 1, 255, 256, 65_535, 65_536, size - 1 })
        {
            Assert.Equal(
                MerklePlan.Inclusion(index, size).Make(node => levels[node.Level][node.Index]),
                MerklePlan.Inclusion(index, size).Make(node => MerkleTile.Of(node) is var tile ? tile.HashOf(kept[tile], node) : []));
        }
    }

    [Fact]
    public void A_tile_of_another_length_or_place_is_refused()
    {
        Assert.Throws<ProtocolException>(() => new MerkleGrowth(3, _ => new byte[64]));
        Assert.Throws<ProtocolException>(() => new MerkleGrowth(257, _ => new byte[64]));
        Assert.Throws<ProtocolException>(() => new MerkleTile(0, 0).HashOf(new byte[64], new(0, 2)));
        Assert.Throws<ProtocolException>(() => new MerkleTile(0, 0).HashOf(new byte[64], new(8, 0)));
        Assert.Equal([new(0, 1), new(1, 0)], MerkleTile.Edge(257));
        Assert.Empty(MerkleTile.Edge(0));
    }

    private static byte[][] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => MerkleTree.HashLeaf([(byte)i, (byte)(i >> 8), (byte)(i >> 16)]))];

    private static byte[][][] Levels(int size)
    {
        var levels = new List<byte[][]> { Leaves(size) };
        while (levels[^1].Length > 1)
        {
            var below = levels[^1];
            levels.Add([.. Enumerable.Range(0, below.Length / 2).Select(i => MerkleTree.HashNode(below[2 * i], below[(2 * i) + 1]))]);
        }

        return [.. levels];
    }

    // RFC 9162 §2.1.1, §2.1.3.1 and §2.1.4.1 as they are written there: slow, and nothing shared with what is tested.
    private static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length <= 1)
        {
            return leaves.Length == 0 ? MerkleTree.EmptyRoot : leaves[0];
        }

        var k = LeftSize(leaves.Length);
        return MerkleTree.HashNode(Root(leaves[..k]), Root(leaves[k..]));
    }

    private static byte[][] Path(int index, ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 1)
        {
            return [];
        }

        var k = LeftSize(leaves.Length);
        return index < k ? [.. Path(index, leaves[..k]), Root(leaves[k..])] : [.. Path(index - k, leaves[k..]), Root(leaves[..k])];
    }

    private static byte[][] SubProof(int size, ReadOnlySpan<byte[]> leaves, bool isWhole)
    {
        if (size == leaves.Length)
        {
            return isWhole ? [] : [Root(leaves)];
        }

        var k = LeftSize(leaves.Length);
        return size <= k
            ? [.. SubProof(size, leaves[..k], isWhole), Root(leaves[k..])]
            : [.. SubProof(size - k, leaves[k..], false), Root(leaves[..k])];
    }

    private static int LeftSize(int size)
    {
        var k = 1;
        while (2 * k < size)
        {
            k *= 2;
        }

        return k;
    }

    private static byte[] HashOf(byte[][] leaves, MerkleNode node) =>
        Root(leaves.AsSpan((int)(node.Index << node.Level), 1 << node.Level));

    private static void EachChange(byte[][] all, Func<byte[][], bool> holds)
    {
        Assert.True(holds(all));
        for (var hash = 0; hash < all.Length; hash++)
        {
            for (var at = 0; at < all[hash].Length; at++)
            {
                foreach (var flip in (byte[])[0x01, 0x80])
                {
                    byte[][] changed = [.. all.Select(h => h.ToArray())];
                    changed[hash][at] ^= flip;
                    Assert.False(holds(changed), $"byte {at} of hash {hash} ^ {flip:x2} went unnoticed");
                }
            }
        }
    }
}
