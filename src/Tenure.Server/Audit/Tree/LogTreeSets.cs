using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Tenure.Protocols.Log;
using Tenure.Server.Data;

namespace Tenure.Server.Audit.Tree;

internal static class LogTreeSets
{
    extension(TenureDb db)
    {
        public DbSet<LogTree> LogTrees => db.Set<LogTree>();

        public DbSet<WaitingEntry> WaitingEntries => db.Set<WaitingEntry>();

        public DbSet<LogLeaf> LogLeaves => db.Set<LogLeaf>();

        public DbSet<LogTile> LogTiles => db.Set<LogTile>();

        public DbSet<CheckpointRow> LogCheckpoints => db.Set<CheckpointRow>();

        /// <summary>The tree, locked against everybody who would change it, in the caller's transaction; a new one where there is none.</summary>
        public async Task<LogTree> LockLogTreeAsync(CancellationToken ct)
        {
            if (!await db.LogTrees.AnyAsync(ct))
            {
                // Of two processes that are the first, the key lets one through.
                var tree = LogTree.New();
                db.LogTrees.Add(tree);
                await db.SaveChangesAsync(ct);
                return tree;
            }

            // SQLite has one writer, and this transaction is it.
            if (db.Database.GetDbConnection() is not SqliteConnection)
            {
                await db.ReadAsync(new("SELECT id FROM log_tree FOR UPDATE"), row => row.GetInt32(0), ct);
            }

            return await db.LogTrees.SingleAsync(ct);
        }

        /// <summary>The hashes of tiles as they are kept; a tile that is not there is not in the answer.</summary>
        public async Task<Dictionary<MerkleTile, byte[]>> ReadTilesAsync(IEnumerable<MerkleTile> tiles, CancellationToken ct)
        {
            var ids = tiles.Distinct().Select(LogTile.IdOf).ToList();
            return ids.Count == 0 ? [] : await db.LogTiles.AsNoTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.ToTile(), t => t.Hashes, ct);
        }
    }
}
