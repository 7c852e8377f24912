using Microsoft.EntityFrameworkCore;

namespace Tenure.Server.Data;

/// <summary>
/// A backup was put back, and a new server generation has to be begun before anything else is done: of SQLite a file beside the database, of PostgreSQL an empty schema. From a restore until <c>generation start</c> no server starts, whoever
/// starts it.
/// </summary>
internal static class GenerationDue
{
    /// <summary>For PostgreSQL, with the commit that puts a backup in place.</summary>
    public const string Set = $"CREATE SCHEMA IF NOT EXISTS {Name}";

    private const string Name = "generation_due";

    /// <summary>For SQLite, before a backup is put in place.</summary>
    public static void SetBeside(string folder)
    {
        using var mark = new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate);
        mark.Flush(flushToDisk: true);
    }

    /// <summary>Whether one has to be begun.</summary>
    public static async Task<bool> IsSetAsync(TenureDb db, string folder, CancellationToken ct) => db is SqliteTenureDb
        ? File.Exists(Path.Combine(folder, Name))
        : await db.Database.SqlQueryRaw<bool>($"SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = '{Name}') AS \"Value\"").SingleAsync(ct);

    /// <summary>It was begun.</summary>
    public static async Task ClearAsync(TenureDb db, string folder, CancellationToken ct)
    {
        if (db is SqliteTenureDb)
        {
            File.Delete(Path.Combine(folder, Name));
            return;
        }

        await db.Database.ExecuteSqlRawAsync($"DROP SCHEMA IF EXISTS {Name}", ct);
    }
}
