using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Accounts.Resets;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Account = Tenure.Domain.Accounts.Account;
using DrawRecoveryCodes = Tenure.Client.Accounts.DrawRecoveryCodes;
using FreezeAccount = Tenure.Client.Accounts.FreezeAccount;
using Identifier = Tenure.Domain.Accounts.Identifier;
using LiftFreeze = Tenure.Client.Accounts.LiftFreeze;
using SendProofCode = Tenure.Client.Accounts.SendProofCode;
using SetAlwaysAsk = Tenure.Client.Accounts.SetAlwaysAsk;
using Reset = Tenure.Client.Accounts.ResetPassword;
using Verify = Tenure.Client.Accounts.VerifyReset;

namespace Tenure.Server.Tests.Accounts;

/// <summary>A forgotten password: the way back in, and what a thief meets on it.</summary>
public abstract partial class PasswordResetTests(ServerFixture server) : ServerTests(server)
{
    private const string Next = "four moths on a ladder";

    [Fact]
    public async Task Who_forgot_the_password_chooses_another_with_a_code_and_everything_of_before_ends()
    {
        var (person, client) = await HolderAsync();
        var reset = await ProvenAsync(person.Email);
        await Refused("password_too_short", () => Server.Client().ResetPasswordAsync(reset, new Reset("short"), Ct));
        await Server.Client().ResetPasswordAsync(reset, new Reset(Next), Ct);

        Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => client.GetAccountAsync(Ct))).Problem.Status);
        await RefusedSignIn(person);
        // Not even the device of the registration is known any more.
        var step = await Server.Client().SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, Next, person.KnownDevice, "Old phone", Pkce.Create(), Ct);
        Assert.NotNull(step.AuthSession);
        client = await NewDeviceAsync(person with { Password = Next });
        Assert.Contains(await client.GetEventsAsync(null, Ct), e => e.Kind == "passwordReset" && e.Detail == $"{person.Email[0]}•••@e•••.org");
        var told = (await Server.MailsToAsync(person.Email, Ct)).Single(mail => mail.Subject == "Your password was reset");
        Assert.Matches(Undo(), told.Text);
        await Refused("reset_over", () => Server.Client().ResetPasswordAsync(reset, new Reset("another four moths here"), Ct));
    }

    [Fact]
    public async Task After_a_reset_far_reaching_acts_wait_for_72_hours_and_say_until_when()
    {
        var (person, _) = await HolderAsync();
        await ResetAsync(person);
        var until = Server.Clock.GetUtcNow() + Account.QuietTime;
        var client = await NewDeviceAsync(person with { Password = Next });

        Assert.Equal(until, (await client.GetProtectionAsync(Ct)).QuietUntil);
        var refused = await Refused("account_quiet", () => client.AddIdentifierAsync(new AddIdentifier(Person.NewEmail(), Next), Ct));
        Assert.InRange(refused.RetryAfter ?? TimeSpan.Zero, Account.QuietTime - TimeSpan.FromMinutes(1), Account.QuietTime);
        Assert.Equal("account_quiet", await FarReachingAsync(person));
        using var browser = await BrowserAsync(person with { Password = Next });
        Assert.Contains("id=\"quiet\"", await browser.ReadAsync("/security", Ct), StringComparison.Ordinal);

        Server.Clock.Advance(Account.QuietTime);
        Assert.Null(await FarReachingAsync(person));
    }

    [Fact]
    public async Task A_thief_with_the_mailbox_resets_nothing_where_a_recovery_code_is_on_paper()
    {
        var (person, client) = await HolderAsync();
        var codes = (await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), Ct)).Codes;
        Server.Clock.Advance(Account.QuietTime);
        var (reset, proven) = await VerifiedAsync(person.Email);
        Assert.Equal((true, null), (proven.NeedsSecondProof, proven.ProofCode));

        await Refused("second_proof_needed", () => Server.Client().ResetPasswordAsync(reset, new Reset(Next), Ct));
        await Refused("recovery_code_wrong", () => Server.Client().ResetPasswordAsync(reset, new Reset(Next, RecoveryCodeText.Draw()), Ct));
        // The mailbox that got the code does not count twice.
        await Refused("code_spent", () => Server.Client().ResetPasswordAsync(reset, new Reset(Next, "123456"), Ct));
        await Refused("not_found", () => Server.Client().SendResetProofAsync(reset, Ct));
        await person.SignInAsync(Server, Ct);

        // A password that is refused uses no code up.
        await Refused("password_listed", () => Server.Client().ResetPasswordAsync(reset, new Reset("passwordpassword", codes[0]), Ct));
        await Refused("password_personal", () => Server.Client().ResetPasswordAsync(reset, new Reset($"{person.Number}-xq7vz", codes[0]), Ct));
        await Server.Client().ResetPasswordAsync(reset, new Reset(Next, codes[0]), Ct);
        Assert.Equal(1, (await (await NewDeviceAsync(person with { Password = Next })).GetRecoveryCodesAsync(Ct)).Left);
    }

    [Fact]
    public async Task Recovery_codes_that_a_thief_made_lately_neither_reset_a_password_nor_keep_its_holder_from_it()
    {
        var (person, client) = await HolderAsync();
        await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), Ct);
        Server.Clock.Advance(TimeSpan.FromHours(71));
        var (reset, proven) = await VerifiedAsync(person.Email);
        Assert.False(proven.NeedsSecondProof);
        await Server.Client().ResetPasswordAsync(reset, new Reset(Next), Ct);
        // They are void: who made them may have them.
        Assert.Equal(0, (await (await NewDeviceAsync(person with { Password = Next })).GetRecoveryCodesAsync(Ct)).Left);
    }

    [Fact]
    public async Task Who_always_asks_and_has_a_number_too_shows_a_code_from_there()
    {
        var (person, number) = await WithNumberAsync();
        var (reset, proven) = await VerifiedAsync(person.Email);
        Assert.Equal((true, "phone", 8), (proven.NeedsSecondProof, proven.ProofCode, proven.ShortestPassword));
        await Server.Client().SendResetProofAsync(reset, Ct);
        var code = await Person.LastCodeAsync(Server, number, Ct);
        await Refused("code_wrong", () => Server.Client().ResetPasswordAsync(reset, new Reset("ochre-7x", RegistrationTests.Other(code)), Ct));
        await Server.Client().ResetPasswordAsync(reset, new Reset("ochre-7x", code), Ct);
        Assert.True((await (await NewDeviceAsync(person with { Password = "ochre-7x" })).GetProtectionAsync(Ct)).AlwaysAsk);
    }

    [Fact]
    public async Task A_second_code_of_another_reset_is_worth_nothing_and_of_wrong_ones_five_are_looked_at()
    {
        var (person, number) = await WithNumberAsync();
        var (first, _) = await VerifiedAsync(person.Email);
        var (second, _) = await VerifiedAsync(person.Email);
        await Server.Client().SendResetProofAsync(first, Ct);
        var code = await Person.LastCodeAsync(Server, number, Ct);
        await Refused("code_spent", () => Server.Client().ResetPasswordAsync(second, new Reset(Next, code), Ct));
        for (var guess = 0; guess < 5; guess++)
        {
            await Refused("code_wrong", () => Server.Client().ResetPasswordAsync(first, new Reset(Next, RegistrationTests.Other(code)), Ct));
        }

        await Refused("code_spent", () => Server.Client().ResetPasswordAsync(first, new Reset(Next, code), Ct));
    }

    [Fact]
    public async Task A_number_gets_a_code_and_one_that_nobody_proved_for_a_year_gets_none()
    {
        var (person, number) = await WithNumberAsync(alwaysAsk: false);
        var reset = await ProvenAsync(number);
        await Server.Client().ResetPasswordAsync(reset, new Reset(Next), Ct);
        await NewDeviceAsync(person with { Password = Next });

        Server.Clock.Advance(Identifier.PhoneTrust);
        var before = (await Server.MailsToAsync(number, Ct)).ConvertAll(m => m.Id);
        await StartAsync(number);
        // Old ones may be swept meanwhile.
        Assert.DoesNotContain(await Server.MailsToAsync(number, Ct), m => !before.Contains(m.Id));
    }

    [Fact]
    public async Task Nobody_learns_from_a_reset_who_has_an_account()
    {
        var (person, _) = await HolderAsync();
        var (known, unknown) = (AddressTests.NewNumber(), AddressTests.NewNumber());
        var started = await person.SignInAsync(Server, Ct);
        var adding = await started.AddIdentifierAsync(new AddIdentifier(known, person.Password), Ct);
        await started.ConfirmIdentifierAsync(adding.Id, new ConfirmIdentifier(await Person.LastCodeAsync(Server, known, Ct)), Ct);
        foreach (var (has, hasNot) in new[] { (person.Email, Person.NewEmail()), (known, unknown) })
        {
            var (rows, written) = (await RowsAsync(), await WrittenAsync());
            var of = await AnswerAsync(has, RandomCode());
            var (some, letters) = (await RowsAsync() - rows, await WrittenAsync() - written);
            (rows, written) = (await RowsAsync(), await WrittenAsync());
            Assert.Equal(of, await AnswerAsync(hasNot, RandomCode()));
            Assert.Equal((some, letters), (await RowsAsync() - rows, await WrittenAsync() - written));
            Assert.Empty(await Server.MailsToAsync(hasNot, Ct));
        }

        Task<int> RowsAsync() => Server.WithDatabaseAsync(db => db.PasswordResets.CountAsync(Ct));
        Task<int> WrittenAsync() => Server.WithDatabaseAsync(db => db.Outbox.CountAsync(Ct));
    }

    [Fact]
    public async Task A_suspended_account_is_answered_like_nobodys()
    {
        var (person, _) = await HolderAsync();
        var waiting = await StartAsync(person.Email);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        await Server.WithDatabaseAsync(async db =>
        {
            Assert.Null((await AccountAsync(db, person)).Suspend());
            return await db.SaveChangesAsync(Ct);
        });
        await Refused("reset_over", () => Server.Client().VerifyResetAsync(waiting, new Verify(code), Ct));
        var mails = (await Server.MailsToAsync(person.Email, Ct)).Count;
        await StartAsync(person.Email);
        Assert.Equal(mails, (await Server.MailsToAsync(person.Email, Ct)).Count);
    }

    [Fact]
    public async Task Codes_of_a_reset_are_guessed_twenty_times_a_day_and_its_owner_still_gets_in()
    {
        var (person, _) = await HolderAsync();
        var looked = 0;
        for (var each = 0; each < 8; each++)
        {
            var reset = await StartAsync(person.Email);
            var right = await Person.LastCodeAsync(Server, person.Email, Ct);
            for (var guess = 0; guess < 6; guess++)
            {
                looked += await OutcomeAsync(() => Server.Client(ServerFixture.NewAddress()).VerifyResetAsync(reset, new Verify(RegistrationTests.Other(right)[..6]), Ct)) == "code_wrong" && right.Length == 6 ? 1 : 0;
            }
        }

        Assert.Equal(20, looked);
        // The address's own code, of twelve digits, is good in the owner's reset as well.
        var own = await StartAsync(person.Email);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        Assert.Equal(12, code.Length);
        await Server.Client().VerifyResetAsync(own, new Verify(code), Ct);
        await Server.Client().ResetPasswordAsync(own, new Reset(Next), Ct);
        await NewDeviceAsync(person with { Password = Next });
    }

    [Fact]
    public async Task A_reset_is_over_after_half_an_hour_and_a_code_is_good_in_its_own_alone()
    {
        var (person, _) = await HolderAsync();
        var first = await StartAsync(person.Email);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        var second = await StartAsync(person.Email);
        Assert.Equal("code_wrong", await OutcomeAsync(() => Server.Client().VerifyResetAsync(second, new Verify(code), Ct)));
        await Refused("code_spent", () => Server.Client().VerifyResetAsync("made-up", new Verify(code), Ct));
        await Refused("reset_over", () => Server.Client().ResetPasswordAsync(first, new Reset(Next), Ct));
        Server.Clock.Advance(TimeSpan.FromMinutes(30));
        await Refused("code_expired", () => Server.Client().VerifyResetAsync(first, new Verify(code), Ct));
        var proven = await ProvenAsync(person.Email);
        Server.Clock.Advance(TimeSpan.FromMinutes(30));
        await Refused("reset_over", () => Server.Client().ResetPasswordAsync(proven, new Reset(Next), Ct));
    }

    [Fact]
    public async Task Of_two_resets_at_once_exactly_one_chooses_the_password()
    {
        var (person, _) = await HolderAsync();
        string[] resets = [await ProvenAsync(person.Email), await ProvenAsync(person.Email)];
        var answers = await Task.WhenAll(resets.Concat(resets).Select((reset, i) => OutcomeAsync(() => Server.Client().ResetPasswordAsync(reset, new Reset($"{Next} number {i}"), Ct))));
        Assert.Equal(["", "reset_over", "reset_over", "reset_over"], answers.Select(a => a ?? "").Order());
        Assert.Single(await Server.MailsToAsync(person.Email, Ct), mail => mail.Subject == "Your password was reset");
    }

    [Fact]
    public async Task A_password_that_is_changed_meanwhile_ends_a_reset()
    {
        var (person, client) = await HolderAsync();
        var reset = await ProvenAsync(person.Email);
        await client.ChangePasswordAsync(new ChangePassword(person.Password, Next), Ct);
        await Refused("reset_over", () => Server.Client().ResetPasswordAsync(reset, new Reset("another four moths here"), Ct));
    }

    [Fact]
    public async Task After_a_reset_during_a_freeze_the_mailbox_alone_does_not_lift_it()
    {
        var (person, client) = await HolderAsync();
        await client.FreezeAsync(new FreezeAccount(), Ct);
        await ResetAsync(person);
        var thief = await NewDeviceAsync(person with { Password = Next });
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var sent = await thief.SendProofCodeAsync(new SendProofCode("liftFreeze"), Ct);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        var refused = await Refused("account_quiet", () => thief.LiftFreezeAsync(new LiftFreeze(Next, code, sent.Transaction), Ct));
        Assert.NotNull(refused.RetryAfter);
        Assert.Equal("account_frozen", await FarReachingAsync(person));
    }

    [Fact]
    public async Task The_link_undoes_a_reset_once_by_a_form_and_the_thief_is_out()
    {
        var (person, _) = await HolderAsync();
        await ResetAsync(person);
        var link = await LinkAsync(person.Email);
        var thief = await NewDeviceAsync(person with { Password = Next });
        await thief.ChangePasswordAsync(new ChangePassword(Next, "the thief's other phrase"), Ct);
        var again = await ProvenAsync(person.Email);
        using var browser = Browser.New(Server);

        // Mail scanners follow links: looking changes nothing, however often.
        await browser.ReadAsync(link, Ct);
        await browser.ReadAsync(link, Ct);
        Assert.NotNull(await thief.GetAccountAsync(Ct));
        using var undone = await browser.SubmitAsync(link, Ct);
        Assert.Equal(HttpStatusCode.OK, undone.StatusCode);

        Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => thief.GetAccountAsync(Ct))).Problem.Status);
        await Refused("reset_over", () => Server.Client().ResetPasswordAsync(again, new Reset("another four moths here"), Ct));
        var client = await NewDeviceAsync(person);
        Assert.NotNull((await client.GetProtectionAsync(Ct)).FrozenUntil);
        Assert.Contains(await client.GetEventsAsync(null, Ct), e => e.Kind == "passwordResetUndone");
        Assert.Equal("undo_over", await UndoAsync(link));
        using var over = await browser.GetAsync(link, Ct);
        Assert.Equal(HttpStatusCode.Gone, over.StatusCode);
    }

    [Fact]
    public async Task The_first_link_undoes_every_later_reset_too()
    {
        var (person, _) = await HolderAsync();
        await ResetAsync(person);
        var first = await LinkAsync(person.Email);
        Server.Clock.Advance(TimeSpan.FromHours(1));
        await Server.Client().ResetPasswordAsync(await ProvenAsync(person.Email), new Reset("the thief's other phrase"), Ct);
        var second = await LinkAsync(person.Email);
        Assert.Equal("done", await UndoAsync(first));
        Assert.Equal("undo_over", await UndoAsync(second));
        await NewDeviceAsync(person);
    }

    [Fact]
    public async Task A_stranger_undoes_no_reset_and_after_a_week_nobody_does()
    {
        var (person, _) = await HolderAsync();
        await ResetAsync(person);
        var link = await LinkAsync(person.Email);
        foreach (var dead in new[] { new string('A', 43), "x", link[..^1] + (link[^1] == 'A' ? 'E' : 'A') })
        {
            Assert.Equal("undo_over", await UndoAsync(dead));
        }

        Assert.Equal(["done", "undo_over", "undo_over"], (await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => UndoAsync(link)))).Order());
        await Server.Client().ResetPasswordAsync(await ProvenAsync(person.Email), new Reset(Next), Ct);
        link = await LinkAsync(person.Email);
        Server.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal("undo_over", await UndoAsync(link));
    }

    [Fact]
    public async Task An_address_that_came_lately_hears_of_a_reset_and_cannot_undo_it()
    {
        var (person, _) = await HolderAsync();
        Server.Clock.Advance(TimeSpan.FromDays(100));
        var client = await NewDeviceAsync(person);
        var late = Person.NewEmail();
        var adding = await client.AddIdentifierAsync(new AddIdentifier(late, person.Password), Ct);
        await client.ConfirmIdentifierAsync(adding.Id, new ConfirmIdentifier(await Person.LastCodeAsync(Server, late, Ct)), Ct);
        Server.Clock.Advance(TimeSpan.FromDays(4));
        await ResetAsync(person);
        var told = (await Server.MailsToAsync(late, Ct))[^1];
        Assert.Equal("Your password was reset", told.Subject);
        Assert.DoesNotMatch(Undo(), told.Text);
        Assert.Matches(Undo(), (await Server.MailsToAsync(person.Email, Ct))[^1].Text);
    }

    [Fact]
    public async Task Nothing_that_is_kept_brings_the_old_password_back_without_the_link()
    {
        var (person, _) = await HolderAsync();
        var old = await Server.WithDatabaseAsync(async db => (await AccountAsync(db, person)).PasswordHash);
        await ResetAsync(person);
        var kept = await Server.WithDatabaseAsync(async db =>
        {
            var account = (await AccountAsync(db, person)).Id;
            return await db.PasswordUndos.SingleAsync(u => u.AccountId == account, Ct);
        });
        Assert.DoesNotContain(old, Encoding.UTF8.GetString(kept.SealedHash), StringComparison.Ordinal);
        Assert.Throws<System.Security.Cryptography.AuthenticationTagMismatchException>(() => SealedHash.Open(new string('A', 43), kept.SealedHash));
        Assert.Equal(old, SealedHash.Open((await LinkAsync(person.Email))["/reset/undo/".Length..], kept.SealedHash));
    }

    [Fact]
    public async Task Who_has_the_number_of_a_stolen_phone_does_not_open_it_by_a_reset()
    {
        var (person, number) = await WithNumberAsync(alwaysAsk: false);
        using var phone = await WipedPhoneAsync(await NewDeviceAsync(person));
        await Server.Client().ResetPasswordAsync(await ProvenAsync(number), new Reset(Next), Ct);
        var token = (await NewDeviceAsync(person with { Password = Next })).AccessToken!;

        var refused = await Refused("account_quiet", () => phone.AskForHoldAsync(token, Ct));
        Assert.InRange(refused.RetryAfter ?? TimeSpan.Zero, Account.QuietTime - TimeSpan.FromMinutes(1), Account.QuietTime);
        // An honest holder gets in after that.
        Server.Clock.Advance(Account.QuietTime);
        await phone.ActivateAsync((await NewDeviceAsync(person with { Password = Next })).AccessToken!, Ct);
    }

    [Fact]
    public async Task In_a_freeze_after_a_reset_with_one_address_a_wiped_phone_stays_locked_until_it_is_over()
    {
        var (person, client) = await HolderAsync();
        using var phone = await WipedPhoneAsync(client);
        await ResetAsync(person);
        await (await NewDeviceAsync(person with { Password = Next })).FreezeAsync(new FreezeAccount(), Ct);
        Server.Clock.Advance(Account.QuietTime);
        var token = (await NewDeviceAsync(person with { Password = Next })).AccessToken!;
        var refused = await Refused("account_frozen", () => phone.AskForHoldAsync(token, Ct));
        Assert.NotNull(refused.RetryAfter);
        Server.Clock.Advance(refused.RetryAfter.Value + TimeSpan.FromSeconds(1));
        await phone.ActivateAsync((await NewDeviceAsync(person with { Password = Next })).AccessToken!, Ct);
    }

    [Fact]
    public async Task A_recovery_code_or_a_number_beside_the_mailbox_opens_a_wiped_phone_at_once()
    {
        var (person, client) = await HolderAsync();
        using var first = await WipedPhoneAsync(client);
        var codes = (await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), Ct)).Codes;
        Server.Clock.Advance(Account.QuietTime);
        await Server.Client().ResetPasswordAsync(await ProvenAsync(person.Email), new Reset(Next, codes[0]), Ct);
        await first.ActivateAsync((await NewDeviceAsync(person with { Password = Next })).AccessToken!, Ct);

        (person, var number) = await WithNumberAsync();
        using var second = await WipedPhoneAsync(await NewDeviceAsync(person));
        var reset = await ProvenAsync(person.Email);
        await Server.Client().SendResetProofAsync(reset, Ct);
        await Server.Client().ResetPasswordAsync(reset, new Reset(Next, await Person.LastCodeAsync(Server, number, Ct)), Ct);
        await second.ActivateAsync((await NewDeviceAsync(person with { Password = Next })).AccessToken!, Ct);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_a_recovery_code_is_on_paper_no_code_to_another_address_takes_its_place(bool alwaysAsk)
    {
        var (person, number) = await WithNumberAsync(alwaysAsk);
        var codes = (await (await NewDeviceAsync(person)).DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), Ct)).Codes;
        Server.Clock.Advance(Account.QuietTime);
        var (reset, proven) = await VerifiedAsync(number);
        Assert.Equal((true, null), (proven.NeedsSecondProof, proven.ProofCode));
        await Refused("not_found", () => Server.Client().SendResetProofAsync(reset, Ct));
        await Refused("code_spent", () => Server.Client().ResetPasswordAsync(reset, new Reset(Next, "123456"), Ct));
        await Server.Client().ResetPasswordAsync(reset, new Reset(Next, codes[0]), Ct);
    }

    [Fact]
    public async Task Who_resets_twice_and_undoes_the_second_waits_for_the_first()
    {
        var (person, client) = await HolderAsync();
        using var phone = await WipedPhoneAsync(client);
        await ResetAsync(person);
        await Server.Client().ResetPasswordAsync(await ProvenAsync(person.Email), new Reset("the thief's other phrase"), Ct);
        Assert.Equal("done", await UndoAsync(await LinkAsync(person.Email)));

        var thief = await NewDeviceAsync(person with { Password = Next });
        var sent = await thief.SendProofCodeAsync(new SendProofCode("liftFreeze"), Ct);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        await Refused("account_quiet", () => thief.LiftFreezeAsync(new LiftFreeze(Next, code, sent.Transaction), Ct));
        await Refused("account_frozen", () => phone.AskForHoldAsync(thief.AccessToken!, Ct));
    }

    [Fact]
    public async Task An_address_that_was_taken_away_finishes_no_reset()
    {
        var (person, _) = await WithNumberAsync(alwaysAsk: false);
        var client = await NewDeviceAsync(person);
        var (proven, waiting) = (await ProvenAsync(person.Email), await StartAsync(person.Email));
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        await Refused("reset_over", () => Server.Client().ResetPasswordAsync(proven, new Reset(Next), Ct));
        await Refused("code_spent", () => Server.Client().VerifyResetAsync(waiting, new Verify(code), Ct));
    }

    [Fact]
    public async Task A_reset_asks_each_time_whether_its_address_is_still_the_accounts()
    {
        // By an undo of the changes of addresses, say.
        var (person, _) = await WithNumberAsync(alwaysAsk: false);
        var (proven, waiting) = (await ProvenAsync(person.Email), await StartAsync(person.Email));
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        await Server.WithDatabaseAsync(db => db.Identifiers.Where(i => i.Value == person.Email).ExecuteDeleteAsync(Ct));
        await Refused("reset_over", () => Server.Client().ResetPasswordAsync(proven, new Reset(Next), Ct));
        await Refused("reset_over", () => Server.Client().SendResetProofAsync(proven, Ct));
        await Refused("reset_over", () => Server.Client().VerifyResetAsync(waiting, new Verify(code), Ct));
    }

    [Fact]
    public async Task A_mailbox_that_was_taken_away_undoes_one_reset()
    {
        var (person, client) = await HolderAsync();
        var mine = Person.NewEmail();
        var adding = await client.AddIdentifierAsync(new AddIdentifier(mine, person.Password), Ct);
        await client.ConfirmIdentifierAsync(adding.Id, new ConfirmIdentifier(await Person.LastCodeAsync(Server, mine, Ct)), Ct);
        Server.Clock.Advance(TimeSpan.FromDays(4));
        await (await NewDeviceAsync(person)).RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);

        await Server.Client().ResetPasswordAsync(await ProvenAsync(mine), new Reset(Next), Ct);
        Assert.Equal("done", await UndoAsync(await LinkAsync(person.Email)));
        await Server.Client().ResetPasswordAsync(await ProvenAsync(mine), new Reset(Next), Ct);
        var told = (await Server.MailsToAsync(person.Email, Ct))[^1];
        Assert.Equal("Your password was reset", told.Subject);
        Assert.DoesNotMatch(Undo(), told.Text);
        // One that is there still does.
        Assert.Equal("done", await UndoAsync(await LinkAsync(mine)));
    }

    [Fact]
    public async Task The_pages_lead_from_a_forgotten_password_to_a_new_one()
    {
        var (person, client) = await HolderAsync();
        var codes = (await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), Ct)).Codes;
        Server.Clock.Advance(Account.QuietTime);
        using var browser = Browser.New(Server);
        Assert.Contains("href=\"/reset\"", await browser.ReadAsync("/sign-in", Ct), StringComparison.Ordinal);
        using var early = await browser.GetAsync("/reset/password", Ct);
        Assert.Equal("/reset", PathOf(early));
        using var asked = await browser.SubmitAsync("/reset", Ct, ("address", person.Email));
        Assert.Equal("/reset/code", PathOf(asked));
        using var unproven = await browser.GetAsync("/reset/password", Ct);
        Assert.Equal("/reset/code", PathOf(unproven));
        using var typed = await browser.SubmitAsync("/reset/code", Ct, ("code", await Person.LastCodeAsync(Server, person.Email, Ct)));
        Assert.Equal("/reset/password", PathOf(typed));
        Assert.Contains("password-rules", await browser.ReadAsync("/reset/password", Ct), StringComparison.Ordinal);
        using var graded = await browser.SubmitToAsync("/reset/password", "/reset/password/grade", Ct, ("password", Next));
        Assert.Contains("\"rule\":0", await graded.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var differ = await browser.SubmitAsync("/reset/password", Ct, ("code", codes[0]), ("password", Next), ("again", person.Password));
        Assert.Equal(HttpStatusCode.BadRequest, differ.StatusCode);
        using var done = await browser.SubmitAsync("/reset/password", Ct, ("code", codes[0]), ("password", Next), ("again", Next));
        Assert.Equal("/reset/done", PathOf(done));
        await browser.ReadAsync("/reset/done", Ct);
        await NewDeviceAsync(person with { Password = Next });
        using var ungraded = await browser.SubmitToAsync("/reset", "/reset/password/grade", Ct, ("password", Next));
        Assert.Equal(HttpStatusCode.Gone, ungraded.StatusCode);
    }

    [Fact]
    public async Task What_is_over_is_removed()
    {
        var (person, _) = await HolderAsync();
        await ResetAsync(person);
        Server.Clock.Advance(PasswordUndo.UndoTime + TimeSpan.FromHours(1));
        await Server.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<SweepResets>().Single().RunAsync(Ct);
        Assert.Equal((0, 0), await Server.WithDatabaseAsync(async db => (await db.PasswordResets.CountAsync(Ct), await db.PasswordUndos.CountAsync(Ct))));
    }

    private static string RandomCode() => CodeText.Draw();

    private static string? PathOf(HttpResponseMessage answer) => answer.Headers.Location is { } to ? to.IsAbsoluteUri ? to.PathAndQuery : to.OriginalString : null;

    private static Task<TenureProblemException> Refused(string code, Func<Task> call) => RegistrationTests.RefusedAsync(code, call);

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

    // What a stranger sees: the answer to the address without what is drawn, and the answer to a code that is wrong.
    private async Task<string> AnswerAsync(string address, string code)
    {
        using var http = Server.Http();
        using var body = new StringContent($$"""{"address":"{{address}}"}""", Encoding.UTF8, "application/json");
        using var begun = await http.PostAsync("/api/v1/password-resets", body, Ct);
        var text = await begun.Content.ReadAsStringAsync(Ct);
        var id = Id().Match(text).Groups[1].Value;
        return $"{begun.StatusCode} {text.Replace(id, "", StringComparison.Ordinal)} {await OutcomeAsync(() => Server.Client().VerifyResetAsync(id, new Verify(code), Ct))}";
    }

    // Each a moment after what was before: mails are in order of time.
    private async Task<string> StartAsync(string address)
    {
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return (await Server.Client(ServerFixture.NewAddress()).StartResetAsync(new StartReset(address), Ct)).Reset;
    }

    private async Task<(string Reset, ResetProven Proven)> VerifiedAsync(string address)
    {
        var reset = await StartAsync(address);
        var proven = await Server.Client().VerifyResetAsync(reset, new Verify(await Person.LastCodeAsync(Server, address, Ct)), Ct);
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return (reset, proven);
    }

    private async Task<string> ProvenAsync(string address) => (await VerifiedAsync(address)).Reset;

    private async Task ResetAsync(Person person) => await Server.Client().ResetPasswordAsync(await ProvenAsync(person.Email), new Reset(Next), Ct);

    private async Task<(Person Person, TenureClient Client)> HolderAsync()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        Server.Clock.Advance(TimeSpan.FromDays(4));
        return (person, await person.SignInAsync(Server, Ct));
    }

    // A number that is old enough to prove something, in an account that always asks.
    private async Task<(Person Person, string Number)> WithNumberAsync(bool alwaysAsk = true)
    {
        var (person, client) = await HolderAsync();
        var number = AddressTests.NewNumber();
        var adding = await client.AddIdentifierAsync(new AddIdentifier(number, person.Password), Ct);
        await client.ConfirmIdentifierAsync(adding.Id, new ConfirmIdentifier(await Person.LastCodeAsync(Server, number, Ct)), Ct);
        if (alwaysAsk)
        {
            await client.SetAlwaysAskAsync(new SetAlwaysAsk(true, person.Password), Ct);
        }

        Server.Clock.Advance(TimeSpan.FromDays(4));
        return (person, number);
    }

    // Held by the account, wiped since.
    private async Task<TestPhone> WipedPhoneAsync(TenureClient holder)
    {
        var phone = new TestPhone(Server.Client());
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(holder.AccessToken!, Ct);
        (phone.Boots, phone.Requests) = (phone.Boots + 1, 0);
        return phone;
    }

    private async Task<TenureClient> NewDeviceAsync(Person person)
    {
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var (client, pkce) = (Server.Client(), Pkce.Create());
        var step = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, null, "New phone", pkce, Ct);
        var done = await client.SignIn.ContinueNativeAsync(TokenClient.PhoneClient, step.AuthSession!, await Person.LastCodeAsync(Server, person.Email, Ct), pkce, Ct);
        client.AccessToken = done.Tokens!.AccessToken;
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return client;
    }

    private async Task<Browser> BrowserAsync(Person person)
    {
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var browser = Browser.New(Server);
        using var asked = await browser.SubmitAsync("/sign-in", Ct, ("identifier", person.Email), ("password", person.Password));
        using var done = await browser.SubmitAsync("/sign-in/code", Ct, ("code", await Person.LastCodeAsync(Server, person.Email, Ct)));
        return browser;
    }

    private async Task RefusedSignIn(Person person)
    {
        var refused = await Assert.ThrowsAsync<OAuthException>(() =>
            Server.Client().SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, null, "Phone", Pkce.Create(), Ct));
        Assert.Equal("sign_in_failed", refused.Error.Refusal);
    }

    private async Task<string> LinkAsync(string email) => Undo().Match((await Server.MailsToAsync(email, Ct)).Last(mail => mail.Subject == "Your password was reset").Text).Value;

    private async Task<string> UndoAsync(string link)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<UndoReset>().ExecuteAsync(link.Replace("/reset/undo/", "", StringComparison.Ordinal), Ct))?.Code ?? "done";
    }

    private async Task<string?> FarReachingAsync(Person person)
    {
        var id = await Server.WithDatabaseAsync(async db => (await AccountAsync(db, person)).Id);
        await using var scope = Server.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<AccountDirectory>().RefuseFarReachingAsync(id, Ct))?.Code;
    }

    private static async Task<Account> AccountAsync(Tenure.Server.Data.TenureDb db, Person person)
    {
        Assert.True(AccountNumber.TryRead(person.Number, out var number));
        return await db.Accounts.FirstAsync(a => a.Number == number, Ct);
    }

    [GeneratedRegex(@"/reset/undo/[\w-]{43}")]
    private static partial Regex Undo();

    [GeneratedRegex("\"reset\":\"([^\"]+)\"")]
    private static partial Regex Id();
}
