using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Tenure.Server.Data;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

/// <summary>What strangers may send without making the server fail or work hard.</summary>
public abstract partial class OutsideRequestTests(ServerFixture server) : ServerTests(server)
{
    [Theory]
    [InlineData("/connect/verified?refused=xyz")]
    [InlineData("/connect/verified?refused=true&refused=false")]
    [InlineData("/register/code?resent=xyz")]
    [InlineData("/sign-in/code?resent=xyz")]
    public async Task A_value_in_the_address_that_no_page_expects_breaks_no_page(string path)
    {
        using var answer = await Server.Http().GetAsync(new Uri(path, UriKind.Relative), Ct);
        Assert.True((int)answer.StatusCode < 400, $"{path}: {answer.StatusCode}");
    }

    [Theory]
    [InlineData("/connect/challenge", "application/x-www-form-urlencoded")]
    [InlineData("/connect/token", "application/x-www-form-urlencoded")]
    [InlineData("/api/v1/registrations", "application/json")]
    [InlineData("/api/v1/device/enrolment", "application/json")]
    public async Task A_body_of_more_than_64_KiB_is_refused_unread(string path, string type)
    {
        using var body = new ByteArrayContent([.. "{\"evidence\":\""u8, .. Enumerable.Repeat((byte)'a', 65 * 1024), .. "\"}"u8]);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        // The server says no to the length alone; without this the client would still be sending when it hangs up.
        request.Headers.ExpectContinue = true;
        using var answer = await Server.Http().SendAsync(request, Ct);
        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    [Theory]
    [InlineData("/connect/challenge")]
    [InlineData("/connect/token")]
    public async Task A_form_that_ends_too_soon_is_the_callers_fault(string path)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Server.Address.Host, Server.Address.Port, Ct);
        await using var stream = socket.GetStream();
        var chunked = $"POST {path} HTTP/1.1\r\nHost: {Server.Address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(chunked), Ct);
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 4", await reader.ReadLineAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password=abc")]
    [InlineData("client_id=&username=a&password=b")]
    [InlineData("client_id=no-such-client&username=a&password=b")]
    public async Task A_sign_in_for_no_client_is_the_callers_fault(string form)
    {
        using var body = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await Server.Http().PostAsync(new Uri("/connect/challenge", UriKind.Relative), body, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("invalid_client", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_token_counts_in_the_header_alone()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var token = (await person.SignInAsync(Server, Ct)).AccessToken!;
        using var inAddress = await Server.Http().GetAsync(new Uri($"/api/v1/account?access_token={token}", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, inAddress.StatusCode);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("access_token", token)]);
        using var inForm = await Server.Http().PostAsync(new Uri("/api/v1/sessions/end-others", UriKind.Relative), form, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, inForm.StatusCode);
    }

    [Fact]
    public async Task A_return_address_that_no_header_can_hold_leads_to_the_start_page()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var http = Server.Http();
        using var asked = await http.GetAsync(new Uri("/sign-in?return=/%C3%BC", UriKind.Relative), Ct);
        var page = await asked.Content.ReadAsStringAsync(Ct);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in?return=/%C3%BC");
        request.Headers.Add("Cookie", string.Join("; ", asked.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]).Append($"tenure-browser={person.KnownDevice}")));
        request.Content = new FormUrlEncodedContent(
            Hidden().Matches(page).DistinctBy(m => m.Groups["name"].Value).Select(m => KeyValuePair.Create(m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value)))
                .Append(new("identifier", person.Number)).Append(new("password", person.Password)));
        using var answer = await http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/", new Uri(Server.Address, answer.Headers.Location!).PathAndQuery);
    }

    [Fact]
    public void The_data_folder_is_closed_to_others_even_when_it_was_there_before()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Directory.CreateTempSubdirectory("tenure-data");
        const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        folder.UnixFileMode = Open;
        _ = new DataFolder(folder.FullName);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.FullName));
        folder.Delete(recursive: true);
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)" ?/?>""")]
    private static partial Regex Hidden();
}
