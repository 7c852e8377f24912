using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Tenure.Client.SignIn;

namespace Tenure.Client.Tests;

public sealed class TokenClientTests
{
    private const string TokenAnswer = """{"access_token":"a","token_type":"Bearer","expires_in":900,"refresh_token":"r"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void The_challenge_is_the_hash_of_the_verifier()
    {
        var pkce = Pkce.Create();
        Assert.Equal(43, pkce.Verifier.Length);
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(pkce.Verifier)), Base64Url.DecodeFromChars(pkce.Challenge));
        Assert.NotEqual(pkce, Pkce.Create());
    }

    [Fact]
    public async Task A_new_device_is_asked_for_a_code_and_then_gets_tokens()
    {
        using var server = new ScriptedServer(
            (HttpStatusCode.BadRequest, "application/json", """{"error":"insufficient_authorization","auth_session":"s1"}"""),
            (HttpStatusCode.OK, "application/json", """{"authorization_code":"c1","known_device":"k1"}"""),
            (HttpStatusCode.OK, "application/json", TokenAnswer));
        using var http = server.Http();
        var client = new TenureClient(http).SignIn;
        var pkce = Pkce.Create();
        var first = await client.StartNativeAsync(TokenClient.PhoneClient, "1234567890", "p w", null, null, pkce, Ct);
        Assert.Equal(("s1", null), (first.AuthSession, first.Tokens));
        var second = await client.ContinueNativeAsync(TokenClient.PhoneClient, first.AuthSession!, "123456", pkce, Ct);
        Assert.Equal(("a", "k1"), (second.Tokens!.AccessToken, second.KnownDevice));
        Assert.Contains("username=1234567890&password=p+w", server.Asked[0].Body, StringComparison.Ordinal);
        Assert.DoesNotContain("known_device", server.Asked[0].Body, StringComparison.Ordinal);
        Assert.Contains("code_verifier=" + pkce.Verifier, server.Asked[2].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_shows_the_message_that_is_meant_for_people()
    {
        using var server = new ScriptedServer((HttpStatusCode.BadRequest, "application/json",
            """{"error":"access_denied","error_description":"Wrong.","refusal":"sign_in_failed","message":"Falsch."}"""));
        using var http = server.Http();
        var refused = await Assert.ThrowsAsync<OAuthException>(
            () => new TenureClient(http).SignIn.StartNativeAsync(TokenClient.PhoneClient, "a", "b", null, null, Pkce.Create(), Ct));
        Assert.Equal(("access_denied", "sign_in_failed", "Falsch."), (refused.Code, refused.Error.Refusal, refused.Message));
    }

    [Fact]
    public async Task A_problem_in_place_of_an_OAuth_error_says_its_code_and_its_reason()
    {
        using var server = new ScriptedServer((HttpStatusCode.TooManyRequests, "application/problem+json",
            """{"type":"urn:tenure:problem:rate_limited","title":"Zu viele Anfragen.","status":429,"code":"rate_limited"}"""));
        using var http = server.Http();
        var refused = await Assert.ThrowsAsync<OAuthException>(() => new TenureClient(http).SignIn.StartDeviceCodeAsync("c", Ct));
        Assert.Equal(("rate_limited", "Zu viele Anfragen.", TimeSpan.FromSeconds(7)), (refused.Code, refused.Message, refused.RetryAfter));
    }

    [Fact]
    public async Task An_answer_that_is_not_OAuth_still_says_its_status()
    {
        using var server = new ScriptedServer((HttpStatusCode.InternalServerError, "text/html", "<h1>no</h1>"));
        using var http = server.Http();
        var refused = await Assert.ThrowsAsync<OAuthException>(() => new TenureClient(http).SignIn.RefreshAsync("c", "r", Ct));
        Assert.Equal("http_500", refused.Code);
    }
}
