using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Tests.Hosting;
using BeginRegistration = Tenure.Server.Accounts.BeginRegistration;

namespace Tenure.Server.Tests.Accounts;

public abstract class RegistrationTests(ServerFixture server) : ServerTests(server)
{
    private const string Password = Person.GoodPassword;

    [Fact]
    public async Task A_person_with_an_address_gets_an_account_with_a_number()
    {
        var person = await Person.RegisterAsync(Server, Ct, nickname: " Anna ", language: "de");
        var client = await person.SignInAsync(Server, Ct);

        var account = await client.GetAccountAsync(Ct);

        Assert.Equal(new Account(person.Number, "Anna", "de", person.Email, Server.Clock.GetUtcNow()), account);
        Assert.Matches("^[1-9][0-9]{9}$", account.Number);
    }

    [Fact]
    public async Task The_mail_is_in_the_language_that_was_asked_for_and_its_code_is_spaced()
    {
        var email = Person.NewEmail();
        foreach (var (language, subject) in new[]
        {
            ("en", "Confirm your e-mail address"), ("zh-Hans", "确认您的邮箱地址"), ("ru", "Подтвердите адрес электронной почты"),
            ("de", "Bestätigen Sie Ihre E-Mail-Adresse"), ("es", "Confirma tu dirección de correo"),
        })
        {
            await Server.Client().StartRegistrationAsync(new StartRegistration(email, language), Ct);
            Server.Clock.Advance(TimeSpan.FromHours(2));
            var mail = (await Server.MailsToAsync(email, Ct))[^1];
            Assert.Equal(subject, mail.Subject);
            Assert.Equal(language, mail.Language);
            Assert.Matches(@"\b\d{3} \d{3}\b", mail.Text);
            Assert.DoesNotContain("http", mail.Text + mail.Html, StringComparison.OrdinalIgnoreCase);
            Assert.Contains($"lang=\"{language}\"", mail.Html!, StringComparison.Ordinal);
        }
    }

    // No gateway is set here: a number that is read gets no further.
    [Theory]
    [InlineData(null, "0151 12345678", "DE", "sms_unavailable", "phone")]
    [InlineData(null, "0151 12345678", "de", "sms_unavailable", "phone")]
    [InlineData(null, "+49 151 12345678", "FR", "sms_unavailable", "phone")]
    [InlineData(null, "0151 12345678", null, "phone_malformed", "phone")]
    [InlineData(null, "0151 12345678", " ", "phone_malformed", "phone")]
    [InlineData(null, "0151 12345678", "XX", "country_unknown", "country")]
    [InlineData(null, null, "DE", "malformed", "email")]
    [InlineData("somebody@example.org", null, "DE", "malformed", "country")]
    [InlineData("somebody@example.org", "+49 151 12345678", null, "malformed", "phone")]
    public async Task A_number_has_its_country_with_it_or_beside_it(string? email, string? phone, string? country, string code, string field)
    {
        var problem = await Assert.ThrowsAsync<TenureProblemException>(() => Server.Client().StartRegistrationAsync(new StartRegistration(email, "en", phone, country), Ct));
        Assert.Equal((code, field), (problem.Code, problem.Problem.Field));
    }

    [Fact]
    public async Task Without_a_language_the_mail_speaks_as_the_caller_does()
    {
        var email = Person.NewEmail();
        var client = Server.Client();
        client.Language = "es-MX";
        await client.StartRegistrationAsync(new StartRegistration(email), Ct);
        Assert.Equal("es", (await Server.MailsToAsync(email, Ct))[^1].Language);
    }

    [Fact]
    public async Task Nobody_learns_from_a_registration_that_an_address_has_an_account()
    {
        var known = await Person.RegisterAsync(Server, Ct);
        using var http = Server.Http();

        var answers = new List<string>();
        foreach (var email in new[] { known.Email, Person.NewEmail() })
        {
            using var started = await http.PostAsJsonAsync("/api/v1/registrations", new { email }, Ct);
            var body = await started.Content.ReadFromJsonAsync<RegistrationStarted>(Ct);
            var id = body!.Registration;
            answers.Add($"{started.StatusCode} {body with { Registration = "" }}");
            for (var attempt = 0; attempt < 6; attempt++)
            {
                using var verified = await http.PostAsJsonAsync($"/api/v1/registrations/{id}/verification", new { code = "000000" }, Ct);
                answers[^1] += $" {verified.StatusCode} {await verified.Content.ReadAsStringAsync(Ct)}";
            }

            Server.Clock.Advance(TimeSpan.FromSeconds(30));
            using var resent = await http.PostAsJsonAsync($"/api/v1/registrations/{id}/resend", new { }, Ct);
            answers[^1] += $" {resent.StatusCode}";
            using var complete = await http.PostAsJsonAsync($"/api/v1/registrations/{id}/account", new { password = Password }, Ct);
            answers[^1] += $" {complete.StatusCode} {await complete.Content.ReadAsStringAsync(Ct)}";
        }

        // Only the times differ, by the half minute that the clock was moved.
        Assert.Equal(WithoutTimes(answers[0]), WithoutTimes(answers[1]));
        Assert.Equal("You already have an account", (await Server.MailsToAsync(known.Email, Ct))[^1].Subject);
    }

    [Fact]
    public async Task The_address_is_the_same_however_it_is_spelt()
    {
        var known = await Person.RegisterAsync(Server, Ct);
        var shouted = known.Email.ToUpperInvariant();
        await Server.Client().StartRegistrationAsync(new StartRegistration($" {shouted} ", "en"), Ct);
        Assert.Equal("You already have an account", (await Server.MailsToAsync(known.Email, Ct))[^1].Subject);
    }

    [Fact]
    public async Task Five_wrong_codes_spend_the_registration()
    {
        var email = Person.NewEmail();
        var client = Server.Client();
        var started = await client.StartRegistrationAsync(new StartRegistration(email), Ct);
        var right = await Person.LastCodeAsync(Server, email, Ct);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await RefusedAsync("code_wrong", () => client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(Other(right)), Ct));
        }

        await RefusedAsync("code_spent", () => client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(right), Ct));
    }

    [Fact]
    public async Task However_many_wrong_codes_strangers_type_the_owner_gets_the_account()
    {
        var email = Person.NewEmail();
        await GuessAsync(email, registrations: 8);

        var owner = Server.Client();
        var started = await owner.StartRegistrationAsync(new StartRegistration(email), Ct);
        await owner.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(await Person.LastCodeAsync(Server, email, Ct)), Ct);
        await owner.CreateAccountAsync(started.Registration, new CreateAccount(Password), Ct);
    }

    [Fact]
    public async Task An_address_gets_four_codes_a_day_and_then_its_own_every_three_hours()
    {
        var email = Person.NewEmail();
        var hours = new List<int>();
        for (var hour = 0; hour < 24; hour++)
        {
            var before = (await Server.MailsToAsync(email, Ct)).Count;
            await GuessAsync(email, registrations: 1);
            if ((await Server.MailsToAsync(email, Ct)).Count > before)
            {
                hours.Add(hour);
            }

            Server.Clock.Advance(TimeSpan.FromHours(1));
        }

        var codes = (await Server.MailsToAsync(email, Ct)).Select(mail => CodeOf(mail.Text).Length).ToList();
        Assert.Equal([0, 1, 2, 3, 4, 7, 10, 13, 16, 19, 22], hours);
        Assert.Equal([6, 6, 6, 6, 12, 12, 12, 12, 12, 12, 12], codes);
    }

    [Fact]
    public async Task The_code_of_an_address_is_good_for_all_its_registrations_and_for_no_other()
    {
        var (email, other) = (Person.NewEmail(), Person.NewEmail());
        var client = Server.Client();
        var first = await client.StartRegistrationAsync(new StartRegistration(email), Ct);
        await GuessAsync(email, registrations: 4);
        await GuessAsync(other, registrations: 5);
        var (code, foreign) = (await Person.LastCodeAsync(Server, email, Ct), await Person.LastCodeAsync(Server, other, Ct));
        Assert.Equal((12, 12), (code.Length, foreign.Length));
        await RefusedAsync("code_wrong", () => client.VerifyRegistrationAsync(first.Registration, new VerifyRegistration(foreign), Ct));

        await client.VerifyRegistrationAsync(first.Registration, new VerifyRegistration(code), Ct);
        await RefusedAsync("code_spent", () => client.VerifyRegistrationAsync(first.Registration, new VerifyRegistration(code), Ct));
        Server.Clock.Advance(TimeSpan.FromHours(12));
        var second = await client.StartRegistrationAsync(new StartRegistration(email), Ct);
        await client.VerifyRegistrationAsync(second.Registration, new VerifyRegistration(code), Ct);

        Server.Clock.Advance(TimeSpan.FromHours(12));
        var third = await client.StartRegistrationAsync(new StartRegistration(email), Ct);
        await RefusedAsync("code_wrong", () => client.VerifyRegistrationAsync(third.Registration, new VerifyRegistration(code), Ct));
    }

    [Fact]
    public async Task Who_hangs_up_too_early_uses_up_no_code()
    {
        var email = Person.NewEmail();
        for (var stranger = 0; stranger < 60; stranger++)
        {
            await using var scope = Server.Services.CreateAsyncScope();
            using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(stranger % 12));
            try
            {
                var address = IPAddress.Parse(ServerFixture.NewAddress());
                await scope.ServiceProvider.GetRequiredService<BeginRegistration>().ExecuteAsync(Domain.Accounts.Address.Of(Domain.Accounts.EmailAddress.FromStored(email)), "en", address, gone.Token);
            }
            catch (OperationCanceledException)
            {
                // As the client wanted.
            }

            Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var owner = Server.Client();
        var started = await owner.StartRegistrationAsync(new StartRegistration(email), Ct);
        await owner.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(await Person.LastCodeAsync(Server, email, Ct)), Ct);
    }

    [Fact]
    public async Task Nobody_learns_from_many_registrations_that_an_address_has_an_account()
    {
        var known = await Person.RegisterAsync(Server, Ct);
        Server.Clock.Advance(TimeSpan.FromDays(1));
        var seen = new List<(string Answers, int Mails)>();
        foreach (var email in new[] { known.Email, Person.NewEmail() })
        {
            var before = (await Server.MailsToAsync(email, Ct)).Count;
            var answers = await GuessAsync(email, registrations: 7);
            seen.Add((answers, (await Server.MailsToAsync(email, Ct)).Count - before));
        }

        Assert.Equal(seen[0], seen[1]);
        Assert.Equal(5, seen[0].Mails);
        Assert.DoesNotContain(await Server.MailsToAsync(known.Email, Ct), mail => mail.Subject != "You already have an account" && CodeOf(mail.Text).Length == 12);
    }

    [Fact]
    public async Task A_network_that_types_many_wrong_codes_waits_and_another_does_not()
    {
        var client = Server.Client(ServerFixture.NewAddress());
        string last = "";
        for (var registration = 0; registration < 9; registration++)
        {
            last = (await client.StartRegistrationAsync(new StartRegistration(Person.NewEmail()), Ct)).Registration;
            for (var attempt = 0; attempt < (registration < 8 ? 5 : 1); attempt++)
            {
                await RefusedAsync("code_wrong", () => client.VerifyRegistrationAsync(last, new VerifyRegistration("000000"), Ct));
            }
        }

        Assert.Equal(TimeSpan.FromSeconds(1), (await RefusedAsync("throttled", () => client.VerifyRegistrationAsync(last, new VerifyRegistration("000000"), Ct))).RetryAfter);
        await RefusedAsync("code_wrong", () => Server.Client().VerifyRegistrationAsync(last, new VerifyRegistration("000000"), Ct));
    }

    [Fact]
    public async Task Right_codes_are_not_counted_against_their_network()
    {
        var client = Server.Client(ServerFixture.NewAddress());
        for (var registration = 0; registration < 45; registration++)
        {
            await Person.VerifiedAsync(Server, client, Person.NewEmail(), Ct);
        }
    }

    [Fact]
    public async Task A_code_dies_after_thirty_minutes()
    {
        var email = Person.NewEmail();
        var client = Server.Client();
        var started = await client.StartRegistrationAsync(new StartRegistration(email), Ct);
        Assert.Equal(Server.Clock.GetUtcNow().AddMinutes(30), started.ExpiresAt);
        Server.Clock.Advance(TimeSpan.FromMinutes(30));
        var code = await Person.LastCodeAsync(Server, email, Ct);
        await RefusedAsync("code_expired", () => client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(code), Ct));
    }

    [Fact]
    public async Task A_code_of_one_registration_is_wrong_in_another()
    {
        var (first, second) = (Person.NewEmail(), Person.NewEmail());
        var client = Server.Client();
        var one = await client.StartRegistrationAsync(new StartRegistration(first), Ct);
        await client.StartRegistrationAsync(new StartRegistration(second), Ct);
        var ofFirst = await Person.LastCodeAsync(Server, first, Ct);
        var ofSecond = await Person.LastCodeAsync(Server, second, Ct);
        Assert.SkipWhen(ofFirst == ofSecond, "The same code was drawn twice, once in a million.");
        await RefusedAsync("code_wrong", () => client.VerifyRegistrationAsync(one.Registration, new VerifyRegistration(ofSecond), Ct));
    }

    [Fact]
    public async Task A_new_code_may_be_asked_for_after_thirty_seconds_and_the_old_one_stops_working()
    {
        var email = Person.NewEmail();
        var client = Server.Client();
        var started = await client.StartRegistrationAsync(new StartRegistration(email), Ct);
        var old = await Person.LastCodeAsync(Server, email, Ct);

        var early = await RefusedAsync("throttled", () => client.ResendRegistrationAsync(started.Registration, Ct));
        Assert.Equal(TimeSpan.FromSeconds(30), early.RetryAfter);

        Server.Clock.Advance(TimeSpan.FromSeconds(30));
        var again = await client.ResendRegistrationAsync(started.Registration, Ct);
        Assert.Equal(TimeSpan.FromSeconds(60), again.ResendAt - Server.Clock.GetUtcNow());
        var fresh = await Person.LastCodeAsync(Server, email, Ct);
        if (fresh != old)
        {
            await RefusedAsync("code_wrong", () => client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(old), Ct));
        }

        await client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(fresh), Ct);
    }

    [Fact]
    public async Task No_account_without_the_code()
    {
        var client = Server.Client();
        var started = await client.StartRegistrationAsync(new StartRegistration(Person.NewEmail()), Ct);
        await RefusedAsync("registration_unverified", () => client.CreateAccountAsync(started.Registration, new CreateAccount(Password), Ct));
        await RefusedAsync("not_found", () => client.CreateAccountAsync("nobody", new CreateAccount(Password), Ct));
    }

    [Theory]
    [InlineData("short", "password_too_short")]
    [InlineData("", "password_too_short")]
    [InlineData("qwertyuiop1234567890", "password_listed")]
    [InlineData("correct horse battery staple", "password_listed")]
    [InlineData("Password-2024-Password", "password_listed")]
    public async Task A_refused_password_is_told_why_and_the_next_one_may_be_better(string password, string code)
    {
        var client = Server.Client();
        var registration = await Person.VerifiedAsync(Server, client, Person.NewEmail(), Ct);
        var refused = await RefusedAsync(code, () => client.CreateAccountAsync(registration, new CreateAccount(password), Ct));
        Assert.Equal("password", refused.Problem.Field);
        await client.CreateAccountAsync(registration, new CreateAccount(Password), Ct);
    }

    [Fact]
    public async Task The_password_must_not_be_the_address()
    {
        var email = Person.NewEmail();
        var client = Server.Client();
        var registration = await Person.VerifiedAsync(Server, client, email, Ct);
        await RefusedAsync("password_personal", () => client.CreateAccountAsync(registration, new CreateAccount(email), Ct));
        await RefusedAsync("password_too_long", () => client.CreateAccountAsync(registration, new CreateAccount(new string('x', 129) + "yz"), Ct));
    }

    [Fact]
    public async Task Of_two_that_type_one_code_at_once_exactly_one_wins()
    {
        for (var round = 0; round < 5; round++)
        {
            var email = Person.NewEmail();
            var client = Server.Client();
            var started = await client.StartRegistrationAsync(new StartRegistration(email), Ct);
            var code = await Person.LastCodeAsync(Server, email, Ct);

            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
                OutcomeAsync(() => client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(code), Ct))));

            Assert.Single(outcomes, outcome => outcome == "done");
            Assert.All(outcomes.Where(outcome => outcome != "done"), outcome => Assert.Equal("code_spent", outcome));
        }
    }

    [Fact]
    public async Task Of_many_wrong_codes_at_once_five_are_looked_at()
    {
        var email = Person.NewEmail();
        var client = Server.Client();
        var started = await client.StartRegistrationAsync(new StartRegistration(email), Ct);
        var wrong = Other(await Person.LastCodeAsync(Server, email, Ct));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ =>
            OutcomeAsync(() => client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(wrong), Ct))));

        Assert.Equal(5, outcomes.Count(outcome => outcome == "code_wrong"));
        Assert.Equal(11, outcomes.Count(outcome => outcome == "code_spent"));
    }

    [Fact]
    public async Task Of_two_registrations_of_one_address_at_once_exactly_one_becomes_an_account()
    {
        var email = Person.NewEmail();
        var client = Server.Client();
        var registrations = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            registrations.Add(await Person.VerifiedAsync(Server, client, email, Ct));
        }

        var outcomes = await Task.WhenAll(registrations.Concat(registrations).Select(registration =>
            OutcomeAsync(() => client.CreateAccountAsync(registration, new CreateAccount(Password), Ct))));

        Assert.Single(outcomes, outcome => outcome == "done");
        Assert.All(outcomes.Where(outcome => outcome != "done"), outcome => Assert.Contains(outcome, (string[])["address_taken", "registration_completed"]));
        Assert.Equal(1, await Server.WithDatabaseAsync(db => db.Identifiers.CountAsync(i => i.Value == email, Ct)));
    }

    [Theory]
    [InlineData("/api/v1/registrations", "{}", "email")]
    [InlineData("/api/v1/registrations", "{\"email\":7}", "email")]
    [InlineData("/api/v1/registrations", "{\"email\":null}", "email")]
    [InlineData("/api/v1/registrations", "{\"email\":\"a\\u0000b@example.org\"}", "email")]
    [InlineData("/api/v1/registrations", "{\"email\":\"a\\ud800b@example.org\"}", "email")]
    [InlineData("/api/v1/registrations", "not json", null)]
    [InlineData("/api/v1/registrations/x/verification", "{}", "code")]
    [InlineData("/api/v1/registrations/x/account", "{}", "password")]
    public async Task A_malformed_request_is_refused_with_its_field(string path, string body, string? field)
    {
        using var http = Server.Http();
        using var answer = await http.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Ct);
        var problem = await answer.Content.ReadFromJsonAsync<Problem>(Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("malformed", problem!.Code);
        Assert.Equal("urn:tenure:problem:malformed", problem.Type);
        Assert.Equal(field, problem.Field);
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("anna@")]
    [InlineData("a@b@c")]
    public async Task What_is_not_an_address_is_refused(string email)
    {
        var refused = await RefusedAsync("email_malformed", () => Server.Client().StartRegistrationAsync(new StartRegistration(email), Ct));
        Assert.Equal("email", refused.Problem.Field);
    }

    [Fact]
    public async Task Neither_codes_nor_ids_nor_passwords_can_be_read_in_the_database()
    {
        var email = Person.NewEmail();
        var client = Server.Client();
        var started = await client.StartRegistrationAsync(new StartRegistration(email), Ct);
        var row = await Server.WithDatabaseAsync(async db => (await db.Registrations.ToListAsync(Ct)).Single(r => r.Address.Value == email));
        Assert.NotEqual(started.Registration, System.Text.Encoding.ASCII.GetString(row.Key));
        Assert.Equal(32, row.Code.Hash.Length);

        var person = await Person.RegisterAsync(Server, Ct);
        var hash = await Server.WithDatabaseAsync(async db => (await db.Accounts.ToListAsync(Ct)).Single(a => a.Number.Value == person.Number).PasswordHash);
        Assert.Matches(@"^\$argon2id\$v=19\$m=[0-9]+,t=[0-9]+,p=1,keyid=[0-9a-f]{8}\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$", hash);
    }

    internal static async Task<TenureProblemException> RefusedAsync(string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<TenureProblemException>(call);
        Assert.Equal(code, refused.Code);
        return refused;
    }

    internal static async Task<string> OutcomeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return "done";
        }
        catch (TenureProblemException refused)
        {
            return refused.Code;
        }
    }

    // A code that is surely another one.
    internal static string Other(string code) => (char)('0' + ((code[0] - '0' + 1) % 10)) + code[1..];

    private static string CodeOf(string mail) =>
        System.Text.RegularExpressions.Regex.Match(mail, @"\b\d{3}( \d{3})+\b").Value.Replace(" ", "", StringComparison.Ordinal);

    // Strangers, each on a network of their own, who begin a registration and type wrong codes until it is spent.
    private async Task<string> GuessAsync(string email, int registrations)
    {
        var answers = new List<string>();
        for (var stranger = 0; stranger < registrations; stranger++)
        {
            var client = Server.Client();
            var started = await client.StartRegistrationAsync(new StartRegistration(email), Ct);
            // The next mail is a later one.
            Server.Clock.Advance(TimeSpan.FromMilliseconds(1));
            for (var attempt = 0; attempt < 6; attempt++)
            {
                answers.Add(await OutcomeAsync(() => client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration("000000"), Ct)));
            }
        }

        return string.Join(' ', answers);
    }

    private static string WithoutTimes(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"(ExpiresAt|ResendAt) = [^,}]*", "");
}
