using System.IO.Compression;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Tenure.Server.Data;

namespace Tenure.Server.Backups;

/// <summary>
/// A copy of the database in one file, made while a server runs: a ZIP archive with <c>manifest.json</c> and, of SQLite, <c>tenure.db</c> (its online backup), of PostgreSQL a <c>tables/NAME</c> for each table (COPY, binary, all of one
/// snapshot). Keys, the journal of deletions and the last checkpoint of the log are not in it.
/// </summary>
internal static class BackupFile
{
    private const string ManifestEntry = "manifest.json";
    private const string SqliteEntry = "tenure.db";
    private const string TablesFolder = "tables/";
    private const string History = "__EFMigrationsHistory";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Makes one. Only its owner may read it; a crash leaves none or the whole.</summary>
    public static async Task<BackupManifest> WriteAsync(TenureDb db, string path, DateTimeOffset now, CancellationToken ct)
    {
        var manifest = new BackupManifest(
            BackupManifest.CurrentFormat, db is SqliteTenureDb ? "sqlite" : "postgresql", (await db.Database.GetAppliedMigrationsAsync(ct)).LastOrDefault() ?? "", now);
        // A folder that nobody else may enter, and that nobody made before.
        using var own = new PrivateFolder(path);
        var beside = own.File("backup");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var file = new FileStream(beside, options))
        {
            await using (var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct))
            {
                await using (var entry = await archive.CreateEntry(ManifestEntry).OpenAsync(ct))
                {
                    await JsonSerializer.SerializeAsync(entry, manifest, Json, ct);
                }

                await (db is SqliteTenureDb ? CopySqliteAsync(db, archive, own.File(SqliteEntry), ct) : CopyPostgresAsync(db, archive, ct));
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
        return manifest;
    }

    /// <summary>What a file says of itself; <c>null</c> when it is no backup of ours.</summary>
    public static async Task<BackupManifest?> ReadManifestAsync(string path, CancellationToken ct)
    {
        try
        {
            await using var archive = await ZipFile.OpenReadAsync(path, ct);
            if (archive.GetEntry(ManifestEntry) is not { } entry)
            {
                return null;
            }

            await using var stream = await entry.OpenAsync(ct);
            return await JsonSerializer.DeserializeAsync<BackupManifest>(stream, Json, ct) is { Format: BackupManifest.CurrentFormat } manifest ? manifest : null;
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Puts the file of SQLite in place of the one that is there. No server may run.</summary>
    public static async Task RestoreSqliteAsync(string path, string database, CancellationToken ct)
    {
        await using var archive = await ZipFile.OpenReadAsync(path, ct);
        using var own = new PrivateFolder(database);
        var beside = own.File(SqliteEntry);
        await using (var stream = await (archive.GetEntry(SqliteEntry) ?? throw new InvalidDataException($"{SqliteEntry} is missing.")).OpenAsync(ct))
        await using (var file = new FileStream(beside, FileMode.CreateNew))
        {
            await stream.CopyToAsync(file, ct);
            file.Flush(flushToDisk: true);
        }

        GenerationDue.SetBeside(Path.GetDirectoryName(database)!);
        foreach (var suffix in (string[])["-wal", "-shm"])
        {
            File.Delete(database + suffix);
        }

        File.Move(beside, database, overwrite: true);
    }

    /// <summary>Whether the file has all that a restore needs, read to its end, and this program knows the schema: looked at before anything is taken away.</summary>
    public static async Task<bool> IsWholeAsync(string path, TenureDb db, BackupManifest manifest, CancellationToken ct)
    {
        if (!db.Database.GetMigrations().Contains(manifest.Migration, StringComparer.Ordinal))
        {
            return false;
        }

        await using var archive = await ZipFile.OpenReadAsync(path, ct);
        var names = archive.Entries.Select(e => e.FullName).ToHashSet(StringComparer.Ordinal);
        if (!names.Contains(db is SqliteTenureDb ? SqliteEntry : TablesFolder + "accounts"))
        {
            return false;
        }

        try
        {
            foreach (var entry in archive.Entries)
            {
                await using var stream = await entry.OpenAsync(ct);
                await stream.CopyToAsync(Stream.Null, ct);
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Puts the tables of PostgreSQL in place of those that are there, which are the schema <c>before_restore</c> until the others are whole. No server may run.</summary>
    /// <remarks>As long as that schema is there, what is in <c>public</c> is half of something: one that was cut short is begun again from there, and what was there first is not lost.</remarks>
    public static async Task RestorePostgresAsync(string path, TenureDb db, BackupManifest manifest, CancellationToken ct)
    {
        await using var archive = await ZipFile.OpenReadAsync(path, ct);
        await db.Database.OpenConnectionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var wasCut = (await ReadAsync(connection, "SELECT nspname::text, '' FROM pg_namespace WHERE nspname = 'before_restore'", ct)).Count > 0;
        await RunAsync(connection, $"BEGIN; {(wasCut ? "DROP SCHEMA IF EXISTS public CASCADE" : "ALTER SCHEMA public RENAME TO before_restore")}; CREATE SCHEMA public; COMMIT", ct);
        try
        {
            await FillAsync(archive, db, connection, manifest, ct);
        }
        catch
        {
            await RunAsync(connection, "ROLLBACK; BEGIN; DROP SCHEMA public CASCADE; ALTER SCHEMA before_restore RENAME TO public; COMMIT", CancellationToken.None);
            throw;
        }
    }

    private static async Task FillAsync(ZipArchive archive, TenureDb db, NpgsqlConnection connection, BackupManifest manifest, CancellationToken ct)
    {
        // The tables as they were then; the start brings them up to date.
        await Microsoft.EntityFrameworkCore.Infrastructure.AccessorExtensions.GetService<Microsoft.EntityFrameworkCore.Migrations.IMigrator>(db.Database).MigrateAsync(manifest.Migration, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        foreach (var table in await TablesAsync(connection, ct))
        {
            if (table == History)
            {
                continue;
            }

            var entry = archive.GetEntry(TablesFolder + table) ?? throw new InvalidDataException($"{TablesFolder}{table} is missing.");
            await RunAsync(connection, $"DELETE FROM \"{table}\"", ct);
            await using var from = await entry.OpenAsync(ct);
            await using var to = await connection.BeginRawBinaryCopyAsync($"COPY \"{table}\" FROM STDIN (FORMAT BINARY)", ct);
            await from.CopyToAsync(to, ct);
        }

        foreach (var (table, column) in await CountedColumnsAsync(connection, ct))
        {
            await RunAsync(connection, $"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), GREATEST((SELECT MAX(\"{column}\") FROM \"{table}\"), 1))", ct);
        }

        // With the commit that makes the new one whole, and neither before nor after.
        await RunAsync(connection, $"DROP SCHEMA before_restore CASCADE; {GenerationDue.Set}", ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task CopySqliteAsync(TenureDb db, ZipArchive archive, string copy, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await using (var to = new SqliteConnection($"Data Source={copy};Pooling=False"))
        {
            await to.OpenAsync(ct);
            ((SqliteConnection)db.Database.GetDbConnection()).BackupDatabase(to);
        }

        await using var entry = await archive.CreateEntry(SqliteEntry).OpenAsync(ct);
        await using var from = File.OpenRead(copy);
        await from.CopyToAsync(entry, ct);
    }

    private static async Task CopyPostgresAsync(TenureDb db, ZipArchive archive, CancellationToken ct)
    {
        await db.BeginSnapshotAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        foreach (var table in await TablesAsync(connection, ct))
        {
            await using var entry = await archive.CreateEntry(TablesFolder + table).OpenAsync(ct);
            await using var from = await connection.BeginRawBinaryCopyAsync($"COPY \"{table}\" TO STDOUT (FORMAT BINARY)", ct);
            await from.CopyToAsync(entry, ct);
        }
    }

    // Those first that others refer to.
    private static async Task<List<string>> TablesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var all = await ReadAsync(connection, "SELECT table_name, '' FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name", ct);
        var references = await ReadAsync(
            connection, "SELECT r.relname, t.relname FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND r.oid <> t.oid", ct);
        List<string> done = [];
        while (done.Count < all.Count)
        {
            var next = all.Select(t => t.First).Except(done).Where(t => references.Where(r => r.First == t).All(r => done.Contains(r.Second))).ToList();
            done.AddRange(next.Count > 0 ? next : throw new InvalidDataException("The tables refer to each other in a circle, or to one elsewhere."));
        }

        return done;
    }

    private static Task<List<(string First, string Second)>> CountedColumnsAsync(NpgsqlConnection connection, CancellationToken ct) =>
        ReadAsync(connection, "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND (is_identity = 'YES' OR column_default LIKE 'nextval%')", ct);

    private static async Task<List<(string First, string Second)>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<(string, string)> rows = [];
        while (await reader.ReadAsync(ct))
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
