using Tenure.Protocols.Log;

namespace Tenure.Protocols.Tests.Log;

/// <summary>A log in memory, with whatever leaves a test puts into it, and proofs about it.</summary>
internal sealed class SmallLog
{
    /// <summary>The hash of each entry.</summary>
    public List<byte[]> Leaves { get; init; } = [];

    public byte[] LogId { get; set; } = new byte[16];

    /// <summary>What a signer would sign.</summary>
    public Checkpoint Checkpoint(string issuer, DateTimeOffset at, long? size = null) => new()
    {
        Issuer = issuer,
        LogId = LogId,
        Size = size ?? Leaves.Count,
        RootHash = MerklePlan.Root(size ?? Leaves.Count).Make(HashOf)[0],
        At = at,
    };

    /// <summary>The proof that a consent is in the log.</summary>
    /// <param name="signed">A checkpoint over all of it.</param>
    /// <param name="index">Where the consent is.</param>
    /// <param name="consent">The consent.</param>
    /// <param name="seen">What the device has seen.</param>
    public ConsentProof Prove(byte[] signed, int index, ReleaseConsent consent, long? seen = null) => new(
        signed, index, MerklePlan.Inclusion(index, Leaves.Count).Make(HashOf), Extension(seen ?? 0, Leaves.Count), consent);

    public IReadOnlyList<byte[]> Extension(long from, long to) => MerklePlan.Consistency(from, to).Make(HashOf);

    public byte[] HashOf(MerkleNode node) => node.Level == 0
        ? Leaves[(int)node.Index]
        : MerkleTree.HashNode(HashOf(new(node.Level - 1, 2 * node.Index)), HashOf(new(node.Level - 1, (2 * node.Index) + 1)));
}
