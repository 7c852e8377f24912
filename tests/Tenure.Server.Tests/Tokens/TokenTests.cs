using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Tokens;

public abstract class TokenTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task A_code_redeemed_by_eight_requests_at_once_is_redeemed_once()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (code, pkce) = await CodeAsync(person);
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TryAsync(() => Server.Client().SignIn.RedeemAsync(TokenClient.PhoneClient, code, pkce.Verifier, null, Ct))));
        Assert.Single(tries, t => t is not null);
    }

    [Fact]
    public async Task A_code_used_twice_takes_the_tokens_of_its_first_use_with_it()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (code, pkce) = await CodeAsync(person);
        var client = Server.Client();
        var tokens = await client.SignIn.RedeemAsync(TokenClient.PhoneClient, code, pkce.Verifier, null, Ct);
        var replay = await Assert.ThrowsAsync<OAuthException>(() => client.SignIn.RedeemAsync(TokenClient.PhoneClient, code, pkce.Verifier, null, Ct));
        Assert.Equal("invalid_grant", replay.Code);
        var refreshed = await Assert.ThrowsAsync<OAuthException>(() => client.SignIn.RefreshAsync(TokenClient.PhoneClient, tokens.RefreshToken!, Ct));
        Assert.Equal("invalid_grant", refreshed.Code);
        client.AccessToken = tokens.AccessToken;
        Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => client.GetAccountAsync(Ct))).Problem.Status);
    }

    [Fact]
    public async Task A_code_is_worth_nothing_without_its_verifier()
    {
        var (code, _) = await CodeAsync(await Person.RegisterAsync(Server, Ct));
        var refused = await Assert.ThrowsAsync<OAuthException>(() => Server.Client().SignIn.RedeemAsync(TokenClient.PhoneClient, code, Pkce.Create().Verifier, null, Ct));
        Assert.Equal("invalid_grant", refused.Code);
    }

    [Fact]
    public async Task A_code_belongs_to_the_client_that_asked_for_it()
    {
        var (code, pkce) = await CodeAsync(await Person.RegisterAsync(Server, Ct));
        var refused = await Assert.ThrowsAsync<OAuthException>(() => Server.Client().SignIn.RedeemAsync(TokenClient.CommandLineClient, code, pkce.Verifier, null, Ct));
        Assert.Equal("invalid_grant", refused.Code);
    }

    [Fact]
    public async Task A_code_ends_after_a_minute()
    {
        var (code, pkce) = await CodeAsync(await Person.RegisterAsync(Server, Ct));
        Server.Clock.Advance(TimeSpan.FromSeconds(61));
        var refused = await Assert.ThrowsAsync<OAuthException>(() => Server.Client().SignIn.RedeemAsync(TokenClient.PhoneClient, code, pkce.Verifier, null, Ct));
        Assert.Equal("invalid_grant", refused.Code);
    }

    [Theory]
    [InlineData("tenure-device", "account", "unauthorized_client")]
    [InlineData("nobody", "account", "invalid_client")]
    [InlineData("tenure-phone", "device", "invalid_scope")]
    [InlineData("tenure-phone", "everything", "invalid_scope")]
    public async Task A_client_without_permission_signs_nobody_in(string client, string scope, string error)
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var answer = await ChallengeAsync(
            ("client_id", client), ("scope", scope), ("code_challenge", Pkce.Create().Challenge), ("code_challenge_method", "S256"),
            ("username", person.Number), ("password", person.Password), ("known_device", person.KnownDevice));
        Assert.Equal((HttpStatusCode.BadRequest, error), answer);
    }

    // Whoever types a password to a program types it to the challenge endpoint, which can ask for more.
    [Theory]
    [InlineData("tenure-cli")]
    [InlineData("tenure-phone")]
    public async Task There_is_no_password_grant(string client)
    {
        var person = await Person.RegisterAsync(Server, Ct);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["client_id"] = client,
            ["scope"] = "account",
            ["username"] = person.Number,
            ["password"] = person.Password,
        });
        using var answer = await Server.Http().PostAsync("/connect/token", form, Ct);
        Assert.Equal((HttpStatusCode.BadRequest, "unsupported_grant_type"), (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("error").GetString()));
        var metadata = await Server.Http().GetFromJsonAsync<JsonElement>("/.well-known/openid-configuration", Ct);
        Assert.DoesNotContain("password", metadata.GetProperty("grant_types_supported").EnumerateArray().Select(m => m.GetString()));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    public async Task A_challenge_that_is_not_S256_is_refused(string method)
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var pkce = Pkce.Create();
        var answer = await ChallengeAsync(
            ("client_id", "tenure-phone"), ("scope", "account"), ("code_challenge", method == "plain" ? pkce.Verifier : ""), ("code_challenge_method", method),
            ("username", person.Number), ("password", person.Password), ("known_device", person.KnownDevice));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), answer);
    }

    [Fact]
    public async Task Only_S256_is_advertised()
    {
        var metadata = await Server.Http().GetFromJsonAsync<JsonElement>("/.well-known/openid-configuration", Ct);
        Assert.Equal(["S256"], metadata.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(m => m.GetString()!));
        Assert.EndsWith("/connect/challenge", metadata.GetProperty("authorization_challenge_endpoint").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_step_belongs_to_the_client_of_the_first()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var step = await Server.Client().SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, null, null, Pkce.Create(), Ct);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        var answer = await ChallengeAsync(("client_id", "tenure-cli"), ("auth_session", step.AuthSession!), ("code", code));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_session"), answer);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task An_invented_session_is_refused(string session) =>
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_session"), await ChallengeAsync(("client_id", "tenure-phone"), ("auth_session", session), ("code", "123456")));

    [Fact]
    public async Task A_field_given_twice_is_refused() =>
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), await ChallengeAsync(("client_id", "tenure-phone"), ("client_id", "tenure-cli")));

    [Fact]
    public async Task Text_that_no_database_can_keep_is_refused() =>
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), await ChallengeAsync(("client_id", "tenure-phone"), ("username", "a\0b"), ("password", "x")));

    [Fact]
    public async Task A_body_that_is_not_a_form_is_refused()
    {
        using var response = await Server.Http().PostAsJsonAsync("/connect/challenge", new { client_id = "tenure-phone" }, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_request", (await response.Content.ReadFromJsonAsync<OAuthError>(Ct))!.Error);
    }

    [Fact]
    public async Task A_device_code_waits_for_a_person_and_then_ends()
    {
        var client = Server.Client();
        var asked = await client.SignIn.StartDeviceCodeAsync(TokenClient.CommandLineClient, Ct);
        Assert.StartsWith(Server.Address.AbsoluteUri, asked.VerificationUri, StringComparison.Ordinal);
        var waiting = await Assert.ThrowsAsync<OAuthException>(() => client.SignIn.PollDeviceCodeAsync(TokenClient.CommandLineClient, asked.DeviceCode, Ct));
        Assert.Equal("authorization_pending", waiting.Code);
        Server.Clock.Advance(TimeSpan.FromMinutes(11));
        var ended = await Assert.ThrowsAsync<OAuthException>(() => client.SignIn.PollDeviceCodeAsync(TokenClient.CommandLineClient, asked.DeviceCode, Ct));
        Assert.Contains(ended.Code, new[] { "expired_token", "invalid_grant" });
    }

    [Theory]
    [InlineData("")]
    [InlineData("not evidence")]
    public async Task What_is_not_evidence_gets_no_token(string evidence)
    {
        var refused = await Assert.ThrowsAsync<OAuthException>(() => Server.Client().SignIn.ForDeviceAsync(evidence, Ct));
        Assert.Contains(refused.Code, new[] { "invalid_request", "invalid_grant" });
    }

    [Fact]
    public async Task A_device_that_gets_no_token_is_told_why_in_its_language()
    {
        var client = Server.Client();
        client.Language = "de";
        var refused = await Assert.ThrowsAsync<OAuthException>(() => client.SignIn.ForDeviceAsync("not evidence", Ct));
        Assert.Equal(("invalid_grant", "evidence_malformed"), (refused.Code, refused.Error.Refusal));
        Assert.All(refused.Error.Description!, character => Assert.True(char.IsAscii(character)));
        Assert.NotEqual(refused.Error.Description, refused.Error.Message);
    }

    private async Task<(string Code, Pkce Pkce)> CodeAsync(Person person)
    {
        var pkce = Pkce.Create();
        using var response = await PostAsync(
            ("client_id", "tenure-phone"), ("scope", TokenClient.AccountScope), ("code_challenge", pkce.Challenge), ("code_challenge_method", "S256"),
            ("username", person.Number), ("password", person.Password), ("known_device", person.KnownDevice));
        return ((await response.Content.ReadFromJsonAsync<ChallengeAnswer>(Ct))!.AuthorizationCode, pkce);
    }

    private async Task<(HttpStatusCode Status, string Error)> ChallengeAsync(params (string, string)[] fields)
    {
        using var response = await PostAsync(fields);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<OAuthError>(Ct))!.Error);
    }

    private async Task<HttpResponseMessage> PostAsync(params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await Server.Http().PostAsync(new Uri("/connect/challenge", UriKind.Relative), form, Ct);
    }

    private static async Task<Client.SignIn.Tokens?> TryAsync(Func<Task<Client.SignIn.Tokens>> redeem)
    {
        try
        {
            return await redeem();
        }
        catch (OAuthException refused) when (refused.Code == "invalid_grant")
        {
            return null;
        }
    }
}
