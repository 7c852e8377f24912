using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Proofs;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.SignIn.Contracts;
using Tenure.Server.Tests.Accounts;
using Tenure.Server.Tests.Hosting;
using SetAlwaysAsk = Tenure.Client.Accounts.SetAlwaysAsk;
using DrawRecoveryCodes = Tenure.Client.Accounts.DrawRecoveryCodes;
using FreezeAccount = Tenure.Client.Accounts.FreezeAccount;
using LiftFreeze = Tenure.Client.Accounts.LiftFreeze;
using SendProofCode = Tenure.Client.Accounts.SendProofCode;

namespace Tenure.Server.Tests.Proofs;

public abstract class FreezeTests(ServerFixture server) : ServerTests(server)
{
    private const string Wrong = "not the password at all";

    [Fact]
    public async Task A_session_freezes_for_seven_days_and_every_address_hears_of_it()
    {
        var (person, client) = await SignedInAsync();
        await FreezeAsync(client);
        var protection = await client.GetProtectionAsync(Ct);
        Assert.Equal(new Protection(false, Server.Clock.GetUtcNow().AddDays(7), null), protection);
        Assert.Equal("account_frozen", await FarReachingAsync(person));
        Assert.Contains(await client.GetEventsAsync(null, Ct), e => e.Kind == "frozen");
        Assert.Equal("Your account was frozen", (await Server.MailsToAsync(person.Email, Ct))[^1].Subject);
        Server.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Null(await FarReachingAsync(person));
        Assert.Null((await (await person.SignInAsync(Server, Ct)).GetProtectionAsync(Ct)).FrozenUntil);
    }

    [Fact]
    public async Task Again_within_a_day_changes_nothing_and_sends_nothing()
    {
        var (person, client) = await SignedInAsync();
        await FreezeAsync(client);
        var (until, mails) = ((await client.GetProtectionAsync(Ct)).FrozenUntil, (await Server.MailsToAsync(person.Email, Ct)).Count);
        Server.Clock.Advance(TimeSpan.FromHours(23));
        client = await person.SignInAsync(Server, Ct);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => FreezeAsync(client)));
        Assert.Equal((until, mails), ((await client.GetProtectionAsync(Ct)).FrozenUntil, (await Server.MailsToAsync(person.Email, Ct)).Count));
        Server.Clock.Advance(TimeSpan.FromHours(1));
        client = await person.SignInAsync(Server, Ct);
        await FreezeAsync(client);
        Assert.Equal(Server.Clock.GetUtcNow().AddDays(7), (await client.GetProtectionAsync(Ct)).FrozenUntil!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Of_freezes_at_once_one_is_told()
    {
        var (person, client) = await SignedInAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FreezeAsync(client)));
        Assert.Single(await Server.MailsToAsync(person.Email, Ct), mail => mail.Subject == "Your account was frozen");
        Assert.Single(await client.GetEventsAsync(null, Ct), e => e.Kind == "frozen");
    }

    [Fact]
    public async Task A_freeze_is_lifted_with_password_and_mail()
    {
        var (person, client) = await SignedInAsync();
        await FreezeAsync(client);
        var sent = await SendAsync(client, "liftFreeze");
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        Assert.Equal("step_up_failed", await RefusedAsync(() => client.LiftFreezeAsync(new LiftFreeze(Wrong, code, sent.Transaction), Ct)));
        Assert.Equal("code_wrong", await RefusedAsync(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, RegistrationTests.Other(code), sent.Transaction), Ct)));
        Assert.Equal("code_wrong", await RefusedAsync(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, "", sent.Transaction), Ct)));
        Assert.Equal("account_frozen", await FarReachingAsync(person));
        await client.LiftFreezeAsync(new LiftFreeze(person.Password, code, sent.Transaction), Ct);
        Assert.Null(await FarReachingAsync(person));
        Assert.Contains(await client.GetEventsAsync(null, Ct), e => e.Kind == "freezeLifted");
        Assert.Equal("The freeze of your account was lifted", (await Server.MailsToAsync(person.Email, Ct))[^1].Subject);
        await FreezeAsync(client);
        Assert.Equal("code_spent", await RefusedAsync(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, code, sent.Transaction), Ct)));
    }

    [Fact]
    public async Task A_freeze_is_lifted_with_password_and_recovery_code_which_is_used_up()
    {
        var (person, client) = await SignedInAsync();
        var codes = (await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), Ct)).Codes;
        Server.Clock.Advance(TimeSpan.FromHours(72));
        client = await person.SignInAsync(Server, Ct);
        await FreezeAsync(client);
        var mistyped = (codes[0][0] == '0' ? "1" : "0") + codes[0][1..];
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, mistyped), Ct));
        Assert.Equal("recovery_code_mistyped", refused.Code);
        for (var guess = 0; guess < 21; guess++)
        {
            Assert.Equal("recovery_code_wrong", await RefusedAsync(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, RecoveryCodeText.Draw()), Ct)));
        }

        await client.LiftFreezeAsync(new LiftFreeze(person.Password, codes[0]), Ct);
        Assert.Equal(1, (await client.GetRecoveryCodesAsync(Ct)).Left);
        Assert.Null((await client.GetProtectionAsync(Ct)).FrozenUntil);
    }

    [Fact]
    public async Task Codes_that_a_thief_makes_lift_nothing_and_turn_nothing_off()
    {
        var (person, client) = await SignedInAsync();
        var codes = (await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), Ct)).Codes;
        await client.SetAlwaysAskAsync(new SetAlwaysAsk(true, person.Password), Ct);
        await FreezeAsync(client);
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, codes[0]), Ct));
        Assert.Equal(("recovery_code_new", 409), (refused.Code, refused.Problem.Status));
        Assert.Equal("recovery_code_new", await RefusedAsync(() => client.SetAlwaysAskAsync(new SetAlwaysAsk(false, person.Password, codes[0]), Ct)));
        Server.Clock.Advance(TimeSpan.FromHours(80));
        client = await NewClientAsync(person);
        Assert.Equal("recovery_code_new", await RefusedAsync(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, codes[0]), Ct)));
        Assert.NotNull((await client.GetProtectionAsync(Ct)).FrozenUntil);
        Assert.Equal(2, (await client.GetRecoveryCodesAsync(Ct)).Left);
    }

    [Fact]
    public async Task No_codes_are_made_during_a_freeze()
    {
        var (person, client) = await SignedInAsync();
        await FreezeAsync(client);
        Assert.Equal("account_frozen", await RefusedAsync(() => client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), Ct)));
        Assert.Equal(new RecoveryCodeState(0, null), await client.GetRecoveryCodesAsync(Ct));
        await LiftAsync(person, client);
        await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), Ct);
        await FreezeAsync(client);
        var sent = await SendAsync(client, "recoveryCodes");
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        Assert.Equal("account_frozen", await RefusedAsync(() => client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password, code, sent.Transaction), Ct)));
        Assert.Equal(2, (await client.GetRecoveryCodesAsync(Ct)).Left);
    }

    [Fact]
    public async Task Lifts_are_twenty_a_day_and_what_is_refused_uses_nothing_up()
    {
        var (person, client) = await SignedInAsync();
        await FreezeAsync(client);
        for (var lift = 0; lift < 20; lift++)
        {
            await TakeAsync(person, SecurityEventKind.FreezeLifted);
        }

        await TakeAsync(person, SecurityEventKind.AlwaysAskOff);
        var sent = await SendAsync(client, "liftFreeze");
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        Assert.Equal("rate_limited", await RefusedAsync(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, code, sent.Transaction), Ct)));
        Assert.Equal("account_frozen", await FarReachingAsync(person));
        await client.SetAlwaysAskAsync(new SetAlwaysAsk(true, person.Password), Ct);
        Assert.Equal("rate_limited", await RefusedAsync(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, code, sent.Transaction), Ct)));
        Server.Clock.Advance(TimeSpan.FromDays(1));
        client = await NewClientAsync(person);
        await LiftAsync(person, client);
        Assert.Null(await FarReachingAsync(person));
    }

    private async Task TakeAsync(Person person, SecurityEventKind act)
    {
        var id = await AccountAsync(person);
        await using var scope = Server.Services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<ProofChanges>().TakeAsync(id, act, Ct));
    }

    [Fact]
    public async Task A_code_of_another_session_account_or_purpose_lifts_nothing()
    {
        var (person, client) = await SignedInAsync();
        var elsewhere = await person.SignInAsync(Server, Ct);
        var (_, stranger) = await SignedInAsync();
        await FreezeAsync(client);
        await FreezeAsync(stranger);
        var sent = await SendAsync(client, "liftFreeze");
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        Assert.Equal("code_spent", await RefusedAsync(() => elsewhere.LiftFreezeAsync(new LiftFreeze(person.Password, code, sent.Transaction), Ct)));
        Assert.Equal("code_spent", await RefusedAsync(() => stranger.LiftFreezeAsync(new LiftFreeze(person.Password, code, sent.Transaction), Ct)));
        var other = await SendAsync(client, "freeze");
        var otherCode = await Person.LastCodeAsync(Server, person.Email, Ct);
        Assert.Equal("code_spent", await RefusedAsync(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, otherCode, other.Transaction), Ct)));
        Assert.Equal("malformed", await RefusedAsync(() => SendAsync(client, "77")));
        Server.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("code_expired", await RefusedAsync(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, code, sent.Transaction), Ct)));
    }

    [Fact]
    public async Task Five_wrong_codes_end_a_proof_and_twenty_the_day()
    {
        var (person, client) = await SignedInAsync();
        await FreezeAsync(client);
        Server.Clock.Advance(TimeSpan.FromDays(1) - Server.Clock.GetUtcNow().TimeOfDay);
        client = await person.SignInAsync(Server, Ct);
        for (var round = 0; round < 4; round++)
        {
            var (id, right) = await NewCodeAsync();
            for (var attempt = 0; attempt < 5; attempt++)
            {
                Assert.Equal("code_wrong", await RefusedAsync(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, RegistrationTests.Other(right), id), Ct)));
            }

            Assert.Equal("code_spent", await RefusedAsync(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, right, id), Ct)));
        }

        Server.Clock.Advance(TimeSpan.FromHours(1));
        client = await person.SignInAsync(Server, Ct);
        var (last, good) = await NewCodeAsync();
        Assert.Equal("code_spent", await RefusedAsync(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, good, last), Ct)));
        Server.Clock.Advance(TimeSpan.FromDays(1));
        client = await person.SignInAsync(Server, Ct);
        (last, good) = await NewCodeAsync();
        await client.LiftFreezeAsync(new LiftFreeze(person.Password, good, last), Ct);

        async Task<(string Id, string Code)> NewCodeAsync() =>
            ((await SendAsync(client, "liftFreeze")).Transaction, await Person.LastCodeAsync(Server, person.Email, Ct));
    }

    [Fact]
    public async Task Of_lifts_with_one_code_at_once_exactly_one_goes_on()
    {
        var (person, client) = await SignedInAsync();
        await FreezeAsync(client);
        var sent = await SendAsync(client, "liftFreeze");
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OutcomeAsync(() => client.LiftFreezeAsync(new LiftFreeze(person.Password, code, sent.Transaction), Ct))));
        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<string>(), outcome => Assert.Contains(outcome, new[] { "code_spent", "throttled", "busy" }));
        Assert.Single(await client.GetEventsAsync(null, Ct), e => e.Kind == "freezeLifted");
    }

    [Fact]
    public async Task Codes_for_proofs_cannot_flood_the_holder()
    {
        var (person, client) = await SignedInAsync();
        var before = (await Server.MailsToAsync(person.Email, Ct)).Count;
        List<string?> outcomes = [];
        for (var attempt = 0; attempt < 8; attempt++)
        {
            outcomes.Add(await OutcomeAsync(() => SendAsync(client, "liftFreeze")));
        }

        Assert.Equal(4, outcomes.TakeWhile(outcome => outcome is null).Count());
        Assert.Equal("throttled", outcomes[^1]);
        Assert.Equal(4, (await Server.MailsToAsync(person.Email, Ct)).Count - before);
    }

    [Fact]
    public async Task Who_freezes_again_and_again_is_stopped_after_three_lifts_and_the_holder_is_not()
    {
        var (person, client) = await SignedInAsync();
        for (var round = 0; round < 3; round++)
        {
            Assert.Null(await OutsideAsync(freeze => freeze.ByPasswordAsync(person.Email, person.Password, null, NewAddress(), Ct)));
            await LiftAsync(person, client);
            Server.Clock.Advance(TimeSpan.FromHours(1));
            client = await person.SignInAsync(Server, Ct);
        }

        Assert.Equal("freeze_limited", (await OutsideAsync(freeze => freeze.ByPasswordAsync(person.Email, person.Password, null, NewAddress(), Ct)))?.Code);
        Assert.Equal("freeze_limited", await RefusedAsync(() => FreezeAsync(client)));
        Assert.Null(await FarReachingAsync(person));
        var sent = await SendAsync(client, "freeze");
        await client.FreezeAsync(new FreezeAccount(person.Password, sent.Transaction, await Person.LastCodeAsync(Server, person.Email, Ct)), Ct);
        Assert.Equal("account_frozen", await FarReachingAsync(person));
        await LiftAsync(person, client);
        Server.Clock.Advance(TimeSpan.FromDays(30));
        client = await NewClientAsync(person);
        await FreezeAsync(client);
        Assert.Equal("account_frozen", await FarReachingAsync(person));
    }

    [Fact]
    public async Task The_password_alone_freezes_without_a_session_and_a_wrong_one_says_what_a_sign_in_says()
    {
        var (person, _) = await SignedInAsync();
        Assert.Equal(SignInRefusals.SignInFailed, await OutsideAsync(freeze => freeze.ByPasswordAsync(person.Number, Wrong, null, NewAddress(), Ct)));
        Assert.Equal(SignInRefusals.SignInFailed, await OutsideAsync(freeze => freeze.ByPasswordAsync(Person.NewEmail(), person.Password, null, NewAddress(), Ct)));
        Assert.Null(await FarReachingAsync(person));
        Assert.Null(await OutsideAsync(freeze => freeze.ByPasswordAsync(person.Number, person.Password, null, NewAddress(), Ct)));
        Assert.Equal("account_frozen", await FarReachingAsync(person));
    }

    [Fact]
    public async Task Passwords_that_are_tried_at_the_freeze_are_counted_with_those_of_the_sign_in()
    {
        var (person, _) = await SignedInAsync();
        var address = NewAddress();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal("sign_in_failed", (await OutsideAsync(freeze => freeze.ByPasswordAsync(person.Number, Wrong, null, address, Ct)))?.Code);
        }

        Assert.Equal("throttled", (await OutsideAsync(freeze => freeze.ByPasswordAsync(person.Number, person.Password, null, address, Ct)))?.Code);
        var refused = await Assert.ThrowsAsync<Tenure.Client.SignIn.OAuthException>(() => Server.Client(address.ToString()).SignIn.StartNativeAsync(
            Tenure.Client.SignIn.TokenClient.PhoneClient, person.Number, person.Password, null, "Test", Tenure.Client.SignIn.Pkce.Create(), Ct));
        Assert.Equal("throttled", refused.Error.Refusal);
    }

    [Fact]
    public async Task A_recovery_code_freezes_without_a_session_once()
    {
        var (person, client) = await SignedInAsync();
        var codes = (await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), Ct)).Codes;
        foreach (var identifier in new[] { person.Email, Person.NewEmail(), "", "1000000009", "no identifier" })
        {
            Assert.Equal(SignInRefusals.RecoveryCodeWrong, await OutsideAsync(freeze => freeze.ByRecoveryCodeAsync(identifier, RecoveryCodeText.Draw(), NewAddress(), Ct)));
        }

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OutsideAsync(freeze => freeze.ByRecoveryCodeAsync(person.Number, codes[0], NewAddress(), Ct))));
        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<Refusal>(), outcome => Assert.Equal("recovery_code_wrong", outcome.Code));
        Assert.Equal("account_frozen", await FarReachingAsync(person));
        Assert.Equal(1, (await client.GetRecoveryCodesAsync(Ct)).Left);
    }

    [Fact]
    public async Task One_network_that_guesses_recovery_codes_slows_down()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var address = NewAddress();
        List<string?> outcomes = [];
        for (var attempt = 0; attempt < 6; attempt++)
        {
            outcomes.Add((await OutsideAsync(freeze => freeze.ByRecoveryCodeAsync(person.Email, RecoveryCodeText.Draw(), address, Ct)))?.Code);
        }

        Assert.Equal(["recovery_code_wrong", "recovery_code_wrong", "recovery_code_wrong", "recovery_code_wrong", "recovery_code_wrong", "throttled"], outcomes);
    }

    [Fact]
    public async Task A_code_to_an_address_freezes_and_an_address_without_an_account_looks_the_same()
    {
        var (person, _) = await SignedInAsync();
        var nobody = Person.NewEmail();
        var unknown = await SendAsync(nobody);
        var known = await SendAsync(person.Email.ToUpperInvariant());
        Assert.Equal(known.Length, unknown.Length);
        Assert.Empty(await Server.MailsToAsync(nobody, Ct));
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        Assert.Equal(12, code.Length);
        foreach (var (id, to) in new[] { (known, person.Email), (unknown, nobody) })
        {
            for (var attempt = 0; attempt < 4; attempt++)
            {
                Assert.Equal(SignInRefusals.CodeWrong, await OutsideAsync(freeze => freeze.ByCodeAsync(id, to, RegistrationTests.Other(code), NewAddress(), Ct)));
            }
        }

        Assert.Equal(SignInRefusals.CodeWrong, await OutsideAsync(freeze => freeze.ByCodeAsync(unknown, person.Email, code, NewAddress(), Ct)));
        Assert.Equal(SignInRefusals.CodeSpent, await OutsideAsync(freeze => freeze.ByCodeAsync("nothing", person.Email, code, NewAddress(), Ct)));
        Assert.Null(await OutsideAsync(freeze => freeze.ByCodeAsync(known, person.Email, code, NewAddress(), Ct)));
        Assert.Equal("account_frozen", await FarReachingAsync(person));
        Assert.Equal(SignInRefusals.CodeSpent, await OutsideAsync(freeze => freeze.ByCodeAsync(known, person.Email, code, NewAddress(), Ct)));
    }

    [Fact]
    public async Task Wrong_codes_of_strangers_do_not_keep_the_holder_from_freezing()
    {
        var (person, _) = await SignedInAsync();
        for (var round = 0; round < 6; round++)
        {
            var id = await SendAsync(person.Email);
            for (var attempt = 0; attempt < 5; attempt++)
            {
                Assert.Equal("code_wrong", (await OutsideAsync(freeze => freeze.ByCodeAsync(id, person.Email, "123456789012", NewAddress(), Ct)))?.Code);
            }
        }

        Server.Clock.Advance(TimeSpan.FromHours(1));
        var own = await SendAsync(person.Email);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        Assert.Null(await OutsideAsync(freeze => freeze.ByCodeAsync(own, person.Email, code, NewAddress(), Ct)));
    }

    [Fact]
    public async Task The_mails_that_strangers_cause_are_as_good_to_the_holder_as_their_own()
    {
        var (person, _) = await SignedInAsync();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            await SendAsync(person.Email);
        }

        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        var mails = (await Server.MailsToAsync(person.Email, Ct)).Count;
        var own = await SendAsync(person.Email);
        Assert.Equal(mails, (await Server.MailsToAsync(person.Email, Ct)).Count);
        Assert.Equal("code_wrong", (await OutsideAsync(freeze => freeze.ByCodeAsync(own, Person.NewEmail(), code, NewAddress(), Ct)))?.Code);
        Assert.Null(await OutsideAsync(freeze => freeze.ByCodeAsync(own, person.Email, code, NewAddress(), Ct)));
        Assert.Equal("account_frozen", await FarReachingAsync(person));
    }

    [Fact]
    public async Task The_code_of_an_address_freezes_for_twelve_hours_at_least_and_proves_nothing_else()
    {
        var (person, _) = await SignedInAsync();
        await SendAsync(person.Email);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        Assert.Null(EmailAddress.Read(person.Email, out var email));
        Assert.False(Server.Services.GetRequiredService<Codes>().IsOfAddress(email, code, Server.Clock.GetUtcNow()));
        Server.Clock.Advance(TimeSpan.FromHours(24));
        var late = await SendAsync(person.Email);
        Assert.Equal("code_wrong", (await OutsideAsync(freeze => freeze.ByCodeAsync(late, person.Email, code, NewAddress(), Ct)))?.Code);
        code = await Person.LastCodeAsync(Server, person.Email, Ct);
        Server.Clock.Advance(TimeSpan.FromHours(12));
        var own = await SendAsync(person.Email);
        Assert.Null(await OutsideAsync(freeze => freeze.ByCodeAsync(own, person.Email, code, NewAddress(), Ct)));
    }

    [Fact]
    public async Task One_network_asks_for_sixty_codes_an_hour_and_then_nothing_is_written()
    {
        var (person, _) = await SignedInAsync();
        var address = NewAddress();
        for (var attempt = 0; attempt < 60; attempt++)
        {
            Assert.Null((await AskAsync(Person.NewEmail())).Refusal);
        }

        var before = await RowsAsync();
        foreach (var email in new[] { person.Email, Person.NewEmail() })
        {
            Assert.Equal("rate_limited", (await AskAsync(email)).Refusal?.Code);
        }

        Assert.Equal(before, await RowsAsync());
        Assert.Null((await AskAsync(person.Email, NewAddress())).Refusal);
        Server.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await AskAsync(person.Email)).Refusal);

        async Task<Answer<string>> AskAsync(string email, IPAddress? from = null)
        {
            await using var scope = Server.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<FreezeFromOutside>().SendCodeAsync(email, from ?? address, Ct);
        }

        Task<int> RowsAsync() => Server.WithDatabaseAsync(db => db.ProofCodes.CountAsync(Ct));
    }

    [Fact]
    public async Task For_an_address_without_an_account_a_mail_is_written_that_is_nobodys_and_not_sent()
    {
        using var browser = Browser.New(Server);
        var nobody = Person.NewEmail();
        var before = await Server.WithDatabaseAsync(db => db.Outbox.Select(m => m.Id).ToListAsync(Ct));

        using var sent = await browser.SubmitAsync("/freeze", Ct, ("_handler", "mail"), ("email", nobody));

        var written = await Server.WithDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => !before.Contains(m.Id) && m.Recipient == "").ToListAsync(Ct));
        Assert.All(written, mail => Assert.True(mail is { SentAt: not null, Attempts: 0 } && mail.Text.Length > 0 && !mail.Text.Contains(nobody, StringComparison.Ordinal)));
        Assert.NotEmpty(written);
        Assert.False(await Server.WithDatabaseAsync(db => db.Outbox.AnyAsync(m => m.Recipient == nobody, Ct)));
    }

    [Fact]
    public async Task Codes_to_an_address_are_few_however_many_networks_ask()
    {
        var (person, _) = await SignedInAsync();
        var before = (await Server.MailsToAsync(person.Email, Ct)).Count;
        for (var attempt = 0; attempt < 8; attempt++)
        {
            await SendAsync(person.Email);
        }

        Assert.Equal(4, (await Server.MailsToAsync(person.Email, Ct)).Count - before);
    }

    [Fact]
    public async Task A_suspended_account_is_frozen_by_nothing_from_outside()
    {
        var (person, client) = await SignedInAsync();
        var codes = (await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), Ct)).Codes;
        var id = await SendAsync(person.Email);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        await Server.WithDatabaseAsync(async db =>
        {
            Assert.Null((await db.Accounts.ToListAsync(Ct)).Single(a => a.Number.Value == person.Number).Suspend());
            return await db.SaveChangesAsync(Ct);
        });
        Assert.Equal("sign_in_failed", (await OutsideAsync(freeze => freeze.ByPasswordAsync(person.Email, person.Password, null, NewAddress(), Ct)))?.Code);
        Assert.Equal("code_spent", (await OutsideAsync(freeze => freeze.ByCodeAsync(id, person.Email, code, NewAddress(), Ct)))?.Code);
        Assert.NotNull(await OutsideAsync(freeze => freeze.ByRecoveryCodeAsync(person.Email, codes[0], NewAddress(), Ct)));
        var mails = (await Server.MailsToAsync(person.Email, Ct)).Count;
        await SendAsync(person.Email);
        Assert.Equal(mails, (await Server.MailsToAsync(person.Email, Ct)).Count);
    }

    [Fact]
    public async Task The_pages_freeze_and_lift()
    {
        var (person, client) = await SignedInAsync();
        using var stranger = Browser.New(Server);
        using var wrong = await stranger.SubmitAsync("/freeze", Ct, ("identifier", person.Email), ("secret", Wrong));
        using var unknown = await stranger.SubmitAsync("/freeze", Ct, ("identifier", Person.NewEmail()), ("secret", Wrong));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (wrong.StatusCode, unknown.StatusCode));
        using var frozen = await stranger.SubmitAsync("/freeze", Ct, ("identifier", person.Email), ("secret", person.Password));
        Assert.Equal("/freeze/done", PathOf(frozen));
        await stranger.ReadAsync("/freeze/done", Ct);
        Assert.NotNull((await client.GetProtectionAsync(Ct)).FrozenUntil);

        using var browser = await Browser.OfAsync(Server, person, Ct);
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        using var sent = await browser.SubmitAsync("/security/freeze", Ct, ("_handler", "send-lift"));
        Assert.Equal("/security/freeze?sent=true", PathOf(sent));
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        using var lifted = await browser.SubmitAsync("/security/freeze", Ct, ("_handler", "lift"), ("password", person.Password), ("code", code));
        Assert.Equal("/security/freeze?done=lifted", PathOf(lifted));
        Assert.Null((await client.GetProtectionAsync(Ct)).FrozenUntil);

        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        using var mailed = await stranger.SubmitAsync("/freeze", Ct, ("_handler", "mail"), ("email", person.Email));
        Assert.Equal("/freeze/code", PathOf(mailed));
        using var again = await stranger.SubmitAsync("/freeze/code", Ct, ("code", await Person.LastCodeAsync(Server, person.Email, Ct)));
        Assert.Equal("/freeze/done", PathOf(again));
        Assert.NotNull((await client.GetProtectionAsync(Ct)).FrozenUntil);
    }

    // Each a moment after what was before: mails and events are in order of time.
    private Task FreezeAsync(TenureClient client)
    {
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return client.FreezeAsync(new FreezeAccount(), Ct);
    }

    private Task<ProofCodeSent> SendAsync(TenureClient client, string purpose)
    {
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return client.SendProofCodeAsync(new SendProofCode(purpose), Ct);
    }

    private static string? PathOf(HttpResponseMessage answer) =>
        answer.Headers.Location is { } to ? to.IsAbsoluteUri ? to.PathAndQuery : to.OriginalString : null;

    private static IPAddress NewAddress() => IPAddress.Parse(ServerFixture.NewAddress());

    private async Task<(Person Person, TenureClient Client)> SignedInAsync()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        return (person, await person.SignInAsync(Server, Ct));
    }

    private async Task<TenureClient> NewClientAsync(Person person)
    {
        var (client, pkce) = (Server.Client(), Tenure.Client.SignIn.Pkce.Create());
        var step = await client.SignIn.StartNativeAsync(Tenure.Client.SignIn.TokenClient.PhoneClient, person.Number, person.Password, null, "Test", pkce, Ct);
        var done = await client.SignIn.ContinueNativeAsync(
            Tenure.Client.SignIn.TokenClient.PhoneClient, step.AuthSession!, await Person.LastCodeAsync(Server, person.Email, Ct), pkce, Ct);
        client.AccessToken = done.Tokens!.AccessToken;
        return client;
    }

    private async Task LiftAsync(Person person, TenureClient client)
    {
        var sent = await SendAsync(client, "liftFreeze");
        await client.LiftFreezeAsync(new LiftFreeze(person.Password, await Person.LastCodeAsync(Server, person.Email, Ct), sent.Transaction), Ct);
    }

    private async Task<string> SendAsync(string email)
    {
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await using var scope = Server.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<FreezeFromOutside>().SendCodeAsync(email, NewAddress(), Ct)).Value;
    }

    private async Task<Refusal?> OutsideAsync(Func<FreezeFromOutside, Task<Refusal?>> use)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<FreezeFromOutside>());
    }

    private Task<AccountId> AccountAsync(Person person) =>
        Server.WithDatabaseAsync(async db => (await db.Accounts.AsNoTracking().ToListAsync(Ct)).Single(a => a.Number.Value == person.Number).Id);

    private async Task<string?> FarReachingAsync(Person person)
    {
        var id = await AccountAsync(person);
        await using var scope = Server.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<AccountDirectory>().RefuseFarReachingAsync(id, Ct))?.Code;
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
