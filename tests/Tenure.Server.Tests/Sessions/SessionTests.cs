using System.Net;
using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Sessions;

public abstract class SessionTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task The_next_call_with_an_ended_sessions_token_is_401()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (here, there) = (await person.SignInAsync(Server, Ct), await person.SignInAsync(Server, Ct));
        var sessions = await here.GetSessionsAsync(Ct);
        Assert.Equal(2, sessions.Count);
        await here.EndSessionAsync(sessions.Single(s => !s.Current).Id, Ct);
        Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => there.GetAccountAsync(Ct))).Problem.Status);
        Assert.True(Assert.Single(await here.GetSessionsAsync(Ct)).Current);
    }

    [Fact]
    public async Task An_ended_sessions_refresh_token_gives_nothing()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = Server.Client();
        var tokens = (await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, person.KnownDevice, "p", Pkce.Create(), Ct)).Tokens!;
        client.AccessToken = tokens.AccessToken;
        await client.EndSessionAsync(Assert.Single(await client.GetSessionsAsync(Ct)).Id, Ct);
        var refused = await Assert.ThrowsAsync<OAuthException>(() => client.SignIn.RefreshAsync(TokenClient.PhoneClient, tokens.RefreshToken!, Ct));
        Assert.Equal("invalid_grant", refused.Code);
    }

    [Fact]
    public async Task Ending_the_others_leaves_the_callers_own()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var here = await person.SignInAsync(Server, Ct);
        var others = new[] { await person.SignInAsync(Server, Ct), await person.SignInAsync(Server, Ct) };
        await here.EndOtherSessionsAsync(Ct);
        Assert.True(Assert.Single(await here.GetSessionsAsync(Ct)).Current);
        foreach (var other in others)
        {
            Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => other.GetAccountAsync(Ct))).Problem.Status);
        }
    }

    [Fact]
    public async Task Another_accounts_session_looks_like_none()
    {
        var (mine, theirs) = (await (await Person.RegisterAsync(Server, Ct)).SignInAsync(Server, Ct), await (await Person.RegisterAsync(Server, Ct)).SignInAsync(Server, Ct));
        var foreign = Assert.Single(await theirs.GetSessionsAsync(Ct)).Id;
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => mine.EndSessionAsync(foreign, Ct));
        var invented = await Assert.ThrowsAsync<TenureProblemException>(() => mine.EndSessionAsync(Guid.CreateVersion7(Server.Clock.GetUtcNow()), Ct));
        Assert.Equal(("not_found", 404), (refused.Code, refused.Problem.Status));
        Assert.Equal(refused.Problem with { Title = null }, invented.Problem with { Title = null });
        Assert.Single(await theirs.GetSessionsAsync(Ct));
    }

    [Fact]
    public async Task A_session_says_what_it_is_and_when_it_was_seen()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        Server.Clock.Advance(TimeSpan.FromMinutes(5));
        await client.GetSessionsAsync(Ct);
        var session = Assert.Single(await client.GetSessionsAsync(Ct));
        Assert.Equal(("phone", "Test phone", true), (session.Kind, session.Name, session.Current));
        Assert.Equal(TimeSpan.FromMinutes(5), session.LastSeenAt - session.StartedAt);
    }

    [Fact]
    public async Task A_token_ends_after_fifteen_minutes_and_is_renewed()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = Server.Client();
        var tokens = (await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, person.KnownDevice, "p", Pkce.Create(), Ct)).Tokens!;
        client.AccessToken = tokens.AccessToken;
        Server.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => client.GetAccountAsync(Ct))).Problem.Status);
        client.AccessToken = (await client.SignIn.RefreshAsync(TokenClient.PhoneClient, tokens.RefreshToken!, Ct)).AccessToken;
        Assert.Equal(person.Number, (await client.GetAccountAsync(Ct)).Number);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_answered()
    {
        using var answer = await Server.Http().GetAsync(new Uri("/api/v1/sessions", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
