using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;

namespace Tenure.Server.Tests.Hosting;

/// <summary>An empty database of today's schema, made once for each kind and copied for each server. The migrations have tests of their own.</summary>
internal static class MigratedDatabase
{
    private static readonly Lazy<Task<byte[]>> SqliteFile = new(MakeSqliteAsync);
    private static readonly Lazy<Task<string>> PostgresName = new(MakePostgresAsync);

    /// <summary>Puts a SQLite database into a data folder.</summary>
    public static async Task CopyToAsync(string folder) => await File.WriteAllBytesAsync(Path.Combine(folder, "tenure.db"), await SqliteFile.Value);

    /// <summary>A connection string to a new database on PostgreSQL.</summary>
    public static async Task<string> NewOnPostgresAsync() => await Testing.PostgresServer.NewDatabaseAsync(await PostgresName.Value);

    private static async Task<byte[]> MakeSqliteAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tenure-schema");
        var file = Path.Combine(folder.FullName, "tenure.db");
        await using (var db = new SqliteTenureDb(Options<SqliteTenureDb>(options => Database.Sqlite(options, $"Data Source={file};Pooling=False"))))
        {
            await db.Database.MigrateAsync();
        }

        var content = await File.ReadAllBytesAsync(file);
        folder.Delete(recursive: true);
        return content;
    }

    private static async Task<string> MakePostgresAsync()
    {
        var connection = await Testing.PostgresServer.NewDatabaseAsync();
        await using var db = new PostgresTenureDb(Options<PostgresTenureDb>(options => Database.Postgres(options, connection + ";Pooling=false")));
        await db.Database.MigrateAsync();
        return new Npgsql.NpgsqlConnectionStringBuilder(connection).Database!;
    }

    private static DbContextOptions<T> Options<T>(Func<DbContextOptionsBuilder, DbContextOptionsBuilder> choose)
        where T : DbContext
    {
        var options = new DbContextOptionsBuilder<T>();
        choose(options);
        return options.Options;
    }
}
