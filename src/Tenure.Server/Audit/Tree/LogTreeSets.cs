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

        /// <summary>The hashes of tiles as they are kept; a tile that is not there is not in the answer.</summary>
        public async Task<Dictionary<MerkleTile, byte[]>> ReadTilesAsync(IEnumerable<MerkleTile> tiles, CancellationToken ct)
        {
            var ids = tiles.Distinct().Select(LogTile.IdOf).ToList();
            return ids.Count == 0 ? [] : await db.LogTiles.AsNoTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.ToTile(), t => t.Hashes, ct);
        }
    }
}
