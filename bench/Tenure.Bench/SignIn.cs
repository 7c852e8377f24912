using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;

namespace Tenure.Bench;

/// <summary>What a sign-in costs beside the password hash it cannot do without, on the page and by a program; ASP.NET Core's own sign-in and better-auth's the same way, in the same turns.</summary>
/// <remarks>
/// The server's share is the CPU time of its process: on the page for the POST that signs in (form, antiforgery, look-up, throttling, hash, session, cookie), by a program for the two requests from
/// password to tokens. A few of each are done in turn, so that whatever else runs on the machine slows all of them alike; what a server does while the others have their turn, such as its look at
/// the log each second, is no part of its sign-ins.
/// </remarks>
internal static partial class SignIn
{
    private const int Rounds = 11;
    private const int PerRound = 60;
    private const int PerTurn = 10;
    // Until the runtimes have compiled the hot paths for good: they do so on the process's own CPU time. After 3,000 sign-ins that still took 1 % of ours, after 6,000 0.1 %.
    private const int WarmUp = 5000;
    private const int PeerWarmUp = 1000;
    private const string Email = "bench@example.org";

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Programs programs, string folder, CancellationToken ct)
    {
        using var onPostgres = await StartAsync(programs, Path.Combine(folder, "postgres"), [$"--database", $"{programs.Postgres};Database=bench"], ct);
        using var onSqlite = await StartAsync(programs, Path.Combine(folder, "sqlite"), [], ct);
        using var native = await StartAsync(programs, Path.Combine(folder, "native"), [$"--database", $"{programs.Postgres};Database=native"], ct);
        using var identity = await ServerProcess.StartAsync(programs.Identity, address => ["--database", $"{programs.Postgres};Database=identity", "--urls", address.ToString()], ct);
        using var betterAuth = await BetterAuth.StartAsync(programs, ct);
        using var argon2 = new BareHash(BareHash.Argon2);
        using var pbkdf2 = new BareHash(BareHash.Pbkdf2);
        using var scrypt = BetterAuth.StartHash(programs);
        Turn[] turns =
        [
            new("argon2id", () => argon2.CpuTime, argon2.HashAsync, WarmUp),
            new("page", () => onPostgres.CpuTime, await PageSignInAsync(onPostgres.Address, ct), WarmUp),
            new("page on SQLite", () => onSqlite.CpuTime, await PageSignInAsync(onSqlite.Address, ct), WarmUp),
            new("native", () => native.CpuTime, await NativeSignInAsync(native.Address, ct), WarmUp),
            new("pbkdf2", () => pbkdf2.CpuTime, pbkdf2.HashAsync, PeerWarmUp),
            new("identity", () => identity.CpuTime, await IdentitySignInAsync(identity.Address, ct), PeerWarmUp),
            new("scrypt", () => scrypt.CpuTime, scrypt.HashAsync, PeerWarmUp),
            new("better-auth", () => betterAuth.CpuTime, await BetterAuth.SignInAsync(betterAuth.Address, Email, ct), PeerWarmUp),
        ];
        for (var i = 0; i < WarmUp; i++)
        {
            foreach (var turn in turns.Where(turn => i < turn.WarmUp))
            {
                await turn.Work();
            }
        }

        List<double[]> rounds = [];
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add(await RoundAsync(turns));
            Console.Error.WriteLine("ms of CPU: " + string.Join(", ", turns.Select((turn, i) => string.Create(CultureInfo.InvariantCulture, $"{turn.Name} {rounds[^1][i]:0.0}"))));
        }

        int Of(string name) => Array.FindIndex(turns, turn => turn.Name == name);
        double Ms(string name) => rounds.Select(round => round[Of(name)]).Median();
        Figure Against(string what, string bare, string server, double? atLeast = null, string more = "") => new(
            what, rounds.Select(round => round[Of(bare)] / round[Of(server)]).Median(), "", AtLeast: atLeast, Detail: string.Create(
                CultureInfo.InvariantCulture,
                $"hash {Ms(bare):0.0} ms, sign-in {Ms(server):0.0} ms of CPU of the server's process{more}, each the median of {Rounds} rounds of {PerRound}; the figure is the median of the rounds' ratios"));
        return
        [
            Against("Page sign-in against bare argon2id, PostgreSQL", "argon2id", "page", 0.90),
            Against("Page sign-in against bare argon2id, SQLite", "argon2id", "page on SQLite", more: ", the database's work in it"),
            Against("Native sign-in with tokens against bare argon2id, PostgreSQL", "argon2id", "native", 0.80, ", two requests"),
            Against("MapIdentityApi sign-in against bare PBKDF2, PostgreSQL", "pbkdf2", "identity", more: ", whose hash takes longer"),
            Against("better-auth sign-in against bare scrypt, PostgreSQL", "scrypt", "better-auth"),
        ];
    }

    private static Task<ServerProcess> StartAsync(Programs programs, string folder, string[] more, CancellationToken ct) =>
        ServerProcess.StartAsync(programs.Server, address => ["serve", "--data", folder, "--urls", address.ToString(), .. more], ct);

    private static async Task<double[]> RoundAsync(Turn[] turns)
    {
        var spent = new TimeSpan[turns.Length];
        for (var done = 0; done < PerRound; done += PerTurn)
        {
            for (var i = 0; i < turns.Length; i++)
            {
                var before = turns[i].CpuTime();
                for (var work = 0; work < PerTurn; work++)
                {
                    await turns[i].Work();
                }

                spent[i] += turns[i].CpuTime() - before;
            }
        }

        return [.. spent.Select(time => time.TotalMilliseconds / PerRound)];
    }

    /// <summary>Makes an account, signs in once with a code so that the browser is known, and gives the sign-in of a known browser.</summary>
    private static async Task<Func<Task>> PageSignInAsync(Uri address, CancellationToken ct)
    {
        using var first = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
        var account = await RegisterAsync(first, ct);

        var cookies = new CookieContainer();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies };
        using var browser = new HttpClient(handler) { BaseAddress = address };
        var typed = new Dictionary<string, string>(StringComparer.Ordinal) { ["identifier"] = account.AccountNumber, ["password"] = BareHash.Password };
        var mails = await MailsAsync(browser, ct);
        var form = await PageForm.GetAsync(browser, "/sign-in", "password", ct);
        using (var toCode = await form.SendAsync(browser, typed, ct))
        {
            Require(toCode.Headers.Location?.ToString().Contains("/sign-in/code", StringComparison.Ordinal) == true, "a new browser is asked for a code", toCode);
        }

        var code = await CodeAsync(browser, mails.Count, ct);
        using (var signedIn = await (await PageForm.GetAsync(browser, "/sign-in/code", "code", ct)).SendAsync(
            browser, new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = code, ["trust"] = "true" }, ct))
        {
            Require(signedIn.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther, "the code signs in", signedIn);
        }

        // The browser forgets its session, as at its next start, but is known. The form is the one it had: the page itself is not part of the figure.
        var known = cookies.GetAllCookies().Select(cookie => (cookie.Name, cookie.Value)).ToList();
        var session = await SessionCookieAsync(address, known, ct);
        var header = string.Join("; ", known.Where(cookie => cookie.Name != session).Select(cookie => $"{cookie.Name}={cookie.Value}"));
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
        http.DefaultRequestHeaders.Add("Cookie", header);
        var again = await PageForm.GetAsync(http, "/sign-in", "password", ct);
        return async () =>
        {
            using var response = await again.SendAsync(http, typed, ct);
            Require(
                response.Headers.TryGetValues("Set-Cookie", out var set) && set.Any(cookie => cookie.StartsWith(session + "=", StringComparison.Ordinal)),
                "a known browser signs in",
                response);
        };
    }

    // The cookie without which the sign-in page asks again.
    private static async Task<string> SessionCookieAsync(Uri address, List<(string Name, string Value)> cookies, CancellationToken ct)
    {
        foreach (var (name, _) in cookies)
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
            http.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies.Where(cookie => cookie.Name != name).Select(cookie => $"{cookie.Name}={cookie.Value}")));
            using var page = await http.GetAsync(new Uri("/sign-in", UriKind.Relative), ct);
            if (page.StatusCode == HttpStatusCode.OK)
            {
                return name;
            }
        }

        throw new InvalidOperationException("No cookie is the session's: the sign-in did not begin one.");
    }

    /// <summary>Makes an account as people do.</summary>
    internal static async Task<AccountCreated> RegisterAsync(HttpClient http, CancellationToken ct)
    {
        var client = new TenureClient(http);
        var registration = await client.StartRegistrationAsync(new StartRegistration(Email, "en"), ct);
        await client.VerifyRegistrationAsync(registration.Registration, new VerifyRegistration(await CodeAsync(http, 0, ct)), ct);
        return await client.CreateAccountAsync(registration.Registration, new CreateAccount(BareHash.Password), ct);
    }

    /// <summary>The sign-in of a known phone: password, then the code for tokens.</summary>
    private static async Task<Func<Task>> NativeSignInAsync(Uri address, CancellationToken ct)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        var account = await RegisterAsync(http, ct);
        var client = new TenureClient(http);
        return async () =>
        {
            var step = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, account.AccountNumber, BareHash.Password, account.KnownDevice, "Bench", Pkce.Create(), ct);
            _ = step.Tokens ?? throw new InvalidOperationException("A known phone was asked for a code.");
        };
    }

    private static async Task<Func<Task>> IdentitySignInAsync(Uri address, CancellationToken ct)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        var body = new { email = Email, password = "Aa1!" + BareHash.Password };
        using (var registered = await http.PostAsJsonAsync("/register", body, ct))
        {
            Require(registered.IsSuccessStatusCode, "MapIdentityApi registers", registered);
        }

        return async () =>
        {
            using var response = await http.PostAsJsonAsync("/login?useCookies=true", body, ct);
            Require(response.IsSuccessStatusCode, "MapIdentityApi signs in", response);
        };
    }

    private static async Task<string> CodeAsync(HttpClient http, int after, CancellationToken ct)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var mails = await MailsAsync(http, ct);
            if (mails.Count > after && Code().Match(mails[0].Text) is { Success: true } code)
            {
                return code.Value;
            }

            await Task.Delay(50, ct);
        }

        throw new InvalidOperationException("No code came.");
    }

    private static async Task<List<OutboxMail>> MailsAsync(HttpClient http, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dev/outbox");
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<List<OutboxMail>>(ct) ?? [];
    }

    internal static void Require(bool holds, string what, HttpResponseMessage response)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Expected that {what}; the answer was {(int)response.StatusCode} to {response.Headers.Location}.");
        }
    }

    [GeneratedRegex(@"\b[0-9]{3} [0-9]{3}\b")]
    private static partial Regex Code();

    private sealed record OutboxMail(string To, string Text);

    /// <summary>One program of the comparison: its CPU time so far, one piece of its work, and how many it needs to become fast.</summary>
    private sealed record Turn(string Name, Func<TimeSpan> CpuTime, Func<Task> Work, int WarmUp);
}
