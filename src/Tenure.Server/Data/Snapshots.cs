using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Tenure.Server.Data;

internal static class Snapshots
{
    extension(TenureDb db)
    {
        /// <summary>From here on the context reads one state of the database, while others write.</summary>
        public async Task BeginSnapshotAsync(CancellationToken ct)
        {
            await db.Database.OpenConnectionAsync(ct);
            if (db.Database.GetDbConnection() is SqliteConnection sqlite)
            {
                // Deferred: a reader beside the writer, where EF's own would ask for the write lock.
                await db.Database.UseTransactionAsync(sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: true), ct);
            }
            else
            {
                await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            }
        }
    }
}
