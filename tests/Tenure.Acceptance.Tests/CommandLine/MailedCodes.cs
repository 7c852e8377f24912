using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tenure.Client;
using Tenure.Client.SignIn;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>The codes that a development server has mailed: what a person reads in their mailbox.</summary>
internal static partial class MailedCodes
{
    /// <summary>Waits for a code beside the first ones to an address.</summary>
    /// <param name="http">To the server.</param>
    /// <param name="email">Whose mailbox.</param>
    /// <param name="after">How many were there before.</param>
    /// <param name="ct">Ends the wait.</param>
    public static Task<string> NextAsync(HttpClient http, string email, int after, CancellationToken ct) => NextAsync(http, email, after, DateTimeOffset.MinValue, ct);

    /// <summary>The same among those that were made after a time: old ones are swept away, so that their number says nothing.</summary>
    public static async Task<string> NextAsync(HttpClient http, string email, int after, DateTimeOffset since, CancellationToken ct)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(1); await Task.Delay(20, ct))
        {
            var mails = await http.GetFromJsonAsync<JsonElement>("/dev/outbox", ct);
            var codes = mails.EnumerateArray().Where(m => m.GetProperty("to").GetString() == email && m.GetProperty("createdAt").GetDateTimeOffset() > since).Select(m => Code().Match(m.GetProperty("text").GetString()!)).Where(m => m.Success).ToList();
            if (codes.Count > after)
            {
                return codes[0].Value.Replace(" ", "", StringComparison.Ordinal);
            }
        }

        throw new TimeoutException($"No code came for {email}.");
    }

    /// <summary>When the latest message was made.</summary>
    public static async Task<DateTimeOffset> LatestAsync(HttpClient http, CancellationToken ct) =>
        (await http.GetFromJsonAsync<JsonElement>("/dev/outbox", ct)).EnumerateArray().Max(m => m.GetProperty("createdAt").GetDateTimeOffset());

    /// <summary>Signs the person of an address in on a new device; one code was mailed before.</summary>
    public static Task<TenureClient> SignInAsync(HttpClient http, string email, string password, CancellationToken ct) => SignInAsync(http, email, password, 1, DateTimeOffset.MinValue, ct);

    /// <summary>The same where another number of codes was mailed since a time.</summary>
    public static async Task<TenureClient> SignInAsync(HttpClient http, string email, string password, int after, DateTimeOffset since, CancellationToken ct)
    {
        var client = new TenureClient(http);
        var pkce = Pkce.Create();
        var started = await client.SignIn.StartNativeAsync(TokenClient.CommandLineClient, email, password, null, "test", pkce, ct);
        var done = await client.SignIn.ContinueNativeAsync(TokenClient.CommandLineClient, started.AuthSession!, await NextAsync(http, email, after, since, ct), pkce, ct);
        client.AccessToken = done.Tokens!.AccessToken;
        return client;
    }

    [GeneratedRegex(@"\b\d{3} ?\d{3}\b")]
    private static partial Regex Code();
}
