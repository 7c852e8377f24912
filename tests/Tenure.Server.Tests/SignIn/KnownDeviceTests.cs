using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

public abstract class KnownDeviceTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task A_person_sees_where_no_code_is_asked_for_and_until_when()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        var device = Assert.Single(await client.GetKnownDevicesAsync(Ct));
        Assert.Equal(TimeSpan.FromDays(30), device.ExpiresAt - device.MadeAt);
        Server.Clock.Advance(TimeSpan.FromDays(1));
        await SignInWithCodeAsync(person, "Another phone");
        client = await person.SignInAsync(Server, Ct);
        var known = await client.GetKnownDevicesAsync(Ct);
        Assert.Equal([("Another phone", 1), (null, 0)], known.Select(d => (d.Name, (d.MadeAt - device.MadeAt).Days)));
        Server.Clock.Advance(TimeSpan.FromDays(29));
        client = await SignInWithCodeAsync(person, "A third phone");
        Assert.Equal(["A third phone", "Another phone"], (await client.GetKnownDevicesAsync(Ct)).Select(d => d.Name));
    }

    [Fact]
    public async Task A_device_that_is_taken_away_is_asked_for_a_code_and_stays_signed_in()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        await client.ForgetKnownDeviceAsync(Assert.Single(await client.GetKnownDevicesAsync(Ct)).Id, Ct);
        Assert.Empty(await client.GetKnownDevicesAsync(Ct));
        var step = await Server.Client().SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, person.KnownDevice, "Test phone", Pkce.Create(), Ct);
        Assert.Null(step.Tokens);
        Assert.NotNull(step.AuthSession);
    }

    [Fact]
    public async Task Another_accounts_device_looks_like_none_and_so_does_what_is_no_id()
    {
        var mine = await (await Person.RegisterAsync(Server, Ct)).SignInAsync(Server, Ct);
        var theirs = await (await Person.RegisterAsync(Server, Ct)).SignInAsync(Server, Ct);
        var foreign = Assert.Single(await theirs.GetKnownDevicesAsync(Ct)).Id;
        foreach (var id in new[] { foreign, new string('A', 43), new string('A', 44), "x", "%00", new string('é', 43) })
        {
            var refused = await Assert.ThrowsAsync<TenureProblemException>(() => mine.ForgetKnownDeviceAsync(id, Ct));
            Assert.Equal(("not_found", 404), (refused.Code, refused.Problem.Status));
        }

        Assert.Single(await theirs.GetKnownDevicesAsync(Ct));
    }

    [Fact]
    public async Task The_id_is_no_secret_that_spares_the_code()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var id = Assert.Single(await (await person.SignInAsync(Server, Ct)).GetKnownDevicesAsync(Ct)).Id;
        Assert.NotEqual(person.KnownDevice, id);
        var step = await Server.Client().SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, id, "Test phone", Pkce.Create(), Ct);
        Assert.Null(step.Tokens);
    }

    private async Task<TenureClient> SignInWithCodeAsync(Person person, string device)
    {
        var client = Server.Client();
        var pkce = Pkce.Create();
        var step = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, null, device, pkce, Ct);
        var done = await client.SignIn.ContinueNativeAsync(TokenClient.PhoneClient, step.AuthSession!, await Person.LastCodeAsync(Server, person.Email, Ct), pkce, Ct);
        client.AccessToken = done.Tokens!.AccessToken;
        return client;
    }
}
