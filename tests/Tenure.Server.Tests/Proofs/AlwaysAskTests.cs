using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Proofs;

public abstract class AlwaysAskTests(ServerFixture server) : ServerTests(server)
{
    private const string Short = "mW4#tzQ9";

    [Fact]
    public async Task While_it_is_on_a_known_device_is_asked_too_and_a_recovery_code_will_do()
    {
        var (person, client) = await SignedInAsync();
        var codes = (await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), Ct)).Codes;
        await OnAsync(client, person.Password);
        Assert.True((await client.GetProtectionAsync(Ct)).AlwaysAsk);
        Assert.Contains(await client.GetEventsAsync(null, Ct), e => e.Kind == "alwaysAskOn");
        Assert.Equal("Every sign-in now asks for a second proof", (await Server.MailsToAsync(person.Email, Ct))[^1].Subject);

        var (phone, pkce) = (Server.Client(), Pkce.Create());
        var step = await phone.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, person.KnownDevice, "Test", pkce, Ct);
        Assert.Null(step.Tokens);
        Assert.NotNull((await phone.SignIn.ContinueNativeByRecoveryCodeAsync(TokenClient.PhoneClient, step.AuthSession!, codes[0], pkce, Ct)).Tokens);
        Assert.Null((await phone.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, person.KnownDevice, "Test", pkce, Ct)).Tokens);
    }

    [Fact]
    public async Task It_is_turned_off_with_two_proofs_and_known_devices_are_spared_again()
    {
        var (person, client) = await SignedInAsync();
        await OnAsync(client, person.Password);
        var (id, code) = await SendAsync(person, client, "alwaysAskOff");
        Assert.Equal("code_wrong", await RefusedAsync(() => client.SetAlwaysAskAsync(new SetAlwaysAsk(false, person.Password), Ct)));
        Assert.Equal("step_up_failed", await RefusedAsync(() => client.SetAlwaysAskAsync(new SetAlwaysAsk(false, "not the password at all", code, id), Ct)));
        var (other, otherCode) = await SendAsync(person, client, "liftFreeze");
        Assert.Equal("code_spent", await RefusedAsync(() => client.SetAlwaysAskAsync(new SetAlwaysAsk(false, person.Password, otherCode, other), Ct)));
        await client.SetAlwaysAskAsync(new SetAlwaysAsk(false, person.Password, code, id), Ct);
        Assert.False((await client.GetProtectionAsync(Ct)).AlwaysAsk);
        Assert.Contains(await client.GetEventsAsync(null, Ct), e => e.Kind == "alwaysAskOff");
        Assert.Contains(await Server.MailsToAsync(person.Email, Ct), mail => mail.Subject == "Trusted devices now need your password alone");
        await person.SignInAsync(Server, Ct);
    }

    [Fact]
    public async Task Without_the_password_it_is_not_turned_on()
    {
        var (_, client) = await SignedInAsync();
        Assert.Equal("step_up_failed", await RefusedAsync(() => OnAsync(client, "not the password at all")));
        Assert.False((await client.GetProtectionAsync(Ct)).AlwaysAsk);
    }

    [Fact]
    public async Task Turned_on_twice_it_is_told_once()
    {
        var (person, client) = await SignedInAsync();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => OnAsync(client, person.Password)));
        Assert.Single(await client.GetEventsAsync(null, Ct), e => e.Kind == "alwaysAskOn");
        Assert.Single(await Server.MailsToAsync(person.Email, Ct), mail => mail.Subject == "Every sign-in now asks for a second proof");
    }

    [Fact]
    public async Task A_password_of_eight_characters_is_for_who_is_always_asked_and_keeps_it_on()
    {
        var (person, client) = await SignedInAsync();
        Assert.Equal("password_too_short", await RefusedAsync(() => client.ChangePasswordAsync(new ChangePassword(person.Password, Short), Ct)));
        await OnAsync(client, person.Password);
        Assert.Equal("password_too_short", await RefusedAsync(() => client.ChangePasswordAsync(new ChangePassword(person.Password, Short[..7]), Ct)));
        await client.ChangePasswordAsync(new ChangePassword(person.Password, Short), Ct);

        var (id, code) = await SendAsync(person, client, "alwaysAskOff");
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => client.SetAlwaysAskAsync(new SetAlwaysAsk(false, Short, code, id), Ct));
        Assert.Equal(("password_needs_second_proof", 409), (refused.Code, refused.Problem.Status));
        Assert.Equal("step_up_failed", await RefusedAsync(() => client.SetAlwaysAskAsync(new SetAlwaysAsk(false, "shorter", code, id), Ct)));
        Assert.True((await client.GetProtectionAsync(Ct)).AlwaysAsk);

        await client.ChangePasswordAsync(new ChangePassword(Short, person.Password), Ct);
        await client.SetAlwaysAskAsync(new SetAlwaysAsk(false, person.Password, code, id), Ct);
        Assert.False((await client.GetProtectionAsync(Ct)).AlwaysAsk);
    }

    [Fact]
    public async Task A_short_password_and_the_switch_at_once_never_leave_a_short_password_alone()
    {
        for (var round = 0; round < 4; round++)
        {
            var (person, client) = await SignedInAsync();
            await OnAsync(client, person.Password);
            var (id, code) = await SendAsync(person, client, "alwaysAskOff");
            var change = OutcomeAsync(() => client.ChangePasswordAsync(new ChangePassword(person.Password, Short), Ct));
            var off = OutcomeAsync(() => client.SetAlwaysAskAsync(new SetAlwaysAsk(false, person.Password, code, id), Ct));
            var outcomes = await Task.WhenAll(change, off);
            Assert.Single(outcomes, outcome => outcome is null);
            Assert.Equal(outcomes[0] is null, (await client.GetProtectionAsync(Ct)).AlwaysAsk);
        }
    }

    [Fact]
    public async Task The_page_turns_it_on_and_off()
    {
        var (person, client) = await SignedInAsync();
        using var browser = await Browser.OfAsync(Server, person, Ct);
        using var on = await browser.SubmitAsync("/security/always-ask", Ct, ("password", person.Password));
        Assert.EndsWith("?done=on", on.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Contains("At least 8 characters", await browser.ReadAsync("/security", Ct), StringComparison.Ordinal);
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        using var sent = await browser.SubmitAsync("/security/always-ask", Ct, ("_handler", "send"));
        Assert.EndsWith("?sent=true", sent.Headers.Location?.ToString(), StringComparison.Ordinal);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        using var off = await browser.SubmitAsync("/security/always-ask", Ct, ("_handler", "off"), ("password", person.Password), ("code", code));
        Assert.EndsWith("?done=off", off.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.False((await client.GetProtectionAsync(Ct)).AlwaysAsk);
    }

    private async Task<(Person Person, TenureClient Client)> SignedInAsync()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        return (person, await person.SignInAsync(Server, Ct));
    }

    private Task OnAsync(TenureClient client, string password)
    {
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return client.SetAlwaysAskAsync(new SetAlwaysAsk(true, password), Ct);
    }

    private async Task<(string Id, string Code)> SendAsync(Person person, TenureClient client, string purpose)
    {
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return ((await client.SendProofCodeAsync(new SendProofCode(purpose), Ct)).Transaction, await Person.LastCodeAsync(Server, person.Email, Ct));
    }

    private static async Task<string> RefusedAsync(Func<Task> call) => (await Assert.ThrowsAsync<TenureProblemException>(call)).Code;

    private static async Task<string?> OutcomeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (TenureProblemException refused)
        {
            return refused.Code;
        }
    }
}
