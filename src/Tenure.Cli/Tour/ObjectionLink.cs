using System.Net;
using System.Text.RegularExpressions;

namespace Tenure.Cli.Tour;

/// <summary>The link in the announcement of a case, followed by a mail scanner and by a person.</summary>
internal sealed partial class ObjectionLink(HttpClient http, Stage stage)
{
    /// <summary>The latest that came to an address.</summary>
    public async Task<string> OfAsync(string email, CancellationToken ct)
    {
        var letters = await stage.LettersAsync(email, "/case/objection/", ct);
        Seen.That(letters.Count > 0, $"nobody told {email}");
        return new Uri(Link().Match(letters[0]).Value).AbsolutePath;
    }

    /// <summary>Only opens it.</summary>
    public async Task<(HttpStatusCode Status, string Text)> OpenAsync(string path, CancellationToken ct)
    {
        using var page = await http.GetAsync(new Uri(path, UriKind.Relative), ct);
        return (page.StatusCode, await page.Content.ReadAsStringAsync(ct));
    }

    /// <summary>Opens it and sends its form.</summary>
    public async Task<HttpStatusCode> ObjectAsync(string path, CancellationToken ct)
    {
        var someone = new TourOperator(http, "", "");
        return await someone.SubmitAsync(path, _ => [], ct);
    }

    [GeneratedRegex(@"https?://\S+/case/objection/[\w-]+")]
    private static partial Regex Link();
}
