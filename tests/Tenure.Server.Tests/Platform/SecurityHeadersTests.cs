using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

/// <summary>No answer goes out without the headers that tie a browser's hands: every endpoint of the host, and what is no endpoint at all.</summary>
public abstract class SecurityHeadersTests(ServerFixture server) : ServerTests(server)
{
    private static readonly string[] Methods = ["GET", "POST"];

    [Fact]
    public async Task Every_endpoint_answers_with_them_whatever_it_says()
    {
        using var http = Server.Http();
        var routes = Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(e => e.RoutePattern.RawText!).Distinct().ToList();
        Assert.Contains("/operator/sign-out", routes);
        string[] others = ["/no-such-page", "/api/v1/nothing", "/error/500", "/connect/authorize?client_id=%00", "/tenure.css?v=1", "/favicon.svg", "/.well-known/openid-configuration", "/sign-in?return=//evil.example"];
        foreach (var path in routes.Select(Filled).Concat(others))
        {
            foreach (var method in Methods)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
                using var answer = await http.SendAsync(request, Ct);
                Check($"{method} {path}", answer);
            }
        }
    }

    [Fact]
    public async Task Only_the_reference_of_the_interface_may_run_scripts_and_it_may_send_no_form()
    {
        using var http = Server.Http();
        using var answer = await http.GetAsync(new Uri("/reference/", UriKind.Relative), Ct);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
    }

    private static void Check(string what, HttpResponseMessage answer)
    {
        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : throw new InvalidOperationException($"{what}: no {name}, status {(int)answer.StatusCode}");
        var policy = Header("Content-Security-Policy");
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
        if (!what.Contains("/reference", StringComparison.Ordinal))
        {
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        }

        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"), what);
    }

    // What stands for a place in a route, so that the route is met.
    private static string Filled(string route) => "/" + System.Text.RegularExpressions.Regex.Replace(route.TrimStart('/'), @"\{[^}]*\}", m =>
        m.Value.Contains("guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : m.Value.Contains(":int", StringComparison.Ordinal) ? "404" : "x");
}
