using System.Net;
using System.Text.RegularExpressions;

namespace Tenure.Server.Tests.Hosting;

/// <summary>A browser without scripts: it keeps cookies, by whatever clock they end, follows no redirect, and sends a form back with what is hidden in it.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly Dictionary<string, string> cookies = [];
    private readonly HttpClient http;

    private Browser(HttpClient http) => this.http = http;

    /// <summary>A browser in which a person is signed in.</summary>
    public static async Task<Browser> OfAsync(ServerFixture server, Person person, CancellationToken ct)
    {
        var browser = new Browser(server.Http());
        browser.cookies["tenure-browser"] = person.KnownDevice;
        using var signedIn = await browser.SubmitAsync("/sign-in", ct, ("identifier", person.Number), ("password", person.Password));
        Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
        return browser;
    }

    /// <summary>The text of a page.</summary>
    public async Task<string> ReadAsync(string path, CancellationToken ct)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(ct);
    }

    /// <summary>A browser that nobody used yet.</summary>
    public static Browser New(ServerFixture server) => new(server.Http());

    /// <summary>Fills in the first form of a page and sends it.</summary>
    public Task<HttpResponseMessage> SubmitAsync(string path, CancellationToken ct, params (string Name, string Value)[] fields) => SubmitToAsync(path, path, ct, fields);

    /// <summary>The same to another address.</summary>
    public async Task<HttpResponseMessage> SubmitToAsync(string path, string action, CancellationToken ct, params (string Name, string Value)[] fields) =>
        await SendAsync(await FillFormAsync(path, action, ct, fields), ct);

    /// <summary>Fills in the first form of a page; somebody else sends it.</summary>
    public async Task<HttpRequestMessage> FillAsync(string path, CancellationToken ct, params (string Name, string Value)[] fields) => WithCookies(await FillFormAsync(path, path, ct, fields));

    /// <summary>Sends a file to an address with the token of a page's form, or without.</summary>
    public async Task<HttpResponseMessage> UploadAsync(
        string path, string action, string field, byte[] file, CancellationToken ct, bool withToken = true, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), field, "..\\me.png" } };
        foreach (var (name, value) in (withToken ? await HiddenAsync(path, ct) : []).Concat(fields))
        {
            form.Add(new StringContent(value), name);
        }

        return await SendAsync(new HttpRequestMessage(HttpMethod.Post, action) { Content = form }, ct);
    }

    /// <summary>What an address answers.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken ct) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), ct);

    /// <summary>A cookie that it keeps.</summary>
    public string Kept(string cookie) => cookies[cookie];

    /// <summary>Has it bring back another value.</summary>
    public void Keep(string cookie, string value) => cookies[cookie] = value;

    public void Dispose() => http.Dispose();

    private async Task<HttpRequestMessage> FillFormAsync(string path, string action, CancellationToken ct, params (string Name, string Value)[] fields) => new(HttpMethod.Post, action)
    {
        Content = new FormUrlEncodedContent(
            (await HiddenAsync(path, ct)).ExceptBy(fields.Select(field => field.Name), hidden => hidden.Name).Concat(fields).Select(field => KeyValuePair.Create(field.Name, field.Value))),
    };

    private HttpRequestMessage WithCookies(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        return request;
    }

    private async Task<IEnumerable<(string Name, string Value)>> HiddenAsync(string path, CancellationToken ct)
    {
        var page = await ReadAsync(path, ct);
        return Hidden().Matches(page[page.IndexOf("<main", StringComparison.Ordinal)..])
            .Select(m => (Name: m.Groups["name"].Value, Value: WebUtility.HtmlDecode(m.Groups["value"].Value))).DistinctBy(field => field.Name).ToList();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
        {
            var answer = await http.SendAsync(WithCookies(request), ct);
            foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
            {
                var (name, value) = set.Split(';')[0].Split('=', 2) is [var n, var v] ? (n, v) : default;
                cookies[name] = value;
            }

            return answer;
        }
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" ?/?>""")]
    private static partial Regex Hidden();
}
