using System.Net;
using System.Text.RegularExpressions;

namespace Tenure.Cli.Tour;

/// <summary>Somebody of the back office, in a browser, with a passkey.</summary>
internal sealed partial class TourOperator(HttpClient http, string name, string password)
{
    private const string SignInPage = "/operator/sign-in";
    private readonly TourBrowser browser = new(http);
    // A browser takes no address of numbers for a passkey; the server at one is known as localhost.
    private readonly TourPasskey passkey = new(new UriBuilder(http.BaseAddress!) { Host = "localhost" }.Uri);

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>Opens a page; signs in first where the session is over.</summary>
    public async Task<(HttpStatusCode Status, string Text)> OpenAsync(string path, CancellationToken ct)
    {
        using var first = await browser.SendAsync(HttpMethod.Get, path, null, ct);
        if (first.StatusCode != HttpStatusCode.Found)
        {
            return (first.StatusCode, await first.Content.ReadAsStringAsync(ct));
        }

        await SignInAsync(ct);
        using var again = await browser.SendAsync(HttpMethod.Get, path, null, ct);
        return (again.StatusCode, await again.Content.ReadAsStringAsync(ct));
    }

    /// <summary>The bytes that a page shows, such as a picture.</summary>
    public async Task<byte[]> ReadAsync(string path, CancellationToken ct)
    {
        using var answer = await browser.SendAsync(HttpMethod.Get, path, null, ct);
        Seen.That(answer.StatusCode == HttpStatusCode.OK, $"{path} answered {(int)answer.StatusCode}");
        return await answer.Content.ReadAsByteArrayAsync(ct);
    }

    /// <summary>Confirms that somebody else gets a role.</summary>
    public async Task ConfirmRoleAsync(string person, string role, CancellationToken ct)
    {
        var done = await SubmitAsync("/operator/roles", _ => [("name", person), ("role", role), ("password", password)], ct);
        Seen.That(done == HttpStatusCode.Found, $"/operator/roles answered {(int)done}");
    }

    /// <summary>Makes the passkey known.</summary>
    public async Task RegisterPasskeyAsync(CancellationToken ct)
    {
        var nonce = await NonceAsync(ct);
        var done = await SubmitAsync("/operator/passkey", _ => [("name", "tour"), ("password", password), ("nonce", nonce), ("passkey", passkey.Register("register", name, nonce))], ct);
        Seen.That(done == HttpStatusCode.Found, $"/operator/passkey answered {(int)done}");
    }

    /// <summary>The passkey, as the page says it for whoever runs the signer.</summary>
    public async Task<string> ReadPasskeyAsync(CancellationToken ct)
    {
        var shown = ShownPasskey().Match((await OpenAsync("/operator/passkey", ct)).Text);
        Seen.That(shown.Success, "/operator/passkey shows no passkey for the signer");
        return shown.Groups[1].Value;
    }

    /// <summary>Whether this one was drawn for a case.</summary>
    public async Task<bool> HasAsync(string number, CancellationToken ct) => (await OpenAsync("/operator/cases", ct)).Text.Contains(number, StringComparison.Ordinal);

    /// <summary>Says yes to a case, as it is shown, and signs it.</summary>
    public async Task<HttpStatusCode> ApproveAsync(string number, CancellationToken ct)
    {
        var (nonce, bare) = (await NonceAsync(ct), number.Replace("-", "", StringComparison.Ordinal));
        return await SubmitAsync(
            "/operator/cases/" + number,
            hidden => [("verdict", "approve"), ("reason", "NotEnough"), ("nonce", nonce), ("passkey", passkey.Sign("vote", name, nonce, bare, hidden["digest"], "approve", "NotEnough"))],
            ct);
    }

    private async Task<string> NonceAsync(CancellationToken ct)
    {
        var (status, nonce) = await OpenAsync("/operator/passkey/nonce", ct);
        Seen.That(status == HttpStatusCode.OK, $"/operator/passkey/nonce answered {(int)status}");
        return nonce;
    }

    /// <summary>Sends the form of a page, with what is hidden in it.</summary>
    public async Task<HttpStatusCode> SubmitAsync(string path, Func<Dictionary<string, string>, (string Name, string Value)[]> fill, CancellationToken ct)
    {
        var (_, page) = await OpenAsync(path, ct);
        var main = page.IndexOf("<main", StringComparison.Ordinal);
        Seen.That(main >= 0, $"{path} is no page");
        var fields = TourBrowser.Hidden(page[main..]).ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        foreach (var (field, value) in fill(fields))
        {
            fields[field] = value;
        }

        using var answer = await browser.SendAsync(HttpMethod.Post, path, fields, ct);
        return answer.StatusCode;
    }

    private async Task SignInAsync(CancellationToken ct)
    {
        using var page = await browser.SendAsync(HttpMethod.Get, SignInPage, null, ct);
        var text = await page.Content.ReadAsStringAsync(ct);
        var fields = TourBrowser.Hidden(text[text.IndexOf("<main", StringComparison.Ordinal)..]).ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        (fields["name"], fields["password"]) = (name, password);
        using var answer = await browser.SendAsync(HttpMethod.Post, SignInPage, fields, ct);
        Seen.That(answer.StatusCode == HttpStatusCode.Found, $"{SignInPage} answered {(int)answer.StatusCode} to {name}");
    }

    [GeneratedRegex(@"--passkey ([\w-]+\.[\w-]+)")]
    private static partial Regex ShownPasskey();
}
