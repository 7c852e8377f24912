using System.Net;
using System.Text.RegularExpressions;
using Tenure.Testing;

namespace Tenure.Server.Tests.Hosting;

/// <summary>A server behind a proxy: what its browsers get, and whom it believes.</summary>
public sealed partial class ProductionTests : IDisposable
{
    private const string Issuer = "https://tenure.example/";

    private readonly string data = Directory.CreateTempSubdirectory("tenure-production").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task Cookies_are_for_this_host_alone_and_tls_is_remembered()
    {
        var made = await Tool.RunAsync(Programs.Server, ["operator", "create", "ada", "--data", data, "--json"], Ct);
        Assert.True(made.ExitCode == 0, made.Text);
        await using var server = await StartAsync("127.0.0.0/8,::1");
        using var http = ByProxy(server);
        var seen = new List<string>();
        await CollectAsync("/sign-in", []);
        await CollectAsync("/register", [("email", "somebody@example.org"), ("_handler", "register")]);
        await CollectAsync("/language", [("language", "de")]);
        var operators = await CollectAsync("/operator/sign-in", [("_handler", "operator-sign-in"), ("name", "ada"), ("password", Secret().Match(made.Output).Groups[1].Value)]);
        Assert.Equal(HttpStatusCode.Found, operators);

        Assert.All(seen, cookie =>
        {
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
            if (cookie.StartsWith("__Secure-tenure-operator=", StringComparison.Ordinal))
            {
                Assert.Contains("path=/operator;", cookie, StringComparison.Ordinal);
                Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
            }
            else
            {
                Assert.StartsWith("__Host-tenure", cookie, StringComparison.Ordinal);
                Assert.Matches("path=/(;|$)", cookie);
            }
        });
        Assert.Equal(
            ["__Host-tenure-form", "__Host-tenure-language", "__Secure-tenure-operator"],
            seen.Select(c => c.Split('=')[0]).Distinct().Where(name => !name.Contains("registration", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        async Task<HttpStatusCode> CollectAsync(string path, (string, string)[] fields)
        {
            using var page = await http.GetAsync(new Uri(path == "/language" ? "/sign-in" : path, UriKind.Relative), Ct);
            Assert.Equal("max-age=31536000", page.Headers.GetValues("Strict-Transport-Security").Single());
            var cookies = page.Headers.GetValues("Set-Cookie").ToList();
            var token = WebUtility.HtmlDecode(Token().Match(await page.Content.ReadAsStringAsync(Ct)).Groups[1].Value);
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
            };
            request.Headers.Add("Cookie", string.Join("; ", cookies.Select(c => c.Split(';')[0])));
            using var answer = await http.SendAsync(request, Ct);
            seen.AddRange(cookies);
            seen.AddRange(answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : []);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("127.0.0.1,::1", true)]
    [InlineData("127.0.0.0/8,::1/128", true)]
    [InlineData("10.0.0.0/8", false)]
    public async Task Forwarded_headers_count_from_named_proxies_alone(string proxies, bool believed)
    {
        await using var server = await StartAsync(proxies);
        using var http = ByProxy(server);
        using var page = await http.GetAsync(new Uri("/sign-in", UriKind.Relative), Ct);
        Assert.Equal(believed ? HttpStatusCode.OK : HttpStatusCode.BadRequest, page.StatusCode);
        if (!believed)
        {
            return;
        }

        // The proxy says who called last; what a caller wrote before that changes no count.
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 7; i++)
        {
            using var spoofed = new HttpRequestMessage(HttpMethod.Post, "/connect/challenge") { Content = SignIn.SignInTests.Form("nobody@example.org", "not the password at all") };
            spoofed.Headers.Add("X-Forwarded-For", $"198.51.100.{i}, 203.0.113.9");
            using var answer = await http.SendAsync(spoofed, Ct);
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        using var elsewhere = new HttpRequestMessage(HttpMethod.Post, "/connect/challenge") { Content = SignIn.SignInTests.Form("nobody@example.org", "not the password at all") };
        elsewhere.Headers.Add("X-Forwarded-For", "198.51.100.77");
        using var other = await http.SendAsync(elsewhere, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
    }

    [Theory]
    [InlineData("10.0.0.1/8")]
    [InlineData("0.0.0.0/0")]
    [InlineData("proxy.example")]
    public async Task What_is_no_proxy_is_named_at_the_start(string proxies)
    {
        await Ceremonies.HoldAsync(data, Issuer, Ct);
        var refused = await Tool.RunAsync(Programs.Server, ["serve", "--data", data, "--urls", "http://localhost:0", "--issuer", Issuer, "--Tenure:Proxies", proxies], Ct);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"Tenure:Proxies holds {proxies}", refused.Text, StringComparison.Ordinal);
    }

    private async Task<ServerProcess> StartAsync(string proxies)
    {
        await Ceremonies.HoldAsync(data, Issuer, Ct);
        var server = new ServerProcess(data, "--environment", "Production", "--issuer", Issuer, "--Tenure:Proxies", proxies);
        await server.StartAsync(Ct);
        return server;
    }

    private static HttpClient ByProxy(ServerProcess server)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        return http;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("\"secret\":\"([^\"]+)\"")]
    private static partial Regex Secret();
}
