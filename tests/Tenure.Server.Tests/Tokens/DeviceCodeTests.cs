using System.Net;
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

    private async Task<string> PollAsync(DeviceAuthorization asked) => (await Assert.ThrowsAsync<OAuthException>(
        () => Server.Client().SignIn.PollDeviceCodeAsync(TokenClient.CommandLineClient, asked.DeviceCode, Ct))).Code;
}
