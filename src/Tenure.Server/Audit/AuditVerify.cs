using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;

namespace Tenure.Server.Audit;

/// <summary>
/// <c>audit verify [--data DIR] [--database CONNECTION] [--json]</c>: reads the database without changing it, beside a running server or without one, and says whether
/// every device's log holds. Exit code 0 when it does, 1 when it does not, 2 for wrong usage or no database.
/// </summary>
internal static class AuditVerify
{
    private const string Usage = "Usage: audit verify [--data DIR] [--database CONNECTION] [--json]";
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
            await output.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            await using var db = Open(wish, configuration);
            var report = await new DeviceLogVerifier(db).RunAsync(ct);
            await (wish.Json ? output.WriteLineAsync(JsonSerializer.Serialize(report, Json)) : WriteTableAsync(report, output));
            return report.Broken.Count == 0 ? 0 : 1;
        }
        catch (DbException e)
        {
            await output.WriteLineAsync($"The database cannot be read: {e.Message}");
            return 2;
        }
    }

    private static async Task WriteTableAsync(AuditReport report, TextWriter output)
    {
        foreach (var found in report.Broken)
        {
            await output.WriteLineAsync($"BROKEN  device {found.Device}  entry {found.Sequence?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"}  {found.Reason}");
            await output.WriteLineAsync($"        {found.Message}");
        }

        await output.WriteLineAsync($"devices  {report.Devices}");
        await output.WriteLineAsync($"entries  {report.Entries}");
        await output.WriteLineAsync($"broken   {report.Broken.Count}");
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
        var wish = new Wish(null, null, false);
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
                default:
                    return null;
            }

            i++;
        }

        return wish;
    }

    private sealed record Wish(string? Data, string? Database, bool Json);
}
