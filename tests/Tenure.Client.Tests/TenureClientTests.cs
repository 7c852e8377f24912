using System.Net;
using Tenure.Client.Accounts;

namespace Tenure.Client.Tests;

public sealed class TenureClientTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_problem_becomes_an_exception_with_its_code_and_field()
    {
        using var server = new ScriptedServer((HttpStatusCode.Conflict, "application/problem+json",
            """{"type":"urn:tenure:problem:device_held","title":"Held.","status":409,"code":"device_held","field":"evidence"}"""));
        using var http = server.Http();
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => new TenureClient(http).GetAccountAsync(Ct));
        Assert.Equal(("device_held", "evidence", 409, "Held."), (refused.Code, refused.Problem.Field, refused.Problem.Status, refused.Message));
        Assert.Null(refused.RetryAfter);
    }

    [Fact]
    public async Task A_wait_travels_with_the_problem()
    {
        using var server = new ScriptedServer((HttpStatusCode.TooManyRequests, "application/problem+json", """{"code":"throttled","status":429}"""));
        using var http = server.Http();
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => new TenureClient(http).GetAccountAsync(Ct));
        Assert.Equal(TimeSpan.FromSeconds(7), refused.RetryAfter);
    }

    [Theory]
    [InlineData("text/html", "<h1>Bad gateway</h1>")]
    [InlineData("application/json", "{\"half\":")]
    [InlineData("application/problem+json", "[]")]
    public async Task An_answer_that_is_no_problem_of_ours_still_says_its_status(string mediaType, string body)
    {
        using var server = new ScriptedServer((HttpStatusCode.BadGateway, mediaType, body));
        using var http = server.Http();
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => new TenureClient(http).GetAccountAsync(Ct));
        Assert.Equal("http_502", refused.Code);
    }

    [Fact]
    public async Task Token_and_language_go_with_every_call()
    {
        using var server = new ScriptedServer((HttpStatusCode.NoContent, "text/plain", ""));
        using var http = server.Http();
        var client = new TenureClient(http) { AccessToken = "t0ken", Language = "zh-Hans" };
        await client.ChangePasswordAsync(new ChangePassword("old", "new"), Ct);
        var (request, body) = Assert.Single(server.Asked);
        Assert.Equal("Bearer t0ken", request.Headers.Authorization!.ToString());
        Assert.Equal("zh-Hans", request.Headers.AcceptLanguage.ToString());
        Assert.Equal("""{"current":"old","new":"new"}""", body);
    }

    [Fact]
    public async Task A_part_of_a_path_cannot_become_another_path()
    {
        using var server = new ScriptedServer((HttpStatusCode.NoContent, "text/plain", ""));
        using var http = server.Http();
        await new TenureClient(http).VerifyRegistrationAsync("../account?x=", new VerifyRegistration("123456"), Ct);
        Assert.Equal("/api/v1/registrations/..%2Faccount%3Fx%3D/verification", Assert.Single(server.Asked).Request.RequestUri!.PathAndQuery);
    }
}
