using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Operators;
using Tenure.Server.Operators;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

/// <summary>A browser without scripts in which an operator works.</summary>
/// <param name="http">To the server; follows no redirects and keeps no cookies.</param>
internal sealed partial class OperatorBrowser(HttpClient http) : IDisposable
{
    public const string Password = "seven lanterns over the quay";

    private readonly Dictionary<string, string> cookies = [];

    public OperatorBrowser(ServerFixture server, string? address = null)
        : this(server.Http(address))
    {
    }

    /// <summary>The cookies it keeps.</summary>
    public Dictionary<string, string> Cookies => cookies;

    /// <summary>Makes an operator as the server's own program does.</summary>
    /// <returns>The name.</returns>
    public static async Task<string> CreateAsync(ServerFixture server, CancellationToken ct)
    {
        var name = "op" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(5));
        await using var scope = server.Services.CreateAsyncScope();
        Assert.Null((await scope.ServiceProvider.GetRequiredService<OperatorBook>().CreateAsync(name, Password, ct)).Refusal);
        // As if they were of the server's first days, however long the tests before took.
        await server.WithDatabaseAsync(db => db.Operators.Where(o => o.Name == name).ExecuteUpdateAsync(o => o.SetProperty(x => x.IsNew, false).SetProperty(x => x.OfferedRole, (OperatorRole?)null).SetProperty(x => x.RoleFrom, (DateTimeOffset?)null), ct));
        return name;
    }

    /// <summary>A browser in which a new operator is signed in.</summary>
    public static async Task<OperatorBrowser> SignedInAsync(ServerFixture server, CancellationToken ct)
    {
        var browser = new OperatorBrowser(server);
        using var answer = await browser.SignInAsync(await CreateAsync(server, ct), Password, ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return browser;
    }

    public Task<HttpResponseMessage> SignInAsync(string name, string password, CancellationToken ct) =>
        SubmitAsync("/operator/sign-in", ct, ("name", name), ("password", password));

    public Task<HttpResponseMessage> FindAsync(string identifier, CancellationToken ct) => SubmitAsync("/operator", ct, ("identifier", identifier));

    public Task<HttpResponseMessage> ActAsync(string act, string reason, string password, CancellationToken ct) =>
        SubmitAsync("/operator/account", ct, ("act", act), ("reason", reason), ("password", password));

    public async Task<string> ReadAsync(string path, CancellationToken ct)
    {
        using var answer = await GetAsync(path, ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(ct);
    }

    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken ct) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), ct);

    public async Task<HttpResponseMessage> SubmitAsync(string path, CancellationToken ct, params (string Name, string Value)[] fields)
    {
        var page = await ReadAsync(path, ct);
        return await PostAsync(path, Hidden().Matches(page[page.IndexOf("<main", StringComparison.Ordinal)..]).Select(m => (m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value))).Concat(fields), ct);
    }

    /// <summary>A nonce for what a passkey signs next, as the script fetches it.</summary>
    public Task<string> NonceAsync(CancellationToken ct) => ReadAsync("/operator/passkey/nonce", ct);

    /// <summary>Registers a passkey with the one form of that page; with a voucher where there is one already.</summary>
    public async Task<HttpResponseMessage> RegisterAsync(string name, TestAuthenticator made, TestAuthenticator? voucher, CancellationToken ct, string password = Password)
    {
        var nonce = await NonceAsync(ct);
        var answer = made.Register("register", name, nonce);
        (string, string)[] fields = [("name", "my key"), ("password", password), ("nonce", nonce), ("passkey", answer)];
        return await PostAsync("/operator/passkey", [.. await HiddenAsync("/operator/passkey", "register", ct), .. fields, .. voucher is null ? [] : new[] { ("voucher", voucher.Vouch(name, nonce, answer)) }], ct);
    }

    /// <summary>Decides in a case as it is shown, signed with a passkey.</summary>
    public async Task<HttpResponseMessage> VoteAsync(string name, string number, string verdict, string reason, TestAuthenticator passkey, CancellationToken ct)
    {
        var (bare, nonce) = (number.Replace("-", "", StringComparison.Ordinal), await NonceAsync(ct));
        var hidden = await HiddenAsync("/operator/cases/" + bare, "decide", ct);
        var digest = hidden.Single(f => f.Name == "digest").Value;
        return await PostAsync(
            "/operator/cases/" + bare, [.. hidden, ("verdict", verdict), ("reason", reason), ("nonce", nonce), ("passkey", passkey.Sign("vote", name, nonce, bare, digest, verdict, reason))], ct);
    }

    /// <summary>What is hidden in one form of a page.</summary>
    public async Task<(string Name, string Value)[]> HiddenAsync(string path, string form, CancellationToken ct)
    {
        var page = await ReadAsync(path, ct);
        var handler = page.IndexOf($"name=\"_handler\" value=\"{form}\"", StringComparison.Ordinal);
        Assert.True(handler >= 0, page);
        var begin = page.LastIndexOf("<form", handler, StringComparison.Ordinal);
        return [.. Hidden().Matches(page[begin..page.IndexOf("</form>", handler, StringComparison.Ordinal)]).Select(m => (m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value)))];
    }

    /// <summary>Sends fields as they are.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, IEnumerable<(string Name, string Value)> fields, CancellationToken ct) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) }, ct);

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
        {
            if (cookies.Count > 0)
            {
                request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            }

            var answer = await http.SendAsync(request, ct);
            foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
            {
                if (set.Split(';')[0].Split('=', 2) is [var name, { Length: > 0 } value])
                {
                    cookies[name] = value;
                }
                else
                {
                    cookies.Remove(set.Split('=')[0]);
                }
            }

            return answer;
        }
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" ?/?>""")]
    private static partial Regex Hidden();
}
