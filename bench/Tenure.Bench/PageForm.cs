using System.Net;
using System.Text.RegularExpressions;

namespace Tenure.Bench;

/// <summary>A form of a page as a browser without scripts would send it: its hidden fields and what the person typed.</summary>
internal sealed partial record PageForm(Uri Address, IReadOnlyDictionary<string, string> Hidden)
{
    /// <summary>Reads the page's form that has a field of the given name; its hidden fields are kept.</summary>
    public static async Task<PageForm> GetAsync(HttpClient http, string path, string field, CancellationToken ct) =>
        Read(path, await http.GetStringAsync(new Uri(path, UriKind.Relative), ct), field);

    /// <summary>The same of a page that is here already.</summary>
    public static PageForm Read(string path, string html, string field)
    {
        var form = Form().Matches(html).Select(match => match.Value).FirstOrDefault(text => text.Contains($"name=\"{field}\"", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"{path} has no form with a field {field}.");
        var hidden = Input().Matches(form).Select(match => match.Value).Where(input => input.Contains("type=\"hidden\"", StringComparison.Ordinal))
            .ToDictionary(input => Attribute(input, "name"), input => Attribute(input, "value"), StringComparer.Ordinal);
        return new(new Uri(path, UriKind.Relative), hidden);
    }

    /// <summary>Sends the form; redirects are not followed.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpClient http, IEnumerable<KeyValuePair<string, string>> typed, CancellationToken ct) => http.PostAsync(Address, Filled(typed), ct);

    /// <summary>The form with what the person typed.</summary>
    public FormUrlEncodedContent Filled(IEnumerable<KeyValuePair<string, string>> typed) => new(Hidden.Concat(typed));

    private static string Attribute(string element, string name) =>
        WebUtility.HtmlDecode(Regex.Match(element, $"\\s{name}=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Input();
}
