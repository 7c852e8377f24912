using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Web;
using Tenure.Cli.Account;
using Tenure.Client;

namespace Tenure.Cli.Tests.Account;

public sealed class LoopbackSignInTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // A scanner, and a browser that is closed with the last click: neither waits for its answer.
    [Fact]
    public async Task Who_goes_before_the_answer_ends_no_sign_in()
    {
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var http = new HttpClient(new TokenEndpoint()) { BaseAddress = new("http://localhost:5080") };
        var signIn = new LoopbackSignIn(new TenureClient(http), http.BaseAddress, AccountText.Languages.Find("en")!, said.SetResult);
        var running = signIn.RunAsync(openBrowser: false, Ct);
        var asked = HttpUtility.ParseQueryString(new Uri((await said.Task).Split('\n')[^1].Trim()).Query);
        var back = new Uri(asked["redirect_uri"]!);
        for (var i = 0; i < 20 && !running.IsCompleted; i++)
        {
            await LeaveAsync(back, "GET / HTTP/1.1\r\n");
        }

        // The browser's own, which is answered in the end.
        using var browser = new HttpClient();
        await browser.GetAsync(new Uri($"{back}?code=C&state={asked["state"]}"), Ct);
        Assert.Equal("A", (await running.WaitAsync(TimeSpan.FromMinutes(1), Ct)).AccessToken);
    }

    // With a reset, as somebody does who has no more interest.
    private static async Task LeaveAsync(Uri at, string request)
    {
        using var client = new TcpClient { LingerState = new(true, 0) };
        await client.ConnectAsync(IPAddress.Loopback, at.Port, Ct);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(request), Ct);
    }

    private sealed class TokenEndpoint : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(new { access_token = "A", token_type = "Bearer", expires_in = 600 }) });
    }
}
