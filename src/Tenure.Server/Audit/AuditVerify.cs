using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;

namespace Tenure.Server.Audit;

/// <summary>
/// <c>audit verify [--data DIR] [--database CONNECTION] [--language TAG] [--json]</c>: reads the database without changing it, beside a running server or without one, and
/// says whether every device's log holds, in that language or the terminal's. Exit code 0 when it does, 1 when it does not, 2 for wrong usage or no database.
/// </summary>
internal static class AuditVerify
{
    public const string Syntax = "audit verify [--data DIR] [--database CONNECTION] [--language TAG] [--json]";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Runs it.</summary>
    /// <param name="args">What follows <c>audit verify</c>.</param>
    /// <param name="configuration">Where data folder and connection string are looked up when the arguments do not name them.</param>
    /// <param name="output">Takes the report.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<int> RunAsync(string[] args, IConfiguration configuration, TextWriter output, CancellationToken ct)
    {
        if (Parse(args) is not { } wish)
        {
            await output.WriteLineAsync(new AuditWords(CultureInfo.CurrentUICulture.Name).Usage(Syntax));
            return 2;
        }

        var words = new AuditWords(wish.Language ?? CultureInfo.CurrentUICulture.Name);
        try
        {
            await using var db = Open(wish, configuration);
            var report = await new DeviceLogVerifier(db).RunAsync(ct);
            foreach (var line in wish.Json ? [JsonSerializer.Serialize(report, Json)] : words.Of(report))
            {
                await output.WriteLineAsync(line);
            }

            return report.Broken.Count == 0 ? 0 : 1;
        }
        catch (DbException e)
        {
            await output.WriteLineAsync(words.NoDatabase(e.Message));
            return 2;
        }
    }

    private static TenureDb Open(Wish wish, IConfiguration configuration)
    {
        var connection = wish.Database ?? (wish.Data is null ? configuration.GetConnectionString("Tenure") : null);
        if (connection is { Length: > 0 })
        {
            return new PostgresTenureDb((DbContextOptions<PostgresTenureDb>)Database.Postgres(new DbContextOptionsBuilder<PostgresTenureDb>(), connection).Options);
        }

        var file = Path.Combine(wish.Data ?? configuration["Tenure:Data"] ?? "data", "tenure.db");
        return new SqliteTenureDb((DbContextOptions<SqliteTenureDb>)Database.Sqlite(
            new DbContextOptionsBuilder<SqliteTenureDb>(), $"Data Source={file};Mode=ReadOnly;Pooling=False").Options);
    }

    private static Wish? Parse(string[] args)
    {
        var wish = new Wish(null, null, null, false);
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

    private sealed record Wish(string? Data, string? Database, string? Language, bool Json);
}
