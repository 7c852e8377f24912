using Microsoft.EntityFrameworkCore;

namespace Tenure.Server.Data;

/// <summary>What a command that only reads the database is told: <c>[--data DIR] [--database CONNECTION] [--language TAG] [--json]</c>.</summary>
/// <param name="Data">Data folder; <c>null</c> for the configured one.</param>
/// <param name="Database">PostgreSQL connection string.</param>
/// <param name="Language">BCP 47 tag of the report; <c>null</c> for the terminal's.</param>
/// <param name="Json">Whether the report is one JSON value.</param>
internal sealed record DatabaseArguments(string? Data, string? Database, string? Language, bool Json)
{
    /// <summary>Reads them; <c>null</c> when something else is among them.</summary>
    public static DatabaseArguments? Parse(string[] args)
    {
        var wish = new DatabaseArguments(null, null, null, false);
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--json":
                    wish = wish with { Json = true };
                    continue;
                case "--data" when value is not null:
                    wish = wish with { Data = value };
                    break;
                case "--database" when value is not null:
                    wish = wish with { Database = value };
                    break;
                case "--language" when value is not null:
                    wish = wish with { Language = value };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return wish;
    }

    /// <summary>The data folder.</summary>
    /// <param name="configuration">Where it is looked up when the arguments do not name it.</param>
    public string Folder(IConfiguration configuration) => Data ?? configuration["Tenure:Data"] ?? "data";

    /// <summary>The connection string of PostgreSQL, whole; <c>null</c> for SQLite.</summary>
    /// <param name="configuration">Where it is looked up when the arguments name neither it nor a folder.</param>
    public string? Postgres(IConfiguration configuration) => (Database ?? (Data is null ? configuration.GetConnectionString("Tenure") : null)) is { Length: > 0 } connection ? connection : null;

    /// <summary>The database, beside a running server or without one; a file of SQLite cannot be written through it.</summary>
    /// <param name="configuration">Where folder and connection string are looked up when the arguments do not name them.</param>
    public TenureDb Open(IConfiguration configuration) => Open(configuration, "ReadOnly");

    /// <summary>The database, to be written while no server runs.</summary>
    /// <param name="configuration">Where folder and connection string are looked up when the arguments do not name them.</param>
    public TenureDb OpenToWrite(IConfiguration configuration) => Open(configuration, "ReadWrite");

    private TenureDb Open(IConfiguration configuration, string mode)
    {
        if (Postgres(configuration) is { } connection)
        {
            return new PostgresTenureDb((DbContextOptions<PostgresTenureDb>)Tenure.Server.Data.Database.Postgres(new DbContextOptionsBuilder<PostgresTenureDb>(), connection).Options);
        }

        var file = Path.Combine(Folder(configuration), "tenure.db");
        return new SqliteTenureDb((DbContextOptions<SqliteTenureDb>)Tenure.Server.Data.Database.Sqlite(
            new DbContextOptionsBuilder<SqliteTenureDb>(), $"Data Source={file};Mode={mode};Pooling=False").Options);
    }
}
