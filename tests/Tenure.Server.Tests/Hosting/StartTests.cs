using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tenure.Client;
using Tenure.Client.Cases;
using Tenure.Testing;

namespace Tenure.Server.Tests.Hosting;

/// <summary>The server's own program: what it listens to, what it refuses to be, and what it shows to nobody.</summary>
public sealed class StartTests : IDisposable
{
    private const string Issuer = "https://tenure.example/";

    private readonly string data = Directory.CreateTempSubdirectory("tenure-start").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task A_development_server_answers_what_it_promises()
    {
        await using var server = new ServerProcess(data);
        await server.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var path in (string[])["/health/live", "/health/ready", "/openapi/v1.json", "/reference", "/dev/outbox", "/.well-known/openid-configuration", "/"])
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Ct);
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        }

        var document = await http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Ct);
        Assert.True(document.GetProperty("paths").TryGetProperty("/api/v1/device/activation", out _));

        // A proxy on this machine, or a page of somebody else's, sees no outbox.
        foreach (var (header, value) in new[] { ("X-Forwarded-For", "203.0.113.9"), ("Host", "tenure.example"), ("Sec-Fetch-Site", "cross-site") })
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, "/dev/outbox");
            asked.Headers.Add(header, value);
            using var answer = await http.SendAsync(asked, Ct);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        // SQLite is for one process.
        var second = await Tool.RunAsync(Programs.Server, ["serve", "--data", data, "--urls", "http://localhost:0"], Ct);
        IsRefusedInOneLine(second, "Another server uses the data folder");
    }

    [Theory]
    [InlineData("--urls", "http://0.0.0.0:5999", "--environment", "Development", "listens on loopback only")]
    [InlineData("--urls", "http://0.0.0.0:5999", "--issuer", "http://tenure.example", "Tenure:Issuer must be the https URL")]
    [InlineData("--urls", "http://localhost:0", "--issuer", "http://tenure.example", "Tenure:Issuer must be the https URL")]
    [InlineData("--urls", "http://localhost:0", "--Tenure:Proxies", "127.0.0.1", "Tenure:Issuer must be the https URL")]
    [InlineData("--urls", "http://localhost:0", "--environment", "Production", "Tenure:Issuer must be the https URL")]
    [InlineData("--urls", "http://localhost:0", "--Passwords:List", "no-such-file", "Passwords:List names a file that is not there")]
    [InlineData("--urls", "http://localhost:0", "--Passwords:Filter", "no-such-file", "Passwords:Filter names no filter")]
    [InlineData("--urls", "http://localhost:0", "--Passwords:Shortest", "8", "Shortest")]
    [InlineData("--urls", "http://localhost:0", "--issuer", Issuer, "root-active.pub is missing in the keys folder")]
    public async Task A_server_that_would_be_unsafe_does_not_start(string first, string value, string second, string other, string reason)
    {
        var refused = await Tool.RunAsync(Programs.Server, ["serve", "--data", data, first, value, second, other], Ct);
        IsRefusedInOneLine(refused, reason);
    }

    [Theory]
    [InlineData("not base64url")]
    [InlineData("AAAA")]
    public async Task A_pepper_that_is_none_is_refused(string pepper) => IsRefusedInOneLine(
        await Tool.RunAsync("/usr/bin/env", [$"Tenure__Pepper={pepper}", Programs.Server, "serve", "--data", data, "--urls", "http://localhost:0"], Ct),
        "Tenure:Pepper must be 32 bytes");

    [Theory]
    [InlineData("Mail__Password", "serve", "--Mail:Password", "topsecret")]
    [InlineData("tenure__pepper", "serve", "--tenure:pepper=topsecret")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "serve", "--OTEL_EXPORTER_OTLP_HEADERS", "key=topsecret")]
    [InlineData("ConnectionStrings__Tenure", "serve", "--database", "Host=localhost;Password=topsecret")]
    [InlineData("ConnectionStrings__Tenure", "audit", "verify", "--database", "Host=localhost;pwd=topsecret")]
    [InlineData("ConnectionStrings__Tenure", "operator", "list", "--database", "Host=localhost;Password=topsecret")]
    public async Task A_secret_among_the_arguments_is_refused_and_not_repeated(string variable, params string[] arguments)
    {
        var refused = await Tool.RunAsync(Programs.Server, arguments, Ct);
        IsRefusedInOneLine(refused, variable);
        Assert.DoesNotContain("topsecret", refused.Output + refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DE", "http://gateway.example/send", "Sms:Url must be https")]
    [InlineData("", "https://gateway.example/send", "Sms:Countries must name the countries")]
    public async Task A_gateway_that_would_be_unsafe_is_refused(string countries, string url, string reason) => IsRefusedInOneLine(
        await Tool.RunAsync(
            Programs.Server, ["serve", "--data", data, "--urls", "http://localhost:0", "--Sms:Countries", countries, "--Sms:Url", url], Ct),
        reason);

    [Theory]
    [InlineData("sevre is no command", "sevre")]
    [InlineData("--dat is no command and no option", "serve", "--dat", "elsewhere")]
    [InlineData("--Mial:Host is no command and no option", "serve", "--Mial:Host", "mail.example")]
    [InlineData("--data needs a value", "serve", "--data")]
    [InlineData("--data needs a value", "serve", "--data", "--urls", "http://127.0.0.1:0")]
    [InlineData("mail.example is no command and no option", "serve", "--mail-host=mail.example", "mail.example")]
    [InlineData("--clock is no command and no option", "serve", "--clock", "86400")]
    [InlineData("--Clock:AdvanceSeconds is no command and no option", "serve", "--Clock:AdvanceSeconds", "86400")]
    [InlineData("clock is no command and no option", "clock", "86400")]
    public async Task What_nobody_would_read_is_refused(string reason, params string[] arguments) =>
        IsRefusedInOneLine(await Tool.RunAsync(Programs.Server, arguments, Ct), reason);

    [Theory]
    [InlineData("--help")]
    [InlineData("serve", "--data", "elsewhere", "-h")]
    [InlineData("keys", "ceremony", "--help")]
    public async Task Help_starts_nothing_and_names_every_command(params string[] arguments)
    {
        var help = await Tool.RunAsync(Programs.Server, arguments, Ct);
        Assert.Equal(0, help.ExitCode);
        Assert.All((string[])["serve [", "keys ceremony --out", "audit verify [", "passwords import LIST", "--mail-host"], said => Assert.Contains(said, help.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_outside_development_does_not_start_with_a_roots_private_key()
    {
        await Ceremonies.HoldAsync(data, Issuer, Ct);
        File.Copy(Path.Combine(data, "ceremony", "roots", "root-standby.pem"), Path.Combine(data, "keys", "root-standby.pem"));
        IsRefusedInOneLine(await Tool.RunAsync(Programs.Server, ["serve", "--data", data, "--issuer", Issuer], Ct), "root-standby.pem is a root's private key");
    }

    [Theory]
    [InlineData("pepper")]
    [InlineData("master.key")]
    public async Task A_secret_that_was_cut_short_is_named_and_left_alone(string name)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(data, "keys")).FullName, name);
        await File.WriteAllBytesAsync(file, new byte[31], Ct);
        IsRefusedInOneLine(await Tool.RunAsync(Programs.Server, ["serve", "--data", data, "--urls", "http://127.0.0.1:0"], Ct), $"{name} in the keys folder must have 32 bytes");
        Assert.Equal(31, new FileInfo(file).Length);
    }

    [Fact]
    public async Task A_database_does_not_open_with_another_servers_master_key()
    {
        await using (var server = new ServerProcess(data))
        {
            await server.StartAsync(Ct);
        }

        await File.WriteAllBytesAsync(Path.Combine(data, "keys", "master.key"), new byte[32], Ct);
        IsRefusedInOneLine(
            await Tool.RunAsync(Programs.Server, ["serve", "--data", data, "--urls", "http://127.0.0.1:0"], Ct), "master.key in the keys folder is not the one");
    }

    [Fact]
    public async Task A_production_server_refuses_plain_http_whatever_a_stranger_forwards()
    {
        await Ceremonies.HoldAsync(data, Issuer, Ct);
        await using var server = new ServerProcess(data, "--environment", "Production", "--issuer", Issuer);
        await server.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        foreach (var path in (string[])["/sign-in", "/dev/outbox", "/api/v1/account"])
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, path);
            asked.Headers.Add("X-Forwarded-Proto", "https");
            using var answer = await http.SendAsync(asked, Ct);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("https_needed", (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Behind_a_named_proxy_people_are_served_and_nobody_sees_the_outbox()
    {
        await Ceremonies.HoldAsync(data, Issuer, Ct);
        await using var server = new ServerProcess(data, "--environment", "Production", "--issuer", Issuer, "--Tenure:Proxies", "127.0.0.1,::1");
        await server.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var page = await http.GetAsync(new Uri("/sign-in", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        foreach (var path in (string[])["/dev/outbox", "/dev/clock"])
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Ct);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_production_server_has_the_systems_clock_and_nobody_moves_it()
    {
        await Ceremonies.HoldAsync(data, Issuer, Ct);
        await using var server = new ServerProcess(data, "--environment", "Production", "--issuer", Issuer, "--Tenure:Proxies", "127.0.0.1,::1");
        foreach (var setting in (string[])["Clock__AdvanceSeconds", "Tenure__AdvanceSeconds", "advanceSeconds"])
        {
            server.Environment[setting] = "86400";
        }

        await server.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var client = new TenureClient(http);
        // Nor is there a door that is closed to who is elsewhere only.
        Assert.DoesNotContain("/dev/", await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Ct), StringComparison.Ordinal);
        using var moved = await http.PostAsync(new Uri("/dev/clock?advanceSeconds=86400", UriKind.Relative), null, Ct);
        Assert.Equal(HttpStatusCode.NotFound, moved.StatusCode);
        var opened = await client.OpenCaseAsync(new OpenCase("release", "somebody@example.org", "SERIAL", Language: "en"), Ct);
        var at = (await client.GetCaseAsync(opened.Number, opened.Secret, Ct)).OpenedAt;
        Assert.Equal(TimeProvider.System.GetUtcNow(), at, TimeSpan.FromMinutes(5));
    }

    private static void IsRefusedInOneLine(ToolResult refused, string reason)
    {
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(reason, Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", refused.Output, StringComparison.Ordinal);
    }
}
