using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;

namespace Tenure.Server.Audit.Tree;

/// <summary>Builds the whole tree anew out of the entries and compares it with what is kept: places, tiles, root and every checkpoint. In the transaction that the caller began.</summary>
/// <param name="db">The database.</param>
/// <param name="roots">The server's roots; <c>null</c> when they are not at hand: then the signatures of checkpoints are not looked at.</param>
internal sealed class TreeVerifier(TenureDb db, IReadOnlyList<PublicKeyP256>? roots)
{
    /// <summary>What a break calls the tree, where a device's id stands otherwise.</summary>
    public const string Name = "tree";

    // Leaves that are held at once. A multiple of what a tile of the second level covers.
    private const long Stretch = MerkleTile.Width * MerkleTile.Width;

    private const string Leaves =
        """
        SELECT l.leaf_index, e.hash FROM log_leaves l LEFT JOIN device_log e ON e.device_id = l.device_id AND e.sequence = l.sequence
        WHERE l.leaf_index >= $1 ORDER BY l.leaf_index LIMIT $2
        """;

    // An entry is at one place, or it waits.
    private const string Strays =
        """
        SELECT e.device_id, e.sequence FROM device_log e
        LEFT JOIN log_leaves l ON l.device_id = e.device_id AND l.sequence = e.sequence
        LEFT JOIN log_waiting w ON w.device_id = e.device_id AND w.sequence = e.sequence
        WHERE (CASE WHEN l.leaf_index IS NULL THEN 0 ELSE 1 END) + (CASE WHEN w.id IS NULL THEN 0 ELSE 1 END) <> 1 LIMIT 1
        """;

    private const string WrongWaiting =
        """
        SELECT w.device_id, w.sequence FROM log_waiting w
        LEFT JOIN device_log e ON e.device_id = w.device_id AND e.sequence = w.sequence
        WHERE e.hash IS NULL OR e.hash <> w.hash LIMIT 1
        """;

    private readonly List<AuditBreak> broken = [];
    private ILookup<long, CheckpointRow> checkpoints = Array.Empty<CheckpointRow>().ToLookup(c => c.Size);
    private LogTree? tree;
    private MerkleGrowth growth = new();
    private Dictionary<MerkleTile, byte[]> edge = [];

    /// <summary>What was seen.</summary>
    public async Task<TreeReport> RunAsync(CancellationToken ct)
    {
        try
        {
            await FindAsync(ct);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidCastException or FormatException or ArgumentException or OverflowException)
        {
            Add(null, "unreadable", "A row of the tree holds a value that cannot be read.");
        }

        return new TreeReport(growth.Size, await db.WaitingEntries.LongCountAsync(ct), checkpoints.Sum(c => c.LongCount()), broken);
    }

    private async Task FindAsync(CancellationToken ct)
    {
        var trees = await db.LogTrees.AsNoTracking().ToListAsync(ct);
        tree = trees is [{ Id: LogTree.OnlyId } only] ? only : null;
        checkpoints = (await db.LogCheckpoints.AsNoTracking().ToListAsync(ct)).ToLookup(c => c.Size);
        Compare(checkpoints[0]);
        do
        {
            if (!await AddLeavesAsync(ct))
            {
                return;
            }
        }
        while (growth.Size > 0 && growth.Size % Stretch == 0 && await db.LogLeaves.AnyAsync(l => l.Index >= growth.Size, ct));

        CheckEnd(trees.Count);
        await CompareTilesAsync(edge, ct);
        if (await db.LogTiles.LongCountAsync(ct) != CountTiles(growth.Size))
        {
            Add(null, "tile_differs", "There are more or fewer tiles than the tree has.");
        }

        await FindRowAsync(Strays, "entry_astray", "The entry is neither in the tree nor waiting for it, or both.", ct);
        await FindRowAsync(WrongWaiting, "entry_astray", "What waits is not the entry.", ct);
    }

    private async Task<bool> AddLeavesAsync(CancellationToken ct)
    {
        var leaves = await db.ReadAsync(new(Leaves, growth.Size, Stretch), row => (Index: row.GetInt64(0), Hash: row.IsDBNull(1) ? null : (byte[])row.GetValue(1)), ct);
        foreach (var (index, hash) in leaves)
        {
            if (index != growth.Size || hash is not { Length: LogChain.HashSize })
            {
                Add(growth.Size, "leaf_differs", "A place of the tree is empty or taken twice, or names an entry that is not there.");
                return false;
            }

            growth.Add(hash);
            if (checkpoints.Contains(growth.Size))
            {
                Compare(checkpoints[growth.Size]);
            }
        }

        var changed = growth.Changed;
        var full = changed.Where(tile => tile.Value.Length == MerkleTile.MaxBytes).ToDictionary();
        edge = MerkleTile.Edge(growth.Size).ToDictionary(tile => tile, tile => changed.GetValueOrDefault(tile) ?? edge[tile]);
        growth = new MerkleGrowth(growth.Size, tile => edge[tile]);
        await CompareTilesAsync(full, ct);
        return true;
    }

    private async Task CompareTilesAsync(Dictionary<MerkleTile, byte[]> tiles, CancellationToken ct)
    {
        var kept = await db.ReadTilesAsync(tiles.Keys, ct);
        foreach (var (tile, _) in tiles.Where(tile => !tile.Value.AsSpan().SequenceEqual(kept.GetValueOrDefault(tile.Key, []))).OrderBy(tile => tile.Key.Index).Take(1))
        {
            Add(null, "tile_differs", string.Create(CultureInfo.InvariantCulture, $"Tile {tile.Index} of level {tile.Level} is not what the entries give."));
        }
    }

    private void Compare(IEnumerable<CheckpointRow> sameSize)
    {
        byte[]? root = null;
        foreach (var kept in sameSize)
        {
            root ??= growth.Root();
            try
            {
                var checkpoint = roots is null ? CheckpointCodec.ReadUnverified(kept.Signed) : CheckpointCodec.Verify(kept.Signed, roots).Checkpoint;
                if (checkpoint.Size != kept.Size || checkpoint.At.ToUnixTimeSeconds() != kept.At || !checkpoint.RootHash.AsSpan().SequenceEqual(root)
                    || !checkpoint.LogId.AsSpan().SequenceEqual(tree?.LogId))
                {
                    Add(kept.Size, "checkpoint_differs", "A checkpoint does not say what the entries give.");
                }
            }
            catch (ProtocolException e)
            {
                Add(kept.Size, "checkpoint_refused", $"A checkpoint is not one that this server signed: {e.Message}");
            }
        }
    }

    private void CheckEnd(int trees)
    {
        var isEmpty = trees == 0 && growth.Size == 0 && checkpoints.Count == 0;
        if (!isEmpty && (tree is null || tree.Size != growth.Size || !tree.RootHash.AsSpan().SequenceEqual(growth.Root())))
        {
            Add(growth.Size, "tree_differs", "The tree's row does not say what the entries give.");
        }

        if (checkpoints.Count > 0 ? checkpoints.Max(c => c.Key) != growth.Size : growth.Size > 0)
        {
            Add(growth.Size, "checkpoint_differs", "The last checkpoint is not one over all entries.");
        }
    }

    private async Task FindRowAsync(string sql, string reason, string message, CancellationToken ct)
    {
        foreach (var (device, sequence) in await db.ReadAsync(new(sql), row => (row.GetString(0), row.GetInt64(1)), ct))
        {
            broken.Add(new AuditBreak(device, sequence, reason, message));
        }
    }

    private static long CountTiles(long size)
    {
        var count = 0L;
        for (; size > 0; size /= MerkleTile.Width)
        {
            count += ((size - 1) / MerkleTile.Width) + 1;
        }

        return count;
    }

    private void Add(long? index, string reason, string message) => broken.Add(new AuditBreak(Name, index, reason, message));
}
