using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tenure.Server.Data;

namespace Tenure.Server.Platform.Messages;

/// <summary>
/// <c>messages [--data DIR] [--database CONNECTION] [--language TAG] [--json]</c>: how mails and SMS stand, read beside a running server or without one. Exit code 0 when
/// nothing waits long and no country is closed, 1 when somebody should look, 2 for wrong usage or no database.
/// </summary>
internal static class ShowMessages
{
    public const string Syntax = "messages [--data DIR] [--database CONNECTION] [--language TAG] [--json]";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Runs it.</summary>
    /// <param name="args">What follows <c>messages</c>.</param>
    /// <param name="configuration">Where data folder and connection string are looked up when the arguments do not name them.</param>
    /// <param name="output">Takes the report.</param>
    /// <param name="clock">What "the last 24 hours" counts from.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<int> RunAsync(string[] args, IConfiguration configuration, TextWriter output, TimeProvider clock, CancellationToken ct)
    {
        if (DatabaseArguments.Parse(args) is not { } wish)
        {
            await output.WriteLineAsync(new MessagesWords(CultureInfo.CurrentUICulture.Name).Usage(Syntax));
            return 2;
        }

        var words = new MessagesWords(wish.Language ?? CultureInfo.CurrentUICulture.Name);
        try
        {
            await using var db = wish.Open(configuration);
            var report = await new MessagesQuery(db, clock).RunAsync(ct);
            foreach (var line in wish.Json ? [JsonSerializer.Serialize(report, Json)] : words.Of(report))
            {
                await output.WriteLineAsync(line);
            }

            return report.IsWell ? 0 : 1;
        }
        catch (DbException e)
        {
            await output.WriteLineAsync(words.NoDatabase(e.Message));
            return 2;
        }
    }
}
