using System.Text.Json;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;
using Tenure.Testing;

namespace Tenure.Server.Tests.Platform;

/// <summary>What attackers' own programs find in a running server: nothing.</summary>
[Trait("Category", "Slow")]
public sealed class AttackToolTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // Files and places that other servers have forgotten, and ways to write a path that is not what it seems.
    private static readonly string[] Places =
    [
        ".git/HEAD", ".git/config", ".env", ".htaccess", ".DS_Store", ".well-known/security.txt", "appsettings.json", "appsettings.Development.json", "web.config", "tenure.db", "data/tenure.db", "keys",
        "data/keys", "keys/root.key", "backup", "backup.zip", "dump.sql", "admin", "administrator", "login", "wp-login.php", "phpmyadmin", "server-status", "metrics", "actuator", "actuator/env", "debug",
        "trace", "swagger", "swagger/index.html", "graphql", "console", "operator", "operator/account", "api", "api/v1", "api/v2", "api/v1/accounts", "api/v1/users", "api/v1/operators", "dev", "dev/clock",
        "connect", "connect/userinfo", "_framework", "_framework/blazor.web.js", "_blazor", "Tenure.Server.dll", "Tenure.Server.runtimeconfig.json", "wwwroot", "wwwroot/tenure.css", "..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd", "..%5c..%5cwindows%5cwin.ini", "..;/admin", "%c0%ae%c0%ae/etc/passwd", "%252e%252e%252fetc%252fpasswd", "%0d%0aSet-Cookie:%20a=b", "%3Cscript%3Ealert(1)%3C/script%3E",
        "undo/x", "undo/%2e%2e", "error/200", "error/x", "pictures/x", "profile", "security", "devices/x", "sign-in/code", "freeze/done",
    ];

    private static readonly string[] Endings = ["", "/", "~", ".bak", ".old", ".json", "%20", "%00", ";a=b", "?debug=true", "%23", "%ff"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sqlmap_finds_no_way_into_the_database(bool postgres)
    {
        var sqlmap = Tool.Sqlmap();
        using var ended = Ended();
        var ct = ended.Token;
        await using var server = await StartAsync(postgres, ct);
        var token = await SignInAsync(server, ct);
        var work = Directory.CreateTempSubdirectory("tenure-sqlmap").FullName;
        var native = $"client_id=tenure-phone&scope=openid&code_challenge={new string('a', 43)}&code_challenge_method=S256&username=a&password=b&known_device=c";
        (string Path, string[] Arguments)[] targets =
        [
            ("/sign-in", ["--data", "identifier=a&password=b", "-p", "identifier,password", "--csrf-token", "__RequestVerificationToken", "--csrf-url", new Uri(server.Address, "/sign-in").OriginalString]),
            ("/connect/challenge", ["--data", native, "-p", "client_id,scope,username,password,known_device"]),
            ("/api/v1/registrations", ["--data", """{"email":"a@example.org","language":"de"}""", "--headers", "Content-Type: application/json"]),
            ("/api/v1/registrations/x*/verification", ["--data", """{"code":"123456"}""", "--headers", "Content-Type: application/json"]),
            ("/api/v1/account/events?before=00000000-0000-0000-0000-000000000000", ["--headers", $"Authorization: Bearer {token}"]),
            ("/api/v1/devices/x*/log?from=1", ["--headers", $"Authorization: Bearer {token}"]),
        ];
        foreach (var (path, arguments) in targets)
        {
            var result = await sqlmap.RunAsync(
                ["-u", server.Address.OriginalString + path, .. arguments, "--batch", "--disable-coloring", "--level", "2", "--risk", "3", "--dbms", postgres ? "PostgreSQL" : "SQLite",
                    "--time-sec", "5", "--ignore-code", "*", "--output-dir", work, "--flush-session", "--timeout", "30"],
                ct);
            Assert.True(
                result.Text.Contains("all tested parameters do not appear to be injectable", StringComparison.Ordinal) && !result.Text.Contains("identified the following injection point", StringComparison.Ordinal),
                $"{path}\n{result.Text}");
            // sqlmap takes an error for a dead end. Here it says that what was typed became SQL, which is all there is to find.
            Assert.DoesNotContain("500 (Internal Server Error)", result.Text, StringComparison.Ordinal);
            output.WriteLine($"{path}: nothing");
        }

        // It did get as far as the code that reads what it sent.
        using var http = new HttpClient { BaseAddress = server.Address };
        Assert.Equal(System.Net.HttpStatusCode.OK, (await http.GetAsync(new Uri("/health/ready", UriKind.Relative), ct)).StatusCode);
        Directory.Delete(work, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ffuf_finds_no_forgotten_place_and_breaks_nothing(bool postgres)
    {
        var ffuf = Tool.Ffuf();
        using var ended = Ended();
        var ct = ended.Token;
        await using var server = await StartAsync(postgres, ct);
        var work = Directory.CreateTempSubdirectory("tenure-ffuf").FullName;
        var (words, found) = (Path.Combine(work, "words"), Path.Combine(work, "found"));
        await File.WriteAllLinesAsync(words, Places.SelectMany(place => Endings.Select(ending => place + ending)), ct);
        var result = await ffuf.RunAsync(["-u", $"{server.Address.OriginalString}/FUZZ", "-w", words, "-mc", "all", "-o", found, "-of", "json", "-s", "-t", "8"], ct);
        Assert.True(result.ExitCode == 0, result.Text);
        var answers = JsonDocument.Parse(await File.ReadAllTextAsync(found, ct)).RootElement.GetProperty("results").EnumerateArray()
            .Select(r => (Word: r.GetProperty("input").GetProperty("FUZZ").GetString()!, Status: r.GetProperty("status").GetInt32(), Target: r.GetProperty("redirectlocation").GetString()!)).ToList();
        output.WriteLine(string.Join(", ", answers.GroupBy(a => a.Status).OrderBy(g => g.Key).Select(g => $"{g.Count()} times {g.Key}")));
        Assert.True(answers.Count > Places.Length * Endings.Length * 9 / 10, $"Only {answers.Count} answers");
        Assert.DoesNotContain(answers, a => a.Status >= 500);
        // Pages that say to everybody what they are; everything else is not there, or asks for a sign-in.
        Assert.Empty(answers.Where(a => a.Status == 200 && !Public.Any(p => a.Word.StartsWith(p, StringComparison.Ordinal))).Select(a => a.Word));
        Assert.All(answers.Where(a => a.Target.Length > 0), a => Assert.StartsWith(server.Address.OriginalString, new Uri(server.Address, a.Target).OriginalString, StringComparison.Ordinal));
        Directory.Delete(work, recursive: true);
    }

    private static readonly string[] Public = ["undo/", "error/", "freeze/"];

    private static CancellationTokenSource Ended()
    {
        var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        ended.CancelAfter(Patience);
        return ended;
    }

    // With room for many tries: a program that is told to wait finds nothing, whatever there is.
    private static async Task<ServerProcess> StartAsync(bool postgres, CancellationToken ct)
    {
        List<string> settings = ["--SignIn:FreePerNetwork", "10000", "--SignIn:FreePerIdentifier", "20", "--SignIn:FreeMailsPerNetwork", "100000"];
        if (postgres)
        {
            await PostgresServer.UsedAsync();
            settings.AddRange(["--database", await PostgresServer.NewDatabaseAsync(ct: ct)]);
        }
        else
        {
            Peers.Used(Peer.Sqlite, Peers.SqliteVersion);
        }

        var server = new ServerProcess(Directory.CreateTempSubdirectory("tenure-attack").FullName, settings);
        await server.StartAsync(ct);
        return server;
    }

    private static async Task<string> SignInAsync(ServerProcess server, CancellationToken ct)
    {
        const string Password = "three quiet rivers at dawn";
        using var http = new HttpClient { BaseAddress = server.Address };
        var client = new TenureClient(http);
        var started = await client.StartRegistrationAsync(new StartRegistration("attacked@example.org", "en"), ct);
        var mails = JsonDocument.Parse(await http.GetStringAsync(new Uri("/dev/outbox", UriKind.Relative), ct)).RootElement;
        var code = string.Concat(System.Text.RegularExpressions.Regex.Match(mails[0].GetProperty("text").GetString()!, @"\b\d{3}( \d{3})+\b").Value.Where(char.IsAsciiDigit));
        await client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(code), ct);
        var account = await client.CreateAccountAsync(started.Registration, new CreateAccount(Password), ct);
        var step = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, account.AccountNumber, Password, account.KnownDevice, "Attacked", Pkce.Create(), ct);
        return step.Tokens!.AccessToken;
    }
}
