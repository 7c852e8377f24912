using System.Net;
using System.Text.RegularExpressions;

namespace Tenure.Cli.Tour;

/// <summary>A browser without scripts, with cookies of its own.</summary>
internal sealed partial class TourBrowser(HttpClient http)
{
    private readonly CookieContainer cookies = new();

    /// <summary>Asks for a page, or sends a form; follows nothing.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Dictionary<string, string>? form, CancellationToken ct)
    {
        var address = new Uri(http.BaseAddress!, path);
        using var request = new HttpRequestMessage(method, address) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        if (cookies.GetCookieHeader(address) is { Length: > 0 } kept)
        {
            request.Headers.Add("Cookie", kept);
        }

        var answer = await http.SendAsync(request, ct);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            cookies.SetCookies(address, cookie);
        }

        return answer;
    }

    /// <summary>Signs a person in on the pages.</summary>
    public async Task SignInAsync(TourPerson person, Mailbox mailbox, CancellationToken ct)
    {
        var next = await SubmitAsync("/sign-in", ct, ("identifier", person.Number), ("password", person.Password));
        if (next == "/sign-in/code")
        {
            next = await SubmitAsync(next, ct, ("code", await mailbox.NextCodeAsync(person.Email, ct)));
        }

        Seen.That(!next.StartsWith("/sign-in", StringComparison.Ordinal), $"the sign-in of {person.Email} goes on at {next}");
    }

    /// <summary>A page's text, as it is there to read.</summary>
    public async Task<string> ReadAsync(string path, CancellationToken ct)
    {
        using var page = await SendAsync(HttpMethod.Get, path, null, ct);
        Seen.That(page.StatusCode == HttpStatusCode.OK, $"{path} answered {(int)page.StatusCode}");
        return WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(ct));
    }

    /// <summary>What is hidden in the forms of a piece of a page.</summary>
    public static IEnumerable<(string Name, string Value)> Hidden(string html) => HiddenInput().Matches(html).Select(m => (m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value)));

    // The first form of the page, and where it leads.
    private async Task<string> SubmitAsync(string path, CancellationToken ct, params IEnumerable<(string Name, string Value)> fields)
    {
        using var page = await SendAsync(HttpMethod.Get, path, null, ct);
        var text = await page.Content.ReadAsStringAsync(ct);
        var main = text.IndexOf("<main", StringComparison.Ordinal);
        Seen.That(main >= 0, $"{path} is no page");
        var form = text[main..text.IndexOf("</form>", main, StringComparison.Ordinal)];
        using var answer = await SendAsync(HttpMethod.Post, path, Hidden(form).Concat(fields).ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal), ct);
        Seen.That(answer is { StatusCode: HttpStatusCode.Found, Headers.Location: not null }, $"{path} answered {(int)answer.StatusCode}");
        return new Uri(http.BaseAddress!, answer.Headers.Location!).AbsolutePath;
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" ?/?>""")]
    private static partial Regex HiddenInput();
}
