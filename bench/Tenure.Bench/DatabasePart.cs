using System.Globalization;
using Npgsql;

namespace Tenure.Bench;

/// <summary>What the database does for a sign-in when a thousand people have an account, and when a million have.</summary>
/// <remarks>By <c>pg_stat_statements</c>: statements and their time in the database server, planning among it. Both databases are asked in turns; each sign-in is another person's.</remarks>
internal static class DatabasePart
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;
    private const int WarmUp = 100;
    private const int Rounds = 9;
    private const int PerRound = 80;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Programs programs, string folder, CancellationToken ct)
    {
        using var few = await Place.PrepareAsync(programs, Path.Combine(folder, "few"), Few, ct);
        using var many = await Place.PrepareAsync(programs, Path.Combine(folder, "many"), Many, ct);
        List<(Work Few, Work Many)> rounds = [];
        for (var round = -1; round < Rounds; round++)
        {
            await few.ForgetAsync(ct);
            await many.ForgetAsync(ct);
            for (var i = 0; i < (round < 0 ? WarmUp : PerRound); i++)
            {
                await few.SignInAsync(ct);
                await many.SignInAsync(ct);
            }

            if (round >= 0)
            {
                rounds.Add((await few.ReadAsync(PerRound, ct), await many.ReadAsync(PerRound, ct)));
            }
        }

        double Median(Func<(Work Few, Work Many), double> of) => rounds.Select(of).Median();
        return
        [
            new("Database's time of a page sign-in, 1,000,000 accounts against 1,000", Median(r => r.Many.Milliseconds / r.Few.Milliseconds), "", AtMost: 1.2, Detail: string.Create(
                CultureInfo.InvariantCulture, $"{Median(r => r.Many.Milliseconds):0.000} ms against {Median(r => r.Few.Milliseconds):0.000} ms, median of {Rounds} rounds of {PerRound} people")),
            new("Database's statements of a page sign-in, 1,000,000 accounts against 1,000", Median(r => r.Many.Statements / r.Few.Statements), "", AtMost: 1.2, Detail: string.Create(
                CultureInfo.InvariantCulture, $"{Median(r => r.Many.Statements):0.00} against {Median(r => r.Few.Statements):0.00}, transactions' begin and end among them")),
        ];
    }

    private sealed record Work(double Statements, double Milliseconds);

    private sealed class Place(ServerProcess server, NpgsqlDataSource source, HttpClient http, PageForm form, string cookies, int people) : IDisposable
    {
        private int asked;

        public static async Task<Place> PrepareAsync(Programs programs, string folder, int people, CancellationToken ct)
        {
            var database = string.Create(CultureInfo.InvariantCulture, $"{programs.Postgres};Database=people{people}");
            var server = await ServerProcess.StartAsync(programs.Server, address => ["serve", "--data", folder, "--urls", address.ToString(), "--database", database], ct);
            var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };
            await SignIn.RegisterAsync(http, ct);
            await Population.MakeAsync(database, people, ct);
            var source = NpgsqlDataSource.Create(database);
            await using (var extension = source.CreateCommand("CREATE EXTENSION pg_stat_statements"))
            {
                await extension.ExecuteNonQueryAsync(ct);
            }

            using var page = await http.GetAsync(new Uri("/sign-in", UriKind.Relative), ct);
            var cookies = string.Join("; ", page.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
            return new Place(server, source, http, PageForm.Read("/sign-in", await page.Content.ReadAsStringAsync(ct), "password"), cookies, people);
        }

        // Spread over all of them, and never the same one twice in a round.
        public async Task SignInAsync(CancellationToken ct)
        {
            var number = (int)((asked++ * 7_919L) % people) + 1;
            using var request = new HttpRequestMessage(HttpMethod.Post, form.Address)
            {
                Content = form.Filled(new Dictionary<string, string>(StringComparer.Ordinal) { ["identifier"] = Population.EmailOf(number), ["password"] = BareHash.Password }),
            };
            request.Headers.Add("Cookie", $"{cookies}; tenure-browser={Population.BrowserOf(number)}");
            using var response = await http.SendAsync(request, ct);
            SignIn.Require(response.Headers.Location?.ToString() == "/", "a known browser signs in", response);
        }

        public async Task ForgetAsync(CancellationToken ct)
        {
            await using var command = source.CreateCommand("SELECT pg_stat_statements_reset(0, (SELECT oid FROM pg_database WHERE datname = current_database()), 0)");
            await command.ExecuteNonQueryAsync(ct);
        }

        // Not its own statements, nor those of the server's background work, which asks whether there is something to send.
        public async Task<Work> ReadAsync(int signIns, CancellationToken ct)
        {
            await using var command = source.CreateCommand(
                """
                SELECT COALESCE(sum(calls), 0)::float8, COALESCE(sum(total_exec_time + total_plan_time), 0)::float8 FROM pg_stat_statements
                WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query NOT LIKE '%pg_stat_statements%' AND query NOT LIKE '%outbox%' AND query NOT LIKE '%log_waiting%'
                """);
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            return new Work(reader.GetDouble(0) / signIns, reader.GetDouble(1) / signIns);
        }

        public void Dispose()
        {
            http.Dispose();
            source.Dispose();
            server.Dispose();
        }
    }
}
