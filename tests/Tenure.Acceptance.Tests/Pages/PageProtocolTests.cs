using System.Net;
using System.Net.Http.Headers;
using Tenure.Server.Platform.Pages;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>What goes over the wire beside the page itself.</summary>
[Collection("pages")]
public sealed class PageProtocolTests(PageStage stage)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/no-such-page")]
    [InlineData("/api/v1/no-such-endpoint")]
    [InlineData("/.well-known/tenure")]
    public async Task Every_answer_says_what_a_browser_may_do_with_it(string path)
    {
        stage.Used();
        using var http = stage.Server.Http();
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Ct);
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; style-src 'self'; img-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Theory]
    [InlineData("/no-such-page", "text/html")]
    [InlineData("/api/v1/no-such-endpoint", "application/problem+json")]
    [InlineData("/api/v1/account", "application/problem+json")]
    public async Task Errors_are_pages_for_people_and_problems_for_programs(string path, string type)
    {
        stage.Used();
        using var http = stage.Server.Http();
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Ct);
        Assert.False(answer.IsSuccessStatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("zh-CN", "zh-Hans")]
    [InlineData("zh-TW", "en")]
    [InlineData("de-AT,de;q=0.9", "de")]
    [InlineData("fr, es;q=0.5", "es")]
    [InlineData("tlh", "en")]
    public async Task The_browsers_language_counts_when_nothing_was_chosen(string wanted, string spoken)
    {
        stage.Used();
        using var http = stage.Server.Http();
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(wanted);
        var page = await http.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Ct);
        Assert.Contains($"<html lang=\"{spoken}\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sign-in", "_handler=sign-in&identifier=a&password=b")]
    [InlineData("/sign-out", "")]
    [InlineData("/language", "language=de&return=%2F")]
    public async Task A_form_from_another_site_is_refused(string path, string body)
    {
        stage.Used();
        using var http = stage.Server.Http();
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_style_sheet_is_kept_for_good_and_pages_are_not()
    {
        stage.Used();
        using var http = stage.Server.Http();
        using var sheet = await http.GetAsync(new Uri(PageAssets.StyleSheet, UriKind.Relative), Ct);
        Assert.Contains("immutable", sheet.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        using var page = await http.GetAsync(new Uri("/sign-in", UriKind.Relative), Ct);
        Assert.True(page.Headers.CacheControl?.NoStore);
        Assert.DoesNotContain("<script", await page.Content.ReadAsStringAsync(Ct), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_page_on_which_a_password_is_chosen_may_run_the_one_script_and_no_other()
    {
        stage.Used();
        var page = await stage.NewPageAsync();
        var policies = new List<string>();
        page.Response += (_, answer) => policies.Add(answer.Request.IsNavigationRequest && answer.Status == 200 ? answer.Headers["content-security-policy"] : "");
        await stage.RegisterAsync(page, PageStage.NewEmail(), Ct);
        await page.GotoAsync("/security");
        await page.GotoAsync("/security");
        var scripted = policies.Where(policy => policy.Contains("script-src", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, scripted.Count);
        Assert.Equal(3, scripted.Distinct().Count());
        Assert.All(scripted, policy => Assert.Matches("script-src 'nonce-[0-9a-f]{32}'; connect-src 'self'; require-trusted-types-for 'script'", policy));
        Assert.Contains(policies, policy => policy.Length > 0 && !policy.Contains("script-src", StringComparison.Ordinal));
        var script = Assert.Single(await page.Locator("script").AllAsync());
        Assert.Equal(PageAssets.PasswordMeter, await script.GetAttributeAsync("src"));

        // Nor can it be made to write markup.
        Assert.Equal(["TypeError", "TypeError"], await page.EvaluateAsync<string[]>("""
            () => [
              () => document.createElement('script').setAttribute('src', '/password-meter.js?other'),
              () => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="1">'),
            ].map(attempt => { try { attempt(); return ''; } catch (e) { return e.name; } })
            """));
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/devices?x=1#add", "/devices?x=1#add")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("devices", "/")]
    [InlineData("//example.org", "/")]
    [InlineData("/\\example.org", "/")]
    [InlineData("/\t/example.org", "/")]
    [InlineData("https://example.org", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public void Only_a_path_of_this_server_is_followed(string? path, string followed) => Assert.Equal(followed, LocalPath.Of(path));

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome · Linux")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge · Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", "Safari · iPhone")]
    [InlineData("curl/8", "")]
    public void A_browser_is_named_in_the_words_of_people(string header, string name) => Assert.Equal(name, BrowserName.Of(header));
}
