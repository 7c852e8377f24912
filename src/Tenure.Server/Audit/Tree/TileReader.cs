using Tenure.Protocols.Log;
using Tenure.Server.Data;

namespace Tenure.Server.Audit.Tree;

/// <summary>Makes proofs out of the tiles that are kept.</summary>
internal static class TileReader
{
    /// <summary>The hashes of each plan; the tiles of all are read at once.</summary>
    /// <exception cref="Protocols.ProtocolException">A tile is missing or too short: the tree is damaged, or smaller.</exception>
    public static async Task<IReadOnlyList<IReadOnlyList<byte[]>>> MakeAsync(TenureDb db, IReadOnlyList<MerklePlan> plans, CancellationToken ct)
    {
        var tiles = await db.ReadTilesAsync(plans.SelectMany(plan => plan.Nodes).Select(MerkleTile.Of), ct);
        // Many plans share most of their nodes, and one inside a tile costs up to 127 hashes.
        var known = new Dictionary<MerkleNode, byte[]>();
        return [.. plans.Select(plan => plan.Make(HashOf))];

        byte[] HashOf(MerkleNode node)
        {
            if (!known.TryGetValue(node, out var hash))
            {
                var tile = MerkleTile.Of(node);
                known[node] = hash = tile.HashOf(tiles.GetValueOrDefault(tile, []), node);
            }

            return hash;
        }
    }
}
