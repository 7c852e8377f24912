using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Tenure.Server.Platform.Sms;

namespace Tenure.Server.Tests.Platform;

/// <summary>What goes to a gateway byte by byte, and which of its answers count.</summary>
public sealed class SmsGatewayTests
{
    private const string To = "+4915112345678";

    // Ends of lines, strings, fields and placeholders, each of which would change the request where it stood unencoded.
    private static readonly string[] Attacks =
    [
        "a\r\nHost: elsewhere\r\n\r\nGET /", "x&to=+4917600000000&text=y", "\"},{\"to\":\"+49176\"", "\\\",\"to\":\"x\\", "{password}{to}{{text}}", "%26to%3D1%0d%0a", "#?/;=+ ..", "\u2028</script>\u0085", "你好 😀 я",
    ];

    [Fact]
    public async Task Kannel_is_asked_as_it_wants_to_be()
    {
        await using var gateway = new ListeningGateway("HTTP/1.1 202 Accepted\r\nContent-Length: 24\r\n\r\n0: Accepted for delivery");
        var options = new SmsOptions { Url = gateway.Url + "/cgi-bin/sendsms", UserName = "me", Password = "s&=%", Countries = "DE" };

        Assert.Null(await SendAsync(options, "Code: 123"));
        Assert.Null(await SendAsync(options, "Код"));

        Assert.StartsWith(
            "GET /cgi-bin/sendsms?username=me&password=s%26%3D%25&from=Tenure&to=%2B4915112345678&charset=UTF-8&coding=0&text=Code%3A%20123 HTTP/1.1\r\n", gateway.Requests[0], StringComparison.Ordinal);
        Assert.Contains("&coding=2&text=%D0%9A%D0%BE%D0%B4 HTTP/1.1\r\n", gateway.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_stays_one_value_of_the_query()
    {
        await using var gateway = new ListeningGateway();
        var options = new SmsOptions { Url = gateway.Url + "/send?key=k&n={digits}&msg={text}&c={coding}&ref={id}&s={from}", Password = "secret" };
        foreach (var text in Attacks)
        {
            Assert.Null(await SendAsync(options, text));
            var lines = gateway.Requests[^1].Split("\r\n");
            Assert.Equal(1, lines.Count(line => line.StartsWith("Host: ", StringComparison.Ordinal)));
            Assert.Equal("127.0.0.1:" + gateway.Url.Split(':')[2], lines.Single(line => line.StartsWith("Host: ", StringComparison.Ordinal))["Host: ".Length..]);
            var target = lines[0].Split(' ')[1];
            Assert.StartsWith("/send?", target, StringComparison.Ordinal);
            Same(new() { ["key"] = "k", ["n"] = To[1..], ["msg"] = text, ["c"] = Coding(text), ["ref"] = "id-1", ["s"] = "Tenure" }, QueryHelpers.ParseQuery(target["/send".Length..]));
        }
    }

    [Fact]
    public async Task A_text_stays_one_field_of_a_form()
    {
        await using var gateway = new ListeningGateway();
        var options = new SmsOptions { Url = gateway.Url + "/send", Method = "POST", Body = "to={to}&text={text}&pass={password}", Password = "s&t" };
        foreach (var text in Attacks)
        {
            Assert.Null(await SendAsync(options, text));
            var (head, body) = Halves(gateway.Requests[^1]);
            Assert.Contains("\r\nContent-Type: application/x-www-form-urlencoded\r\n", head, StringComparison.Ordinal);
            Same(new() { ["to"] = To, ["text"] = text, ["pass"] = "s&t" }, QueryHelpers.ParseQuery(body));
        }
    }

    [Fact]
    public async Task A_text_stays_one_string_of_JSON()
    {
        await using var gateway = new ListeningGateway();
        var options = new SmsOptions
        {
            Url = gateway.Url + "/send",
            Method = "POST",
            ContentType = "application/json",
            Body = """{"messages":[{"to":"{to}","number":{digits},"body":"{text}","unicode":{coding},"id":"tenure-{id}"}]}""",
            Headers = new() { ["Authorization"] = "Bearer key", ["X-Kind"] = "otp" },
        };
        foreach (var text in Attacks)
        {
            Assert.Null(await SendAsync(options, text));
            var (head, body) = Halves(gateway.Requests[^1]);
            Assert.Contains("\r\nContent-Type: application/json; charset=utf-8\r\n", head, StringComparison.Ordinal);
            Assert.Contains("\r\nAuthorization: Bearer key\r\n", head, StringComparison.Ordinal);
            Assert.Contains("\r\nX-Kind: otp\r\n", head, StringComparison.Ordinal);
            var message = Assert.Single(JsonDocument.Parse(body).RootElement.GetProperty("messages").EnumerateArray());
            Assert.Equal(
                (To, 4915112345678, text, int.Parse(Coding(text), System.Globalization.CultureInfo.InvariantCulture), "tenure-id-1", 5),
                (message.GetProperty("to").GetString(), message.GetProperty("number").GetInt64(), message.GetProperty("body").GetString(), message.GetProperty("unicode").GetInt32(),
                    message.GetProperty("id").GetString(), message.EnumerateObject().Count()));
        }
    }

    [Theory]
    [InlineData("", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", null)]
    [InlineData("", "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", null)]
    [InlineData("", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", "HTTP 302")]
    [InlineData("", "HTTP/1.1 400 Bad Request\r\nContent-Length: 9\r\n\r\nno +49151", "HTTP 400")]
    [InlineData("", "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "HTTP 503")]
    [InlineData("202", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP 200")]
    [InlineData("200-201", "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", null)]
    [InlineData("200 \"status\":\"ok\"", "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"status\":\"ok\"}", null)]
    [InlineData("200 \"status\":\"ok\"", "HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{\"status\":\"error\"}", "HTTP 200, and the answer is not the one of Sms:Accepted")]
    [InlineData("200 OK", "HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\nOK", "HTTP 500")]
    [InlineData("200 OK", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ncut", "ResponseEnded")]
    [InlineData("", "", "ResponseEnded")]
    [InlineData("", "what is this\r\n\r\n", "InvalidResponse")]
    public async Task Only_what_the_settings_say_counts_as_taken(string accepted, string answer, string? reason)
    {
        await using var gateway = new ListeningGateway(answer);
        Assert.Equal(reason, await SendAsync(new SmsOptions { Url = gateway.Url + "/send?to={to}&text={text}", Accepted = accepted }, "x"));
        Assert.Single(gateway.Requests);
    }

    // A gateway that took the message and died before it said so is not asked again at once: nobody wants the code four times.
    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "to={to}&text={text}")]
    public async Task A_connection_that_closes_without_an_answer_is_not_opened_again(string method, string body)
    {
        await using var gateway = new ListeningGateway("");
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal("ResponseEnded", await SendAsync(new SmsOptions { Url = gateway.Url + "/send", Method = method, Body = body }, "x"));
            Assert.Equal(i, gateway.Requests.Count);
        }
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        await using var gateway = new ListeningGateway("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nOK" + new string('x', 100_000));
        Assert.Null(await SendAsync(new SmsOptions { Url = gateway.Url + "/send?to={to}&text={text}", Accepted = "200 OK" }, "x"));
    }

    [Fact]
    public async Task Nobody_listening_and_an_unknown_name_are_told_apart()
    {
        string url;
        await using (var gateway = new ListeningGateway())
        {
            url = gateway.Url;
        }

        Assert.Equal("ConnectionError", await SendAsync(new SmsOptions { Url = url }, "x"));
        Assert.Equal("NameResolutionError", await SendAsync(new SmsOptions { Url = "https://gateway.invalid/send" }, "x"));
    }

    [Theory]
    [InlineData("Url", "http://gateway.example/send", "Sms:Url must be https")]
    [InlineData("Url", "ftp://127.0.0.1/send", "Sms:Url must be an absolute URL")]
    [InlineData("Url", "/send", "Sms:Url must be an absolute URL")]
    [InlineData("Url", "https://{text}.example/?to={to}", "Sms:Url must be an absolute URL")]
    [InlineData("Url", "https://sms.example/{text}?to={to}", "Sms:Url must be an absolute URL")]
    [InlineData("Url", "https://u:p@sms.example/?to={to}&text={text}", "Sms:Url must be an absolute URL")]
    [InlineData("Url", "https://sms.example/?to={to}#{text}", "Sms:Url must be an absolute URL")]
    [InlineData("Url", "https://sms.example/?to={to}", "must hold {text}")]
    [InlineData("Url", "https://sms.example/?text={text}", "must hold {to} or {digits}")]
    [InlineData("Url", "https://sms.example/?to={to}&text={text}&x={apikey}", "{apikey}; placeholders are {to} {digits}")]
    [InlineData("Method", "PUT", "Sms:Method must be GET or POST")]
    [InlineData("Body", "to={to}&text={text}", "Sms:Body needs Sms:Method POST")]
    [InlineData("Accepted", "banana", "Sms:Accepted must be a status of success")]
    [InlineData("Accepted", "200-", "")]
    [InlineData("Accepted", "404", "Sms:Accepted must be a status of success")]
    [InlineData("Accepted", "299-200", "Sms:Accepted must be a status of success")]
    [InlineData("ContentType", "text/xml", "Sms:ContentType must be")]
    [InlineData("From", "", "Sms:From must be a number")]
    [InlineData("From", "Tenure accounts", "Sms:From must be a number")]
    [InlineData("From", "a&to=b", "Sms:From must be a number")]
    [InlineData("From", "+4915112345678901", "Sms:From must be a number")]
    [InlineData("From", "+491511234567", "")]
    [InlineData("Countries", "", "Sms:Countries must name the countries")]
    [InlineData("Countries", "DE,de,XX", "Sms:Countries holds XX, de")]
    [InlineData("Countries", "DE, AT ,CH", "")]
    public void A_setting_that_cannot_work_is_named_at_the_start(string setting, string value, string fault)
    {
        var options = new SmsOptions { Url = "https://sms.example/cgi-bin/sendsms", Countries = "DE" };
        typeof(SmsOptions).GetProperty(setting)!.SetValue(options, value);
        var said = new SmsOptionsCheck().Validate(null, options);
        Assert.Equal(fault.Length > 0, said.Failed);
        Assert.Contains(fault, said.FailureMessage ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"to":"{to}","text":"{text}"}""", true)]
    [InlineData("""{"to":"{to}","text":"{text}","from":{from}}""", false)]
    [InlineData("""{"to":{to},"text":"{text}"}""", false)]
    [InlineData("""{"to":"{to}","text":{text}}""", false)]
    [InlineData("""{"to":"{to}","text":"{text}",}""", false)]
    [InlineData("""to={to}&text={text}""", false)]
    public void A_body_of_JSON_is_JSON_whatever_the_values_are(string body, bool works) =>
        Assert.Equal(works, new SmsOptionsCheck().Validate(null, new SmsOptions { Url = "https://sms.example/", Method = "POST", Body = body, ContentType = "application/json", Countries = "DE" }).Succeeded);

    [Theory]
    [InlineData("Authorization", "Bearer x", true)]
    [InlineData("X-Key", "a\r\nHost: b", false)]
    [InlineData("X Key", "qqq", false)]
    [InlineData("X-Key\r\nY", "qqq", false)]
    [InlineData("Host", "elsewhere", false)]
    [InlineData("content-length", "0", false)]
    [InlineData("X-Key", "ключ", false)]
    public void A_header_cannot_end_its_line(string name, string value, bool works)
    {
        var said = new SmsOptionsCheck().Validate(null, new SmsOptions { Url = "https://sms.example/", Countries = "DE", Headers = new() { [name] = value } });
        Assert.Equal(works, said.Succeeded);
        Assert.DoesNotContain(value, said.FailureMessage ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_show_no_secret()
    {
        var options = new SmsOptions { Url = "http://sms.example/?key=topsecret&x={y}", Method = "x", Accepted = "x", ContentType = "x", Body = "topsecret", Password = "topsecret", Headers = new() { ["a b"] = "topsecret" } };
        Assert.DoesNotContain("topsecret", new SmsOptionsCheck().Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_gateway_nothing_is_asked_for() => Assert.True(new SmsOptionsCheck().Validate(null, new SmsOptions()).Succeeded);

    private static async Task<string?> SendAsync(SmsOptions options, string text)
    {
        options.Timeout = TimeSpan.FromSeconds(10);
        return await new SmsGateway(Options.Create(options)).SendAsync(To, text, "id-1");
    }

    private static string Coding(string text) => Tenure.Domain.Messages.SmsText.FitsGsm(text) ? "0" : "2";

    private static (string Head, string Body) Halves(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (request[..(end + 2)], request[(end + 4)..]);
    }

    private static void Same(Dictionary<string, string> expected, Dictionary<string, Microsoft.Extensions.Primitives.StringValues> query) =>
        Assert.Equal(expected.OrderBy(p => p.Key, StringComparer.Ordinal), query.Select(p => KeyValuePair.Create(p.Key, p.Value.ToString())).OrderBy(p => p.Key, StringComparer.Ordinal));
}
