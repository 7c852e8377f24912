using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Addresses;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform.Sms;
using Tenure.Server.SignIn.Contracts;
using Tenure.Server.Tests.Hosting;
using Tenure.Server.Tests.Platform;

namespace Tenure.Server.Tests.Accounts;

/// <summary>Several e-mail addresses and phone numbers of one account, and the way back.</summary>
public abstract partial class AddressTests(ServerFixture server, SmsGatewayStage stage) : ServerTests(server)
{
    private static int numbers;

    [Fact]
    public async Task An_address_is_added_by_its_code_and_the_ones_of_before_are_told_with_a_way_back()
    {
        var (person, client) = await HolderAsync();
        var email = Person.NewEmail();

        await AddAsync(client, person, email);

        Assert.Equal(
            [("email", person.Email, true), ("email", email, false)],
            (await client.GetIdentifiersAsync(Ct)).Select(i => (i.Kind, i.Value, i.First)));
        var told = (await Server.MailsToAsync(person.Email, Ct))[^1];
        Assert.Equal("An address was added to your account", told.Subject);
        Assert.Matches(Undo(), told.Text);
        Assert.DoesNotContain(email, told.Text, StringComparison.Ordinal);
        Assert.Single(await Server.MailsToAsync(email, Ct));
        Assert.Equal(("identifierAdded", $"{email[0]}•••@e•••.org"), (await client.GetEventsAsync(null, Ct)).Where(e => e.Kind != "signedIn").Select(e => (e.Kind, e.Detail!)).First());
    }

    [Fact]
    public async Task A_phone_number_is_added_by_a_code_that_comes_over_a_real_gateway()
    {
        stage.Kannel.Used();
        await stage.Kannel.AcceptAsync();
        var (person, client) = await HolderAsync();
        var number = NewNumber();

        var started = await client.AddIdentifierAsync(new AddIdentifier($"{number[..3]} ({number[3..6]}) {number[6..]}", person.Password), Ct);
        var code = Code().Match((await stage.Kannel.WaitForSmsAsync(number, ct: Ct)).Text).Value;
        await client.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(code), Ct);

        Assert.Equal([("email", person.Email, true), ("phone", number, true)], (await client.GetIdentifiersAsync(Ct)).Select(i => (i.Kind, i.Value, i.First)));
        Assert.Equal((person.Email, number), ((await client.GetAccountAsync(Ct)).Email, (await client.GetAccountAsync(Ct)).Phone));
        Assert.Equal("An address was added to your account", (await Server.MailsToAsync(person.Email, Ct))[^1].Subject);
    }

    [Fact]
    public async Task After_an_address_came_the_next_change_waits_for_three_days()
    {
        var (person, client) = await HolderAsync();
        await AddAsync(client, person, Person.NewEmail());

        Assert.Equal(TimeSpan.FromHours(72), (await Refused("account_quiet", () => BeginAsync(client, person, Person.NewEmail()))).RetryAfter);
        await Refused("account_quiet", () => client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct));
        await Refused("account_quiet", () => client.MakeIdentifierFirstAsync(new ChangeIdentifier(person.Email, person.Password), Ct));
        Server.Clock.Advance(TimeSpan.FromHours(72));
        client = await person.SignInAsync(Server, Ct);
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
    }

    [Fact]
    public async Task A_code_asked_for_before_another_address_came_has_to_wait_too()
    {
        var (person, client) = await HolderAsync();
        var (first, second) = (Person.NewEmail(), Person.NewEmail());
        var waiting = await BeginAsync(client, person, second);
        var code = await Person.LastCodeAsync(Server, second, Ct);
        await AddAsync(client, person, first);
        await Refused("account_quiet", () => client.ConfirmIdentifierAsync(waiting.Id, new ConfirmIdentifier(code), Ct));
    }

    [Fact]
    public async Task A_new_account_is_not_made_to_wait_and_has_at_most_five_of_a_kind()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        for (var i = 0; i < 4; i++)
        {
            await AddAsync(client, person, Person.NewEmail());
        }

        Assert.Equal("address", (await Refused("address_limit", () => BeginAsync(client, person, Person.NewEmail()))).Problem.Field);
        await AddPhoneAsync(client, person, NewNumber());
    }

    [Fact]
    public async Task The_last_address_stays_and_one_that_went_is_told_for_ninety_days()
    {
        var (person, client) = await HolderAsync();
        var email = Person.NewEmail();
        await Refused("address_last", () => client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct));
        await AddAsync(client, person, email);
        client = await LaterAsync(person, TimeSpan.FromDays(4));

        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email.ToUpperInvariant(), person.Password), Ct);

        await Refused("address_last", () => client.RemoveIdentifierAsync(new ChangeIdentifier(email, person.Password), Ct));
        Assert.Equal([email], (await client.GetIdentifiersAsync(Ct)).Select(i => i.Value));
        Assert.Matches(Undo(), (await Server.MailsToAsync(person.Email, Ct))[^1].Text);
        Server.Clock.Advance(TimeSpan.FromDays(20));
        const string Next = "eleven quiet green boats";
        await (await person.SignInAsync(Server, Ct)).ChangePasswordAsync(new ChangePassword(person.Password, Next), Ct);
        Assert.Equal("Your password was changed", (await Server.MailsToAsync(person.Email, Ct))[^1].Subject);
        Assert.Equal("Your password was changed", (await Server.MailsToAsync(email, Ct))[^1].Subject);

        Server.Clock.Advance(TimeSpan.FromDays(71));
        await Server.SweepAsync<SweepAddresses>(Ct);
        await NewDeviceAsync(person with { Password = Next }, email);
        Assert.Equal("New sign-in to your account", (await Server.MailsToAsync(email, Ct))[^1].Subject);
        Assert.DoesNotContain(await Server.MailsToAsync(person.Email, Ct), mail => mail.Subject == "New sign-in to your account");
    }

    [Fact]
    public async Task An_address_that_was_taken_away_is_nobody_elses_for_ninety_days()
    {
        var (person, client) = await HolderAsync();
        await AddAsync(client, person, Person.NewEmail());
        client = await LaterAsync(person, TimeSpan.FromDays(4));
        var stranger = await Person.RegisterAsync(Server, Ct);
        var elsewhere = await stranger.SignInAsync(Server, Ct);
        // Proven already, when it was not the account's any more a moment later.
        var proven = await Person.VerifiedAsync(Server, Server.Client(), Person.NewEmail(), Ct);
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        Assert.Equal(1, await Server.WithDatabaseAsync(async db =>
        {
            var registration = (await db.Registrations.ToListAsync(Ct)).Single(r => r.Key.SequenceEqual(Codes.KeyOf(proven)));
            db.Entry(registration).Property(r => r.Value).CurrentValue = person.Email;
            return await db.SaveChangesAsync(Ct);
        }));
        await Refused("address_taken", () => Server.Client().CreateAccountAsync(proven, new CreateAccount(Person.GoodPassword), Ct));

        await Server.Client().StartRegistrationAsync(new StartRegistration(person.Email), Ct);
        Assert.DoesNotMatch(Code(), (await Server.MailsToAsync(person.Email, Ct))[^1].Text);
        await BeginAsync(elsewhere, stranger, person.Email);
        Assert.DoesNotMatch(Code(), (await Server.MailsToAsync(person.Email, Ct))[^1].Text);
        // The notices go on.
        await client.ChangePasswordAsync(new ChangePassword(person.Password, "eleven quiet green boats"), Ct);
        Assert.Equal("Your password was changed", (await Server.MailsToAsync(person.Email, Ct))[^1].Subject);

        Server.Clock.Advance(TimeSpan.FromDays(90));
        await Person.RegisterAsync(Server, Ct, email: person.Email);
    }

    [Fact]
    public async Task An_address_that_comes_back_to_its_account_is_as_old_as_it_was()
    {
        var (person, client) = await HolderAsync();
        await AddAsync(client, person, Person.NewEmail());
        var added = (await client.GetIdentifiersAsync(Ct))[0].AddedAt;
        client = await LaterAsync(person, TimeSpan.FromDays(4));
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await AddAsync(client, person, person.Email);
        var back = (await client.GetIdentifiersAsync(Ct))[0];
        Assert.Equal((person.Email, added), (back.Value, back.AddedAt));
        Assert.True(back.VerifiedAt > added);
    }

    [Fact]
    public async Task Who_reads_an_old_mailbox_undoes_once_and_gets_no_codes()
    {
        var (person, client) = await HolderAsync();
        var email = Person.NewEmail();
        await AddAsync(client, person, email);
        Server.Clock.Advance(TimeSpan.FromDays(91));
        client = await NewDeviceAsync(person, person.Email);
        await client.MakeIdentifierFirstAsync(new ChangeIdentifier(email, person.Password), Ct);
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        Assert.Equal("done", await UndoAsync((await LinkAsync(person.Email))["/undo/".Length..]));

        client = await NewDeviceAsync(person, email);
        Assert.Equal([email, person.Email], (await client.GetIdentifiersAsync(Ct)).Select(i => i.Value));
        Server.Clock.Advance(TimeSpan.FromDays(8));
        client = await NewDeviceAsync(person, email);
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        Assert.Equal("An address was removed from your account", (await Server.MailsToAsync(person.Email, Ct))[^1].Subject);
        Assert.DoesNotMatch(Undo(), (await Server.MailsToAsync(person.Email, Ct))[^1].Text);
        Assert.Matches(Undo(), (await Server.MailsToAsync(email, Ct))[^1].Text);
    }

    [Fact]
    public async Task The_oldest_address_that_is_left_is_believed_too()
    {
        var (person, client) = await HolderAsync();
        var email = Person.NewEmail();
        await AddAsync(client, person, email);
        client = await LaterAsync(person, TimeSpan.FromDays(4));
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        Assert.DoesNotMatch(Undo(), (await Server.MailsToAsync(email, Ct))[^1].Text);
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await AddAsync(client, person, Person.NewEmail());
        Assert.Matches(Undo(), (await Server.MailsToAsync(email, Ct))[^1].Text);
        Assert.Matches(Undo(), (await Server.MailsToAsync(person.Email, Ct))[^1].Text);
    }

    [Fact]
    public async Task After_an_undo_no_code_of_before_lets_a_thief_in()
    {
        var (person, client) = await HolderAsync();
        var codes = (await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password), Ct)).Codes;
        client = await LaterAsync(person, TimeSpan.FromDays(4));
        await AddAsync(client, person, Person.NewEmail());
        var link = await LinkAsync(person.Email);
        var (other, elsewhere) = (await NewDeviceAsync(person, person.Email), Server.Client());
        Assert.Equal(2, (await other.GetRecoveryCodesAsync(Ct)).Left);
        Assert.Equal("done", await UndoAsync(link["/undo/".Length..]));
        // Those of before the change may be all that the holder has.
        Assert.Equal(2, (await (await NewDeviceAsync(person, person.Email)).GetRecoveryCodesAsync(Ct)).Left);

        Server.Clock.Advance(TimeSpan.FromDays(8));
        client = await NewDeviceAsync(person, person.Email);
        await AddAsync(client, person, Person.NewEmail());
        link = await LinkAsync(person.Email);
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(person.Password, codes[0]), Ct);
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var pkce = Pkce.Create();
        var waiting = await elsewhere.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, null, "Thief's phone", pkce, Ct);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        Assert.Equal("done", await UndoAsync(link["/undo/".Length..]));
        var refused = await Assert.ThrowsAsync<OAuthException>(() => elsewhere.SignIn.ContinueNativeAsync(TokenClient.PhoneClient, waiting.AuthSession!, code, pkce, Ct));
        Assert.Equal("code_spent", refused.Error.Refusal);
        Assert.Equal(0, (await (await NewDeviceAsync(person, person.Email)).GetRecoveryCodesAsync(Ct)).Left);
    }

    [Fact]
    public async Task A_code_that_was_sent_to_an_address_ends_when_the_address_goes()
    {
        var (person, client) = await HolderAsync();
        await AddAsync(client, person, Person.NewEmail());
        client = await LaterAsync(person, TimeSpan.FromDays(4));
        var (elsewhere, pkce) = (Server.Client(), Pkce.Create());
        var waiting = await elsewhere.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, null, "New phone", pkce, Ct);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        await Assert.ThrowsAsync<OAuthException>(() => elsewhere.SignIn.ContinueNativeAsync(TokenClient.PhoneClient, waiting.AuthSession!, code, pkce, Ct));
        // Nothing else ends.
        Assert.Single(await client.GetIdentifiersAsync(Ct));
    }

    [Fact]
    public async Task Changes_are_counted_and_one_that_changes_nothing_is_not_told()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        var email = Person.NewEmail();
        await AddAsync(client, person, email);
        var before = (await Server.MailsToAsync(person.Email, Ct)).Count;
        await client.MakeIdentifierFirstAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        Assert.Equal(before, (await Server.MailsToAsync(person.Email, Ct)).Count);
        Assert.DoesNotContain(await client.GetEventsAsync(null, Ct), e => e.Kind == "primaryChanged");

        // Only what changes something counts: neither that one nor what is refused.
        await Refused("not_found", () => client.RemoveIdentifierAsync(new ChangeIdentifier(Person.NewEmail(), person.Password), Ct));
        for (var i = 0; i < 20; i++)
        {
            await client.MakeIdentifierFirstAsync(new ChangeIdentifier(i % 2 == 0 ? email : person.Email, person.Password), Ct);
        }

        await Refused("rate_limited", () => client.MakeIdentifierFirstAsync(new ChangeIdentifier(email, person.Password), Ct));
        await Refused("rate_limited", () => client.RemoveIdentifierAsync(new ChangeIdentifier(email, person.Password), Ct));
        // They do not stop a new password, which has a count of its own.
        var (password, next) = (person.Password, "eleven quiet green boats");
        for (var i = 0; i < 20; i++)
        {
            await client.ChangePasswordAsync(new ChangePassword(password, next), Ct);
            (password, next) = (next, password);
        }

        await Refused("rate_limited", () => client.ChangePasswordAsync(new ChangePassword(password, next), Ct));
    }

    [Fact]
    public async Task Strangers_use_up_no_code_of_a_numbers_account()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        var number = NewNumber();
        await AddPhoneAsync(client, person, number);
        Server.Clock.Advance(TimeSpan.FromDays(1));
        client = await person.SignInAsync(Server, Ct);
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        var (stranger, before) = (await Person.RegisterAsync(Server, Ct), (await Server.MailsToAsync(number, Ct)).Count);
        var elsewhere = await stranger.SignInAsync(Server, Ct);
        var judged = await Server.WithDatabaseAsync(db => db.SmsCountryCounts.SumAsync(c => c.Sent, Ct));

        foreach (var (asked, sent) in new[] { (number, 1), (NewNumber(), 2) })
        {
            await BeginAsync(elsewhere, stranger, asked);
            await BeginAsync(elsewhere, stranger, asked);
            await Refused("sms_limit", () => BeginAsync(elsewhere, stranger, asked));
            Assert.Equal(sent, (await Server.MailsToAsync(asked, Ct)).Count - (asked == number ? before : 0));
        }

        // No code can come back from the one that is known.
        Assert.Equal(judged + 2, await Server.WithDatabaseAsync(db => db.SmsCountryCounts.SumAsync(c => c.Sent, Ct)));
        for (var i = 0; i < 5; i++)
        {
            await NewDeviceAsync(person, number);
        }
    }

    [Fact]
    public async Task Another_address_becomes_the_first_one_and_gets_the_codes()
    {
        var (person, client) = await HolderAsync();
        var email = Person.NewEmail();
        await AddAsync(client, person, email);
        client = await LaterAsync(person, TimeSpan.FromDays(4));

        await client.MakeIdentifierFirstAsync(new ChangeIdentifier(email, person.Password), Ct);

        Assert.Equal([email, person.Email], (await client.GetIdentifiersAsync(Ct)).Select(i => i.Value));
        Assert.Equal(email, (await client.GetAccountAsync(Ct)).Email);
        Assert.Equal("Another address is now your first one", (await Server.MailsToAsync(person.Email, Ct))[^1].Subject);
        await NewDeviceAsync(person, email);
    }

    [Fact]
    public async Task Every_change_needs_the_password_and_an_account_that_is_not_frozen()
    {
        var (person, client) = await HolderAsync();
        var email = Person.NewEmail();
        var wrong = person with { Password = "not the password at all" };
        await Refused("step_up_failed", () => BeginAsync(client, wrong, email));
        await Refused("step_up_failed", () => client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, wrong.Password), Ct));
        await Refused("step_up_failed", () => client.MakeIdentifierFirstAsync(new ChangeIdentifier(person.Email, wrong.Password), Ct));
        Assert.Empty(await Server.MailsToAsync(email, Ct));

        await FreezeAsync(person);
        foreach (var call in new Func<Task>[]
        {
            () => BeginAsync(client, person, email), () => client.MakeIdentifierFirstAsync(new ChangeIdentifier(person.Email, person.Password), Ct),
        })
        {
            Assert.Equal(TimeSpan.FromDays(7), (await Refused("account_frozen", call)).RetryAfter);
        }

        Assert.Empty(await Server.MailsToAsync(email, Ct));
    }

    [Fact]
    public async Task A_code_is_worth_nothing_after_a_new_password_in_another_session_or_for_another_account()
    {
        var (person, other) = (await Person.RegisterAsync(Server, Ct), await Person.RegisterAsync(Server, Ct));
        var (client, stranger) = (await LaterAsync(person, TimeSpan.FromDays(4)), await other.SignInAsync(Server, Ct));
        var email = Person.NewEmail();
        var started = await BeginAsync(client, person, email);
        var code = await Person.LastCodeAsync(Server, email, Ct);
        var elsewhere = await person.SignInAsync(Server, Ct);

        await Refused("code_spent", () => stranger.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(code), Ct));
        await Refused("code_spent", () => stranger.ResendIdentifierAsync(started.Id, Ct));
        await Refused("code_spent", () => elsewhere.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(code), Ct));
        await client.ChangePasswordAsync(new ChangePassword(person.Password, "eleven quiet green boats"), Ct);
        await Refused("code_spent", () => client.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(code), Ct));

        var unknown = await Refused("not_found", () => stranger.RemoveIdentifierAsync(new ChangeIdentifier(Person.NewEmail(), other.Password), Ct));
        var foreign = await Refused("not_found", () => stranger.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, other.Password), Ct));
        Assert.Equal(unknown.Problem.Title, foreign.Problem.Title);
        await Refused("not_found", () => stranger.MakeIdentifierFirstAsync(new ChangeIdentifier(person.Email, other.Password), Ct));
        await Refused("not_found", () => stranger.RemoveIdentifierAsync(new ChangeIdentifier("1234567890", other.Password), Ct));
    }

    [Fact]
    public async Task A_code_works_once_and_a_resent_one_takes_the_place_of_the_one_before()
    {
        var (person, client) = await HolderAsync();
        var email = Person.NewEmail();
        var started = await BeginAsync(client, person, email);
        var old = await Person.LastCodeAsync(Server, email, Ct);
        await Refused("throttled", () => client.ResendIdentifierAsync(started.Id, Ct));
        Server.Clock.Advance(TimeSpan.FromSeconds(30));
        await client.ResendIdentifierAsync(started.Id, Ct);
        var code = await Person.LastCodeAsync(Server, email, Ct);
        if (old != code)
        {
            await Refused("code_wrong", () => client.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(old), Ct));
        }

        await client.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(code), Ct);
        await Refused("code_spent", () => client.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(code), Ct));
        Server.Clock.Advance(TimeSpan.FromMinutes(31));
        await Server.SweepAsync<SweepAddresses>(Ct);
        Assert.False(await Server.WithDatabaseAsync(db => db.AddressProofs.AnyAsync(p => p.Value == email, Ct)));
    }

    [Fact]
    public async Task Nobody_learns_from_adding_an_address_who_has_it_and_its_owner_is_told()
    {
        var (owner, _) = await HolderAsync();
        var number = NewNumber();
        await AddPhoneAsync(await owner.SignInAsync(Server, Ct), owner, number);
        var (person, client) = await HolderAsync();

        foreach (var (taken, free) in new[] { (owner.Email, Person.NewEmail()), (number, NewNumber()) })
        {
            var before = await Server.MailsToAsync(taken, Ct);
            var (known, unknown) = (await BeginAsync(client, person, taken), await BeginAsync(client, person, free));
            Assert.Equal((known.Id.Length, known.ExpiresAt, known.ResendAt), (unknown.Id.Length, unknown.ExpiresAt, unknown.ResendAt));
            var told = (await Server.MailsToAsync(taken, Ct))[before.Count..];
            Assert.DoesNotMatch(Code(), Assert.Single(told).Text);
            Assert.Contains("nothing has changed", told[0].Text, StringComparison.Ordinal);
            Assert.Matches(Code(), Assert.Single(await Server.MailsToAsync(free, Ct)).Text);
            var (guess, other) = (await Refused("code_wrong", () => client.ConfirmIdentifierAsync(known.Id, new ConfirmIdentifier("000000"), Ct)), await WrongAsync(client, unknown, free));
            Assert.Equal(guess.Problem.Title, other.Problem.Title);
        }

        Assert.Equal([person.Email], (await client.GetIdentifiersAsync(Ct)).Select(i => i.Value));
    }

    [Fact]
    public async Task Codes_cannot_be_guessed_over_many_transactions()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        var answers = new List<string>();
        string email = "", id = "";
        for (var i = 0; i < 5; i++)
        {
            email = Person.NewEmail();
            id = (await BeginAsync(client, person, email)).Id;
            var code = await Person.LastCodeAsync(Server, email, Ct);
            for (var tries = 0; tries < 5; tries++)
            {
                answers.Add(await RegistrationTests.OutcomeAsync(() => client.ConfirmIdentifierAsync(id, new ConfirmIdentifier(RegistrationTests.Other(code)), Ct)));
            }
        }

        Assert.Equal(20, answers.Count(a => a == "code_wrong"));
        Assert.Equal(5, answers.Count(a => a == "code_spent"));
        await Refused("code_spent", () => client.ConfirmIdentifierAsync(id, new ConfirmIdentifier("123456"), Ct));
        // The codes of a sign-in are counted apart: a thief with a session cannot use them up.
        await NewDeviceAsync(person, person.Email);
    }

    [Fact]
    public async Task The_code_of_a_number_cannot_be_guessed_by_many_accounts()
    {
        var number = NewNumber();
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var person = await Person.RegisterAsync(Server, Ct);
            var client = await person.SignInAsync(Server, Ct);
            var started = await BeginAsync(client, person, number);
            var code = await Person.LastCodeAsync(Server, number, Ct);
            for (var tries = 0; tries < 5; tries++)
            {
                answers.Add(await RegistrationTests.OutcomeAsync(() => client.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(RegistrationTests.Other(code)), Ct)));
            }
        }

        Assert.Equal(10, answers.Count(a => a == "code_wrong"));
        var late = await Person.RegisterAsync(Server, Ct);
        await Refused("sms_limit", async () => await BeginAsync(await late.SignInAsync(Server, Ct), late, number));
    }

    [Fact]
    public async Task An_account_cannot_make_the_server_write_to_the_whole_world()
    {
        var (person, client) = await HolderAsync();
        for (var i = 0; i < 10; i++)
        {
            await BeginAsync(client, person, i % 2 == 0 ? NewNumber() : Person.NewEmail());
        }

        var (number, email) = (NewNumber(), Person.NewEmail());
        Assert.NotNull((await Refused("rate_limited", () => BeginAsync(client, person, number))).RetryAfter);
        await Refused("rate_limited", () => BeginAsync(client, person, email));
        Assert.Empty(await Server.MailsToAsync(number, Ct));
        Assert.Empty(await Server.MailsToAsync(email, Ct));
    }

    [Theory]
    [InlineData("+12125550123", "sms_unavailable")]
    [InlineData("015112345678", "phone_malformed")]
    [InlineData("1234567890", "phone_malformed")]
    [InlineData("+493012345678", "phone_not_reachable")]
    [InlineData("+4915", "phone_malformed")]
    [InlineData("", "email_malformed")]
    [InlineData("a@b@c", "email_malformed")]
    [InlineData("a\0b@example.org", "malformed")]
    public async Task What_is_no_address_is_refused_before_the_password_is_looked_at(string text, string code)
    {
        var (_, client) = await HolderAsync();
        Assert.Equal("address", (await Refused(code, () => client.AddIdentifierAsync(new AddIdentifier(text, "x"), Ct))).Problem.Field);
    }

    [Fact]
    public async Task Of_two_accounts_that_prove_one_address_at_once_exactly_one_gets_it()
    {
        foreach (var address in new[] { Person.NewEmail(), NewNumber(), Person.NewEmail() })
        {
            var calls = new List<Func<Task>>();
            for (var i = 0; i < 2; i++)
            {
                var person = await Person.RegisterAsync(Server, Ct);
                var client = await person.SignInAsync(Server, Ct);
                var started = await BeginAsync(client, person, address);
                var code = await Person.LastCodeAsync(Server, address, Ct);
                calls.Add(() => client.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(code), Ct));
            }

            var outcomes = await Task.WhenAll(calls.Select(RegistrationTests.OutcomeAsync));

            Assert.Equal(["address_taken", "done"], outcomes.Order());
            Assert.Equal(1, await Server.WithDatabaseAsync(db => db.Identifiers.CountAsync(i => i.Value == address, Ct)));
        }
    }

    [Fact]
    public async Task Of_all_addresses_removed_at_once_one_stays()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        List<string> addresses = [person.Email, Person.NewEmail(), Person.NewEmail()];
        foreach (var email in addresses[1..])
        {
            await AddAsync(client, person, email);
        }

        var outcomes = await Task.WhenAll(addresses.Select(email =>
            RegistrationTests.OutcomeAsync(() => client.RemoveIdentifierAsync(new ChangeIdentifier(email, person.Password), Ct))));

        Assert.Equal(["address_last", "done", "done"], outcomes.Order());
        Assert.Single(await client.GetIdentifiersAsync(Ct));
        Assert.Equal(2, await Server.WithDatabaseAsync(db => db.AddressChanges.CountAsync(c => c.What == AddressChangeKind.Removed && addresses.Contains(c.Value), Ct)));
    }

    [Fact]
    public async Task The_holder_undoes_all_that_a_thief_did_with_the_first_link()
    {
        var (person, client) = await HolderAsync();
        var thief = Person.NewEmail();
        await AddAsync(client, person, thief);
        var link = await LinkAsync(person.Email);
        client = await LaterAsync(person, TimeSpan.FromDays(4));
        await client.MakeIdentifierFirstAsync(new ChangeIdentifier(thief, person.Password), Ct);
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        Assert.All(await Server.MailsToAsync(thief, Ct), mail => Assert.DoesNotMatch(Undo(), mail.Text));
        var waiting = await BeginAsync(client, person, Person.NewEmail());
        Assert.Equal([thief], (await client.GetIdentifiersAsync(Ct)).Select(i => i.Value));

        using var browser = Browser.New(Server);
        var page = await browser.ReadAsync(link, Ct);
        Assert.Contains($"{thief[0]}•••@e•••.org", page, StringComparison.Ordinal);
        Assert.DoesNotContain(thief, page, StringComparison.Ordinal);
        // Mail scanners open links.
        Assert.Equal([thief], (await client.GetIdentifiersAsync(Ct)).Select(i => i.Value));
        using var done = await browser.SubmitAsync(link, Ct);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);

        Assert.Equal(401, (await Assert.ThrowsAsync<TenureProblemException>(() => client.GetIdentifiersAsync(Ct))).Problem.Status);
        Assert.Equal("A change of your addresses was undone", (await Server.MailsToAsync(person.Email, Ct))[^1].Subject);
        // And the one that it took away: it could be the holder's new one.
        Assert.Equal("A change of your addresses was undone", (await Server.MailsToAsync(thief, Ct))[^1].Subject);
        var again = await NewDeviceAsync(person, person.Email);
        Assert.Equal([person.Email], (await again.GetIdentifiersAsync(Ct)).Select(i => i.Value));
        await Refused("account_frozen", () => BeginAsync(again, person, Person.NewEmail()));
        await Refused("code_spent", () => again.ConfirmIdentifierAsync(waiting.Id, new ConfirmIdentifier("123456"), Ct));
        Assert.Equal(["frozen", "identifierChangeUndone"], (await again.GetEventsAsync(null, Ct)).Where(e => e.Kind != "signedIn").Take(2).Select(e => e.Kind).Order());
        using var twice = await browser.GetAsync(link, Ct);
        Assert.Equal(HttpStatusCode.Gone, twice.StatusCode);
    }

    [Fact]
    public async Task A_holder_who_takes_a_thiefs_address_away_gives_the_thief_no_way_back()
    {
        var (person, client) = await HolderAsync();
        var thief = Person.NewEmail();
        await AddAsync(client, person, thief);
        client = await LaterAsync(person, TimeSpan.FromDays(4));
        await client.RemoveIdentifierAsync(new ChangeIdentifier(thief, person.Password), Ct);
        var told = (await Server.MailsToAsync(thief, Ct))[^1];
        Assert.Equal("An address was removed from your account", told.Subject);
        Assert.DoesNotMatch(Undo(), told.Text);
    }

    [Fact]
    public async Task A_link_is_good_for_ninety_days_and_a_made_up_one_for_nothing()
    {
        var (person, client) = await HolderAsync();
        await AddAsync(client, person, Person.NewEmail());
        var link = await LinkAsync(person.Email);
        using var browser = Browser.New(Server);
        Server.Clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromMinutes(1));
        await browser.ReadAsync(link, Ct);
        Server.Clock.Advance(TimeSpan.FromMinutes(1));
        foreach (var dead in new[] { link, "/undo/" + new string('A', 43), "/undo/%00", "/undo/x" })
        {
            using var gone = await browser.GetAsync(dead, Ct);
            Assert.Contains(gone.StatusCode, new[] { HttpStatusCode.Gone, HttpStatusCode.BadRequest });
        }
    }

    [Fact]
    public async Task Of_those_who_undo_at_once_one_does()
    {
        var (person, client) = await HolderAsync();
        var email = Person.NewEmail();
        await AddAsync(client, person, email);
        client = await LaterAsync(person, TimeSpan.FromDays(4));
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        var link = await LinkAsync(person.Email);

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => UndoAsync(link["/undo/".Length..])));
        Assert.Equal(["done", "undo_over", "undo_over"], answers.Order());
        Assert.Equal([person.Email, email], (await (await NewDeviceAsync(person, person.Email)).GetIdentifiersAsync(Ct)).Select(i => i.Value));
    }

    [Fact]
    public async Task A_number_nobody_proved_for_a_year_proves_nothing_until_it_is_proven_again()
    {
        var (person, client) = await HolderAsync();
        var number = NewNumber();
        await AddPhoneAsync(client, person, number);
        Server.Clock.Advance(TimeSpan.FromDays(365));
        client = await NewDeviceAsync(person, person.Email);

        Assert.False((await client.GetIdentifiersAsync(Ct))[1].IsProof);
        await Refused("address_last", () => client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct));
        await AddPhoneAsync(client, person, number);

        Assert.True((await client.GetIdentifiersAsync(Ct))[1].IsProof);
        Assert.Equal("identifierConfirmed", (await client.GetEventsAsync(null, Ct)).Select(e => e.Kind).First(kind => kind != "signedIn"));
        // No way into the account is new: nothing has to wait.
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        Assert.Equal((null, number), ((await client.GetAccountAsync(Ct)).Email, (await client.GetAccountAsync(Ct)).Phone));
    }

    [Fact]
    public async Task Where_there_is_no_mail_address_a_notice_goes_by_sms()
    {
        stage.Kannel.Used();
        await stage.Kannel.AcceptAsync();
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        var number = NewNumber();
        await AddPhoneAsync(client, person, number);
        await stage.Kannel.WaitForSmsAsync(number, ct: Ct);
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);

        await client.ChangePasswordAsync(new ChangePassword(person.Password, "eleven quiet green boats"), Ct);

        Assert.Equal("Tenure: Your password was changed", (await stage.Kannel.WaitForSmsAsync(number, skip: 1, ct: Ct)).Text);
        Assert.Contains(await Server.MailsToAsync(person.Email, Ct), mail => mail.Subject == "Your password was changed");
    }

    [Fact]
    public async Task Who_has_only_a_phone_number_signs_in_with_it_and_a_code_by_sms()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        var number = NewNumber();
        await AddPhoneAsync(client, person, number);
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        Server.Clock.Advance(TimeSpan.FromDays(300));

        client = await NewDeviceAsync(person with { Number = $" {number[..3]} {number[3..6]}-{number[6..]}" }, number);

        // That proved the number for another year.
        var verified = (await client.GetIdentifiersAsync(Ct)).Single().VerifiedAt;
        Assert.InRange(verified, Server.Clock.GetUtcNow() - TimeSpan.FromMinutes(1), Server.Clock.GetUtcNow());
        Assert.Equal(person.Number, (await client.GetAccountAsync(Ct)).Number);
    }

    [Fact]
    public async Task A_number_that_is_no_proof_any_more_gets_no_code()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        var number = NewNumber();
        await AddPhoneAsync(client, person, number);
        await client.RemoveIdentifierAsync(new ChangeIdentifier(person.Email, person.Password), Ct);
        Server.Clock.Advance(TimeSpan.FromDays(366));
        var now = Server.Clock.GetUtcNow();

        var step = await Server.Client().SignIn.StartNativeAsync(TokenClient.PhoneClient, number, person.Password, null, "New phone", Pkce.Create(), Ct);

        // To who has the password it looks the same.
        Assert.NotNull(step.AuthSession);
        Assert.DoesNotContain(await Server.MailsToAsync(number, Ct), message => message.CreatedAt >= now);
    }

    [Fact]
    public async Task Digits_without_a_plus_are_an_account_number_and_no_phone_number()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        var number = NewNumber();
        await AddPhoneAsync(client, person, number);
        foreach (var typed in new[] { number[1..], "0" + number[3..], NewNumber(), "+", "+49" })
        {
            var refused = await Assert.ThrowsAsync<OAuthException>(() =>
                Server.Client().SignIn.StartNativeAsync(TokenClient.PhoneClient, typed, person.Password, null, null, Pkce.Create(), Ct));
            Assert.Equal("sign_in_failed", refused.Error.Refusal);
        }
    }

    [Fact]
    public async Task An_account_is_made_with_a_phone_number_alone_over_a_real_gateway()
    {
        stage.Kannel.Used();
        await stage.Kannel.AcceptAsync();
        var (client, number) = (Server.Client(), NewNumber());
        var started = await client.StartRegistrationAsync(new StartRegistration(Language: "de", Phone: number), Ct);
        var sms = await stage.Kannel.WaitForSmsAsync(number, ct: Ct);
        Assert.Contains("Ihr Code", sms.Text, StringComparison.Ordinal);
        await client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(Code().Match(sms.Text).Value), Ct);
        var created = await client.CreateAccountAsync(started.Registration, new CreateAccount(Person.GoodPassword), Ct);

        var person = new Person("", Person.GoodPassword, number, created.KnownDevice);
        var account = await (await person.SignInAsync(Server, Ct)).GetAccountAsync(Ct);
        Assert.Equal((created.AccountNumber, null, number, "de"), (account.Number, account.Email, account.Phone, account.Language));
    }

    [Fact]
    public async Task A_registration_tells_nobody_which_number_has_an_account()
    {
        var (owner, client) = await HolderAsync();
        var (taken, free) = (NewNumber(), NewNumber());
        await AddPhoneAsync(client, owner, taken);
        var sent = (await Server.MailsToAsync(taken, Ct)).Count;
        var stranger = Server.Client();
        var known = await stranger.StartRegistrationAsync(new StartRegistration(Phone: taken), Ct);
        var unknown = await stranger.StartRegistrationAsync(new StartRegistration(Phone: free), Ct);
        Assert.Equal((known.Registration.Length, known.ExpiresAt, known.ResendAt), (unknown.Registration.Length, unknown.ExpiresAt, unknown.ResendAt));
        Assert.Contains("already belongs to your account", Assert.Single((await Server.MailsToAsync(taken, Ct))[sent..]).Text, StringComparison.Ordinal);
        await Refused("code_wrong", () => stranger.VerifyRegistrationAsync(known.Registration, new VerifyRegistration("000000"), Ct));
    }

    [Fact]
    public async Task A_registration_names_one_address_and_one_that_can_be_written_to()
    {
        var client = Server.Client();
        await Refused("malformed", () => client.StartRegistrationAsync(new StartRegistration(), Ct));
        await Refused("malformed", () => client.StartRegistrationAsync(new StartRegistration(Person.NewEmail(), Phone: NewNumber()), Ct));
        Assert.Equal("phone", (await Refused("phone_malformed", () => client.StartRegistrationAsync(new StartRegistration(Phone: "015112345678"), Ct))).Problem.Field);
        Assert.Equal("phone", (await Refused("sms_unavailable", () => client.StartRegistrationAsync(new StartRegistration(Phone: "+12025550123"), Ct))).Problem.Field);
    }

    [Fact]
    public async Task The_code_of_a_registrations_number_cannot_be_guessed_over_many_registrations()
    {
        var number = NewNumber();
        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var stranger = Server.Client();
            var started = await stranger.StartRegistrationAsync(new StartRegistration(Phone: number), Ct);
            var code = await Person.LastCodeAsync(Server, number, Ct);
            for (var tries = 0; tries < 5; tries++)
            {
                answers.Add(await RegistrationTests.OutcomeAsync(() => stranger.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(RegistrationTests.Other(code)), Ct)));
            }
        }

        Assert.Equal(10, answers.Count(a => a == "code_wrong"));
        await Refused("sms_limit", () => Server.Client().StartRegistrationAsync(new StartRegistration(Phone: number), Ct));
    }

    [Fact]
    public async Task The_page_of_registration_takes_a_number_too()
    {
        using var browser = Browser.New(Server);
        var number = NewNumber();
        using var asked = await browser.SubmitAsync("/register", Ct, ("email", number));
        Assert.EndsWith("/register/code", asked.Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var typed = await browser.SubmitAsync("/register/code", Ct, ("code", await Person.LastCodeAsync(Server, number, Ct)));
        Assert.EndsWith("/register/password", typed.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    internal static string NewNumber() => $"+49151124{Interlocked.Increment(ref numbers):00000}";

    private static Task<TenureProblemException> Refused(string code, Func<Task> call) => RegistrationTests.RefusedAsync(code, call);

    private static Task<IdentifierStarted> BeginAsync(TenureClient client, Person person, string address) => client.AddIdentifierAsync(new AddIdentifier(address, person.Password), Ct);

    // Old enough that a new way into the account makes things wait.
    private async Task<(Person Person, TenureClient Client)> HolderAsync()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        return (person, await LaterAsync(person, TimeSpan.FromDays(4)));
    }

    private Task<TenureClient> LaterAsync(Person person, TimeSpan time)
    {
        Server.Clock.Advance(time);
        return person.SignInAsync(Server, Ct);
    }

    private async Task AddAsync(TenureClient client, Person person, string address)
    {
        var started = await BeginAsync(client, person, address);
        await client.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(await Person.LastCodeAsync(Server, address, Ct)), Ct);
    }

    private Task AddPhoneAsync(TenureClient client, Person person, string number) => AddAsync(client, person, number);

    private async Task<TenureProblemException> WrongAsync(TenureClient client, IdentifierStarted started, string address)
    {
        var code = RegistrationTests.Other(await Person.LastCodeAsync(Server, address, Ct));
        return await Refused("code_wrong", () => client.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(code), Ct));
    }

    private async Task<string> UndoAsync(string secret)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<UndoAddressChange>().ExecuteAsync(secret, Ct))?.Code ?? "done";
    }

    private async Task<string> LinkAsync(string email) => Undo().Match((await Server.MailsToAsync(email, Ct))[^1].Text).Value;

    // Signs in where nobody did before: the code comes to an address.
    private async Task<TenureClient> NewDeviceAsync(Person person, string address)
    {
        Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var client = Server.Client();
        var pkce = Pkce.Create();
        var step = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, null, "New phone", pkce, Ct);
        var done = await client.SignIn.ContinueNativeAsync(TokenClient.PhoneClient, step.AuthSession!, await Person.LastCodeAsync(Server, address, Ct), pkce, Ct);
        client.AccessToken = done.Tokens!.AccessToken;
        return client;
    }

    private Task<int> FreezeAsync(Person person) => Server.WithDatabaseAsync(async db =>
    {
        Assert.True(AccountNumber.TryRead(person.Number, out var number));
        Assert.True((await db.Accounts.FirstAsync(a => a.Number == number, Ct)).Freeze(Server.Clock.GetUtcNow()));
        return await db.SaveChangesAsync(Ct);
    });

    [GeneratedRegex(@"/undo/[\w-]{43}")]
    private static partial Regex Undo();

    [GeneratedRegex(@"\b\d{3} \d{3}\b")]
    private static partial Regex Code();
}
