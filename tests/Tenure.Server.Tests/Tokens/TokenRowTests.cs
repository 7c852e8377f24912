using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.Tests.Hosting;
using Tenure.Server.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Tenure.Server.Tests.Tokens;

/// <summary>What the rows behind tokens hold against: use by two at once, use a second time, sessions that end or never began.</summary>
public abstract class TokenRowTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task A_sign_in_leaves_a_used_code_and_a_refresh_token()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        await person.SignInAsync(Server, Ct);
        Assert.Equal(["authorization_code redeemed", "refresh_token valid"], await TokensOfAsync(person));
        Assert.Equal(["valid"], await AuthorizationsOfAsync(person));
    }

    [Fact]
    public async Task Of_eight_that_use_up_a_token_at_once_one_does()
    {
        var id = await WithAsync(async tokens => await tokens.GetIdAsync(await tokens.CreateAsync(
            new OpenIddictTokenDescriptor { Type = TokenTypeIdentifiers.RefreshToken, Status = Statuses.Valid, Subject = "nobody", ExpirationDate = Server.Clock.GetUtcNow().AddDays(1) }, Ct), Ct));
        var (read, all) = (0, new TaskCompletionSource());
        var used = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WithAsync(async tokens =>
        {
            var token = await tokens.FindByIdAsync(id!, Ct);
            if (Interlocked.Increment(ref read) == 8)
            {
                all.SetResult();
            }

            await all.Task;
            return await tokens.TryRedeemAsync(token!, Ct);
        })));
        Assert.Single(used, won => won);
        Assert.True(await WithAsync(async tokens => await tokens.HasStatusAsync((await tokens.FindByIdAsync(id!, Ct))!, Statuses.Redeemed, Ct)));
    }

    [Fact]
    public async Task A_token_that_was_revoked_after_it_was_read_is_not_used_up()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        var subject = await SubjectOfAsync(person);
        var valid = await Server.WithDatabaseAsync(db => db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>().AsNoTracking()
            .Where(t => t.Subject == subject && t.Status == Statuses.Valid && t.Type == TokenTypeIdentifiers.RefreshToken).Select(t => new { t.Id, Authorization = t.Authorization!.Id }).SingleAsync(Ct));
        Assert.False(await WithAsync(async tokens =>
        {
            var token = await tokens.FindByIdAsync(valid.Id.ToString(), Ct);
            Assert.True(await WithAsync(async other => await other.RevokeByAuthorizationIdAsync(valid.Authorization.ToString(), Ct)) > 0);
            return await tokens.TryRedeemAsync(token!, Ct);
        }));
        await GoneAsync(client);
    }

    [Fact]
    public async Task A_refresh_token_that_comes_again_ends_the_session()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (thief, other) = (Server.Client(), await person.SignInAsync(Server, Ct));
        var copied = (await thief.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, person.KnownDevice, "copied", Pkce.Create(), Ct)).Tokens!;
        var tokens = await thief.SignIn.RefreshAsync(TokenClient.PhoneClient, copied.RefreshToken!, Ct);
        Server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("invalid_grant", (await Assert.ThrowsAsync<OAuthException>(() => Server.Client().SignIn.RefreshAsync(TokenClient.PhoneClient, copied.RefreshToken!, Ct))).Code);

        thief.AccessToken = tokens.AccessToken;
        await GoneAsync(thief);
        Assert.Equal("invalid_grant", (await Assert.ThrowsAsync<OAuthException>(() => thief.SignIn.RefreshAsync(TokenClient.PhoneClient, tokens.RefreshToken!, Ct))).Code);
        Assert.True(Assert.Single(await other.GetSessionsAsync(Ct)).Current);
        Assert.Equal("sessionEnded", (await other.GetEventsAsync(before: null, Ct))[0].Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_that_is_given_back_ends_its_session(bool accessToken)
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (client, other) = (Server.Client(), await person.SignInAsync(Server, Ct));
        var tokens = (await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, person.KnownDevice, "p", Pkce.Create(), Ct)).Tokens!;
        client.AccessToken = tokens.AccessToken;
        Assert.Equal(2, (await client.GetSessionsAsync(Ct)).Count);
        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(TokenClient.PhoneClient, accessToken ? tokens.AccessToken : tokens.RefreshToken!));
        await GoneAsync(client);
        Assert.Equal("invalid_grant", (await Assert.ThrowsAsync<OAuthException>(() => client.SignIn.RefreshAsync(TokenClient.PhoneClient, tokens.RefreshToken!, Ct))).Code);
        Assert.True(Assert.Single(await other.GetSessionsAsync(Ct)).Current);
        Assert.Equal(HttpStatusCode.OK, await RevokeAsync(TokenClient.PhoneClient, tokens.RefreshToken!));
    }

    [Fact]
    public async Task A_token_is_given_back_by_its_client_alone()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = Server.Client();
        var tokens = (await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, person.KnownDevice, "p", Pkce.Create(), Ct)).Tokens!;
        client.AccessToken = tokens.AccessToken;
        await RevokeAsync(TokenClient.CommandLineClient, tokens.RefreshToken!);
        Assert.True(Assert.Single(await client.GetSessionsAsync(Ct)).Current);
    }

    [Fact]
    public async Task A_code_of_a_session_that_never_began_is_worth_nothing_and_leaves_no_row()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var account = await Server.WithDatabaseAsync(db => db.Identifiers.Where(i => i.Value == person.Email).Select(i => i.AccountId).SingleAsync(Ct));
        var pkce = Pkce.Create();
        await using var scope = Server.Services.CreateAsyncScope();
        var principals = scope.ServiceProvider.GetRequiredService<TokenPrincipals>();
        var session = await principals.NewSessionAsync(
            new SessionGround.Password(account, DateTimeOffset.UnixEpoch), SessionKind.Phone, TokenClient.PhoneClient, "p", [.. TokenClient.AccountScope.Split(' ')], Ct);
        var (code, row) = await scope.ServiceProvider.GetRequiredService<AuthorizationCodes>().MakeAsync(TokenClient.PhoneClient, session, pkce.Challenge, Ct);
        Assert.False(await principals.BeginAsync(session, [], [row], Ct));
        Assert.Equal("invalid_grant", (await Assert.ThrowsAsync<OAuthException>(() => Server.Client().SignIn.RedeemAsync(TokenClient.PhoneClient, code, pkce.Verifier, null, Ct))).Code);
        Assert.Empty(await TokensOfAsync(person));
        Assert.Empty(await AuthorizationsOfAsync(person));
    }

    [Fact]
    public async Task A_client_is_known_as_it_is_now_after_a_minute_at_the_latest()
    {
        Assert.Null(await NameAsync());
        await ClientsAsync(async clients =>
        {
            await clients.CreateAsync(new OpenIddictApplicationDescriptor { ClientId = "late", ClientType = ClientTypes.Public, DisplayName = "one" }, Ct);
            return 0;
        });
        Assert.Equal("one", await NameAsync());
        await Server.WithDatabaseAsync(db => db.Set<OpenIddictEntityFrameworkCoreApplication<Guid>>().Where(a => a.ClientId == "late").ExecuteUpdateAsync(a => a.SetProperty(x => x.DisplayName, "two"), Ct));
        Server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("two", await NameAsync());
        await ClientsAsync(async clients =>
        {
            await clients.DeleteAsync((await clients.FindByClientIdAsync("late", Ct))!, Ct);
            return 0;
        });
        Assert.Null(await NameAsync());

        Task<string?> NameAsync() => ClientsAsync(async clients => await clients.FindByClientIdAsync("late", Ct) is { } client ? await clients.GetDisplayNameAsync(client, Ct) : null);
    }

    private async Task<T> ClientsAsync<T>(Func<IOpenIddictApplicationManager, Task<T>> work)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>());
    }

    private async Task<T> WithAsync<T>(Func<IOpenIddictTokenManager, Task<T>> work)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>());
    }

    private async Task<HttpStatusCode> RevokeAsync(string client, string token)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("client_id", client), KeyValuePair.Create("token", token)]);
        using var answer = await Server.Http().PostAsync(new Uri("/connect/revoke", UriKind.Relative), form, Ct);
        return answer.StatusCode;
    }

    private static async Task GoneAsync(TenureClient client) =>
        Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => client.GetAccountAsync(Ct))).Problem.Status);

    private async Task<List<string>> TokensOfAsync(Person person)
    {
        var subject = await SubjectOfAsync(person);
        var tokens = await Server.WithDatabaseAsync(db => db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>().AsNoTracking().Where(t => t.Subject == subject).ToListAsync(Ct));
        return [.. tokens.Select(t => $"{t.Type!.Split(':')[^1]} {t.Status}").Order(StringComparer.Ordinal)];
    }

    private async Task<List<string?>> AuthorizationsOfAsync(Person person)
    {
        var subject = await SubjectOfAsync(person);
        return await Server.WithDatabaseAsync(db => db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().Where(a => a.Subject == subject).Select(a => a.Status).ToListAsync(Ct));
    }

    private async Task<string> SubjectOfAsync(Person person) =>
        (await Server.WithDatabaseAsync(db => db.Identifiers.Where(i => i.Value == person.Email).Select(i => i.AccountId).SingleAsync(Ct))).ToString();
}
