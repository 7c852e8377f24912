using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tenure.Server.Tests.Crash;

/// <summary>What a development server has mailed.</summary>
internal static partial class CrashMails
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Waits for a code beside the first ones to an address.</summary>
    public static async Task<string> NextCodeAsync(HttpClient http, string email, int after, CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(20, ct))
        {
            using var mails = JsonDocument.Parse(await http.GetStringAsync(new Uri("/dev/outbox", UriKind.Relative), ct));
            var codes = mails.RootElement.EnumerateArray().Where(m => m.GetProperty("to").GetString() == email)
                .Select(m => Code().Match(m.GetProperty("text").GetString()!)).Where(m => m.Success).Select(m => m.Value.Replace(" ", "", StringComparison.Ordinal)).ToList();
            if (codes.Count > after)
            {
                return codes[0];
            }
        }

        throw new TimeoutException($"No code came for {email}.");
    }

    [GeneratedRegex(@"\b\d{3} ?\d{3}\b")]
    private static partial Regex Code();
}
