using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.SignIn.Contracts;
using Tenure.Server.Tests.Accounts;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.SignIn;

public abstract class SignInTests(ServerFixture server) : ServerTests(server)
{
    [Fact]
    public async Task The_device_of_the_registration_is_not_asked_for_a_code()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        Assert.NotNull((await StartAsync(person.Number, person.Password, person.KnownDevice)).Tokens);
        Assert.NotNull((await StartAsync(person.Email, person.Password, person.KnownDevice)).Tokens);
    }

    [Fact]
    public async Task A_new_device_is_asked_for_a_code_and_is_known_from_then_on()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var pkce = Pkce.Create();
        var client = Server.Client();

        var first = await StartAsync(person.Email.ToUpperInvariant(), person.Password, null, client, pkce);
        Assert.Null(first.Tokens);
        var second = await ContinueAsync(first, await Person.LastCodeAsync(Server, person.Email, Ct), client, pkce);

        Assert.NotNull(second.Tokens);
        Assert.NotNull((await StartAsync(person.Number, person.Password, second.KnownDevice)).Tokens);
        var mails = await Server.MailsToAsync(person.Email, Ct);
        Assert.Equal("New sign-in to your account", mails[^1].Subject);
        Assert.Contains("Test phone", mails[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_may_be_typed_in_groups()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        Assert.NotNull((await StartAsync($" {person.Number[..3]} {person.Number[3..6]}-{person.Number[6..]} ", person.Password, person.KnownDevice)).Tokens);
    }

    [Fact]
    public async Task A_device_is_known_for_thirty_days_and_use_does_not_lengthen_them()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        Server.Clock.Advance(TimeSpan.FromDays(29));
        Assert.NotNull((await StartAsync(person.Number, person.Password, person.KnownDevice)).Tokens);
        Server.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null((await StartAsync(person.Number, person.Password, person.KnownDevice)).Tokens);
    }

    [Fact]
    public async Task A_device_is_known_to_one_account_only()
    {
        var (anna, bert) = (await Person.RegisterAsync(Server, Ct), await Person.RegisterAsync(Server, Ct));
        Assert.Null((await StartAsync(bert.Number, bert.Password, anna.KnownDevice)).Tokens);
    }

    [Fact]
    public async Task A_code_is_good_once_for_ten_minutes_in_its_own_sign_in()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (client, pkce) = (Server.Client(), Pkce.Create());
        var first = await StartAsync(person.Number, person.Password, null, client, pkce);
        var code = await Person.LastCodeAsync(Server, person.Email, Ct);
        var second = await StartAsync(person.Number, person.Password, null, client, pkce);

        if (await Person.LastCodeAsync(Server, person.Email, Ct) != code)
        {
            await RefusedAsync("code_wrong", () => ContinueAsync(second, code, client, pkce));
        }

        Assert.NotNull((await ContinueAsync(first, code, client, pkce)).Tokens);
        await RefusedAsync("code_spent", () => ContinueAsync(first, code, client, pkce));

        Server.Clock.Advance(TimeSpan.FromMinutes(10));
        var old = (await Server.MailsToAsync(person.Email, Ct)).Last(mail => mail.Subject == "Your sign-in code");
        await RefusedAsync("code_expired", () => ContinueAsync(second, System.Text.RegularExpressions.Regex.Match(old.Text, @"\d{3} \d{3}").Value, client, pkce));
    }

    [Fact]
    public async Task Five_wrong_codes_end_a_sign_in()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (client, pkce) = (Server.Client(), Pkce.Create());
        var step = await StartAsync(person.Number, person.Password, null, client, pkce);
        var right = await Person.LastCodeAsync(Server, person.Email, Ct);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await RefusedAsync("code_wrong", () => ContinueAsync(step, RegistrationTests.Other(right), client, pkce));
        }

        await RefusedAsync("code_spent", () => ContinueAsync(step, right, client, pkce));
    }

    [Fact]
    public async Task Twenty_wrong_codes_a_day_are_all_that_an_account_takes()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (client, pkce) = (Server.Client(), Pkce.Create());
        for (var wrong = 0; wrong < 20; wrong += 5)
        {
            var step = await StartAsync(person.Number, person.Password, null, client, pkce);
            var right = await Person.LastCodeAsync(Server, person.Email, Ct);
            for (var attempt = 0; attempt < 5; attempt++)
            {
                await RefusedAsync("code_wrong", () => ContinueAsync(step, RegistrationTests.Other(right), client, pkce));
            }
        }

        Server.Clock.Advance(TimeSpan.FromSeconds(30));
        var last = await StartAsync(person.Number, person.Password, null, client, pkce);
        var good = await Person.LastCodeAsync(Server, person.Email, Ct);
        await RefusedAsync("code_spent", () => ContinueAsync(last, good, client, pkce));

        // Who has a known device goes on.
        Assert.NotNull((await StartAsync(person.Number, person.Password, person.KnownDevice)).Tokens);
    }

    [Fact]
    public async Task Of_many_that_type_one_code_at_once_exactly_one_signs_in()
    {
        for (var round = 0; round < 3; round++)
        {
            var person = await Person.RegisterAsync(Server, Ct);
            var outcome = await OnServerAsync<SignInOutcome>(signIn => signIn.StartAsync(Attempt(person.Number, person.Password, null), Ct));
            var transaction = Assert.IsType<SignInOutcome.CodeSent>(outcome).Transaction;
            var code = await Person.LastCodeAsync(Server, person.Email, Ct);

            var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
                OnServerAsync<SignInOutcome>(signIn => signIn.ContinueAsync(transaction, code, remember: true, IPAddress.Loopback, Ct))));

            Assert.Single(outcomes.OfType<SignInOutcome.SignedIn>());
            Assert.All(outcomes.OfType<SignInOutcome.Refused>(), refused => Assert.Equal("code_spent", refused.Refusal.Code));
        }
    }

    [Fact]
    public async Task Another_code_may_be_asked_for_after_thirty_seconds()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var outcome = await OnServerAsync<SignInOutcome>(signIn => signIn.StartAsync(Attempt(person.Number, person.Password, null), Ct));
        var transaction = Assert.IsType<SignInOutcome.CodeSent>(outcome).Transaction;
        Assert.Equal("throttled", (await OnServerAsync(signIn => signIn.ResendAsync(transaction, IPAddress.Loopback, Ct)))?.Code);
        Server.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(await OnServerAsync(signIn => signIn.ResendAsync(transaction, IPAddress.Loopback, Ct)));
        var fresh = await Person.LastCodeAsync(Server, person.Email, Ct);
        var signedIn = await OnServerAsync<SignInOutcome>(signIn => signIn.ContinueAsync(transaction, fresh, remember: false, IPAddress.Loopback, Ct));
        Assert.Null(Assert.IsType<SignInOutcome.SignedIn>(signedIn).KnownDevice);
        Assert.Equal("code_spent", (await OnServerAsync(signIn => signIn.ResendAsync("nothing", IPAddress.Loopback, Ct)))?.Code);
    }

    [Fact]
    public async Task Whatever_is_wrong_the_answer_is_the_same()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var closed = await Person.RegisterAsync(Server, Ct);
        await Server.WithDatabaseAsync(async db =>
        {
            (await db.Accounts.ToListAsync(Ct)).Single(a => a.Number.Value == closed.Number).Close();
            return await db.SaveChangesAsync(Ct);
        });

        var bodies = new List<string>();
        foreach (var (username, password) in new[]
        {
            (person.Number, "not the password at all"), (person.Email, "not the password at all"), (person.Number, ""), (person.Number, new string('x', 4000)),
            (person.Number, person.Password + " "), ("nobody@example.org", person.Password), ("nobody@example.org", ""), ("1000000009", person.Password),
            ("", ""), ("no identifier at all", person.Password), (closed.Number, closed.Password), (closed.Email, "wrong wrong wrong"),
        })
        {
            using var http = Server.Http();
            using var answer = await http.PostAsync("/connect/challenge", Form(username, password), Ct);
            bodies.Add($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Ct)}");
        }

        Assert.Single(bodies.Distinct());
        Assert.Contains("sign_in_failed", bodies[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_passwords_slow_down_their_own_network_and_nobody_else()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var stranger = Server.Client("192.0.2.7");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await RefusedAsync("sign_in_failed", () => StartAsync(person.Number, "not the password at all", null, stranger));
        }

        // The same network from another address of it, with the right password: it waits all the same.
        var refused = await RefusedAsync("throttled", () => StartAsync(person.Number, person.Password, null, Server.Client("192.0.2.200")));
        Assert.Equal(TimeSpan.FromSeconds(1), refused.RetryAfter);

        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await RefusedAsync("sign_in_failed", () => StartAsync(person.Number, "not the password at all", null, stranger));
        Assert.Equal(TimeSpan.FromSeconds(2), (await RefusedAsync("throttled", () => StartAsync(person.Number, person.Password, null, stranger))).RetryAfter);

        Assert.NotNull((await StartAsync(person.Number, person.Password, null)).AuthSession);
        Assert.NotNull((await StartAsync(person.Number, person.Password, person.KnownDevice, Server.Client("192.0.2.9"))).Tokens);
    }

    [Fact]
    public async Task One_account_is_counted_as_one_however_it_is_spelt()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var (stranger, elsewhere) = (Server.Client(ServerFixture.NewAddress()), Server.Client(ServerFixture.NewAddress()));
        string[] spellings = [person.Number, person.Number.Insert(1, " "), person.Number.Insert(2, "-"), person.Number.Insert(3, "--"), $" {person.Number}"];
        foreach (var spelling in spellings)
        {
            await RefusedAsync("sign_in_failed", () => StartAsync(spelling, "not the password at all", null, stranger));
        }

        await RefusedAsync("throttled", () => StartAsync(person.Number.Insert(5, " "), person.Password, null, stranger));
        string[] addresses = [person.Email, person.Email.ToUpperInvariant(), $" {person.Email}", person.Email.Replace("example", "\uFF45xample", StringComparison.Ordinal), $"{person.Email} "];
        foreach (var address in addresses)
        {
            await RefusedAsync("sign_in_failed", () => StartAsync(address, "not the password at all", null, elsewhere));
        }

        await RefusedAsync("throttled", () => StartAsync(person.Email.ToUpperInvariant(), person.Password, null, elsewhere));
    }

    [Fact]
    public async Task A_right_password_wipes_out_the_failures_before_it()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = Server.Client();
        for (var round = 0; round < 3; round++)
        {
            for (var attempt = 0; attempt < 4; attempt++)
            {
                await RefusedAsync("sign_in_failed", () => StartAsync(person.Number, "not the password at all", null, client));
            }

            Assert.NotNull((await StartAsync(person.Number, person.Password, null, client)).AuthSession);
        }
    }

    [Fact]
    public async Task One_network_that_tries_many_accounts_slows_down()
    {
        var client = Server.Client("198.51.100.4");
        var codes = new List<string>();
        for (var attempt = 0; attempt < 43; attempt++)
        {
            codes.Add(await OutcomeAsync(() => StartAsync($"nobody{attempt}@example.org", "not the password at all", null, client)));
        }

        Assert.Equal(41, codes.TakeWhile(code => code == "sign_in_failed").Count());
        Assert.Equal("throttled", codes[^1]);
    }

    [Fact]
    public async Task A_known_device_with_wrong_passwords_slows_down_itself_alone()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var client = Server.Client();
        for (var attempt = 0; attempt < 7; attempt++)
        {
            await RefusedAsync("sign_in_failed", () => StartAsync(person.Number, "not the password at all", person.KnownDevice, client));
        }

        await RefusedAsync("throttled", () => StartAsync(person.Number, person.Password, person.KnownDevice, client));
        Assert.NotNull((await StartAsync(person.Number, person.Password, null, client)).AuthSession);
    }

    [Fact]
    public async Task After_a_hundred_failures_in_a_row_the_right_password_still_leads_to_the_code()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        for (var attempt = 0; attempt < 100; attempt++)
        {
            await RefusedAsync("sign_in_failed", () => StartAsync(person.Number, "not the password at all", null));
        }

        await RefusedAsync("sign_in_failed", () => StartAsync(person.Number, "not the password at all", null));
        Assert.NotNull((await StartAsync(person.Number, person.Password, person.KnownDevice)).Tokens);
        var (client, pkce) = (Server.Client(), Pkce.Create());
        var step = await StartAsync(person.Number, person.Password, null, client, pkce);
        Assert.Null(step.Tokens);
        Assert.NotNull((await ContinueAsync(step, await Person.LastCodeAsync(Server, person.Email, Ct), client, pkce)).Tokens);
    }

    [Fact]
    public async Task A_hash_of_another_time_is_made_anew_at_sign_in()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var weak = PasswordHash.Parse(await HashOfAsync(person));
        var hasher = Server.Services.GetRequiredService<PasswordHasher>();
        var old = await Old(person.Password);
        await Server.WithDatabaseAsync(db => db.RunAsync(new("UPDATE accounts SET password_hash = $1 WHERE number = $2", old, person.Number), Ct));

        Assert.NotNull((await StartAsync(person.Number, person.Password, person.KnownDevice)).Tokens);

        var fresh = PasswordHash.Parse(await HashOfAsync(person));
        Assert.Equal(weak.MemoryKiB, fresh.MemoryKiB);
        Assert.Equal(PasswordMatch.Right, (await hasher.VerifyAsync(person.Password, fresh.ToString(), Ct)).Value);

        async Task<string> Old(string password)
        {
            var options = Microsoft.Extensions.Options.Options.Create(new PasswordOptions { MemoryKiB = 19_456, Passes = 3 });
            using var other = new PasswordHasher(options, Server.Services.GetRequiredService<Tenure.Server.Platform.Secrets.Pepper>());
            return (await other.HashAsync(password, Ct)).Value;
        }
    }

    [Fact]
    public async Task Where_nothing_else_is_set_a_hash_takes_19_MiB_and_two_passes_and_less_cannot_be_set()
    {
        using var hasher = new PasswordHasher(Microsoft.Extensions.Options.Options.Create(new PasswordOptions()), Server.Services.GetRequiredService<Tenure.Server.Platform.Secrets.Pepper>());
        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1,", (await hasher.HashAsync("a password like any other", Ct)).Value, StringComparison.Ordinal);
        Assert.All(
            [new PasswordOptions { MemoryKiB = 19_455 }, new PasswordOptions { Passes = 1 }],
            weak => Assert.True(new PasswordOptionsValidator().Validate(null, weak).Failed));
    }

    [Fact]
    public async Task Without_the_pepper_the_database_tells_no_password()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var file = Path.Combine(Server.Folder, "keys", "pepper");
        Assert.Equal(32, new FileInfo(file).Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        var elsewhere = Directory.CreateTempSubdirectory("tenure-elsewhere").FullName;
        var pepper = new Tenure.Server.Platform.Secrets.Pepper(new Microsoft.Extensions.Configuration.ConfigurationManager(), new Tenure.Server.Data.DataFolder(elsewhere));
        using var hasher = new PasswordHasher(Microsoft.Extensions.Options.Options.Create(new PasswordOptions()), pepper);
        Assert.Equal(PasswordMatch.Wrong, (await hasher.VerifyAsync(person.Password, await HashOfAsync(person), Ct)).Value);
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public async Task More_sign_ins_at_once_than_fit_are_told_to_come_back()
    {
        var options = Microsoft.Extensions.Options.Options.Create(new PasswordOptions { AtOnce = 1, Queue = 2 });
        using var hasher = new PasswordHasher(options, Server.Services.GetRequiredService<Tenure.Server.Platform.Secrets.Pepper>());
        // Threads of their own that wait for each other: the pool would run as many at a time as there are cores.
        using var all = new Barrier(12);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Factory.StartNew(
            () =>
            {
                all.SignalAndWait(Ct);
                return hasher.HashAsync($"password number {i}", Ct);
            },
            Ct, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
        Assert.Contains(answers, answer => answer.Refusal is null);
        Assert.Contains(answers, answer => answer.Refusal is { Code: "busy", RetryAfter: not null });
        Assert.Null((await hasher.HashAsync("and then there is room again", Ct)).Refusal);
    }

    [Theory]
    [InlineData("username")]
    [InlineData("password")]
    [InlineData("known_device")]
    public async Task What_no_database_can_carry_is_malformed_before_anything_is_looked_up(string field)
    {
        var attempt = field switch
        {
            "username" => Attempt("a\0b", "x", null),
            "password" => Attempt("a", "x\uD800", null),
            _ => Attempt("a", "x", "\0"),
        };
        var refused = Assert.IsType<SignInOutcome.Refused>(await OnServerAsync<SignInOutcome>(signIn => signIn.StartAsync(attempt, Ct)));
        Assert.Equal(("malformed", field), (refused.Refusal.Code, refused.Refusal.Field));
    }

    internal static SignInAttempt Attempt(string identifier, string password, string? knownDevice) =>
        new(identifier, password, knownDevice, IPAddress.Parse(ServerFixture.NewAddress()), "Test", "en");

    internal static FormUrlEncodedContent Form(string username, string password) => new(new Dictionary<string, string>
    {
        ["client_id"] = TokenClient.PhoneClient,
        ["scope"] = TokenClient.AccountScope,
        ["code_challenge"] = Pkce.Create().Challenge,
        ["code_challenge_method"] = "S256",
        ["username"] = username,
        ["password"] = password,
    });

    private Task<NativeSignInStep> StartAsync(string username, string password, string? knownDevice, TenureClient? client = null, Pkce? pkce = null) =>
        (client ?? Server.Client()).SignIn.StartNativeAsync(TokenClient.PhoneClient, username, password, knownDevice, "Test phone", pkce ?? Pkce.Create(), Ct);

    private static Task<NativeSignInStep> ContinueAsync(NativeSignInStep step, string code, TenureClient client, Pkce pkce) =>
        client.SignIn.ContinueNativeAsync(TokenClient.PhoneClient, step.AuthSession!, code, pkce, Ct);

    private async Task<T> OnServerAsync<T>(Func<ISignIn, Task<T>> use)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<ISignIn>());
    }

    private Task<string> HashOfAsync(Person person) =>
        Server.WithDatabaseAsync(async db => (await db.Accounts.AsNoTracking().ToListAsync(Ct)).Single(a => a.Number.Value == person.Number).PasswordHash);

    private static async Task<OAuthException> RefusedAsync(string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<OAuthException>(call);
        Assert.Equal(code, refused.Error.Refusal);
        return refused;
    }

    private static async Task<string> OutcomeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return "done";
        }
        catch (OAuthException refused)
        {
            return refused.Error.Refusal ?? refused.Code;
        }
    }
}
