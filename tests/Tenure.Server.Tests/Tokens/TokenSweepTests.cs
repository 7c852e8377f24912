using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Sessions;
using Tenure.Server.Tests.Hosting;
using Tenure.Server.Tokens;

namespace Tenure.Server.Tests.Tokens;

/// <summary>What sweeping takes away, and what nobody may notice of it.</summary>
public abstract class TokenSweepTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task A_session_that_is_used_every_fifteen_days_lives_its_whole_year()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = Server.Client();
        var tokens = await SignInAsync(person, client);
        for (var day = 15; day < 365; day += 15)
        {
            await PassAsync(TimeSpan.FromDays(15));
            tokens = await client.SignIn.RefreshAsync(TokenClient.PhoneClient, tokens.RefreshToken!, Ct);
            client.AccessToken = tokens.AccessToken;
            Assert.Equal(person.Number, (await client.GetAccountAsync(Ct)).Number);
        }

        await PassAsync(TimeSpan.FromDays(5));
        await RefusedAsync(client, tokens);
    }

    [Fact]
    public async Task A_session_that_rests_for_89_days_goes_on()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = Server.Client();
        var tokens = await SignInAsync(person, client);
        await PassAsync(TimeSpan.FromDays(89));
        client.AccessToken = (await client.SignIn.RefreshAsync(TokenClient.PhoneClient, tokens.RefreshToken!, Ct)).AccessToken;
        Assert.True(Assert.Single(await client.GetSessionsAsync(Ct)).Current);
    }

    [Fact]
    public async Task Of_tokens_that_were_used_or_ran_out_no_row_is_left()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = Server.Client();
        var tokens = await SignInAsync(person, client);
        for (var renewals = 0; renewals < 3; renewals++)
        {
            tokens = await client.SignIn.RefreshAsync(TokenClient.PhoneClient, tokens.RefreshToken!, Ct);
        }

        await PassAsync(TimeSpan.FromDays(30) + TimeSpan.FromHours(1));
        Assert.Equal(["refresh_token valid"], await TokensOfAsync(person));
        await PassAsync(TimeSpan.FromDays(60));
        Assert.Empty(await TokensOfAsync(person));
        Assert.Equal(0, await AuthorizationsOfAsync(person));
    }

    [Fact]
    public async Task A_copied_refresh_token_ends_the_session_after_weeks_too()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = Server.Client();
        var copied = await SignInAsync(person, client);
        await PassAsync(TimeSpan.FromDays(25));
        var tokens = await client.SignIn.RefreshAsync(TokenClient.PhoneClient, copied.RefreshToken!, Ct);
        await PassAsync(TimeSpan.FromDays(29));
        await RefusedAsync(Server.Client(), copied);
        await RefusedAsync(client, tokens);
    }

    [Fact]
    public async Task An_ended_sessions_token_is_401_after_the_sweep_too()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (ended, other) = (Server.Client(), Server.Client());
        var tokens = await SignInAsync(person, ended);
        await SignInAsync(person, other);
        await ended.EndSessionAsync((await ended.GetSessionsAsync(Ct)).Single(s => s.Current).Id, Ct);
        await Server.SweepAsync<SweepTokens>(Ct);
        Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => ended.GetAccountAsync(Ct))).Problem.Status);
        await RefusedAsync(ended, tokens);
        Assert.True(Assert.Single(await other.GetSessionsAsync(Ct)).Current);
    }

    [Fact]
    public async Task Of_a_session_that_ended_a_month_ago_nothing_is_left()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = Server.Client();
        var tokens = await SignInAsync(person, client);
        await client.EndSessionAsync(Assert.Single(await client.GetSessionsAsync(Ct)).Id, Ct);
        await PassAsync(TimeSpan.FromDays(30));
        Assert.Equal(1, await SessionsOfAsync(person));
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await SessionsOfAsync(person));
        Assert.Equal(0, await AuthorizationsOfAsync(person));
        await RefusedAsync(client, tokens);
    }

    [Fact]
    public async Task A_device_code_that_waits_is_left_alone()
    {
        var client = Server.Client();
        var asked = await client.SignIn.StartDeviceCodeAsync(TokenClient.CommandLineClient, Ct);
        await Server.SweepAsync<SweepTokens>(Ct);
        var waiting = await Assert.ThrowsAsync<OAuthException>(() => client.SignIn.PollDeviceCodeAsync(TokenClient.CommandLineClient, asked.DeviceCode, Ct));
        Assert.Equal("authorization_pending", waiting.Code);
    }

    // The clock wakes the server's own sweeps, too: which of them are first does not matter.
    private async Task PassAsync(TimeSpan time)
    {
        Server.Clock.Advance(time);
        await Server.SweepAsync<SweepSessions>(Ct);
        await Server.SweepAsync<SweepTokens>(Ct);
    }

    private static async Task<Client.SignIn.Tokens> SignInAsync(Person person, TenureClient client)
    {
        var step = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, person.KnownDevice, "phone", Pkce.Create(), Ct);
        client.AccessToken = step.Tokens!.AccessToken;
        return step.Tokens;
    }

    private static async Task RefusedAsync(TenureClient client, Client.SignIn.Tokens tokens) => Assert.Equal(
        "invalid_grant", (await Assert.ThrowsAsync<OAuthException>(() => client.SignIn.RefreshAsync(TokenClient.PhoneClient, tokens.RefreshToken!, Ct))).Code);

    private async Task<List<string>> TokensOfAsync(Person person)
    {
        var subject = (await IdOfAsync(person)).ToString();
        var tokens = await Server.WithDatabaseAsync(db => db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>().AsNoTracking().Where(t => t.Subject == subject).ToListAsync(Ct));
        return [.. tokens.Select(t => $"{t.Type!.Split(':')[^1]} {t.Status}")];
    }

    private async Task<int> AuthorizationsOfAsync(Person person)
    {
        var subject = (await IdOfAsync(person)).ToString();
        return await Server.WithDatabaseAsync(db => db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().CountAsync(a => a.Subject == subject, Ct));
    }

    private async Task<int> SessionsOfAsync(Person person)
    {
        var id = await IdOfAsync(person);
        return await Server.WithDatabaseAsync(db => db.Set<Domain.SignIn.Session>().CountAsync(s => s.AccountId == id, Ct));
    }

    private Task<AccountId> IdOfAsync(Person person) =>
        Server.WithDatabaseAsync(db => db.Identifiers.Where(i => i.Value == person.Email).Select(i => i.AccountId).SingleAsync(Ct));
}
