using Tenure.Client.SignIn;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Tokens;

/// <summary>How many device codes a network gets: here ten an hour.</summary>
public abstract class DeviceCodeLimitTests(ServerFixture server) : ServerTests(server)
{
    internal static readonly Dictionary<string, string> Smallest = new() { ["DeviceCodes:PerNetwork"] = "10" };

    [Theory]
    [InlineData("/connect/device")]
    [InlineData("/Connect/Device/")]
    public async Task A_network_that_asked_for_too_many_device_codes_waits_for_the_end_of_the_hour(string path)
    {
        var network = ServerFixture.NewAddress();
        for (var code = 0; code < 10; code++)
        {
            await AskAsync(network);
        }

        // Who is refused anyway is not counted, and not told of the limit.
        Assert.Equal("invalid_client", (await Assert.ThrowsAsync<OAuthException>(() => Server.Client(network).SignIn.StartDeviceCodeAsync("nobody", Ct))).Code);
        var refused = await Assert.ThrowsAsync<OAuthException>(() => AskAsync(network));
        Assert.Equal(("rate_limited", TimeSpan.FromHours(1)), (refused.Code, refused.RetryAfter));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("client_id", TokenClient.CommandLineClient), KeyValuePair.Create("scope", "openid")]);
        using var answer = await Server.Http(network).PostAsync(new Uri(path, UriKind.Relative), form, Ct);
        Assert.Equal((429, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));

        await AskAsync(ServerFixture.NewAddress());
        Server.Clock.Advance(TimeSpan.FromHours(1));
        await AskAsync(network);
    }

    private Task<DeviceAuthorization> AskAsync(string network) => Server.Client(network).SignIn.StartDeviceCodeAsync(TokenClient.CommandLineClient, Ct);
}
