using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Tenure.Bench;

/// <summary>The queue page of an agent with a hundred thousand open cases, and what a person's opening one more, and an agent's opening one on the screen, cost then.</summary>
/// <remarks>Each case is a copy of one that was opened as people do; the agent was drawn for every fiftieth. Openings are asked in turns of a server with a hundred cases and of the large one.</remarks>
internal static class CasesPart
{
    private const int Few = 100;
    private const int Many = 100_000;
    private const int WarmUp = 30;
    private const int Looks = 400;
    private const int Rounds = 9;
    private const int PerRound = 40;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Programs programs, string folder, CancellationToken ct)
    {
        using var few = await Place.PrepareAsync(programs, Path.Combine(folder, "few"), Few, ct);
        using var many = await Place.PrepareAsync(programs, Path.Combine(folder, "many"), Many, ct);
        List<double> looks = [];
        for (var look = -WarmUp; look < Looks; look++)
        {
            var took = await many.LookAsync(ct);
            if (look >= 0)
            {
                looks.Add(took);
            }
        }

        var rounds = await CompareAsync(place => place.OpenAsync(ct));
        var screens = await CompareAsync(place => place.ShowAsync(ct));
        looks.Sort();
        return
        [
            new("Queue page of an agent, 100,000 open cases, 95th percentile", looks[(int)(Looks * 0.95) - 1], "ms", AtMost: 100, Detail: string.Create(
                CultureInfo.InvariantCulture, $"PostgreSQL; median {looks.Median():0.0} ms of {Looks} looks, one after the other")),
            Compared("Opening a case, 100,000 open cases against 100", rounds),
            Compared("A case on an agent's screen, 100,000 open cases against 100", screens),
        ];

        async Task<List<(double Few, double Many)>> CompareAsync(Func<Place, Task<double>> ask)
        {
            List<(double Few, double Many)> rounds = [];
            for (var round = -1; round < Rounds; round++)
            {
                var (small, large) = (0.0, 0.0);
                for (var i = 0; i < PerRound; i++)
                {
                    small += await ask(few);
                    large += await ask(many);
                }

                if (round >= 0)
                {
                    rounds.Add((small / PerRound, large / PerRound));
                }
            }

            return rounds;
        }
    }

    private static Figure Compared(string name, List<(double Few, double Many)> rounds) => new(name, rounds.Select(r => r.Many / r.Few).Median(), "", AtMost: 1.2, Detail: string.Create(
        CultureInfo.InvariantCulture, $"{rounds.Select(r => r.Many).Median():0.00} ms against {rounds.Select(r => r.Few).Median():0.00} ms, median of {Rounds} rounds of {PerRound}"));

    private sealed class Place(ServerProcess server, HttpClient http, string cookies) : IDisposable
    {
        private const string Agent = "bench";
        private static readonly Uri Queue = new("/operator/cases", UriKind.Relative);
        private static readonly Uri Cases = new("/api/v1/cases", UriKind.Relative);
        private int opened;
        private int shown;

        public static async Task<Place> PrepareAsync(Programs programs, string folder, int cases, CancellationToken ct)
        {
            var database = string.Create(CultureInfo.InvariantCulture, $"{programs.Postgres};Database=cases{cases}");
            var server = await ServerProcess.StartAsync(
                programs.Server, address => ["serve", "--data", folder, "--urls", address.ToString(), "--database", database, "--SignIn:FreeMailsPerNetwork", "100000", "--Operators:AgentReads", "1000"], ct);
            var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };
            var made = await TimedProgram.RunAsync(programs.Server, ["operator", "create", Agent, "--json", "--data", folder, "--database", database], ct);
            var secret = JsonDocument.Parse(made.Output[made.Output.IndexOf('{', StringComparison.Ordinal)..].Trim()).RootElement.GetProperty("secret").GetString()!;
            var place = new Place(server, http, await SignInAsync(http, secret, ct));
            await place.OpenAsync(ct);
            await FillAsync(database, cases, ct);
            return place;
        }

        /// <summary>Milliseconds.</summary>
        public async Task<double> LookAsync(CancellationToken ct)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Queue);
            request.Headers.Add("Cookie", cookies);
            var watch = Stopwatch.StartNew();
            using var response = await http.SendAsync(request, ct);
            var page = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(ct);
            var took = watch.Elapsed.TotalMilliseconds;
            return page.Contains("/operator/cases/", StringComparison.Ordinal) ? took : throw new InvalidOperationException("The queue shows no case.");
        }

        /// <summary>Milliseconds.</summary>
        public async Task<double> ShowAsync(CancellationToken ct)
        {
            // Every fiftieth is the agent's; its number is its place, in sixteens.
            shown = (shown % (Few / 50)) + 1;
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(string.Create(CultureInfo.InvariantCulture, $"/operator/cases/{shown * 50:X10}"), UriKind.Relative));
            request.Headers.Add("Cookie", cookies);
            var watch = Stopwatch.StartNew();
            using var response = await http.SendAsync(request, ct);
            await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(ct);
            return watch.Elapsed.TotalMilliseconds;
        }

        /// <summary>Milliseconds.</summary>
        public async Task<double> OpenAsync(CancellationToken ct)
        {
            var watch = Stopwatch.StartNew();
            using var response = await http.PostAsJsonAsync(
                Cases, new { kind = "release", contact = $"person{opened}@example.org", identifier = string.Create(CultureInfo.InvariantCulture, $"R58M{opened++:00000000}"), language = "en" }, ct);
            response.EnsureSuccessStatusCode();
            return watch.Elapsed.TotalMilliseconds;
        }

        public void Dispose()
        {
            http.Dispose();
            server.Dispose();
        }

        private static async Task<string> SignInAsync(HttpClient http, string secret, CancellationToken ct)
        {
            using var page = await http.GetAsync(new Uri("/operator/sign-in", UriKind.Relative), ct);
            var form = PageForm.Read("/operator/sign-in", await page.Content.ReadAsStringAsync(ct), "password");
            using var request = new HttpRequestMessage(HttpMethod.Post, form.Address) { Content = form.Filled(new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = Agent, ["password"] = secret }) };
            request.Headers.Add("Cookie", CookiesOf(page));
            using var answer = await http.SendAsync(request, ct);
            return answer.Headers.Contains("Set-Cookie") ? CookiesOf(answer) : throw new InvalidOperationException($"The operator could not sign in: {answer.StatusCode}.");
        }

        private static string CookiesOf(HttpResponseMessage answer) => string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));

        private static async Task FillAsync(string database, int cases, CancellationToken ct)
        {
            await using var source = NpgsqlDataSource.Create(database);
            await RunAsync("UPDATE operators SET had_role = 'Agent'");
            await RunAsync($"""
                INSERT INTO cases SELECT made.* FROM (SELECT c FROM cases c LIMIT 1) one (c), generate_series(1, {cases}) n, LATERAL jsonb_populate_record(one.c, jsonb_build_object(
                    'id', md5('case ' || n)::uuid, 'number', lpad(upper(to_hex(n)), 10, '0'),
                    'subject', '\x' || encode(sha256(convert_to('subject ' || n, 'UTF8')), 'hex'), 'open_as', '\x' || encode(sha256(convert_to('subject ' || n, 'UTF8')), 'hex'),
                    'state', 'Submitted', 'round', 1, 'submitted_at', now() - n * interval '5 seconds', 'ends_at', now() + interval '60 days',
                    'agent', CASE WHEN n % 50 = 0 THEN (SELECT id FROM operators LIMIT 1) ELSE md5('agent ' || n % 49)::uuid END, 'drawn_at', now())) made
                """);
            await RunAsync("VACUUM ANALYZE");
            await RunAsync("CHECKPOINT");

            async Task RunAsync(string statement)
            {
#pragma warning disable CA2100 // Only a number of ours is put in.
                await using var command = source.CreateCommand(statement);
#pragma warning restore CA2100
                command.CommandTimeout = 600;
                await command.ExecuteNonQueryAsync(ct);
            }
        }
    }
}
