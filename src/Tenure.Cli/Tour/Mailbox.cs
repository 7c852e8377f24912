using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Tenure.Cli.Tour;

/// <summary>Reads the codes from a development server's outbox, as a person would from a mailbox.</summary>
internal sealed partial class Mailbox(HttpClient http)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, DateTimeOffset> read = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the server shows its outbox; a production server never does.</summary>
    public async Task<bool> CanReadAsync(CancellationToken ct)
    {
        using var answer = await http.GetAsync(new Uri("/dev/outbox", UriKind.Relative), ct);
        return answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "application/json";
    }

    /// <summary>The code of the next message with one to that address.</summary>
    public async Task<string> NextCodeAsync(string to, CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(100, ct))
        {
            var messages = await http.GetFromJsonAsync<List<Message>>("/dev/outbox", ct) ?? [];
            // By their time and not by their number: old ones are swept away.
            var codes = messages.Where(m => string.Equals(m.To, to, StringComparison.OrdinalIgnoreCase) && m.CreatedAt > read.GetValueOrDefault(to)).OrderBy(m => m.CreatedAt)
                .Select(m => (m.CreatedAt, Code: Code().Match(m.Text))).Where(m => m.Code.Success).ToList();
            if (codes.Count > 0)
            {
                read[to] = codes[^1].CreatedAt;
                return codes[^1].Code.Value.Replace(" ", "", StringComparison.Ordinal);
            }
        }

        throw new TourFailedException($"no code came for {to}");
    }

    [GeneratedRegex(@"\b\d{3}( ?\d{3})+\b")]
    private static partial Regex Code();

    private sealed record Message(string To, string Subject, string Text, DateTimeOffset CreatedAt, DateTimeOffset? SentAt);
}
