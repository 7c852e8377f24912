using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Tenure.Client.SignIn;

namespace Tenure.Bench;

/// <summary>2,000 people who sign in at the same moment: more than the server has room for. It says so to the rest, and its memory has an end.</summary>
internal static class Crowd
{
    private const int People = 2000;

    // What an idle server may have (200), two hashes (38), and for each connection twice the 64 KiB that a request may be (250), rounded up.
    private const double MostMegabytes = 512;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Programs programs, string folder, CancellationToken ct)
    {
        var database = $"{programs.Postgres};Database=crowd";
        using var server = await ServerProcess.StartAsync(programs.Server, address => ["serve", "--data", folder, "--urls", address.ToString(), "--database", database], ct);
        using (var first = new HttpClient { BaseAddress = server.Address })
        {
            await SignIn.RegisterAsync(first, ct);
        }

        await Population.MakeAsync(database, People, ct);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(2) };
        // A few before, so that what is measured is the crowd and not the first compilation.
        for (var i = 1; i <= 50; i++)
        {
            await AskAsync(http, i, ct);
        }

        var idle = server.Megabytes;
        var most = idle;
        using var done = new CancellationTokenSource();
        var watching = Task.Run(
            async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    most = Math.Max(most, server.Megabytes);
                    await Task.Delay(10, CancellationToken.None);
                }
            },
            ct);
        var answers = new ConcurrentDictionary<string, int>();
        await Task.WhenAll(Enumerable.Range(1, People).Select(async i => answers.AddOrUpdate(await AskAsync(http, i, ct), 1, (_, n) => n + 1)));
        await done.CancelAsync();
        await watching;

        int signedIn = answers.GetValueOrDefault("200"), busy = answers.GetValueOrDefault("503 with Retry-After");
        var all = string.Join(", ", answers.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Value} times {a.Key}"));
        return
        [
            new("2,000 sign-ins at once: signed in, or told to come back", signedIn + busy, "", AtLeast: People, Detail: all),
            new("2,000 sign-ins at once: told to come back", busy, "", AtLeast: 1, Detail: "503 with Retry-After"),
            new("2,000 sign-ins at once: memory", most, "MB", AtMost: MostMegabytes, Detail: string.Create(CultureInfo.InvariantCulture, $"resident at most, every 10 ms; {idle:0} MB before")),
        ];
    }

    private static async Task<string> AskAsync(HttpClient http, int number, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client_id"] = TokenClient.PhoneClient,
            ["scope"] = "account",
            ["code_challenge"] = Pkce.Create().Challenge,
            ["code_challenge_method"] = "S256",
            ["username"] = Population.EmailOf(number),
            ["password"] = BareHash.Password,
            ["known_device"] = Population.BrowserOf(number),
        });
        try
        {
            using var answer = await http.PostAsync(new Uri("/connect/challenge", UriKind.Relative), form, ct);
            return ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture) + (answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null ? " with Retry-After" : "");
        }
        catch (HttpRequestException failed)
        {
            return failed.HttpRequestError.ToString();
        }
    }
}
