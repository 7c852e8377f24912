using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.Devices;
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

    /// <summary>When the latest message was made; long ago where all were swept away.</summary>
    public static async Task<DateTimeOffset> LatestAsync(HttpClient http, CancellationToken ct) =>
        (await http.GetFromJsonAsync<JsonElement>("/dev/outbox", ct)).EnumerateArray().Select(m => m.GetProperty("createdAt").GetDateTimeOffset()).DefaultIfEmpty().Max();

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

    /// <summary>Lets a device go from afar with a code by mail, which takes a week of the server's clock.</summary>
    /// <returns>The same person, signed in anew.</returns>
    public static async Task<TenureClient> LetGoAsync(HttpClient http, TenureClient client, string email, string password, string device, bool erase, CancellationToken ct)
    {
        var since = await LatestAsync(http, ct);
        var sent = await client.SendProofCodeAsync(new SendProofCode("deviceRelease"), ct);
        await client.RemoveDeviceAsync(device, new RemoveDevice(password, erase, await NextAsync(http, email, 0, since, ct), sent.Transaction), ct);
        using (var moved = await http.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/dev/clock?advanceSeconds={(7 * 24 * 3600) + 61}"), UriKind.Relative), null, ct))
        {
            moved.EnsureSuccessStatusCode();
        }

        since = await LatestAsync(http, ct);
        client = await SignInAsync(http, email, password, 0, since, ct);
        for (var waited = Stopwatch.StartNew(); (await client.GetDeviceAsync(device, ct)).State != "releasing"; await Task.Delay(100, ct))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), "The device is not let go.");
        }

        return client;
    }

    [GeneratedRegex(@"\b\d{3} ?\d{3}\b")]
    private static partial Regex Code();
}
