using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client.SignIn;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

public abstract class GuessingTests(ServerFixture server) : ServerTests(server)
{
    private const string Wrong = "not the password at all";

    [Fact]
    public async Task Of_forty_tries_at_once_from_one_network_only_the_free_ones_are_judged()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var address = IPAddress.Parse(ServerFixture.NewAddress());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => StartAsync(person.Number, Wrong, address), Ct)));

        var codes = outcomes.Select(outcome => Assert.IsType<SignInOutcome.Refused>(outcome).Refusal.Code).ToList();
        Assert.All(codes, code => Assert.Contains(code, new[] { "sign_in_failed", "throttled", "busy" }));
        Assert.InRange(codes.Count(code => code == "sign_in_failed"), 1, 6);
    }

    [Fact]
    public async Task Right_passwords_leave_the_count_of_their_network_as_it_was()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var address = IPAddress.Parse(ServerFixture.NewAddress());
        for (var attempt = 0; attempt < 45; attempt++)
        {
            Assert.IsType<SignInOutcome.CodeSent>(await StartAsync(person.Number, person.Password, address));
        }
    }

    [Fact]
    public async Task Who_has_the_password_cannot_flood_the_holder_with_codes()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var before = (await Server.MailsToAsync(person.Email, Ct)).Count;
        for (var attempt = 0; attempt < 8; attempt++)
        {
            Assert.IsType<SignInOutcome.CodeSent>(await StartAsync(person.Number, person.Password, IPAddress.Parse(ServerFixture.NewAddress())));
        }

        Assert.Equal(4, (await Server.MailsToAsync(person.Email, Ct)).Count - before);
        Server.Clock.Advance(TimeSpan.FromSeconds(30));
        await StartAsync(person.Number, person.Password, IPAddress.Parse(ServerFixture.NewAddress()));
        Assert.Equal(5, (await Server.MailsToAsync(person.Email, Ct)).Count - before);
    }

    [Fact]
    public async Task Codes_of_many_registrations_to_one_address_are_counted_together_with_those_sent_again()
    {
        var (client, email) = (Server.Client(), Person.NewEmail());
        var first = await client.StartRegistrationAsync(new StartRegistration(email, null), Ct);
        for (var more = 0; more < 3; more++)
        {
            await client.StartRegistrationAsync(new StartRegistration(email, null), Ct);
        }

        Server.Clock.Advance(TimeSpan.FromSeconds(30));
        await client.ResendRegistrationAsync(first.Registration, Ct);
        Assert.Equal(12, (await Person.LastCodeAsync(Server, email, Ct)).Length);
        Server.Clock.Advance(TimeSpan.FromSeconds(60));
        await client.ResendRegistrationAsync(first.Registration, Ct);
        Assert.Equal(5, (await Server.MailsToAsync(email, Ct)).Count);
    }

    [Fact]
    public async Task A_session_that_fails_twenty_times_in_a_row_ends_and_no_other_waits_for_it()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (thief, holder) = (await person.SignInAsync(Server, Ct), await person.SignInAsync(Server, Ct));
        var sessions = await thief.GetSessionsAsync(Ct);
        var account = await Server.WithDatabaseAsync(async db => (await db.Accounts.AsNoTracking().ToListAsync(Ct)).Single(a => a.Number.Value == person.Number).Id);
        var (theirs, own) = (Caller(sessions.Single(s => s.Current).Id), Caller((await holder.GetSessionsAsync(Ct)).Single(s => s.Current).Id));
        for (var attempt = 0; attempt < 20; attempt++)
        {
            Assert.True(await IsOpenAsync(theirs));
            Assert.Equal("step_up_failed", (await StepUpAsync(theirs, Wrong))?.Code);
            Assert.Equal(attempt >= 4 && attempt < 19 ? "throttled" : null, attempt >= 4 && attempt < 19 ? (await StepUpAsync(theirs, person.Password))?.Code : null);
            Server.Clock.Advance(attempt < 4 ? TimeSpan.Zero : TimeSpan.FromMinutes(15));
        }

        Assert.False(await IsOpenAsync(theirs));
        Assert.True(await IsOpenAsync(own));
        Assert.Null(await StepUpAsync(own, person.Password));

        CurrentAccount Caller(Guid session) => new(account, new SessionId(session));
    }

    [Fact]
    public async Task A_long_name_that_ends_in_half_a_character_is_kept_whole()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var name = new string('x', 79) + "\U0001F4F1 phone";
        var client = Server.Client();
        var known = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, person.KnownDevice, name, Pkce.Create(), Ct);
        client.AccessToken = known.Tokens!.AccessToken;
        Assert.Equal(new string('x', 79), Assert.Single(await client.GetSessionsAsync(Ct)).Name);
        Assert.NotNull((await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, null, name, Pkce.Create(), Ct)).AuthSession);
    }

    [Fact]
    public async Task A_try_that_has_to_wait_on_a_known_device_leaves_its_count_and_its_wait_as_they_were()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        Refusal? refused = null;
        for (var attempt = 0; attempt < 20 && refused?.Code != "throttled"; attempt++)
        {
            refused = await TryAsync(Wrong);
        }

        var before = await CountsAsync();
        Assert.Contains(before, count => count.Failures == 7);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(refused, await TryAsync(attempt == 1 ? person.Password : Wrong));
        }

        Assert.Equal(before, await CountsAsync());
        Server.Clock.Advance(refused!.RetryAfter!.Value);
        Assert.Null(await TryAsync(person.Password));

        async Task<Refusal?> TryAsync(string password) =>
            (await StartAsync(person.Number, password, IPAddress.Loopback, person.KnownDevice) as SignInOutcome.Refused)?.Refusal;

        Task<List<(string, int Failures, DateTimeOffset, DateTimeOffset)>> CountsAsync() => Server.WithDatabaseAsync(
            async db => (await db.Throttles.AsNoTracking().OrderBy(t => t.Key).ToListAsync(Ct)).ConvertAll(t => (t.Key, t.Failures, t.LastFailureAt, t.ForgetAt)));
    }

    private async Task<Refusal?> StepUpAsync(CurrentAccount caller, string password)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PasswordStepUp>().CheckAsync(caller, password, Ct);
    }

    private async Task<bool> IsOpenAsync(CurrentAccount caller)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SessionBook>().FindOpenAsync(caller.Id, caller.Session, Ct) is not null;
    }

    private async Task<SignInOutcome> StartAsync(string identifier, string password, IPAddress address, string? knownDevice = null)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        var attempt = new SignInAttempt(identifier, password, knownDevice, address, "Test", "en");
        return await scope.ServiceProvider.GetRequiredService<ISignIn>().StartAsync(attempt, Ct);
    }
}
