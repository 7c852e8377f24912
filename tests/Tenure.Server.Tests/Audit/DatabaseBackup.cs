using Microsoft.Data.Sqlite;
using Npgsql;
using Tenure.Testing;

namespace Tenure.Server.Tests.Audit;

/// <summary>A backup file, made as docs/operate/backup.md says: by SQLite's own means, or by pg_dump.</summary>
internal sealed class DatabaseBackup : IDisposable
{
    private readonly string data;
    private readonly string? connection;
    private readonly string folder = Directory.CreateTempSubdirectory("tenure-backup").FullName;

    private DatabaseBackup(string data, string? connection) => (this.data, this.connection) = (data, connection);

    private string File => Path.Combine(folder, "copy");

    private string Database => Path.Combine(data, "tenure.db");

    /// <summary>Counts the running test for its database.</summary>
    public static async Task UsedAsync(bool postgres)
    {
        if (postgres)
        {
            await PostgresServer.UsedAsync();
        }
        else
        {
            Peers.Used(Peer.Sqlite, Peers.SqliteVersion);
        }
    }

    /// <summary>Takes it; the server may run.</summary>
    /// <param name="data">The server's data folder.</param>
    /// <param name="connection">PostgreSQL's connection string; <c>null</c> for SQLite.</param>
    /// <param name="ct">Ends the call.</param>
    public static async Task<DatabaseBackup> TakeAsync(string data, string? connection, CancellationToken ct)
    {
        var backup = new DatabaseBackup(data, connection);
        if (connection is not null)
        {
            await RunAsync("pg_dump", ["--format=custom", "--file", backup.File, "--dbname", Of(connection)], ct);
            return backup;
        }

        await using var from = new SqliteConnection($"Data Source={backup.Database};Mode=ReadOnly;Pooling=False");
        await using var to = new SqliteConnection($"Data Source={backup.File};Pooling=False");
        await from.OpenAsync(ct);
        await to.OpenAsync(ct);
        from.BackupDatabase(to);
        return backup;
    }

    /// <summary>Puts it back in place of what is there; no server may run.</summary>
    public async Task RestoreAsync(CancellationToken ct)
    {
        if (connection is not null)
        {
            await PostgresServer.DropAsync(connection, ct);
            await RunAsync("pg_restore", ["--create", "--exit-on-error", "--dbname", Of(connection, "postgres"), File], ct);
            return;
        }

        foreach (var file in Directory.EnumerateFiles(data, "tenure.db*"))
        {
            System.IO.File.Delete(file);
        }

        System.IO.File.Copy(File, Database);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // What libpq calls the same things.
    private static string Of(string connection, string? database = null)
    {
        var given = new NpgsqlConnectionStringBuilder(connection);
        return $"host='{given.Host}' user='{given.Username}' dbname='{database ?? given.Database}'";
    }

    private static async Task RunAsync(string program, string[] arguments, CancellationToken ct)
    {
        // Debian keeps them beside the server.
        var path = Tool.Find(program) ?? Directory.EnumerateFiles("/usr/lib/postgresql", program, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        var done = await Tool.RunAsync(path, arguments, ct);
        Assert.True(done.ExitCode == 0, done.Text);
    }
}
