using System.Net;
using System.Text.RegularExpressions;

namespace Tenure.Cli.Tour;

/// <summary>Somebody of the back office, in a browser without scripts.</summary>
internal sealed partial class TourOperator(HttpClient http, string name, string password)
{
    private const string SignInPage = "/operator/sign-in";
    private readonly CookieContainer cookies = new();

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>Opens a page; signs in first where the session is over.</summary>
    public async Task<(HttpStatusCode Status, string Text)> OpenAsync(string path, CancellationToken ct)
    {
        using var first = await SendAsync(HttpMethod.Get, path, null, ct);
        if (first.StatusCode != HttpStatusCode.Found)
        {
            return (first.StatusCode, await first.Content.ReadAsStringAsync(ct));
        }

        await SignInAsync(ct);
        using var again = await SendAsync(HttpMethod.Get, path, null, ct);
        return (again.StatusCode, await again.Content.ReadAsStringAsync(ct));
    }

    /// <summary>Sends the form of a page, with what is hidden in it.</summary>
    public async Task<HttpStatusCode> SubmitAsync(string path, CancellationToken ct, params IEnumerable<(string Name, string Value)> fields)
    {
        var (_, page) = await OpenAsync(path, ct);
        var main = page.IndexOf("<main", StringComparison.Ordinal);
        Seen.That(main >= 0, $"{path} is no page");
        var hidden = Hidden().Matches(page[main..]).Select(m => (m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value)));
        using var answer = await SendAsync(HttpMethod.Post, path, hidden.Concat(fields).ToDictionary(f => f.Item1, f => f.Item2, StringComparer.Ordinal), ct);
        return answer.StatusCode;
    }

    /// <summary>Confirms that somebody else gets a role.</summary>
    public async Task ConfirmRoleAsync(string person, string role, CancellationToken ct)
    {
        var done = await SubmitAsync("/operator/roles", ct, ("name", person), ("role", role), ("password", password));
        Seen.That(done == HttpStatusCode.Found, $"/operator/roles answered {(int)done}");
    }

    /// <summary>Whether this one was drawn for a case.</summary>
    public async Task<bool> HasAsync(string number, CancellationToken ct) => (await OpenAsync("/operator/cases", ct)).Text.Contains(number, StringComparison.Ordinal);

    /// <summary>Says yes to a case, as it is shown.</summary>
    public Task<HttpStatusCode> ApproveAsync(string number, CancellationToken ct) =>
        SubmitAsync("/operator/cases/" + number, ct, ("verdict", "approve"), ("reason", "NotEnough"), ("password", password));

    private async Task SignInAsync(CancellationToken ct)
    {
        using var page = await SendAsync(HttpMethod.Get, SignInPage, null, ct);
        var text = await page.Content.ReadAsStringAsync(ct);
        var fields = Hidden().Matches(text[text.IndexOf("<main", StringComparison.Ordinal)..]).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value), StringComparer.Ordinal);
        (fields["name"], fields["password"]) = (name, password);
        using var answer = await SendAsync(HttpMethod.Post, SignInPage, fields, ct);
        Seen.That(answer.StatusCode == HttpStatusCode.Found, $"{SignInPage} answered {(int)answer.StatusCode} to {name}");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Dictionary<string, string>? form, CancellationToken ct)
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

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" ?/?>""")]
    private static partial Regex Hidden();
}
