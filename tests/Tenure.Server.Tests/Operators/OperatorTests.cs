using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Operators;
using Tenure.Server.SignIn.Contracts;
using Tenure.Server.Tests.Hosting;
using Xunit.Sdk;

namespace Tenure.Server.Tests.Operators;

/// <summary>What operators see and do, and what is written down of it.</summary>
public abstract class OperatorTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task An_operator_is_no_holder_and_a_holder_no_operator()
    {
        using var browser = await OperatorBrowser.SignedInAsync(Server, Ct);
        Assert.Contains("name=\"identifier\"", await browser.ReadAsync("/operator", Ct), StringComparison.Ordinal);
        using var asHolder = await browser.GetAsync("/devices", Ct);
        Assert.Equal("/sign-in", asHolder.Headers.Location!.AbsolutePath);

        var person = await Person.RegisterAsync(Server, Ct);
        using var holder = await Browser.OfAsync(Server, person, Ct);
        using var http = Server.Http();
        foreach (var path in (string[])["/operator", "/operator/account", "/operator/log"])
        {
            using var stranger = await http.GetAsync(new Uri(path, UriKind.Relative), Ct);
            Assert.Equal((HttpStatusCode.Found, "/operator/sign-in"), (stranger.StatusCode, stranger.Headers.Location!.ToString()));
        }

        // A holder's password is no operator's, whatever name is typed with it.
        using var other = new OperatorBrowser(Server);
        using var refused = await other.SignInAsync(person.Number, person.Password, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task The_cookie_goes_to_operators_pages_alone_and_a_sign_in_lifts_no_older_one()
    {
        var name = await OperatorBrowser.CreateAsync(Server, Ct);
        using var browser = new OperatorBrowser(Server);
        browser.Cookies["tenure-operator"] = "planted";
        using var answer = await browser.SignInAsync(name, OperatorBrowser.Password, Ct);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("tenure-operator=", StringComparison.Ordinal) && !c.StartsWith("tenure-operator=;", StringComparison.Ordinal));
        Assert.Contains("path=/operator;", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        var first = browser.Cookies["tenure-operator"];
        using var again = await browser.SignInAsync(name, OperatorBrowser.Password, Ct);
        Assert.NotEqual(first, browser.Cookies["tenure-operator"]);
    }

    [Fact]
    public async Task Wrong_passwords_are_counted_together_wherever_they_come_from_until_the_right_one()
    {
        var name = await OperatorBrowser.CreateAsync(Server, Ct);
        for (var wrong = 0; wrong < 3; wrong++)
        {
            Assert.Equal("sign_in_failed", await SignInAsync("not the password at all"));
        }

        Assert.Equal(3, await StreakAsync());
        Assert.Null(await SignInAsync(OperatorBrowser.Password));
        Assert.Null(await StreakAsync());

        async Task<string?> SignInAsync(string password) =>
            (await InScopeAsync(s => s.GetRequiredService<SignInOperator>().ExecuteAsync(name, password, IPAddress.Parse(ServerFixture.NewAddress()), Ct))).Refusal?.Code;

        Task<int?> StreakAsync() => InScopeAsync(async s =>
        {
            var key = s.GetRequiredService<Throttles>().Gate(ThrottleRule.Streak, "operator-streak", name).Key;
            return (await s.GetRequiredService<TenureDb>().Throttles.FindAsync([key], Ct))?.Failures;
        });
    }

    [Fact]
    public async Task Unknown_disabled_and_wrong_are_one_answer_after_one_hash_and_slow_down_alike()
    {
        var name = await OperatorBrowser.CreateAsync(Server, Ct);
        var disabled = await OperatorBrowser.CreateAsync(Server, Ct);
        await InScopeAsync(s => s.GetRequiredService<OperatorBook>().DisableAsync(disabled, Ct));
        var answers = new List<(HttpStatusCode, string)>();
        foreach (var (typed, password) in ((string, string)[])[(name, "wrong password"), ("nobodyatall", OperatorBrowser.Password), (disabled, OperatorBrowser.Password), (name, "")])
        {
            using var browser = new OperatorBrowser(Server);
            using var answer = await browser.SignInAsync(typed, password, Ct);
            var text = await answer.Content.ReadAsStringAsync(Ct);
            answers.Add((answer.StatusCode, text[text.IndexOf("id=\"problem\"", StringComparison.Ordinal)..text.IndexOf("</ul>", text.IndexOf("id=\"problem\"", StringComparison.Ordinal), StringComparison.Ordinal)]));
        }

        Assert.Single(answers.Distinct());
        Assert.Equal(HttpStatusCode.Forbidden, answers[0].Item1);

        foreach (var typed in (string[])[name, "nobodyatall"])
        {
            using var guesser = new OperatorBrowser(Server);
            var statuses = new List<HttpStatusCode>();
            for (var i = 0; i < 6; i++)
            {
                using var answer = await guesser.SignInAsync(typed, $"guess number {i} of many", Ct);
                statuses.Add(answer.StatusCode);
            }

            Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
            Assert.Equal(5, statuses.Count(s => s == HttpStatusCode.Forbidden));
        }
    }

    [Fact]
    public async Task A_session_ends_after_half_an_hour_without_a_request_and_after_twelve_hours_with_them()
    {
        using var idle = await OperatorBrowser.SignedInAsync(Server, Ct);
        using var busy = await OperatorBrowser.SignedInAsync(Server, Ct);
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromHours(11.5); passed += TimeSpan.FromMinutes(29))
        {
            Server.Clock.Advance(TimeSpan.FromMinutes(29));
            await busy.ReadAsync("/operator", Ct);
        }

        using var gone = await idle.GetAsync("/operator", Ct);
        Assert.Equal(HttpStatusCode.Found, gone.StatusCode);
        Server.Clock.Advance(TimeSpan.FromMinutes(29));
        using var over = await busy.GetAsync("/operator", Ct);
        Assert.Equal(HttpStatusCode.Found, over.StatusCode);
    }

    [Fact]
    public async Task Whoever_is_disabled_is_out_at_the_next_request()
    {
        var name = await OperatorBrowser.CreateAsync(Server, Ct);
        using var browser = new OperatorBrowser(Server);
        using var signedIn = await browser.SignInAsync(name, OperatorBrowser.Password, Ct);
        await browser.ReadAsync("/operator", Ct);
        await InScopeAsync(s => s.GetRequiredService<OperatorBook>().DisableAsync(name, Ct));
        using var answer = await browser.GetAsync("/operator", Ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [Fact]
    public async Task An_old_cookie_opens_nothing_after_signing_out()
    {
        using var browser = await OperatorBrowser.SignedInAsync(Server, Ct);
        var cookie = browser.Cookies["tenure-operator"];
        var page = await browser.ReadAsync("/operator", Ct);
        var token = Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var bare = await browser.PostAsync("/operator/sign-out", [], Ct);
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        using var signedOut = await browser.PostAsync("/operator/sign-out", [("__RequestVerificationToken", token)], Ct);
        Assert.Equal(HttpStatusCode.Found, signedOut.StatusCode);
        browser.Cookies["tenure-operator"] = cookie;
        using var answer = await browser.GetAsync("/operator", Ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [Fact]
    public async Task An_account_is_found_by_its_whole_identifier_and_shown_without_an_address()
    {
        var person = await Person.RegisterAsync(Server, Ct, nickname: "Rosalind");
        using var browser = await OperatorBrowser.SignedInAsync(Server, Ct);
        foreach (var typed in (string[])[person.Number, $" {person.Number[..3]} {person.Number[3..]}", person.Email, person.Email.ToUpperInvariant()])
        {
            using var found = await browser.FindAsync(typed, Ct);
            Assert.Equal("/operator/account", new Uri(Server.Address, found.Headers.Location!).AbsolutePath);
            var page = await browser.ReadAsync("/operator/account", Ct);
            Assert.Contains("open", page, StringComparison.Ordinal);
            Assert.DoesNotContain(person.Email, page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Rosalind", page, StringComparison.Ordinal);
            Assert.Contains("p•••@e•••.org", page, StringComparison.Ordinal);
        }

        foreach (var part in (string[])[person.Number[..9], person.Email[..6], "%", "@example.org", "' OR 1=1 --", "p%@example.org"])
        {
            using var missed = await browser.FindAsync(part, Ct);
            Assert.Equal(HttpStatusCode.BadRequest, missed.StatusCode);
            using var nothing = await browser.GetAsync("/operator/account", Ct);
            Assert.Equal(HttpStatusCode.Found, nothing.StatusCode);
        }
    }

    [Fact]
    public async Task A_suspended_account_cannot_be_entered_and_cannot_be_told_from_a_wrong_password()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        await client.GetAccountAsync(Ct);
        using var holder = await Browser.OfAsync(Server, person, Ct);
        using var browser = await OperatorBrowser.SignedInAsync(Server, Ct);
        using var found = await browser.FindAsync(person.Number, Ct);

        using var done = await browser.ActAsync("Suspend", "asked for by phone", OperatorBrowser.Password, Ct);
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);

        // Every session is over, by token and by cookie.
        Assert.Equal("not_signed_in", (await Assert.ThrowsAsync<TenureProblemException>(() => client.GetAccountAsync(Ct))).Code);
        await Assert.ThrowsAsync<EqualException>(() => holder.ReadAsync("/devices", Ct));
        Assert.Equal(
            await RefusalOfAsync(person, "an entirely wrong one"),
            await RefusalOfAsync(person, person.Password));
        var mail = (await Server.MailsToAsync(person.Email, Ct))[^1];
        Assert.Equal("Your account was suspended", mail.Subject);
        Assert.Contains("asked for by phone", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("op[0-9a-f]{10}", mail.Text);
        var number = AccountNumber.FromStored(person.Number);
        var happened = await Server.WithDatabaseAsync(db => db.Set<SecurityEvent>().Where(e => db.Set<Account>().Any(a => a.Id == e.AccountId && a.Number == number)).SingleAsync(e => e.Kind == SecurityEventKind.Suspended, Ct));
        Assert.Equal((SecurityEventKind.Suspended, "asked for by phone", null), (happened.Kind, happened.Detail, happened.Client));

        using var lifted = await browser.ActAsync("LiftSuspension", "it was a mistake", OperatorBrowser.Password, Ct);
        Assert.Equal(HttpStatusCode.Found, lifted.StatusCode);
        Assert.Equal("Your account is open again", (await Server.MailsToAsync(person.Email, Ct))[^1].Subject);
        await AssertAskedForACodeAsync(person);
    }

    [Fact]
    public async Task A_sign_in_under_way_does_not_outlive_a_suspension()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = Server.Client();
        var pkce = Pkce.Create();
        var step = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, null, "New phone", pkce, Ct);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        using var browser = await OperatorBrowser.SignedInAsync(Server, Ct);
        using var found = await browser.FindAsync(person.Email, Ct);
        using var done = await browser.ActAsync("Suspend", "account was taken over", OperatorBrowser.Password, Ct);
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        await Assert.ThrowsAsync<OAuthException>(() => client.SignIn.ContinueNativeAsync(TokenClient.PhoneClient, step.AuthSession!, code, pkce, Ct));
        Assert.Equal(0, await Server.WithDatabaseAsync(db => OpenSessionsAsync(db, person)));
    }

    [Fact]
    public async Task Ending_all_sessions_ends_them_and_leaves_the_account_open()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        var (elsewhere, pkce) = (Server.Client(), Pkce.Create());
        var waiting = await elsewhere.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, person.Password, null, "Lost phone", pkce, Ct);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        using var browser = await OperatorBrowser.SignedInAsync(Server, Ct);
        using var found = await browser.FindAsync(person.Number, Ct);
        using var done = await browser.ActAsync("EndSessions", "lost phone, by letter", OperatorBrowser.Password, Ct);
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        await Assert.ThrowsAsync<TenureProblemException>(() => client.GetAccountAsync(Ct));
        Assert.Equal("All your sessions were ended", (await Server.MailsToAsync(person.Email, Ct))[^1].Subject);
        // Nor does a sign-in that was on its way begin one.
        var refused = await Assert.ThrowsAsync<OAuthException>(() => elsewhere.SignIn.ContinueNativeAsync(TokenClient.PhoneClient, waiting.AuthSession!, code, pkce, Ct));
        Assert.Equal("code_spent", refused.Error.Refusal);
        await AssertAskedForACodeAsync(person);
    }

    [Theory]
    [InlineData("Suspend", "four", OperatorBrowser.Password)]
    [InlineData("Suspend", "two\nlines of it", OperatorBrowser.Password)]
    [InlineData("Suspend", "a good reason", "not the password at all")]
    [InlineData("Suspend", "a good reason", "")]
    [InlineData("Delete", "a good reason", OperatorBrowser.Password)]
    [InlineData("0", "a good reason", OperatorBrowser.Password)]
    [InlineData("LiftSuspension", "a good reason", OperatorBrowser.Password)]
    public async Task An_act_without_reason_password_or_sense_changes_nothing(string act, string reason, string password)
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = await person.SignInAsync(Server, Ct);
        using var browser = await OperatorBrowser.SignedInAsync(Server, Ct);
        using var found = await browser.FindAsync(person.Number, Ct);
        var mails = (await Server.MailsToAsync(person.Email, Ct)).Count;
        using var refused = await browser.ActAsync(act, reason, password, Ct);
        Assert.InRange((int)refused.StatusCode, 400, 409);
        await client.GetAccountAsync(Ct);
        Assert.Equal(mails, (await Server.MailsToAsync(person.Email, Ct)).Count);
    }

    [Fact]
    public async Task A_form_of_one_account_does_nothing_to_another_that_was_opened_since()
    {
        var first = await Person.RegisterAsync(Server, Ct);
        var second = await Person.RegisterAsync(Server, Ct);
        using var browser = await OperatorBrowser.SignedInAsync(Server, Ct);
        using var one = await browser.FindAsync(first.Number, Ct);
        var form = Regex.Matches(await browser.ReadAsync("/operator/account", Ct), "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")
            .Select(m => (m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value))).Reverse().DistinctBy(f => f.Item1).ToList();
        using var two = await browser.FindAsync(second.Number, Ct);
        using var refused = await browser.PostAsync("/operator/account", [.. form, ("act", "Suspend"), ("reason", "a good reason"), ("password", OperatorBrowser.Password)], Ct);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal(AccountState.Open, await StateOfAsync(first));
        Assert.Equal(AccountState.Open, await StateOfAsync(second));
    }

    [Fact]
    public async Task Ten_wrong_passwords_end_the_operators_session()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        using var browser = await OperatorBrowser.SignedInAsync(Server, Ct);
        using var found = await browser.FindAsync(person.Number, Ct);
        for (var i = 0; i < 10; i++)
        {
            using var refused = await browser.ActAsync("Suspend", "a good reason", "wrong password", Ct);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Server.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        using var answer = await browser.GetAsync("/operator", Ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [Fact]
    public async Task Everything_an_operator_looks_at_or_does_is_written_down()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var before = await LastSequenceAsync();
        using var browser = await OperatorBrowser.SignedInAsync(Server, Ct);
        using var missed = await browser.FindAsync("no.such@example.org", Ct);
        using var found = await browser.FindAsync(person.Email, Ct);
        using var done = await browser.ActAsync("EndSessions", "seen with my own eyes", OperatorBrowser.Password, Ct);
        var log = await browser.ReadAsync("/operator/log", Ct);
        Assert.Contains("seen with my own eyes", log, StringComparison.Ordinal);

        var entries = (await InScopeAsync(s => s.GetRequiredService<OperatorLogBook>().ReadLatestAsync(50, Ct))).Where(e => e.Sequence > before).Reverse().ToList();
        Assert.Equal(
            [OperatorEvents.Created, OperatorEvents.SignedIn, OperatorEvents.FoundNothing, OperatorEvents.Found, OperatorEvents.Looked, OperatorEvents.Looked, OperatorEvents.SessionsEnded, OperatorEvents.LogRead],
            entries.Select(e => e.Event));
        Assert.Null(entries[0].Act.Operator);
        Assert.All(entries.Skip(1), e => Assert.StartsWith("op", e.Act.Operator, StringComparison.Ordinal));
        Assert.Equal(64, entries[2].Act.Typed!.Length);
        Assert.Equal("seen with my own eyes", entries[6].Act.Reason);
        Assert.Equal(entries[3].Act.Account, entries[6].Act.Account);
        var stored = await Server.WithDatabaseAsync(db => db.OperatorLog.Select(r => r.Details).ToListAsync(Ct));
        Assert.DoesNotContain(stored, details => details.Contains("example.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Entries_at_once_make_one_chain()
    {
        var before = await LastSequenceAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => InScopeAsync(async s =>
        {
            await s.GetRequiredService<OperatorLogBook>().AppendAsync(OperatorEvents.LogRead, new LoggedAct($"op{i}"), Ct);
            return i;
        })));
        Assert.Equal(before + 20, await LastSequenceAsync());
    }

    [Fact]
    public async Task A_name_is_never_given_twice_and_a_weak_password_is_refused()
    {
        var name = await OperatorBrowser.CreateAsync(Server, Ct);
        Assert.Equal("operator_name_taken", (await InScopeAsync(s => s.GetRequiredService<OperatorBook>().CreateAsync(name.ToUpperInvariant(), OperatorBrowser.Password, Ct))).Refusal?.Code);
        Assert.Equal("operator_name_malformed", (await InScopeAsync(s => s.GetRequiredService<OperatorBook>().CreateAsync("über", OperatorBrowser.Password, Ct))).Refusal?.Code);
        Assert.Equal("password_too_short", (await InScopeAsync(s => s.GetRequiredService<OperatorBook>().CreateAsync("short", "short", Ct))).Refusal?.Code);
        Assert.Equal("not_found", (await InScopeAsync(s => s.GetRequiredService<OperatorBook>().DisableAsync("nobodyatall", Ct)))?.Code);
        Assert.Null((await InScopeAsync(s => s.GetRequiredService<OperatorBook>().CreateAsync("drawn" + name, OperatorBook.DrawSecret(), Ct))).Refusal);
    }

    private static Task<int> OpenSessionsAsync(TenureDb db, Person person)
    {
        var number = AccountNumber.FromStored(person.Number);
        return db.Set<Session>().CountAsync(s => s.Name == "New phone" && s.EndedAt == null && db.Set<Account>().Any(a => a.Id == s.AccountId && a.Number == number), Ct);
    }

    private Task<AccountState> StateOfAsync(Person person)
    {
        var number = AccountNumber.FromStored(person.Number);
        return Server.WithDatabaseAsync(db => db.Accounts.Where(a => a.Number == number).Select(a => a.State).SingleAsync(Ct));
    }

    private async Task<(string Message, string? Code)> RefusalOfAsync(Person person, string password)
    {
        var refused = await Assert.ThrowsAsync<OAuthException>(() =>
            Server.Client().SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Number, password, person.KnownDevice, "Test phone", Pkce.Create(), Ct));
        return (refused.Message, refused.Error.Refusal);
    }

    private async Task<long> LastSequenceAsync() => await Server.WithDatabaseAsync(db => db.OperatorLog.Select(r => (long?)r.Sequence).MaxAsync(Ct)) ?? -1;

    private async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    // Nothing that the person's page says of the operator's act tells where the operator was, and no browser of before is spared the code.
    private async Task AssertAskedForACodeAsync(Person person)
    {
        var pkce = Client.SignIn.Pkce.Create();
        var client = Server.Client();
        var step = await client.SignIn.StartNativeAsync(Client.SignIn.TokenClient.PhoneClient, person.Number, person.Password, person.KnownDevice, "Test phone", pkce, Ct);
        Assert.Null(step.Tokens);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        step = await client.SignIn.ContinueNativeAsync(Client.SignIn.TokenClient.PhoneClient, step.AuthSession!, code, pkce, Ct);
        client.AccessToken = step.Tokens!.AccessToken;
        var events = await client.GetEventsAsync(null, Ct);
        Assert.DoesNotContain(events, e => e.Kind == "otherSessionsEnded");
        Assert.All(events.Where(e => e.Kind is not ("signedIn" or "accountCreated")), e => Assert.Equal((null, null), (e.Client, e.Network)));
    }
}
