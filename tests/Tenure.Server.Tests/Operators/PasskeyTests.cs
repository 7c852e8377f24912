using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Domain.Cases;
using Tenure.Domain.Operators;
using Tenure.Server.Audit;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Cases;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Operators;
using Tenure.Server.Tests.Hosting;
using Ask = Tenure.Client.Cases;

namespace Tenure.Server.Tests.Operators;

/// <summary>Passkeys of those who decide: how they are registered, what is signed, and what is not taken for it.</summary>
public abstract class PasskeyTests(ServerFixture server) : ServerTests(server)
{
    private const string Page = "/operator/passkey";

    [Fact]
    public async Task A_passkey_is_registered_with_the_password_shown_and_removed_with_it()
    {
        var name = await AgentAsync();
        using var browser = await SignedInAsync(name);
        Assert.Contains("None yet.", await browser.ReadAsync(Page, Ct), StringComparison.Ordinal);
        var key = new TestAuthenticator(Server.Address);
        using (var wrong = await browser.RegisterAsync(name, key, null, Ct, password: "wrong"))
        {
            Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        }

        Assert.Empty(await PasskeysAsync(name));
        using (var made = await browser.RegisterAsync(name, key, null, Ct))
        {
            Assert.Equal(HttpStatusCode.Found, made.StatusCode);
        }

        var shown = await browser.ReadAsync(Page, Ct);
        Assert.Contains("my key", shown, StringComparison.Ordinal);
        Assert.Contains("Counts from", shown, StringComparison.Ordinal);
        Assert.Contains("Never used", shown, StringComparison.Ordinal);
        var kept = Assert.Single(await PasskeysAsync(name));
        Assert.Equal((key.CredentialText, Base64Url.EncodeToString(key.PublicKey)), (Base64Url.EncodeToString(kept.Credential), Base64Url.EncodeToString(kept.PublicKey)));
        Assert.Equal($"{key.CredentialText} {Base64Url.EncodeToString(key.PublicKey)}", (await LogAsync(OperatorEvents.PasskeyRegistered, name)).About);

        foreach (var (password, status) in ((string, HttpStatusCode)[])[("wrong", HttpStatusCode.Forbidden), (OperatorBrowser.Password, HttpStatusCode.Found)])
        {
            using var removed = await browser.PostAsync(Page, [.. await browser.HiddenAsync(Page, "remove", Ct), ("which", kept.Id.ToString("N")), ("remove-password", password)], Ct);
            Assert.Equal(status, removed.StatusCode);
        }

        Assert.Empty(await PasskeysAsync(name));
        Assert.Equal(key.CredentialText, (await LogAsync(OperatorEvents.PasskeyRemoved, name)).About);
        await DisableAsync(name);
    }

    [Fact]
    public async Task A_vote_for_a_release_needs_a_passkey_that_the_signer_knows_and_the_page_says_what_to_run()
    {
        var (name, number) = (await AgentAsync(), await DrawnCaseAsync("release"));
        var key = new TestAuthenticator(Server.Address);
        using (var browser = await SignedInAsync(name))
        using (var made = await browser.RegisterAsync(name, key, null, Ct))
        {
            Assert.Equal(HttpStatusCode.Found, made.StatusCode);
        }

        Server.Clock.Advance(ServerOperator.RoleWait);
        using var later = await SignedInAsync(name);
        var page = await later.ReadAsync(Page, Ct);
        Assert.Contains($"keys admit --agent {name} --role agent --passkey {key.CredentialText}.{Base64Url.EncodeToString(key.PublicKey)} --keys", page, StringComparison.Ordinal);
        using (var unknown = await later.VoteAsync(name, number, "approve", "NotEnough", key, Ct))
        {
            Assert.Equal(HttpStatusCode.Forbidden, unknown.StatusCode);
            Assert.Contains("The signer does not know your passkey yet.", await unknown.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        Assert.Equal(0, await ActsAsync(number));
        AgentsAtSigner.Admit(Server, name, key);
        Assert.Contains("The signer knows it", await later.ReadAsync(Page, Ct), StringComparison.Ordinal);
        // Nobody holds what was named: that is the only thing in the way now.
        using (var known = await later.VoteAsync(name, number, "approve", "NotEnough", key, Ct))
        {
            Assert.Equal(HttpStatusCode.Conflict, known.StatusCode);
        }

        await DisableAsync(name);
    }

    [Fact]
    public async Task Without_a_passkey_no_vote_is_cast_and_the_page_says_so()
    {
        var (name, number) = (await AgentAsync(), await DrawnCaseAsync());
        using var browser = await SignedInAsync(name);
        var page = await browser.ReadAsync("/operator/cases/" + number, Ct);
        Assert.Contains("A decision is signed with a passkey, and you have none.", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/operator/passkey\"", page, StringComparison.Ordinal);
        using var refused = await browser.VoteAsync(name, number, "approve", "NotEnough", new TestAuthenticator(Server.Address), Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(0, await ActsAsync(number));
        await DisableAsync(name);
    }

    [Fact]
    public async Task The_first_passkey_counts_after_72_hours_and_one_that_it_vouched_for_with_it()
    {
        var (name, number) = (await AgentAsync(), await DrawnCaseAsync());
        var (first, second) = (new TestAuthenticator(Server.Address), new TestAuthenticator(Server.Address));
        using (var browser = await SignedInAsync(name))
        {
            using var made = await browser.RegisterAsync(name, first, null, Ct);
            Assert.Equal(HttpStatusCode.Found, made.StatusCode);
            using var vouched = await browser.RegisterAsync(name, second, first, Ct);
            Assert.Equal(HttpStatusCode.Found, vouched.StatusCode);
            foreach (var key in (TestAuthenticator[])[first, second])
            {
                using var early = await browser.VoteAsync(name, number, "ask", "NotEnough", key, Ct);
                Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
                Assert.Contains("does not count yet", await early.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
            }
        }

        Server.Clock.Advance(ServerOperator.RoleWait);
        using var later = await SignedInAsync(name);
        using var voted = await later.VoteAsync(name, number, "ask", "NotEnough", second, Ct);
        Assert.Equal(HttpStatusCode.Found, voted.StatusCode);
        Assert.Equal(1, await ActsAsync(number));
        await DisableAsync(name);
    }

    [Fact]
    public async Task Who_works_on_the_machine_and_has_the_password_cannot_vote_for_three_days()
    {
        var (name, number) = (await AgentAsync(), await DrawnCaseAsync());
        var old = await TestAuthenticator.OfAsync(Server, name, Ct);
        await using (var scope = Server.Services.CreateAsyncScope())
        {
            Assert.Equal(1, (await scope.ServiceProvider.GetRequiredService<OperatorBook>().TakePasskeysAsync(name, Ct)).Value);
        }

        Assert.NotNull(await LogAsync(OperatorEvents.PasskeysTaken, null, name));
        using var browser = await SignedInAsync(name);
        using (var gone = await browser.VoteAsync(name, number, "approve", "NotEnough", old, Ct))
        {
            Assert.Equal(HttpStatusCode.Forbidden, gone.StatusCode);
        }

        var own = new TestAuthenticator(Server.Address);
        using (var made = await browser.RegisterAsync(name, own, null, Ct))
        {
            Assert.Equal(HttpStatusCode.Found, made.StatusCode);
        }

        using (var early = await browser.VoteAsync(name, number, "approve", "NotEnough", own, Ct))
        {
            Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        }

        Server.Clock.Advance(ServerOperator.RoleWait - TimeSpan.FromSeconds(1));
        using (var still = await SignedInAsync(name))
        using (var early = await still.VoteAsync(name, number, "approve", "NotEnough", own, Ct))
        {
            Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        }

        Assert.Equal(0, await ActsAsync(number));
        await DisableAsync(name);
    }

    [Fact]
    public async Task What_was_signed_is_in_the_log_and_verifies_with_nothing_else()
    {
        var (name, number) = (await AgentAsync(), await DrawnCaseAsync());
        using (var browser = await SignedInAsync(name))
        {
            var made = new TestAuthenticator(Server.Address);
            using var registered = await browser.RegisterAsync(name, made, null, Ct);
            Assert.Equal(HttpStatusCode.Found, registered.StatusCode);
            Server.Clock.Advance(ServerOperator.RoleWait);
            using var later = await SignedInAsync(name);
            using var voted = await later.VoteAsync(name, number, "approve", "Doubtful", made, Ct);
            Assert.Equal(HttpStatusCode.Found, voted.StatusCode);
        }

        // From here on as an auditor, with two entries of the log.
        var (key, vote) = ((await LogAsync(OperatorEvents.PasskeyRegistered, name)).About!.Split(' '), await LogAsync(OperatorEvents.CaseDecided, name));
        var (about, word, signed) = (vote.About!.Split(' '), vote.Reason!.Split(' '), vote.Signed!);
        Assert.Equal((number, key[0]), (about[0], signed.Credential));
        var client = Base64Url.DecodeFromChars(signed.ClientData);
        var challenge = string.Join('\n', "tenure/passkey/1", "vote", vote.Operator, signed.Nonce, about[0], about[1], word[0], word[1]);
        Assert.Equal(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(challenge))), JsonDocument.Parse(client).RootElement.GetProperty("challenge").GetString());
        var act = await Server.WithDatabaseAsync(db => db.Cases.AsNoTracking().Where(c => c.Number == number).SelectMany(c => c.Acts).SingleAsync(Ct));
        Assert.Equal((about[1], CaseActKind.Approved), (Convert.ToHexStringLower(act.Digest), act.Kind));
        using var verifier = Key(Base64Url.DecodeFromChars(key[1]));
        byte[] data = [.. Base64Url.DecodeFromChars(signed.AuthenticatorData), .. SHA256.HashData(client)];
        Assert.True(verifier.VerifyData(data, Base64Url.DecodeFromChars(signed.Signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        await DisableAsync(name);
    }

    [Fact]
    public async Task What_was_signed_for_something_else_or_otherwise_counts_nothing()
    {
        var (name, number) = (await AgentAsync(), await DrawnCaseAsync());
        var other = await AgentAsync();
        var (mine, theirs) = (await TestAuthenticator.OfAsync(Server, name, Ct), await TestAuthenticator.OfAsync(Server, other, Ct));
        // Drawn for it, whatever the lot said.
        await DrawAsync(number, name);
        using var browser = await SignedInAsync(name);
        var hidden = await browser.HiddenAsync("/operator/cases/" + number, "decide", Ct);
        var digest = hidden.Single(f => f.Name == "digest").Value;
        var origin = mine.Origin;

        await RefusedAsync("origin", nonce => With(k => k.Origin = "http://localhost:1", nonce));
        await RefusedAsync("scheme", nonce => With(k => k.Origin = origin.Replace("http:", "https:", StringComparison.Ordinal), nonce));
        await RefusedAsync("party", nonce => With(k => k.Party = "example.org", nonce));
        await RefusedAsync("not verified", nonce => With(k => k.Flags = 0x01, nonce));
        await RefusedAsync("not present", nonce => With(k => k.Flags = 0x04, nonce));
        await RefusedAsync("digest", nonce => mine.Sign("vote", name, nonce, number, new string('0', 64), "ask", "NotEnough"));
        await RefusedAsync("verdict", nonce => mine.Sign("vote", name, nonce, number, digest, "approve", "NotEnough"));
        await RefusedAsync("reason", nonce => mine.Sign("vote", name, nonce, number, digest, "ask", "Doubtful"));
        await RefusedAsync("case", nonce => mine.Sign("vote", name, nonce, "0000000000", digest, "ask", "NotEnough"));
        await RefusedAsync("person", nonce => mine.Sign("vote", other, nonce, number, digest, "ask", "NotEnough"));
        await RefusedAsync("act", nonce => mine.Sign("vouch", name, nonce, number, digest, "ask", "NotEnough"));
        await RefusedAsync("nonce", nonce => mine.Sign("vote", name, new string('A', 43), number, digest, "ask", "NotEnough"));
        await RefusedAsync("another agent's", nonce => theirs.Sign("vote", name, nonce, number, digest, "ask", "NotEnough"));
        await RefusedAsync("registration", nonce => mine.Register("vote", name, nonce, number, digest, "ask", "NotEnough"), HttpStatusCode.BadRequest);
        await RefusedAsync("signature", nonce => Changed(Good(nonce), "signature"));
        await RefusedAsync("data", nonce => Changed(Good(nonce), "authenticatorData"));
        await RefusedAsync("no JSON", _ => "{", HttpStatusCode.BadRequest);
        await RefusedAsync("empty", _ => "", HttpStatusCode.BadRequest);
        await RefusedAsync("too long", nonce => Good(nonce) + new string(' ', 20_000), HttpStatusCode.BadRequest);
        await RefusedAsync("not ours", Good, HttpStatusCode.Conflict, nonce: new string('A', 43));
        await RefusedAsync("no nonce", Good, HttpStatusCode.BadRequest, nonce: "AAAA");

        // A nonce that is over, one that was used, and then one that is good.
        var old = await browser.NonceAsync(Ct);
        Server.Clock.Advance(TimeSpan.FromMinutes(2));
        await RefusedAsync("late", Good, HttpStatusCode.Conflict, old);
        var used = await browser.NonceAsync(Ct);
        await RefusedAsync("nothing decided", nonce => mine.Sign("vote", name, nonce, number, new string('0', 64), "ask", "NotEnough"), HttpStatusCode.Conflict, used, new string('0', 64));
        await RefusedAsync("replayed", Good, HttpStatusCode.Conflict, used);
        Assert.Equal(0, await ActsAsync(number));
        using var voted = await SendAsync(await browser.NonceAsync(Ct), Good, digest);
        Assert.Equal(HttpStatusCode.Found, voted.StatusCode);
        Assert.Equal(1, await ActsAsync(number));
        Assert.Equal([name], await Server.WithDatabaseAsync(db => db.Operators.Where(o => o.Name == name || o.Name == other).Where(o => o.Passkeys.Any(k => k.LastUsedAt != null)).Select(o => o.Name).ToListAsync(Ct)));
        await DisableAsync(name, other);

        string Good(string nonce) => mine.Sign("vote", name, nonce, number, digest, "ask", "NotEnough");

        string With(Action<TestAuthenticator> turn, string nonce)
        {
            var (party, flags) = (mine.Party, mine.Flags);
            turn(mine);
            var answer = Good(nonce);
            (mine.Origin, mine.Party, mine.Flags) = (origin, party, flags);
            return answer;
        }

        async Task RefusedAsync(string what, Func<string, string> sign, HttpStatusCode status = HttpStatusCode.Forbidden, string? nonce = null, string? shown = null)
        {
            using var refused = await SendAsync(nonce ?? await browser.NonceAsync(Ct), sign, shown ?? digest);
            Assert.True(refused.StatusCode == status, $"{what}: {refused.StatusCode}");
            Assert.Contains("id=\"problem\"", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        Task<HttpResponseMessage> SendAsync(string nonce, Func<string, string> sign, string shown) => browser.PostAsync(
            "/operator/cases/" + number, [.. hidden.Where(f => f.Name != "digest"), ("digest", shown), ("verdict", "ask"), ("reason", "NotEnough"), ("nonce", nonce), ("passkey", sign(nonce))], Ct);
    }

    [Fact]
    public async Task What_was_signed_once_counts_once_however_often_it_is_sent_at_the_same_moment()
    {
        var (name, number) = (await AgentAsync(), await DrawnCaseAsync());
        var key = await TestAuthenticator.OfAsync(Server, name, Ct);
        using var browser = await SignedInAsync(name);
        var hidden = await browser.HiddenAsync("/operator/cases/" + number, "decide", Ct);
        var nonce = await browser.NonceAsync(Ct);
        var answer = key.Sign("vote", name, nonce, number, hidden.Single(f => f.Name == "digest").Value, "ask", "NotEnough");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => browser.PostAsync(
            "/operator/cases/" + number, [.. hidden, ("verdict", "ask"), ("reason", "NotEnough"), ("nonce", nonce), ("passkey", answer)], Ct)));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Found);
        Assert.DoesNotContain(answers, a => (int)a.StatusCode >= 500);
        Assert.Equal(1, await ActsAsync(number));
        Assert.Equal(1, await Server.WithDatabaseAsync(db => db.OperatorLog.CountAsync(r => r.Event == OperatorEvents.CaseDecided && r.Details.Contains(number), Ct)));
        await DisableAsync(name);
    }

    [Fact]
    public async Task A_counter_that_went_back_takes_the_passkey_away_and_is_written_down()
    {
        var (name, number) = (await AgentAsync(), await DrawnCaseAsync());
        var key = await TestAuthenticator.OfAsync(Server, name, Ct);
        using var browser = await SignedInAsync(name);
        key.Counter = 41;
        var hidden = await browser.HiddenAsync("/operator/cases/" + number, "decide", Ct);
        using (var unchanged = await browser.PostAsync(
            "/operator/cases/" + number,
            [.. hidden.Where(f => f.Name != "digest"), ("digest", new string('0', 64)), ("verdict", "ask"), ("reason", "NotEnough"), .. await SignedAsync(new string('0', 64))], Ct))
        {
            Assert.Equal(HttpStatusCode.Conflict, unchanged.StatusCode);
        }

        Assert.Equal(42, Assert.Single(await PasskeysAsync(name)).Counter);
        key.Counter = 41;
        using var copied = await browser.VoteAsync(name, number, "ask", "NotEnough", key, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, copied.StatusCode);
        Assert.Contains("There seems to be a copy", await copied.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Empty(await PasskeysAsync(name));
        Assert.Equal(0, await ActsAsync(number));
        Assert.Equal(key.CredentialText, (await LogAsync(OperatorEvents.PasskeyCopied, name)).About);
        using var gone = await browser.VoteAsync(name, number, "ask", "NotEnough", key, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, gone.StatusCode);
        await DisableAsync(name);

        async Task<(string, string)[]> SignedAsync(string digest)
        {
            var nonce = await browser.NonceAsync(Ct);
            return [("nonce", nonce), ("passkey", key.Sign("vote", name, nonce, number, digest, "ask", "NotEnough"))];
        }
    }

    [Fact]
    public async Task A_second_passkey_needs_the_word_of_the_first_and_counts_at_once()
    {
        var (name, number) = (await AgentAsync(), await DrawnCaseAsync());
        var (first, second, stranger) = (await TestAuthenticator.OfAsync(Server, name, Ct), new TestAuthenticator(Server.Address), new TestAuthenticator(Server.Address));
        using var browser = await SignedInAsync(name);
        using (var alone = await browser.RegisterAsync(name, second, null, Ct))
        {
            Assert.Equal(HttpStatusCode.BadRequest, alone.StatusCode);
        }

        foreach (var voucher in (TestAuthenticator[])[second, stranger])
        {
            using var unknown = await browser.RegisterAsync(name, second, voucher, Ct);
            Assert.Equal(HttpStatusCode.Forbidden, unknown.StatusCode);
        }

        // The word is for this key, not for another one.
        var nonce = await browser.NonceAsync(Ct);
        var fields = await browser.HiddenAsync(Page, "register", Ct);
        using (var exchanged = await browser.PostAsync(
            Page,
            [.. fields, ("name", "x"), ("password", OperatorBrowser.Password), ("nonce", nonce), ("passkey", stranger.Register("register", name, nonce)), ("voucher", first.Vouch(name, nonce, second.Register("register", name, nonce)))], Ct))
        {
            Assert.Equal(HttpStatusCode.Forbidden, exchanged.StatusCode);
        }

        Assert.Single(await PasskeysAsync(name));
        using (var made = await browser.RegisterAsync(name, second, first, Ct))
        {
            Assert.Equal(HttpStatusCode.Found, made.StatusCode);
        }

        Assert.EndsWith(" " + first.CredentialText, (await LogAsync(OperatorEvents.PasskeyRegistered, name)).About, StringComparison.Ordinal);
        using (var again = await browser.RegisterAsync(name, second, first, Ct))
        {
            Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        }

        // One that was removed signs nothing more.
        var removed = (await PasskeysAsync(name)).Single(k => k.Credential.AsSpan().SequenceEqual(first.Credential));
        using (var gone = await browser.PostAsync(Page, [.. await browser.HiddenAsync(Page, "remove", Ct), ("which", removed.Id.ToString("N")), ("remove-password", OperatorBrowser.Password)], Ct))
        {
            Assert.Equal(HttpStatusCode.Found, gone.StatusCode);
        }

        using (var refused = await browser.VoteAsync(name, number, "ask", "NotEnough", first, Ct))
        {
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var voted = await browser.VoteAsync(name, number, "ask", "NotEnough", second, Ct);
        Assert.Equal(HttpStatusCode.Found, voted.StatusCode);
        await DisableAsync(name);
    }

    [Fact]
    public async Task One_passkey_is_one_persons()
    {
        var (name, other) = (await AgentAsync(), await AgentAsync());
        var key = await TestAuthenticator.OfAsync(Server, name, Ct);
        using var browser = await SignedInAsync(other);
        using var taken = await browser.RegisterAsync(other, key, null, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, taken.StatusCode);
        Assert.Contains("None yet.", await taken.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Empty(await PasskeysAsync(other));
        await DisableAsync(name, other);
    }

    [Theory]
    [InlineData(TestAuthenticator.Es256)]
    [InlineData(TestAuthenticator.EdDsa)]
    [InlineData(TestAuthenticator.Rs256)]
    public async Task Three_algorithms_sign(int algorithm)
    {
        var name = await AgentAsync();
        using var browser = await SignedInAsync(name);
        // One that does not count.
        var (first, second) = (new TestAuthenticator(Server.Address, algorithm) { IsCounting = false }, new TestAuthenticator(Server.Address, algorithm));
        using (var made = await browser.RegisterAsync(name, first, null, Ct))
        {
            Assert.Equal(HttpStatusCode.Found, made.StatusCode);
        }

        using (var vouched = await browser.RegisterAsync(name, second, first, Ct))
        {
            Assert.Equal(HttpStatusCode.Found, vouched.StatusCode);
        }

        Assert.Equal(2, (await PasskeysAsync(name)).Count);
        await DisableAsync(name);
    }

    [Fact]
    public async Task What_no_authenticator_says_registers_nothing()
    {
        var name = await AgentAsync();
        using var browser = await SignedInAsync(name);
        var key = new TestAuthenticator(Server.Address);
        await RefusedAsync("algorithm", nonce => new TestAuthenticator(Server.Address, TestAuthenticator.Es384).Register("register", name, nonce));
        await RefusedAsync("origin", nonce => new TestAuthenticator(Server.Address) { Origin = "http://example.org" }.Register("register", name, nonce));
        await RefusedAsync("party", nonce => new TestAuthenticator(Server.Address) { Party = "example.org" }.Register("register", name, nonce));
        await RefusedAsync("not verified", nonce => new TestAuthenticator(Server.Address) { Flags = 0x01 }.Register("register", name, nonce));
        await RefusedAsync("act", nonce => key.Register("vote", name, nonce));
        await RefusedAsync("person", nonce => key.Register("register", "somebody", nonce));
        await RefusedAsync("an assertion", nonce => key.Sign("register", name, nonce), HttpStatusCode.BadRequest);
        await RefusedAsync("an id that is too long", nonce => new TestAuthenticator(Server.Address) { Credential = new byte[1024] }.Register("register", name, nonce), null);
        await RefusedAsync("no id", nonce => new TestAuthenticator(Server.Address) { Credential = [] }.Register("register", name, nonce), null);
        await RefusedAsync("attestation of no kind", nonce => key.Create("nonsense", w => w.WriteStartMap(0), w => w.WriteEndMap(), "register", name, nonce), null);
        Assert.Empty(await PasskeysAsync(name));
        await DisableAsync(name);

        async Task RefusedAsync(string what, Func<string, string> answer, HttpStatusCode? status = HttpStatusCode.Forbidden)
        {
            var nonce = await browser.NonceAsync(Ct);
            using var refused = await browser.PostAsync(
                Page, [.. await browser.HiddenAsync(Page, "register", Ct), ("name", "x"), ("password", OperatorBrowser.Password), ("nonce", nonce), ("passkey", answer(nonce))], Ct);
            Assert.True(status is { } one ? refused.StatusCode == one : refused.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest, $"{what}: {refused.StatusCode}");
        }
    }

    [Fact]
    public async Task No_bytes_are_taken_for_a_passkeys_answer_or_break_the_server()
    {
        var name = await AgentAsync();
        var key = await TestAuthenticator.OfAsync(Server, name, Ct);
        var person = await Server.WithDatabaseAsync(db => db.Operators.AsNoTracking().SingleAsync(o => o.Name == name, Ct));
        await using var scope = Server.Services.CreateAsyncScope();
        var check = scope.ServiceProvider.GetRequiredService<PasskeyCheck>();
        var nonce = new string('A', 43);
        var challenge = PasskeyChallenge.OfRegistration(name, nonce);
        var (made, signed) = (key.Register("register", name, nonce), key.Sign("register", name, nonce));
        Assert.Null((await check.ReadNewAsync(person, new PasskeySaid(nonce, made), Ct)).Refusal);
        Assert.Null((await check.ProveAsync(person, new PasskeySaid(nonce, signed), _ => challenge, Ct)).Refusal);
        // One field of the answer with bytes changed, cut or put in.
        Gen.Select(Gen.Bool, Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 500], Gen.Byte[0, 6].Array).Sample((isNew, field, how, at, bytes) =>
        {
            var text = Damaged(isNew ? made : signed, field, how, at, bytes);
            if (text == made || text == signed)
            {
                return;
            }

            var said = new PasskeySaid(nonce, text);
            var refusal = isNew ? check.ReadNewAsync(person, said, Ct).GetAwaiter().GetResult().Refusal : check.ProveAsync(person, said, _ => challenge, Ct).GetAwaiter().GetResult().Refusal;
            // A registration is signed by nobody: another key or id in it is one of somebody else's making.
            Assert.True(isNew || refusal is { Code: "passkey_malformed" or "passkey_refused" }, text);
        }, iter: 3000);
        await DisableAsync(name);
    }

    [Fact]
    public async Task Nobody_else_gets_a_nonce_or_the_page()
    {
        using var stranger = new OperatorBrowser(Server);
        foreach (var path in (string[])[Page, Page + "/nonce"])
        {
            using var turned = await stranger.GetAsync(path, Ct);
            Assert.Equal(HttpStatusCode.Found, turned.StatusCode);
        }

        var auditor = await AgentAsync(OperatorRole.Auditor);
        using var browser = await SignedInAsync(auditor);
        using var elsewhere = await browser.GetAsync(Page, Ct);
        Assert.EndsWith("/operator/cases", elsewhere.Headers.Location!.ToString(), StringComparison.Ordinal);
        await DisableAsync(auditor);
    }

    // A byte of a field of the response, in base64url, is another one.
    private static string Changed(string answer, string field)
    {
        var old = JsonDocument.Parse(answer).RootElement.GetProperty("response").GetProperty(field).GetString()!;
        var bytes = Base64Url.DecodeFromChars(old);
        bytes[^1] ^= 1;
        return answer.Replace(old, Base64Url.EncodeToString(bytes), StringComparison.Ordinal);
    }

    private static string Damaged(string answer, int field, int how, int at, byte[] put)
    {
        var root = JsonDocument.Parse(answer).RootElement;
        var fields = root.GetProperty("response").EnumerateObject().Select(f => f.Value.GetString()!).Append(root.GetProperty("rawId").GetString()!).ToList();
        var old = fields[field % fields.Count];
        var bytes = Base64Url.DecodeFromChars(old).ToList();
        at %= bytes.Count;
        switch (how)
        {
            case 0:
                for (var i = 0; i < put.Length && at + i < bytes.Count; i++)
                {
                    bytes[at + i] = put[i];
                }

                break;
            case 1:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, put);
                break;
        }

        return answer.Replace(old, Base64Url.EncodeToString([.. bytes]), StringComparison.Ordinal);
    }

    private static ECDsa Key(byte[] cose)
    {
        var reader = new System.Formats.Cbor.CborReader(cose);
        var point = new ECPoint();
        for (var left = reader.ReadStartMap(); left > 0; left--)
        {
            switch (reader.ReadInt32())
            {
                case -2:
                    point.X = reader.ReadByteString();
                    break;
                case -3:
                    point.Y = reader.ReadByteString();
                    break;
                default:
                    reader.SkipValue();
                    break;
            }
        }

        return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
    }

    private async Task<string> AgentAsync(OperatorRole role = OperatorRole.Agent)
    {
        var name = await OperatorBrowser.CreateAsync(Server, Ct);
        await Server.WithDatabaseAsync(async db =>
        {
            var (person, then) = (await db.Operators.SingleAsync(o => o.Name == name, Ct), Server.Clock.GetUtcNow() - ServerOperator.RoleWait);
            person.OfferRole(role, then);
            Assert.Null(person.ConfirmRole(default, then));
            return await db.SaveChangesAsync(Ct);
        });
        return name;
    }

    // Handed in, and drawn for the only agent there is.
    private async Task<string> DrawnCaseAsync(string kind = "recovery")
    {
        var person = await Person.RegisterAsync(Server, Ct);
        var opened = await Server.Client().OpenCaseAsync(new Ask.OpenCase(kind, person.Email, kind == "recovery" ? person.Email : "SERIAL" + person.Email[..8].ToUpperInvariant(), Language: "en"), Ct);
        await Server.Client().ProveCaseContactAsync(opened.Number, opened.Secret, new Ask.ProveCaseContact(await Person.LastCodeAsync(Server, person.Email, Ct)), Ct);
        await Server.Client().SubmitCaseAsync(opened.Number, opened.Secret, Ct);
        await Server.SweepAsync<DrawAgents>(Ct);
        return CaseNumber.Plain(opened.Number);
    }

    private async Task DrawAsync(string number, string name)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        var (id, agent) = await Server.WithDatabaseAsync(async db => (
            await db.Cases.Where(c => c.Number == number).Select(c => c.Id).SingleAsync(Ct), await db.Operators.Where(o => o.Name == name).Select(o => o.Id).SingleAsync(Ct)));
        await scope.ServiceProvider.GetRequiredService<CaseDesk>().DrawAsync(id, [(agent, false)], _ => Task.CompletedTask, Ct);
        Assert.Equal(agent, await Server.WithDatabaseAsync(db => db.Cases.Where(c => c.Number == number).Select(c => c.Agent).SingleAsync(Ct)));
    }

    private async Task<OperatorBrowser> SignedInAsync(string name)
    {
        var browser = new OperatorBrowser(Server);
        using var answer = await browser.SignInAsync(name, OperatorBrowser.Password, Ct);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return browser;
    }

    private Task<List<Passkey>> PasskeysAsync(string name) => Server.WithDatabaseAsync(async db => (await db.Operators.AsNoTracking().SingleAsync(o => o.Name == name, Ct)).Passkeys.ToList());

    private Task<int> ActsAsync(string number) => Server.WithDatabaseAsync(db => db.Cases.Where(c => c.Number == number).SelectMany(c => c.Acts).CountAsync(Ct));

    // The latest of somebody.
    private async Task<LoggedAct> LogAsync(string name, string? person, string? about = null)
    {
        var rows = await Server.WithDatabaseAsync(db => db.OperatorLog.AsNoTracking().Where(r => r.Event == name).OrderByDescending(r => r.Sequence).Select(r => r.Details).ToListAsync(Ct));
        return rows.Select(details => LoggedAct.Parse(details)!).First(act => act.Operator == person && (about is null || act.About == about));
    }

    // Of the next test others are drawn.
    private async Task DisableAsync(params string[] names)
    {
        foreach (var name in names)
        {
            await using var scope = Server.Services.CreateAsyncScope();
            Assert.Null(await scope.ServiceProvider.GetRequiredService<OperatorBook>().DisableAsync(name, Ct));
        }
    }
}
