using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.SignIn.Contracts;
using Tenure.Server.Tests.Hosting;
using Tenure.Server.Tests.SignIn;

namespace Tenure.Server.Tests.Proofs;

public abstract partial class RecoveryCodeTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task Two_codes_are_shown_once_and_told_to_the_holder()
    {
        var (person, client) = await OldAccountAsync();
        Assert.Equal(new RecoveryCodeState(0, null), await client.GetRecoveryCodesAsync(Ct));
        var codes = await DrawAsync(client);
        Assert.Equal(2, codes.Distinct().Count());
        Assert.Equal(new RecoveryCodeState(2, Server.Clock.GetUtcNow()), await client.GetRecoveryCodesAsync(Ct));
        Assert.Contains(await client.GetEventsAsync(null, Ct), e => e.Kind == "recoveryCodesMade");
        var mail = (await Server.MailsToAsync(person.Email, Ct))[^1];
        Assert.Equal("New recovery codes for your account", mail.Subject);
        Assert.All(codes, code => Assert.DoesNotContain(code[..9], mail.Text + mail.Html, StringComparison.Ordinal));
        Assert.Equal("account_quiet", await FarReachingAsync(person));
        Server.Clock.Advance(TimeSpan.FromHours(72));
        Assert.Null(await FarReachingAsync(person));
    }

    [Fact]
    public async Task A_new_account_waits_too()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        await DrawAsync(await person.SignInAsync(Server, Ct));
        Assert.Equal("account_quiet", await FarReachingAsync(person));
    }

    [Fact]
    public async Task Without_the_password_no_codes_are_made()
    {
        var (_, client) = await OldAccountAsync();
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => client.DrawRecoveryCodesAsync(new DrawRecoveryCodes("not the password at all"), Ct));
        Assert.Equal("step_up_failed", refused.Code);
        Assert.Equal(0, (await client.GetRecoveryCodesAsync(Ct)).Left);
    }

    [Fact]
    public async Task A_code_signs_in_once_in_place_of_the_mail_however_it_is_spelt()
    {
        var (person, client) = await OldAccountAsync();
        var codes = await DrawAsync(client);
        var (_, known) = await SignInByCodeAsync(person, codes[0].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));
        Assert.NotNull(known);
        Assert.Equal(1, (await client.GetRecoveryCodesAsync(Ct)).Left);
        Assert.Contains(await client.GetEventsAsync(null, Ct), e => e.Kind == "recoveryCodeUsed");
        var used = (await Server.MailsToAsync(person.Email, Ct)).Single(mail => mail.Subject == "A recovery code was used");
        Assert.Contains("Codes left: 1", used.Text, StringComparison.Ordinal);
        Assert.Equal("recovery_code_wrong", await RefusedAsync(() => SignInByCodeAsync(person, codes[0])));
        await SignInByCodeAsync(person, codes[1]);
        Assert.Equal(0, (await client.GetRecoveryCodesAsync(Ct)).Left);
    }

    [Fact]
    public async Task New_codes_end_those_of_before()
    {
        var (person, client) = await OldAccountAsync();
        var old = await DrawAsync(client);
        var fresh = await ReplaceAsync(person, client);
        Assert.Equal("recovery_code_wrong", await RefusedAsync(() => SignInByCodeAsync(person, old[0])));
        await SignInByCodeAsync(person, fresh[0]);
    }

    [Fact]
    public async Task Codes_that_work_are_replaced_with_two_proofs_and_a_new_code_is_none()
    {
        var (person, client) = await OldAccountAsync();
        var codes = await DrawAsync(client);
        Assert.Equal("code_wrong", await RefusedAsync(client, null));
        Assert.Equal("recovery_code_new", await RefusedAsync(client, codes[0]));
        Assert.Equal("recovery_code_wrong", await RefusedAsync(client, RecoveryCodeText.Draw()));
        Assert.Equal(2, (await client.GetRecoveryCodesAsync(Ct)).Left);
        Server.Clock.Advance(TimeSpan.FromHours(72));
        client = await person.SignInAsync(Server, Ct);
        Assert.Equal("step_up_failed", (await Assert.ThrowsAsync<TenureProblemException>(() => client.DrawRecoveryCodesAsync(new DrawRecoveryCodes("not the password at all", codes[0]), Ct))).Code);
        var fresh = (await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password, codes[0]), Ct)).Codes;
        Assert.Equal(new RecoveryCodeState(2, Server.Clock.GetUtcNow()), await client.GetRecoveryCodesAsync(Ct));
        Assert.Equal("recovery_code_wrong", await RefusedAsync(() => SignInByCodeAsync(person, codes[1])));
        await SignInByCodeAsync(person, fresh[0]);
        Assert.Equal("code_wrong", await RefusedAsync(client, null));
        await SignInByCodeAsync(person, fresh[1]);
        await DrawAsync(client);
    }

    [Fact]
    public async Task The_page_replaces_codes_with_a_code_by_mail()
    {
        var (person, client) = await OldAccountAsync();
        var made = await DrawAsync(client);
        using var browser = await Browser.OfAsync(Server, person, Ct);
        using var refused = await browser.SubmitAsync("/security/recovery-codes", Ct, ("_handler", "draw"), ("password", person.Password), ("code", made[0]));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        using var sent = await browser.SubmitAsync("/security/recovery-codes", Ct, ("_handler", "send"));
        Assert.EndsWith("?sent=true", sent.Headers.Location?.ToString(), StringComparison.Ordinal);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        using var shown = await browser.SubmitAsync("/security/recovery-codes", Ct, ("_handler", "draw"), ("password", person.Password), ("code", code));
        Assert.Equal(2, Printed().Count(await shown.Content.ReadAsStringAsync(Ct)));
        Assert.Equal("recovery_code_wrong", await RefusedAsync(() => SignInByCodeAsync(person, made[0])));
    }

    [Fact]
    public async Task A_code_of_one_account_is_nothing_in_another()
    {
        var (_, client) = await OldAccountAsync();
        var other = await Person.RegisterAsync(Server, Ct);
        var code = (await DrawAsync(client))[0];
        Assert.Equal("recovery_code_wrong", await RefusedAsync(() => SignInByCodeAsync(other, code)));
        Assert.Equal(2, (await client.GetRecoveryCodesAsync(Ct)).Left);
    }

    [Fact]
    public async Task A_typing_mistake_is_told_apart_and_costs_nothing()
    {
        var (person, client) = await OldAccountAsync();
        var code = (await DrawAsync(client))[0];
        var transaction = await StartAsync(person);
        for (var attempt = 0; attempt < 45; attempt++)
        {
            var mistyped = (code[attempt % 4] == '0' ? "1" : "0") + code[1..];
            Assert.Equal("recovery_code_mistyped", (await TryAsync(transaction, attempt % 4 == 0 ? mistyped : code[..^1])).Refusal?.Code);
        }

        Assert.Null((await TryAsync(transaction, code)).Refusal);
    }

    [Fact]
    public async Task An_account_without_codes_answers_like_one_with_them()
    {
        var (with, client) = await OldAccountAsync();
        await DrawAsync(client);
        var without = await Person.RegisterAsync(Server, Ct);
        foreach (var person in new[] { with, without })
        {
            Assert.Equal(SignInRefusals.RecoveryCodeWrong, (await TryAsync(await StartAsync(person), RecoveryCodeText.Draw())).Refusal);
        }
    }

    [Fact]
    public async Task Of_sign_ins_that_use_one_code_at_once_exactly_one_goes_on()
    {
        for (var round = 0; round < 3; round++)
        {
            var (person, client) = await OldAccountAsync();
            var code = (await DrawAsync(client))[0];
            List<string> transactions = [];
            for (var i = 0; i < 6; i++)
            {
                transactions.Add(await StartAsync(person));
            }

            var outcomes = await Task.WhenAll(transactions.Select(transaction => Task.Run(() => TryAsync(transaction, code), Ct)));
            Assert.Single(outcomes, outcome => outcome.Refusal is null);
            Assert.All(outcomes.Where(outcome => outcome.Refusal is not null), outcome => Assert.Equal("recovery_code_wrong", outcome.Refusal!.Code));
            Assert.Equal(1, (await client.GetRecoveryCodesAsync(Ct)).Left);
        }
    }

    [Fact]
    public async Task Of_draws_at_once_the_codes_of_one_work()
    {
        var (person, client) = await OldAccountAsync();
        var drawn = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TryDrawAsync(client)));
        Assert.Single(drawn, codes => codes.Count > 0);
        Assert.Equal(2, (await client.GetRecoveryCodesAsync(Ct)).Left);
        var account = await AccountAsync(person);
        var working = await Server.WithDatabaseAsync(async db =>
        {
            List<bool> found = [];
            await using var scope = Server.Services.CreateAsyncScope();
            foreach (var code in drawn.SelectMany(codes => codes))
            {
                Assert.Null(RecoveryCodeText.Read(code, out var read));
                found.Add(await scope.ServiceProvider.GetRequiredService<RecoveryCodes>().FindAsync(account, read, Ct) is not null);
            }

            return found;
        });
        Assert.Equal(2, working.Count(works => works));
    }

    [Fact]
    public async Task Guesses_end_the_sign_in_and_keep_the_holder_out_by_no_count_of_the_account()
    {
        var (person, client) = await OldAccountAsync();
        var codes = await DrawAsync(client);
        for (var sent = 0; sent < 4; sent++)
        {
            var transaction = await StartAsync(person);
            for (var attempt = 0; attempt < 5; attempt++)
            {
                Assert.Equal("recovery_code_wrong", (await TryAsync(transaction, RecoveryCodeText.Draw())).Refusal?.Code);
            }

            Assert.Equal("code_spent", (await TryAsync(transaction, codes[0])).Refusal?.Code);
        }

        Server.Clock.Advance(TimeSpan.FromHours(1));
        for (var sent = 0; sent < 4; sent++)
        {
            var step = await StartAsync(person);
            for (var attempt = 0; attempt < 5; attempt++)
            {
                Assert.NotNull((await MailedAsync(step, "000000")).Refusal);
            }
        }

        var last = await StartAsync(person);
        Assert.Equal("code_spent", (await MailedAsync(last, await Person.LastCodeAsync(Server, person.Email, Ct))).Refusal?.Code);
        Assert.Null((await TryAsync(last, codes[0])).Refusal);

        Task<(SignInOutcome Outcome, Domain.Refusal? Refusal)> MailedAsync(string step, string code) =>
            OnServerAsync(signIn => signIn.ContinueAsync(step, code, remember: false, IPAddress.Loopback, Ct));
    }

    [Fact]
    public async Task One_network_that_guesses_slows_down_and_no_other()
    {
        var address = IPAddress.Parse(ServerFixture.NewAddress());
        var outcomes = new List<string?>();
        for (var i = 0; i < 9; i++)
        {
            var transaction = await StartAsync(await Person.RegisterAsync(Server, Ct));
            for (var attempt = 0; attempt < 5; attempt++)
            {
                outcomes.Add((await TryAsync(transaction, RecoveryCodeText.Draw(), address)).Refusal?.Code);
            }
        }

        Assert.Equal(41, outcomes.TakeWhile(code => code == "recovery_code_wrong").Count());
        Assert.Equal("throttled", outcomes[^1]);
        Assert.Equal("recovery_code_wrong", (await TryAsync(await StartAsync(await Person.RegisterAsync(Server, Ct)), RecoveryCodeText.Draw())).Refusal?.Code);
    }

    [Fact]
    public async Task A_new_password_ends_a_sign_in_that_waits_for_a_code()
    {
        var (person, client) = await OldAccountAsync();
        var codes = await DrawAsync(client);
        var transaction = await StartAsync(person);
        await client.ChangePasswordAsync(new ChangePassword(person.Password, "eleven grey herons wade"), Ct);
        Assert.Equal("code_spent", (await TryAsync(transaction, codes[0])).Refusal?.Code);
    }

    [Fact]
    public async Task The_pages_show_codes_once_and_take_them()
    {
        var (person, client) = await OldAccountAsync();
        using var browser = await Browser.OfAsync(Server, person, Ct);
        using var shown = await browser.SubmitAsync("/security/recovery-codes", Ct, ("password", person.Password));
        Assert.True(shown.Headers.CacheControl?.NoStore);
        var codes = Printed().Matches(await shown.Content.ReadAsStringAsync(Ct)).Select(m => string.Concat(Part().Matches(m.Value).Select(p => p.Groups[1].Value))).ToList();
        Assert.Equal(2, codes.Count);
        Assert.Empty(Printed().Matches(await browser.ReadAsync("/security/recovery-codes", Ct)));

        using var elsewhere = Browser.New(Server);
        using var asked = await elsewhere.SubmitAsync("/sign-in", Ct, ("identifier", person.Number), ("password", person.Password));
        Assert.Equal("/sign-in/code", asked.Headers.Location?.ToString());
        Assert.Contains("/sign-in/recovery-code", await elsewhere.ReadAsync("/sign-in/code", Ct), StringComparison.Ordinal);
        using var wrong = await elsewhere.SubmitAsync("/sign-in/recovery-code", Ct, ("recovery_code", RecoveryCodeText.Draw()));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var signedIn = await elsewhere.SubmitAsync("/sign-in/recovery-code", Ct, ("recovery_code", codes[0]));
        Assert.Equal(HttpStatusCode.Found, signedIn.StatusCode);
        Assert.Contains("/sign-out", await elsewhere.ReadAsync("/", Ct), StringComparison.Ordinal);
        Assert.Equal(1, (await client.GetRecoveryCodesAsync(Ct)).Left);
    }

    private async Task<(Person Person, TenureClient Client)> OldAccountAsync()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        Server.Clock.Advance(TimeSpan.FromDays(4));
        return (person, await person.SignInAsync(Server, Ct));
    }

    private static async Task<IReadOnlyList<string>> DrawAsync(TenureClient client) => (await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(Person.GoodPassword), Ct)).Codes;

    private static async Task<IReadOnlyList<string>> TryDrawAsync(TenureClient client)
    {
        try
        {
            return await DrawAsync(client);
        }
        catch (TenureProblemException refused)
        {
            Assert.Equal("code_wrong", refused.Code);
            return [];
        }
    }

    private async Task<IReadOnlyList<string>> ReplaceAsync(Person person, TenureClient client)
    {
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var sent = await client.SendProofCodeAsync(new SendProofCode("recoveryCodes"), Ct);
        return (await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password, await Person.LastCodeAsync(Server, person.Email, Ct), sent.Transaction), Ct)).Codes;
    }

    private static async Task<string> RefusedAsync(TenureClient client, string? code) =>
        (await Assert.ThrowsAsync<TenureProblemException>(() => client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(Person.GoodPassword, code), Ct))).Code;

    private async Task<(string AccessToken, string? KnownDevice)> SignInByCodeAsync(Person person, string code)
    {
        var (client, pkce) = (Server.Client(), Pkce.Create());
        var step = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, null, "Test", pkce, Ct);
        var done = await client.SignIn.ContinueNativeByRecoveryCodeAsync(TokenClient.PhoneClient, step.AuthSession!, code, pkce, Ct);
        return (done.Tokens!.AccessToken, done.KnownDevice);
    }

    private async Task<string> StartAsync(Person person) =>
        Assert.IsType<SignInOutcome.CodeSent>((await OnServerAsync(signIn => signIn.StartAsync(SignInTests.Attempt(person.Number, person.Password, null), Ct))).Outcome).Transaction;

    private Task<(SignInOutcome Outcome, Domain.Refusal? Refusal)> TryAsync(string transaction, string code, IPAddress? address = null) =>
        OnServerAsync(signIn => signIn.ContinueByRecoveryCodeAsync(transaction, code, remember: false, address ?? IPAddress.Parse(ServerFixture.NewAddress()), Ct));

    private async Task<(SignInOutcome Outcome, Domain.Refusal? Refusal)> OnServerAsync(Func<ISignIn, Task<SignInOutcome>> use)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        var outcome = await use(scope.ServiceProvider.GetRequiredService<ISignIn>());
        return (outcome, (outcome as SignInOutcome.Refused)?.Refusal);
    }

    private Task<Domain.Accounts.AccountId> AccountAsync(Person person) =>
        Server.WithDatabaseAsync(async db => (await db.Accounts.AsNoTracking().ToListAsync(Ct)).Single(a => a.Number.Value == person.Number).Id);

    private async Task<string?> FarReachingAsync(Person person)
    {
        var id = await AccountAsync(person);
        await using var scope = Server.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<AccountDirectory>().RefuseFarReachingAsync(id, Ct))?.Code;
    }

    private static async Task<string?> RefusedAsync(Func<Task> call) => (await Assert.ThrowsAsync<OAuthException>(call)).Error.Refusal;

    [GeneratedRegex("<code translate=\"no\">(<span>[^<]{4}</span>){7}</code>")]
    private static partial Regex Printed();

    [GeneratedRegex("<span>([^<]{4})</span>")]
    private static partial Regex Part();
}
