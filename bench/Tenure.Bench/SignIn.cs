using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NSec.Cryptography;
using Tenure.Client;
using Tenure.Client.Accounts;

namespace Tenure.Bench;

/// <summary>What a sign-in on the page costs beside the password hash it cannot do without; ASP.NET Core's own sign-in the same way, in turns.</summary>
/// <remarks>
/// The server's share is the CPU time of its process for the POST that signs in: form, antiforgery, look-up, throttling, hash, session, cookie. It is held against as many
/// bare hashes in this process. Turns keep what else runs on the machine out of the ratio.
/// </remarks>
internal static partial class SignIn
{
    private const int Rounds = 9;
    private const int PerRound = 40;
    // Until the runtime has compiled the hot paths for good: it does so on the process's own CPU time.
    private const int WarmUp = 900;
    private const int IdentityWarmUp = 250;
    private const string Email = "bench@example.org";
    private const string Password = "A long sentence, typed 1 time.";

    // The parameters of docs: 19,456 KiB, two passes, one lane.
    private static readonly Argon2id Argon2 = new(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = 19456, NumberOfPasses = 2 });

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(string program, string identityProgram, string folder, CancellationToken ct)
    {
        using var server = await ServerProcess.StartAsync(program, address => ["serve", "--data", Path.Combine(folder, "tenure"), "--urls", address.ToString()], ct);
        using var identity = await ServerProcess.StartAsync(
            identityProgram, address => ["--database", Path.Combine(folder, "identity.db"), "--urls", address.ToString()], ct);
        var signIn = await PageSignInAsync(server.Address, ct);
        var identitySignIn = await IdentitySignInAsync(identity.Address, ct);
        for (var i = 0; i < WarmUp; i++)
        {
            await signIn();
            if (i < IdentityWarmUp)
            {
                await identitySignIn();
            }
        }

        List<double> ours = [], theirs = [], argon2 = [], page = [], api = [];
        for (var round = 0; round < Rounds; round++)
        {
            argon2.Add(Own(HashArgon2));
            page.Add(await CpuAsync(server, signIn));
            ours.Add(argon2[^1] / page[^1]);
            var pbkdf2 = Own(HashPbkdf2);
            api.Add(await CpuAsync(identity, identitySignIn));
            theirs.Add(pbkdf2 / api[^1]);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"argon2id {argon2[^1]:0.0} page {page[^1]:0.0} pbkdf2 {pbkdf2:0.0} identity {api[^1]:0.0} ms"));
        }

        return
        [
            new("Page sign-in against bare argon2id", ours.Median(), "", AtLeast: 0.90, Detail: string.Create(
                CultureInfo.InvariantCulture, $"hash {argon2.Median():0.0} ms, sign-in {page.Median():0.0} ms of CPU; median of {Rounds} rounds of {PerRound}")),
            new("MapIdentityApi sign-in against bare PBKDF2", theirs.Median(), "", Detail: string.Create(
                CultureInfo.InvariantCulture, $"sign-in {api.Median():0.0} ms of CPU; its hash is cheaper; the same run, in turns")),
        ];
    }

    private static async Task<double> CpuAsync(ServerProcess server, Func<Task> work)
    {
        var before = server.CpuTime;
        for (var i = 0; i < PerRound; i++)
        {
            await work();
        }

        return (server.CpuTime - before).TotalMilliseconds / PerRound;
    }

    private static double Own(Action work)
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        for (var i = 0; i < PerRound; i++)
        {
            work();
        }

        self.Refresh();
        return (self.TotalProcessorTime - before).TotalMilliseconds / PerRound;
    }

    private static void HashArgon2() => Argon2.DeriveBytes(Encoding.UTF8.GetBytes(Password), new byte[16], 32);

    // The defaults of PasswordHasher, format version 3.
    private static void HashPbkdf2() => Rfc2898DeriveBytes.Pbkdf2(Password, new byte[16], 100_000, HashAlgorithmName.SHA512, 32);

    /// <summary>Makes an account, signs in once with a code so that the browser is known, and gives the sign-in of a known browser.</summary>
    private static async Task<Func<Task>> PageSignInAsync(Uri address, CancellationToken ct)
    {
        using var first = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
        var client = new TenureClient(first);
        var registration = await client.StartRegistrationAsync(new StartRegistration(Email, "en"), ct);
        await client.VerifyRegistrationAsync(registration.Registration, new VerifyRegistration(await CodeAsync(first, 0, ct)), ct);
        var account = await client.CreateAccountAsync(registration.Registration, new CreateAccount(Password), ct);

        var cookies = new CookieContainer();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies };
        using var browser = new HttpClient(handler) { BaseAddress = address };
        var typed = new Dictionary<string, string>(StringComparer.Ordinal) { ["identifier"] = account.AccountNumber, ["password"] = Password };
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

    private static async Task<Func<Task>> IdentitySignInAsync(Uri address, CancellationToken ct)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = address };
        var body = new { email = Email, password = "Aa1!" + Password };
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

    private static void Require(bool holds, string what, HttpResponseMessage response)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Expected that {what}; the answer was {(int)response.StatusCode} to {response.Headers.Location}.");
        }
    }

    [GeneratedRegex(@"\b[0-9]{3} [0-9]{3}\b")]
    private static partial Regex Code();

    private sealed record OutboxMail(string To, string Text);
}
