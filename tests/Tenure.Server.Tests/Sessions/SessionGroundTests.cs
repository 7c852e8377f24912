using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Sessions;

/// <summary>A session begins only on what still holds: who knows the old password must not get in beside the change to a new one.</summary>
public abstract class SessionGroundTests(ServerFixture server) : ServerTests(server)
{
    private const string NewPassword = "an entirely different pass phrase";

    [Fact]
    public async Task A_sign_in_under_way_when_the_password_changes_begins_no_session()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var holder = await person.SignInAsync(Server, Ct);
        var underWay = Assert.IsType<SignInOutcome.SignedIn>(await StartAsync(person));
        await holder.ChangePasswordAsync(new ChangePassword(person.Password, NewPassword), Ct);

        Assert.Null(await BeginAsync(underWay.Ground));
        Assert.True(Assert.Single(await holder.GetSessionsAsync(Ct)).Current);
    }

    [Fact]
    public async Task However_many_sign_ins_are_under_way_when_the_password_changes_none_stays()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var holder = await person.SignInAsync(Server, Ct);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var began = 0;
        var thieves = Enumerable.Range(0, 4).Select(_ => Task.Run(ForceInAsync, Ct)).ToList();
        while (Volatile.Read(ref began) < 4)
        {
            await Task.Yield();
        }

        await holder.ChangePasswordAsync(new ChangePassword(person.Password, NewPassword), Ct);
        await over.CancelAsync();
        await Task.WhenAll(thieves);

        Assert.True(Assert.Single(await holder.GetSessionsAsync(Ct)).Current);

        async Task ForceInAsync()
        {
            while (!over.IsCancellationRequested)
            {
                if (await StartAsync(person) is SignInOutcome.SignedIn signedIn && await BeginAsync(signedIn.Ground) is not null)
                {
                    Interlocked.Increment(ref began);
                }
            }
        }
    }

    [Fact]
    public async Task A_session_that_has_ended_lets_no_other_one_in()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var holder = await person.SignInAsync(Server, Ct);
        var thief = Assert.IsType<SignInOutcome.SignedIn>(await StartAsync(person));
        var session = await BeginAsync(thief.Ground);
        var ground = new SessionGround.Open(thief.Ground.Account, session!.Id);
        Assert.NotNull(await BeginAsync(ground));
        await holder.EndOtherSessionsAsync(Ct);

        Assert.Null(await BeginAsync(ground));
        Assert.Single(await holder.GetSessionsAsync(Ct));
    }

    [Fact]
    public async Task Who_ends_their_sessions_one_by_one_does_not_keep_the_holder_from_ending_all()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var holder = await person.SignInAsync(Server, Ct);
        var thieves = new List<TenureClient>();
        for (var i = 0; i < 24; i++)
        {
            thieves.Add(await person.SignInAsync(Server, Ct));
        }

        var mine = (await holder.GetSessionsAsync(Ct)).Single(s => s.Current).Id;
        var own = (await thieves[0].GetSessionsAsync(Ct)).Where(s => !s.Current && s.Id != mine).Select(s => s.Id).ToList();
        var leaving = Parallel.ForEachAsync(own, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct }, async (id, ct) =>
        {
            try
            {
                await thieves[0].EndSessionAsync(id, ct);
            }
            catch (TenureProblemException)
            {
                // Ended by the holder first.
            }
        });
        await holder.EndOtherSessionsAsync(Ct);
        await leaving;

        Assert.True(Assert.Single(await holder.GetSessionsAsync(Ct)).Current);
        foreach (var thief in thieves)
        {
            Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => thief.GetAccountAsync(Ct))).Problem.Status);
        }
    }

    [Fact]
    public async Task Who_changes_the_nickname_again_and_again_does_not_keep_the_holder_from_a_new_password()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (holder, thief) = (await person.SignInAsync(Server, Ct), await person.SignInAsync(Server, Ct));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var renaming = Task.Run(RenameAsync, Ct);
        await holder.ChangePasswordAsync(new ChangePassword(person.Password, NewPassword), Ct);
        await over.CancelAsync();
        await renaming;

        Assert.True(Assert.Single(await holder.GetSessionsAsync(Ct)).Current);

        async Task RenameAsync()
        {
            try
            {
                for (var i = 0; !over.IsCancellationRequested; i++)
                {
                    await thief.ChangeAccountAsync(new ChangeAccount($"n{i}"), Ct);
                }
            }
            catch (TenureProblemException ended) when (ended.Problem.Status == 401)
            {
            }
        }
    }

    private async Task<SignInOutcome> StartAsync(Person person)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        var attempt = new SignInAttempt(person.Number, person.Password, person.KnownDevice, IPAddress.Parse(ServerFixture.NewAddress()), "Test", "en");
        return await scope.ServiceProvider.GetRequiredService<ISignIn>().StartAsync(attempt, Ct);
    }

    private async Task<Session?> BeginAsync(SessionGround ground)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SessionBook>().BeginAsync(ground, SessionKind.Browser, "Test", [], Ct);
    }
}
