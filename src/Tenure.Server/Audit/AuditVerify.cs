using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;

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
        if (DatabaseArguments.Parse(args) is not { } wish)
        {
            await output.WriteLineAsync(new AuditWords(CultureInfo.CurrentUICulture.Name).Usage(Syntax));
            return 2;
        }

        var words = new AuditWords(wish.Language ?? CultureInfo.CurrentUICulture.Name);
        try
        {
            await using var db = wish.Open(configuration);
            var report = await new DeviceLogVerifier(db, ServerRoots.FindIn(wish.Folder(configuration), withFormer: true)).RunAsync(ct);
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
}
