using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tenure.Domain.Messages;

namespace Tenure.Server.Platform.Sms;

/// <summary>The request that gives one SMS to the gateway. A placeholder is replaced by its value in the encoding of the place where it stands, once: what a text says is never read as a placeholder.</summary>
internal sealed partial class GatewayTemplate
{
    /// <summary>Fields of a form, as in a URL's query.</summary>
    public const string Form = "application/x-www-form-urlencoded";

    /// <summary>JSON; a placeholder stands inside a string.</summary>
    public const string Json = "application/json";

    // Kannel's sendsms. It takes everything but the default alphabet for GSM 03.38 unless it is told so: coding 0 is that alphabet, 2 is UCS-2.
    private const string Kannel = "username={username}&password={password}&from={from}&to={to}&charset=UTF-8&coding={coding}&text={text}";

    private static readonly string[] Known = ["to", "digits", "from", "text", "coding", "id", "username", "password"];

    // Every character that could end a string, a field or a line; two placeholders are digits always.
    private static readonly Dictionary<string, string> Hostile = Known.ToDictionary(
        name => name, name => name is "digits" or "coding" ? "2" : "a\"'\\{}[]&=?#/ \r\n<>,:%+\u2028я", StringComparer.Ordinal);

    private readonly SmsOptions options;
    private readonly string url;

    /// <summary>Makes it of settings without <see cref="Faults"/>.</summary>
    public GatewayTemplate(SmsOptions options)
    {
        this.options = options;
        url = IsKannel(options) ? $"{options.Url}{(options.Url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Kannel}" : options.Url;
    }

    /// <summary>What is wrong with the settings, in words for the operator that hold no value.</summary>
    public static IEnumerable<string> Faults(SmsOptions options)
    {
        if (UrlFault(options) is { } url)
        {
            yield return url;
        }

        if (options.Method is not ("GET" or "POST"))
        {
            yield return "Sms:Method must be GET or POST.";
        }
        else if (options is { Method: "GET", Body.Length: > 0 })
        {
            yield return "Sms:Body needs Sms:Method POST.";
        }

        if (!IsKannel(options) && !(Holds(options, "to") || Holds(options, "digits")))
        {
            yield return "Sms:Url or Sms:Body must hold {to} or {digits}.";
        }

        if (!IsKannel(options) && !Holds(options, "text"))
        {
            yield return "Sms:Url or Sms:Body must hold {text}.";
        }

        if (Placeholder().Matches(options.Url + options.Body).Select(match => match.Groups[1].Value).FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
        {
            yield return $"Sms:Url or Sms:Body holds {{{unknown}}}; placeholders are {string.Join(' ', Known.Select(name => $"{{{name}}}"))}.";
        }

        if (options.ContentType is not (Form or Json))
        {
            yield return $"Sms:ContentType must be {Form} or {Json}.";
        }
        else if (options is { ContentType: Json, Body.Length: > 0 } && !IsJson(Fill(options.Body, Hostile, InJson)))
        {
            yield return "Sms:Body must be JSON, with placeholders inside strings; only {digits} and {coding} may stand as numbers.";
        }

        if (AcceptedAnswer.Of(options) is null)
        {
            yield return "Sms:Accepted must be a status of success or a range of them, such as 202 or 200-299, and may go on with a space and a text that the answer holds.";
        }

        if (options.Headers is { } headers && headers.FirstOrDefault(header => !IsHeader(header.Key, header.Value)).Key is { } wrong)
        {
            yield return $"Sms:Headers:{wrong} is not a header that can be set: a token as its name, printable ASCII as its value, and none that belongs to the body or the connection.";
        }
    }

    /// <summary>Whether the settings hold no placeholder, so that the gateway is asked as Kannel is.</summary>
    public static bool IsKannel(SmsOptions options) => options.Body.Length == 0 && !Placeholder().IsMatch(options.Url);

    /// <summary>The request for one message.</summary>
    /// <param name="to">E.164, with <c>+</c>.</param>
    /// <param name="text">What it says.</param>
    /// <param name="id">The same at every try, for gateways that can tell a repetition by it.</param>
    public HttpRequestMessage Fill(string to, string text, string id)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["to"] = to,
            ["digits"] = to.TrimStart('+'),
            ["from"] = options.From,
            ["text"] = text,
            ["coding"] = SmsText.FitsGsm(text) ? "0" : "2",
            ["id"] = id,
            ["username"] = options.UserName ?? "",
            ["password"] = options.Password ?? "",
        };
        var request = new HttpRequestMessage(new HttpMethod(options.Method), new Uri(Fill(url, values, Uri.EscapeDataString), UriKind.Absolute));
        if (options.Body.Length > 0)
        {
            var body = Fill(options.Body, values, options.ContentType == Json ? InJson : Uri.EscapeDataString);
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(options.ContentType) { CharSet = options.ContentType == Json ? "utf-8" : null };
        }

        foreach (var (name, value) in options.Headers ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static bool Holds(SmsOptions options, string name) => (options.Url + options.Body).Contains($"{{{name}}}", StringComparison.Ordinal);

    private static string Fill(string template, Dictionary<string, string> values, Func<string, string> encode) =>
        Placeholder().Replace(template, match => values.TryGetValue(match.Groups[1].Value, out var value) ? encode(value) : match.Value);

    private static string InJson(string value) => JavaScriptEncoder.Default.Encode(value);

    private static string? UrlFault(SmsOptions options)
    {
        // Placeholders stand in the query alone: no message decides where it is sent, and a text of two dots climbs no path.
        if (!Address().IsMatch(options.Url) || !Uri.TryCreate(Fill(options.Url, Hostile, Uri.EscapeDataString), UriKind.Absolute, out var uri))
        {
            return "Sms:Url must be an absolute URL without a user name and without #, with placeholders in its query only.";
        }

        return uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback) ? null : "Sms:Url must be https; http is for a gateway on this machine.";
    }

    private static bool IsHeader(string name, string value)
    {
        using var request = new HttpRequestMessage();
        return value.All(c => c is >= ' ' and <= '~') && !Fixed().IsMatch(name) && request.Headers.TryAddWithoutValidation(name, value);
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^https?://[^@/?#\\{}\s]+(/[^?#\\{}\s]*)?(\?[^#\s]*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex("^(Host|Connection|Transfer-Encoding|Content-.*|Expect|Upgrade)$", RegexOptions.IgnoreCase)]
    private static partial Regex Fixed();
}
