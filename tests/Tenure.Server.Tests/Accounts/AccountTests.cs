using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Accounts;

public abstract class AccountTests(ServerFixture server) : ServerTests(server)
{
    private const string Next = "eleven quiet green boats";

    [Fact]
    public async Task Nickname_and_language_are_changed_one_by_one()
    {
        var person = await Person.RegisterAsync(Server, Ct, nickname: "Anna", language: "de");
        var client = await person.SignInAsync(Server, Ct);

        Assert.Equal(("Anja", "de"), Both(await client.ChangeAccountAsync(new ChangeAccount(Nickname: "Anja"), Ct)));
        Assert.Equal(("Anja", "zh-Hans"), Both(await client.ChangeAccountAsync(new ChangeAccount(Language: "zh-Hans"), Ct)));
        Assert.Equal((null, "zh-Hans"), Both(await client.ChangeAccountAsync(new ChangeAccount(Nickname: ""), Ct)));
        Assert.Equal((null, "zh-Hans"), Both(await client.GetAccountAsync(Ct)));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_with_its_field()
    {
        var client = await (await Person.RegisterAsync(Server, Ct)).SignInAsync(Server, Ct);
        Assert.Equal("nickname", (await Refused("nickname_too_long", () => client.ChangeAccountAsync(new ChangeAccount(new string('a', 41)), Ct))).Problem.Field);
        Assert.Equal("nickname", (await Refused("nickname_malformed", () => client.ChangeAccountAsync(new ChangeAccount("a\nb"), Ct))).Problem.Field);
        Assert.Equal("language", (await Refused("language_unknown", () => client.ChangeAccountAsync(new ChangeAccount(Language: "fr"), Ct))).Problem.Field);
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_every_known_device_and_is_told_by_mail()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (here, there) = (await person.SignInAsync(Server, Ct), await person.SignInAsync(Server, Ct));

        await here.ChangePasswordAsync(new ChangePassword(person.Password, Next), Ct);

        Assert.Equal(person.Number, (await here.GetAccountAsync(Ct)).Number);
        Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => there.GetAccountAsync(Ct))).Problem.Status);
        Assert.Equal("Your password was changed", (await Server.MailsToAsync(person.Email, Ct))[^1].Subject);
        var step = await Server.Client().SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, Next, person.KnownDevice, null, Pkce.Create(), Ct);
        Assert.NotNull(step.AuthSession);
        await Assert.ThrowsAsync<OAuthException>(() =>
            Server.Client().SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, null, null, Pkce.Create(), Ct));
    }

    [Fact]
    public async Task Of_two_new_passwords_at_once_exactly_one_is_taken()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        var passwords = Enumerable.Range(0, 4).Select(i => $"{Next} number {i}").ToArray();

        var outcomes = await Task.WhenAll(passwords.Select(password =>
            RegistrationTests.OutcomeAsync(() => client.ChangePasswordAsync(new ChangePassword(person.Password, password), Ct))));

        Assert.Single(outcomes, outcome => outcome == "done");
        Assert.All(outcomes.Where(outcome => outcome != "done"), outcome => Assert.Equal("step_up_failed", outcome));
        var chosen = passwords[Array.IndexOf(outcomes, "done")];
        Assert.NotNull((await Server.Client().SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, chosen, null, null, Pkce.Create(), Ct)).AuthSession);
    }

    [Fact]
    public async Task Of_two_changes_at_once_that_write_nothing_of_the_account_one_begins_again()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (started, bothRead) = (0, new TaskCompletionSource());

        async Task ChangeAsync()
        {
            await using var scope = Server.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
            Assert.True(Domain.Accounts.AccountNumber.TryRead(person.Number, out var number));
            var id = await db.Accounts.Where(a => a.Number == number).Select(a => a.Id).SingleAsync(Ct);
            Assert.Null(await scope.ServiceProvider.GetRequiredService<AccountChange>().ExecuteAsync(id, async (_, _) =>
            {
                if (Interlocked.Increment(ref started) == 2)
                {
                    bothRead.SetResult();
                }

                await bothRead.Task.WaitAsync(Ct);
                return null;
            }, Ct));
        }

        await Task.WhenAll(ChangeAsync(), ChangeAsync());

        Assert.Equal(3, started);
    }

    [Fact]
    public async Task The_old_password_must_be_known_and_the_new_one_must_be_good()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        Assert.Equal("current", (await Refused("step_up_failed", () => client.ChangePasswordAsync(new ChangePassword("wrong", Next), Ct))).Problem.Field);
        Assert.Equal("current", (await Refused("step_up_failed", () => client.ChangePasswordAsync(new ChangePassword("", Next), Ct))).Problem.Field);
        Assert.Equal("new", (await Refused("password_too_short", () => client.ChangePasswordAsync(new ChangePassword(person.Password, "short"), Ct))).Problem.Field);
        Assert.Equal("new", (await Refused("password_personal", () => client.ChangePasswordAsync(new ChangePassword(person.Password, person.Number + "-" + person.Number), Ct))).Problem.Field);
    }

    [Fact]
    public async Task A_thief_with_a_session_cannot_guess_the_password_fast()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await Refused("step_up_failed", () => client.ChangePasswordAsync(new ChangePassword("wrong", Next), Ct));
        }

        Assert.NotNull((await Refused("throttled", () => client.ChangePasswordAsync(new ChangePassword(person.Password, Next), Ct))).RetryAfter);
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await client.ChangePasswordAsync(new ChangePassword(person.Password, Next), Ct);
    }

    [Theory]
    [InlineData("POST", "/api/v1/account/password", "{}", "current")]
    [InlineData("POST", "/api/v1/account/password", "{\"current\":\"x\"}", "new")]
    [InlineData("POST", "/api/v1/account/password", "{\"current\":\"x\",\"new\":7}", "new")]
    [InlineData("POST", "/api/v1/account/password", "{\"current\":\"x\",\"new\":\"a\\u0000b\"}", "new")]
    [InlineData("PATCH", "/api/v1/account", "{\"nickname\":\"a\\u0000b\"}", "nickname")]
    [InlineData("PATCH", "/api/v1/account", "{\"nickname\":[]}", "nickname")]
    public async Task A_malformed_request_is_refused_with_its_field(string method, string path, string body, string field)
    {
        var client = await (await Person.RegisterAsync(Server, Ct)).SignInAsync(Server, Ct);
        using var http = Server.Http();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", client.AccessToken);
        using var answer = await http.SendAsync(request, Ct);
        var problem = await answer.Content.ReadFromJsonAsync<Problem>(Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(("malformed", field), (problem!.Code, problem.Field));
    }

    [Fact]
    public async Task A_stranger_learns_nothing_of_an_account()
    {
        foreach (var path in new[] { "/api/v1/account", "/api/v1/sessions" })
        {
            using var http = Server.Http();
            using var answer = await http.GetAsync(path, Ct);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    private static (string? Nickname, string Language) Both(Account account) => (account.Nickname, account.Language);

    private static Task<TenureProblemException> Refused(string code, Func<Task> call) => RegistrationTests.RefusedAsync(code, call);
}
