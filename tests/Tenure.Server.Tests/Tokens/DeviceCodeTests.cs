using System.Net;
using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Tokens;

/// <summary>What a person in a browser says to a device code.</summary>
public abstract class DeviceCodeTests(ServerFixture server) : ServerTests(server)
{
    [Theory]
    [InlineData("refuse")]
    [InlineData("ALLOW")]
    [InlineData("")]
    public async Task A_code_that_was_not_allowed_ends_for_who_waits_and_for_who_would_allow_it(string answer)
    {
        var person = await Person.RegisterAsync(Server, Ct);
        using var browser = await Browser.OfAsync(Server, person, Ct);
        var asked = await Server.Client().SignIn.StartDeviceCodeAsync(TokenClient.CommandLineClient, Ct);
        var path = "/connect/verify?user_code=" + Uri.EscapeDataString(asked.UserCode);
        var before = await browser.ReadAsync(path, Ct);
        Assert.Contains("value=\"allow\"", before, StringComparison.Ordinal);

        using var refused = await browser.SubmitAsync(path, Ct, ("answer", answer));
        Assert.Equal((HttpStatusCode.Found, "/connect/verified?refused=true"), (refused.StatusCode, new Uri(Server.Address, refused.Headers.Location!).PathAndQuery));

        Assert.Equal("access_denied", await PollAsync(asked));
        using var other = await Browser.OfAsync(Server, await Person.RegisterAsync(Server, Ct), Ct);
        using var allowed = await other.SubmitAsync("/connect/verify", Ct, ("_handler", "verify"), ("user_code", asked.UserCode), ("answer", "allow"));
        Assert.Equal(HttpStatusCode.BadRequest, allowed.StatusCode);
        Assert.Equal("access_denied", await PollAsync(asked));
    }

    [Fact]
    public async Task A_session_that_a_device_code_began_ends_like_any_other()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        using var browser = await Browser.OfAsync(Server, person, Ct);
        var client = Server.Client();
        var asked = await client.SignIn.StartDeviceCodeAsync(TokenClient.CommandLineClient, Ct);
        using var allowed = await browser.SubmitAsync("/connect/verify?user_code=" + Uri.EscapeDataString(asked.UserCode), Ct, ("answer", "allow"));
        Assert.Equal("/connect/verified", new Uri(Server.Address, allowed.Headers.Location!).PathAndQuery);
        var tokens = await client.SignIn.PollDeviceCodeAsync(TokenClient.CommandLineClient, asked.DeviceCode, Ct);
        client.AccessToken = tokens.AccessToken;
        var session = Assert.Single(await client.GetSessionsAsync(Ct), s => s.Current);

        var other = await person.SignInAsync(Server, Ct);
        await other.EndSessionAsync(session.Id, Ct);
        Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => client.GetAccountAsync(Ct))).Problem.Status);
        Assert.Equal("invalid_grant", (await Assert.ThrowsAsync<OAuthException>(() => client.SignIn.RefreshAsync(TokenClient.CommandLineClient, tokens.RefreshToken!, Ct))).Code);
    }

    [Fact]
    public async Task A_token_of_a_device_code_that_is_given_back_ends_its_session()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        using var browser = await Browser.OfAsync(Server, person, Ct);
        var (client, other) = (Server.Client(), await person.SignInAsync(Server, Ct));
        var asked = await client.SignIn.StartDeviceCodeAsync(TokenClient.CommandLineClient, Ct);
        (await browser.SubmitAsync("/connect/verify?user_code=" + Uri.EscapeDataString(asked.UserCode), Ct, ("answer", "allow"))).Dispose();
        var tokens = await client.SignIn.PollDeviceCodeAsync(TokenClient.CommandLineClient, asked.DeviceCode, Ct);
        Assert.Contains(await other.GetSessionsAsync(Ct), s => s.Kind == "deviceCode");

        using var form = new FormUrlEncodedContent([KeyValuePair.Create("client_id", TokenClient.CommandLineClient), KeyValuePair.Create("token", tokens.RefreshToken!)]);
        using var given = await Server.Http().PostAsync(new Uri("/connect/revoke", UriKind.Relative), form, Ct);
        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        Assert.DoesNotContain(await other.GetSessionsAsync(Ct), s => s.Kind == "deviceCode");
    }

    private async Task<string> PollAsync(DeviceAuthorization asked) => (await Assert.ThrowsAsync<OAuthException>(
        () => Server.Client().SignIn.PollDeviceCodeAsync(TokenClient.CommandLineClient, asked.DeviceCode, Ct))).Code;
}
