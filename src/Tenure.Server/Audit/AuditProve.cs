using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;

namespace Tenure.Server.Audit;

/// <summary>
/// <c>audit prove DEVICE|EVENT --out FILE [--data DIR] [--database CONNECTION] [--language TAG] [--json]</c>: writes a file that proves to somebody without this server that the events of a
/// device, or the one with a number in the log, are in the log. Exit code 0 when it is written, 1 when there is nothing to prove or the database does not prove it, 2 for wrong usage,
/// no database or no roots.
/// </summary>
internal static class AuditProve
{
    public const string Syntax = "audit prove DEVICE|EVENT --out FILE [--data DIR] [--database CONNECTION] [--language TAG] [--json]";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Runs it.</summary>
    /// <param name="args">What follows <c>audit prove</c>.</param>
    /// <param name="configuration">Where data folder and connection string are looked up when the arguments do not name them.</param>
    /// <param name="output">Takes the report.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<int> RunAsync(string[] args, IConfiguration configuration, TextWriter output, CancellationToken ct)
    {
        if (args is not [var what, "--out", var file, .. var rest] || DatabaseArguments.Parse(rest) is not { } wish)
        {
            await output.WriteLineAsync(new AuditWords(CultureInfo.CurrentUICulture.Name).Usage(Syntax));
            return 2;
        }

        var words = new AuditWords(wish.Language ?? CultureInfo.CurrentUICulture.Name);
        if (ServerRoots.FindIn(wish.Folder(configuration)) is not { } roots)
        {
            await output.WriteLineAsync(words.NoRoots);
            return 2;
        }

        try
        {
            await using var db = wish.Open(configuration);
            var (made, problem) = await new ProofMaker(db, roots).RunAsync(what, file, ct);
            if (made is null)
            {
                await output.WriteLineAsync(wish.Json ? JsonSerializer.Serialize(new { error = new { code = problem } }, Json) : words.NotProven(problem!));
                return 1;
            }

            await output.WriteLineAsync(wish.Json ? JsonSerializer.Serialize(made, Json) : words.Proven(made));
            return 0;
        }
        catch (DbException e)
        {
            await output.WriteLineAsync(words.NoDatabase(e.Message));
            return 2;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync(words.NoFile(file, e.Message));
            return 2;
        }
    }
}
