using System.Globalization;
using System.Resources;
using System.Text.Json;
using Npgsql;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;

namespace Tenure.Server.Backups;

/// <summary>
/// <c>backup --out FILE</c> beside a running server, and <c>restore --from FILE</c> while none runs, after which <c>generation start</c> and the next start do the rest. Exit code 0 when done, 1 when it is not possible, 2 for wrong usage.
/// </summary>
internal static class BackupCommand
{
    public const string BackupSyntax = "backup --out FILE [--data DIR] [--database CONNECTION] [--language TAG] [--json]";
    public const string RestoreSyntax = "restore --from FILE [--succession FILE] [--data DIR] [--database CONNECTION] [--language TAG] [--json]";
    private static readonly ResourceManager Texts = new("Tenure.Server.Backups.Texts.BackupWords", typeof(BackupCommand).Assembly);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Makes a backup.</summary>
    public static async Task<int> BackUpAsync(string[] args, IConfiguration configuration, TextWriter output, TimeProvider clock, CancellationToken ct)
    {
        if (Read(args, "--out") is not ({ } file, { } wish))
        {
            await output.WriteLineAsync(Say("Usage", null, BackupSyntax));
            return 2;
        }

        try
        {
            await using var db = wish.Open(configuration);
            var made = await BackupFile.WriteAsync(db, Path.GetFullPath(file), clock.GetUtcNow(), ct);
            await output.WriteLineAsync(wish.Json ? JsonSerializer.Serialize(made, Json) : Say("BackedUp", wish.Language, Path.GetFullPath(file)));
            return 0;
        }
        catch (Exception e) when (IsOfOutside(e))
        {
            await output.WriteLineAsync(wish.Json ? JsonSerializer.Serialize(new { error = "backup_failed", reason = e.Message }, Json) : Say("BackupFailed", wish.Language, e.Message));
            return 1;
        }
    }

    /// <summary>Puts a backup back. A new server generation has to be begun next.</summary>
    public static async Task<int> RestoreAsync(string[] args, IConfiguration configuration, TextWriter output, CancellationToken ct)
    {
        if (Read(args, "--from") is not ({ } file, { } wish))
        {
            await output.WriteLineAsync(Say("Usage", null, RestoreSyntax));
            return 2;
        }

        var folder = new DataFolder(wish.Folder(configuration)).Path;
        try
        {
            await using var db = wish.OpenToWrite(configuration);
            var isSqlite = db is SqliteTenureDb;
            if (await BackupFile.ReadManifestAsync(file, ct) is not { } manifest || manifest.Database != (isSqlite ? "sqlite" : "postgresql") || !await BackupFile.IsWholeAsync(file, db, manifest, ct))
            {
                await output.WriteLineAsync(wish.Json ? JsonSerializer.Serialize(new { error = "no_backup" }, Json) : Say("NoBackup", wish.Language, file));
                return 1;
            }

            // Held until it is done: a server would start on half of it, or write into it.
            await using var owner = await OwnAsync(wish.Postgres(configuration), folder, ct);
            if (owner is null)
            {
                await output.WriteLineAsync(wish.Json ? JsonSerializer.Serialize(new { error = "in_use" }, Json) : Say("InUse", wish.Language));
                return 1;
            }

            await (isSqlite ? BackupFile.RestoreSqliteAsync(file, Path.Combine(folder, "tenure.db"), ct) : BackupFile.RestorePostgresAsync(file, db, manifest, ct));
            if (!wish.Json)
            {
                await output.WriteLineAsync(Say("Restored", wish.Language, manifest.MadeAt.ToString("u", CultureInfo.InvariantCulture)));
            }

            return 0;
        }
        catch (Exception e) when (IsOfOutside(e))
        {
            await output.WriteLineAsync(wish.Json ? JsonSerializer.Serialize(new { error = "restore_failed", reason = e.Message }, Json) : Say("RestoreFailed", wish.Language, e.Message));
            return 1;
        }
    }

    /// <summary>The arguments of <c>generation start</c> that follow a restore.</summary>
    public static string[] GenerationArguments(string[] args)
    {
        var from = Array.IndexOf(args, "--from");
        return ["generation", "start", .. args.Where((_, i) => i != from && i != from + 1)];
    }

    // Whoever else is on the database keeps it out, and is kept out.
    private static async Task<IAsyncDisposable?> OwnAsync(string? postgres, string folder, CancellationToken ct)
    {
        if (postgres is not null)
        {
            return await PostgresOwner.TryTakeAsync(postgres, alone: true, ct);
        }

        try
        {
            return Database.OwnFolder(folder);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static (string? File, DatabaseArguments? Wish) Read(string[] args, string option)
    {
        List<string> rest = [];
        string? file = null;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == option && i + 1 < args.Length)
            {
                file = args[++i];
            }
            else if (args[i] == "--succession" && option == "--from" && i + 1 < args.Length)
            {
                i++;
            }
            else
            {
                rest.Add(args[i]);
            }
        }

        return (file, DatabaseArguments.Parse([.. rest]));
    }

    private static bool IsOfOutside(Exception e) => e is IOException or UnauthorizedAccessException or InvalidDataException or NpgsqlException or Microsoft.Data.Sqlite.SqliteException;

    private static string Say(string name, string? language, params object[] values)
    {
        var culture = CultureInfo.GetCultureInfo(Languages.Nearest(language ?? CultureInfo.CurrentUICulture.Name));
        return string.Format(culture, Texts.GetString(name, culture) ?? throw new MissingManifestResourceException(name), values);
    }
}
