using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public abstract class SecurityEventTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task A_person_reads_what_happened_to_their_account_the_latest_first_and_nobody_elses()
    {
        var (person, other) = (await Person.RegisterAsync(Server, Ct), await Person.RegisterAsync(Server, Ct));
        var (here, there) = (await person.SignInAsync(Server, Ct), await person.SignInAsync(Server, Ct));
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await here.EndSessionAsync((await here.GetSessionsAsync(Ct)).Single(s => !s.Current).Id, Ct);
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await here.ChangePasswordAsync(new ChangePassword(person.Password, "an entirely different pass phrase"), Ct);

        var events = await here.GetEventsAsync(null, Ct);
        Assert.Equal(["passwordChanged", "sessionEnded"], events.Take(2).Select(e => e.Kind));
        Assert.Equal(["accountCreated", "signedIn", "signedIn"], events.Skip(2).Select(e => e.Kind).Order());
        var places = events.Where(e => e.Kind == "signedIn").Select(e => e.Network).ToList();
        Assert.All(places, place => Assert.EndsWith("::/64", place, StringComparison.Ordinal));
        Assert.Contains((await here.GetSessionsAsync(Ct)).Single().Network, places);
        Assert.All(await (await other.SignInAsync(Server, Ct)).GetEventsAsync(null, Ct), e => Assert.Contains(e.Kind, new[] { "accountCreated", "signedIn" }));
        Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => there.GetEventsAsync(null, Ct))).Problem.Status);
    }

    [Fact]
    public async Task Fifty_are_given_at_once_and_none_is_left_out_between_two_pages()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var here = await person.SignInAsync(Server, Ct);
        for (var i = 0; i < 53; i++)
        {
            Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await person.SignInAsync(Server, Ct);
        }

        var first = await here.GetEventsAsync(null, Ct);
        var second = await here.GetEventsAsync(first[^1].Id, Ct);
        Assert.Equal((50, 5), (first.Count, second.Count));
        Assert.Equal(55, first.Concat(second).Select(e => e.Id).Distinct().Count());
        Assert.Equal(first.Concat(second).Select(e => e.At).OrderDescending(), first.Concat(second).Select(e => e.At));
        Assert.Empty(await here.GetEventsAsync(Guid.Empty, Ct));
    }

    [Fact]
    public async Task A_wrong_password_is_nobodys_event_and_a_refused_session_neither()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var here = await person.SignInAsync(Server, Ct);
        await Assert.ThrowsAsync<Client.SignIn.OAuthException>(() => Server.Client().SignIn.StartNativeAsync(
            Client.SignIn.TokenClient.PhoneClient, person.Number, "not the password at all", person.KnownDevice, "p", Client.SignIn.Pkce.Create(), Ct));
        Assert.Equal(2, (await here.GetEventsAsync(null, Ct)).Count);
    }
}
