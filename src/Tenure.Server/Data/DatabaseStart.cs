using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Data;

/// <summary>Brings the schema up to date before the first request; on SQLite it also keeps a second process out, on PostgreSQL one that has to be alone.</summary>
internal sealed class DatabaseStart(IServiceScopeFactory scopes, DataFolder folder, IConfiguration configuration) : IDisposable
{
    private IDisposable? owner;

    /// <summary>For a server, beside others where the database is PostgreSQL.</summary>
    /// <exception cref="StartRefusedException">Somebody is there who keeps it out, or a restore was cut short.</exception>
    public Task RunAsync(CancellationToken ct) => RunAsync(alone: false, ct);

    /// <summary>For a command during which no server may run.</summary>
    /// <exception cref="StartRefusedException">A server is on the database, or a restore was cut short.</exception>
    public Task RunAloneAsync(CancellationToken ct) => RunAsync(alone: true, ct);

    /// <summary>The same for a command, which may run beside a server: that one holds its folder, and has left nothing to do.</summary>
    public async Task RunIfDueAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
        {
            await RunAsync(ct);
            return;
        }

        if (db is not SqliteTenureDb)
        {
            await OwnPostgresAsync(db, alone: false, ct);
        }

        await RefuseDueAsync(db, ct);
    }

    /// <summary>A generation was begun, after whatever restore.</summary>
    public async Task GenerationBegunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await GenerationDue.ClearAsync(scope.ServiceProvider.GetRequiredService<TenureDb>(), folder.Path, ct);
    }

    public void Dispose() => owner?.Dispose();

    private async Task RunAsync(bool alone, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        if (db is SqliteTenureDb)
        {
            Own();
            // EF asks for it only when it makes the file itself, and looking for a lock row makes an empty one first. Without it readers stop the writer.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = 'wal'", ct);
        }
        else
        {
            await OwnPostgresAsync(db, alone, ct);
        }

        if (!alone)
        {
            await RefuseDueAsync(db, ct);
        }

        // Migrate takes a lock row on SQLite even when nothing is pending, and a process killed there blocks every later start.
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
        {
            if (db is SqliteTenureDb && await HasStaleLockAsync(db, ct))
            {
                await db.Database.ExecuteSqlRawAsync("""DELETE FROM "__EFMigrationsLock" """, ct);
            }

            await db.Database.MigrateAsync(ct);
        }
    }

    private async Task OwnPostgresAsync(TenureDb db, bool alone, CancellationToken ct)
    {
        await MakeAsync(db, ct);
        owner = await PostgresOwner.TryTakeAsync(configuration.GetConnectionString("Tenure")!, alone, ct) ?? throw new StartRefusedException(alone
            ? "A server is on this database. Stop every server that uses it first."
            : "A restore or a new generation is under way on this database. Start the server when it is done.");
        if (await db.Database.SqlQueryRaw<bool>("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'before_restore') AS \"Value\"").SingleAsync(ct))
        {
            throw new StartRefusedException("A restore of this database was cut short, and what was there before is in the schema before_restore. Run the restore again (docs/operate/backup.md).");
        }
    }

    // The first start makes its database, where it may: the word that it is there is said in the database itself.
    private static async Task MakeAsync(TenureDb db, CancellationToken ct)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        try
        {
            if (!await creator.ExistsAsync(ct))
            {
                await creator.CreateAsync(ct);
            }
        }
        catch (PostgresException made) when (made.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another server beside this one was faster.
        }
    }

    private async Task RefuseDueAsync(TenureDb db, CancellationToken ct)
    {
        if (await GenerationDue.IsSetAsync(db, folder.Path, ct))
        {
            throw new StartRefusedException("A backup was put back here, and no new generation was begun. Run `generation start` first (docs/operate/backup.md).");
        }
    }

    // Our own file lock is held, so a lock row can only be left from a process that died.
    private static async Task<bool> HasStaleLockAsync(TenureDb db, CancellationToken ct) =>
        await db.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(ct) > 0;

    private void Own()
    {
        try
        {
            owner = Database.OwnFolder(folder.Path);
        }
        catch (IOException inUse)
        {
            throw new StartRefusedException(
                $"Another server uses the data folder {folder.Path}. SQLite is for one process: stop the other one, or use PostgreSQL.", inUse);
        }
    }
}
