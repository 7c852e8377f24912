using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.Flashing;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Flashing;

/// <summary>Which computers may flash an account's devices.</summary>
public abstract class ComputerTests(DeviceHost host) : DeviceTests(host)
{
    /// <summary>A gateway that nobody asks: what matters is what is promised.</summary>
    internal static readonly IReadOnlyDictionary<string, string> WithSms = new Dictionary<string, string> { ["Sms:Url"] = "http://127.0.0.1:1/", ["Sms:Countries"] = "DE" };

    private readonly DeviceHost host = host;

    [Fact]
    public async Task With_a_recovery_code_a_computer_is_bound_at_once_and_every_address_is_told()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var key = ComputerKey.Create();
        var client = await ComputerAsync(ada, key);
        Assert.Equal(("notBound", key.Id, true), await StateAsync(client));

        var bound = await BindAsync(client, ada, "Desk");

        Assert.Equal((key.Id, "Desk", host.Clock.GetUtcNow(), true), (bound.Id, bound.Name, bound.BoundAt, bound.IsBound));
        Assert.Equal(("bound", key.Id, true), await StateAsync(client));
        Assert.Equal(bound, Assert.Single(await ClientOf(ada.Token).GetComputersAsync(Ct)));
        Assert.Contains(await SubjectsAsync(ada), s => s == "A computer was bound to your account");
        Assert.Contains(await ClientOf(ada.Token).GetEventsAsync(null, Ct), e => e is { Kind: "computerBound", Detail: "Desk" });
    }

    [Fact]
    public async Task With_a_code_by_mail_it_waits_for_a_day_in_which_its_holder_is_told_and_takes_it_away()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var key = ComputerKey.Create();
        var client = await ComputerAsync(ada, key);

        var waiting = await BindByMailAsync(client, ada);

        Assert.Equal((false, host.Clock.GetUtcNow().AddHours(24)), (waiting.IsBound, waiting.BoundAt));
        Assert.Equal("waiting", (await StateAsync(client)).State);
        Assert.Contains(await SubjectsAsync(ada), s => s == "A computer will be bound to your account");
        await ClientOf(ada.Token).RemoveComputerAsync(key.Id, Ct);
        client = await LaterAsync(TimeSpan.FromHours(25), ada, key);
        Assert.Equal("notBound", (await StateAsync(client)).State);
        Assert.Contains(await client.GetEventsAsync(null, Ct), e => e is { Kind: "computerRemoved" });
    }

    [Fact]
    public async Task It_counts_after_the_day_and_asking_again_by_mail_makes_it_neither_longer_nor_shorter()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var key = ComputerKey.Create();
        var client = await ComputerAsync(ada, key);
        var first = await BindByMailAsync(client, ada);
        client = await LaterAsync(TimeSpan.FromHours(23), ada, key);
        Assert.Equal(first.BoundAt, (await BindByMailAsync(client, ada)).BoundAt);
        Assert.Equal("waiting", (await StateAsync(client)).State);
        client = await LaterAsync(TimeSpan.FromHours(1), ada, key);
        Assert.Equal("bound", (await StateAsync(client)).State);
    }

    [Fact]
    public async Task A_better_proof_ends_the_wait()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var key = ComputerKey.Create();
        var client = await ComputerAsync(ada, key);
        await BindByMailAsync(client, ada);
        Assert.True((await BindAsync(client, ada)).IsBound);
        Assert.Single(await client.GetComputersAsync(Ct));
    }

    [Fact]
    public async Task The_code_goes_by_SMS_where_a_number_is_a_proof_and_binds_at_once()
    {
        var ada = await host.NewHolderAsync(Ct);
        var number = $"+491511{RandomNumberGenerator.GetInt32(1_000_000, 10_000_000)}";
        await host.InDatabaseAsync(async db =>
        {
            db.Identifiers.Add(Domain.Accounts.Identifier.Of(Domain.Accounts.Address.Of(PhoneNumber.FromStored(number)), ada.Id, host.Clock.GetUtcNow()));
            return await db.SaveChangesAsync(Ct);
        });
        using var key = ComputerKey.Create();
        var client = await ComputerAsync(ada, key);
        var sent = await client.SendProofCodeAsync(new SendProofCode("computerBind"), Ct);
        var sms = await host.InDatabaseAsync(db => db.Outbox.AsNoTracking().SingleAsync(m => m.Recipient == number, Ct));
        var code = new string([.. sms.Text.Where(char.IsAsciiDigit)]);
        Assert.True((await client.BindComputerAsync(new BindComputer("Desk", DeviceHost.Password, code, sent.Transaction), Ct)).IsBound);
    }

    [Fact]
    public async Task It_takes_the_password_and_a_code_for_this_act()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var key = ComputerKey.Create();
        var client = await ComputerAsync(ada, key);
        var (other, otherCode) = await MailedCodeAsync(ada, client.AccessToken!, "freeze");
        Assert.Equal("code_spent", await CodeAsync(() => client.BindComputerAsync(new BindComputer("Desk", DeviceHost.Password, otherCode, other), Ct)));
        var (id, code) = await MailedCodeAsync(ada, client.AccessToken!, "computerBind");
        Assert.Equal("step_up_failed", await CodeAsync(() => client.BindComputerAsync(new BindComputer("Desk", "not the password at all", code, id), Ct)));
        Assert.Equal("notBound", (await StateAsync(client)).State);
    }

    [Fact]
    public async Task A_fourth_one_is_refused_and_of_three_at_once_for_the_last_place_one_is_bound()
    {
        var ada = await host.NewHolderAsync(Ct);
        foreach (var name in new[] { "One", "Two" })
        {
            using var each = ComputerKey.Create();
            await BindAsync(await ComputerAsync(ada, each), ada, name);
        }

        var codes = await RecoveryCodesAsync(ada);
        using var third = ComputerKey.Create();
        using var fourth = ComputerKey.Create();
        TenureClient[] clients = [await ComputerAsync(ada, third), await ComputerAsync(ada, fourth)];
        var outcomes = await Task.WhenAll(clients.Select((c, i) => CodeAsync(() => c.BindComputerAsync(new BindComputer("Last", DeviceHost.Password, codes[i]), Ct))));
        Assert.Equal([null, "computer_limit"], outcomes.Order());
        Assert.Equal(3, (await ClientOf(ada.Token).GetComputersAsync(Ct)).Count);
    }

    [Theory]
    [InlineData(SessionKind.DeviceCode)]
    [InlineData(SessionKind.Phone)]
    [InlineData(SessionKind.Browser)]
    public async Task A_session_that_did_not_begin_on_the_computer_binds_none(SessionKind kind)
    {
        var ada = await host.NewHolderAsync(Ct);
        using var key = ComputerKey.Create();
        var client = await ComputerAsync(ada, key, kind);
        Assert.Equal(("notBound", key.Id, false), await StateAsync(client));
        var code = (await RecoveryCodesAsync(ada))[0];
        Assert.Equal("computer_session", await CodeAsync(() => client.BindComputerAsync(new BindComputer("Desk", DeviceHost.Password, code), Ct)));
        // The code was not used up.
        Assert.True((await (await ComputerAsync(ada, key)).BindComputerAsync(new BindComputer("Desk", DeviceHost.Password, code), Ct)).IsBound);
    }

    [Fact]
    public async Task While_the_account_is_frozen_or_quiet_none_is_bound()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var key = ComputerKey.Create();
        var client = await ComputerAsync(ada, key);
        await ChangeAsync(ada, account => Assert.True(account.Freeze(host.Clock.GetUtcNow())));
        Assert.Equal("account_frozen", await CodeAsync(() => BindByMailAsync(client, ada)));
        await ChangeAsync(ada, account =>
        {
            account.Thaw();
            account.BeQuiet(host.Clock.GetUtcNow());
        });
        Assert.Equal("account_quiet", await CodeAsync(() => BindByMailAsync(client, ada)));
        Assert.Empty(await client.GetComputersAsync(Ct));
    }

    [Fact]
    public async Task Another_accounts_computer_looks_like_none()
    {
        var (ada, bob) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        using var key = ComputerKey.Create();
        await BindAsync(await ComputerAsync(ada, key), ada);
        var client = await ComputerAsync(bob, key);
        Assert.Equal("notBound", (await StateAsync(client)).State);
        Assert.Equal("not_found", await CodeAsync(() => client.RemoveComputerAsync(key.Id, Ct)));
        Assert.Single(await ClientOf(ada.Token).GetComputersAsync(Ct));
    }

    [Fact]
    public async Task A_proof_is_for_one_request_alone()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var key = ComputerKey.Create();
        using var other = ComputerKey.Create();
        var client = await ComputerAsync(ada, key);
        var token = client.AccessToken!;
        var here = new Uri(host.Address, "api/v1/computers/this");
        var now = host.Clock.GetUtcNow();
        async Task<string> NonceAsync() => (await client.GetDeviceNonceAsync(Ct)).Nonce;

        var good = key.Prove("GET", here, await NonceAsync(), token, [], now);
        Assert.Null(await AskAsync(token, good));
        Assert.Equal("computer_nonce_spent", await AskAsync(token, good));
        Assert.Equal("computer_nonce_spent", await AskAsync(token, key.Prove("GET", here, Base64Url.EncodeToString(new byte[32]), token, [], now)));
        Assert.Equal("computer_unproven", await AskAsync(token));
        Assert.Equal("computer_unproven", await AskAsync(token, "x"));
        Assert.Equal("computer_unproven", await AskAsync(token, new string('a', 5000)));
        var twice = key.Prove("GET", here, await NonceAsync(), token, [], now);
        Assert.Equal("computer_unproven", await AskAsync(token, twice, twice));
        Assert.Equal("computer_unproven", await AskAsync(token, key.Prove("POST", here, await NonceAsync(), token, [], now)));
        Assert.Equal("computer_unproven", await AskAsync(token, key.Prove("GET", new Uri(host.Address, "api/v1/computers"), await NonceAsync(), token, [], now)));
        Assert.Equal("computer_unproven", await AskAsync(token, key.Prove("GET", new Uri("https://relay.example/api/v1/computers/this"), await NonceAsync(), token, [], now)));
        Assert.Equal("computer_unproven", await AskAsync(token, key.Prove("GET", here, await NonceAsync(), ada.Token, [], now)));
        Assert.Equal("computer_unproven", await AskAsync(token, key.Prove("GET", here, await NonceAsync(), token, [1], now)));

        // Signed by another key than the one it names, and an algorithm that is no signature.
        var (mine, theirs) = (key.Prove("GET", here, await NonceAsync(), token, [], now).Split('.'), other.Prove("GET", here, await NonceAsync(), token, [], now).Split('.'));
        Assert.Equal("computer_unproven", await AskAsync(token, $"{mine[0]}.{mine[1]}.{theirs[2]}"));
        Assert.Equal("computer_unproven", await AskAsync(token, $"{theirs[0]}.{mine[1]}.{mine[2]}"));
        var none = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(mine[0])).Replace("ES256", "none", StringComparison.Ordinal)));
        Assert.Equal("computer_unproven", await AskAsync(token, $"{none}.{mine[1]}."));
        Assert.Equal("computer_unproven", await AskAsync(token, $"{none}.{mine[1]}.{mine[2]}"));
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal("computer_nonce_spent", await AskAsync(token, string.Join('.', mine)));
    }

    [Fact]
    public async Task An_account_proves_a_hundred_times_an_hour()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var key = ComputerKey.Create();
        var client = await ComputerAsync(ada, key);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal("notBound", (await client.GetThisComputerAsync(Ct)).State);
        }

        Assert.Equal("rate_limited", await CodeAsync(() => client.GetThisComputerAsync(Ct)));
    }

    [Fact]
    public async Task A_body_that_was_changed_on_the_way_binds_nothing()
    {
        var ada = await host.NewHolderAsync(Ct);
        using var key = ComputerKey.Create();
        var client = await ComputerAsync(ada, key);
        var code = (await RecoveryCodesAsync(ada))[0];
        var body = JsonSerializer.SerializeToUtf8Bytes(new BindComputer("Desk", DeviceHost.Password, code), JsonSerializerOptions.Web);
        var proof = key.Prove("POST", new Uri(host.Address, "api/v1/computers"), (await client.GetDeviceNonceAsync(Ct)).Nonce, client.AccessToken!, body, host.Clock.GetUtcNow());
        var changed = JsonSerializer.SerializeToUtf8Bytes(new BindComputer("Other", DeviceHost.Password, code), JsonSerializerOptions.Web);
        Assert.Equal("computer_unproven", await SendAsync(HttpMethod.Post, "/api/v1/computers", client.AccessToken!, changed, proof));
        Assert.Empty(await client.GetComputersAsync(Ct));
        Assert.Null(await SendAsync(HttpMethod.Post, "/api/v1/computers", client.AccessToken!, body, proof));
    }

    [Fact]
    public async Task The_page_shows_them_and_takes_one_away()
    {
        var person = await Person.RegisterAsync(host.Server, Ct);
        var client = await person.SignInAsync(host.Server, Ct);
        using var browser = await Browser.OfAsync(host.Server, person, Ct);
        Assert.Contains("None is bound", await browser.ReadAsync("/security/computers", Ct), StringComparison.Ordinal);
        using var key = ComputerKey.Create();
        await host.InDatabaseAsync(async db =>
        {
            var account = await db.Accounts.Select(a => new { a.Id, a.Number }).ToListAsync(Ct);
            var mine = account.Single(a => a.Number.Value == person.Number.Replace(" ", "", StringComparison.Ordinal)).Id;
            db.Add(Domain.Flashing.BoundComputer.Apply(mine, new(key.Id), "<b>Desk</b>", new SessionId(Guid.CreateVersion7()), byMail: false, host.Clock.GetUtcNow()));
            return await db.SaveChangesAsync(Ct);
        });
        var page = await browser.ReadAsync("/security/computers", Ct);
        Assert.Contains("&lt;b&gt;Desk&lt;/b&gt;", page, StringComparison.Ordinal);
        using var gone = await browser.SubmitAsync("/security/computers", Ct, ("_handler", $"remove-{key.Id}"));
        Assert.EndsWith("?done=true", gone.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Empty(await client.GetComputersAsync(Ct));
    }

    private async Task<TenureClient> ComputerAsync(TestHolder holder, ComputerKey key, SessionKind kind = SessionKind.CommandLine)
    {
        var client = ClientOf(await host.NewTokenAsync(holder.Id, Ct, kind: kind));
        client.Computer = key;
        return client;
    }

    // Tokens do not live that long.
    private Task<TenureClient> LaterAsync(TimeSpan time, TestHolder holder, ComputerKey key)
    {
        host.Clock.Advance(time);
        return ComputerAsync(holder, key);
    }

    private async Task<Computer> BindAsync(TenureClient client, TestHolder holder, string name = "Desk") =>
        await client.BindComputerAsync(new BindComputer(name, DeviceHost.Password, (await RecoveryCodesAsync(holder))[0]), Ct);

    private async Task<Computer> BindByMailAsync(TenureClient client, TestHolder holder)
    {
        var (id, code) = await MailedCodeAsync(holder, client.AccessToken!, "computerBind");
        return await client.BindComputerAsync(new BindComputer("Desk", DeviceHost.Password, code, id), Ct);
    }

    private static async Task<(string State, string Id, bool MayBind)> StateAsync(TenureClient client) =>
        await client.GetThisComputerAsync(Ct) is var found ? (found.State, found.Id, found.MayBind) : default;

    private Task<List<string>> SubjectsAsync(TestHolder holder) => host.InDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => m.Recipient == holder.Email).Select(m => m.Subject).ToListAsync(Ct));

    private Task<int> ChangeAsync(TestHolder holder, Action<Domain.Accounts.Account> change) => host.InDatabaseAsync(async db =>
    {
        change(await db.Accounts.FirstAsync(a => a.Id == holder.Id, Ct));
        return await db.SaveChangesAsync(Ct);
    });

    private Task<string?> AskAsync(string token, params string[] proofs) => SendAsync(HttpMethod.Get, "/api/v1/computers/this", token, null, proofs);

    private async Task<string?> SendAsync(HttpMethod method, string path, string token, byte[]? body, params string[] proofs)
    {
        using var http = host.NewHttp();
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.TryAddWithoutValidation(ComputerKey.Header, proofs);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        using var answer = await http.SendAsync(request, Ct);
        return answer.StatusCode == HttpStatusCode.OK ? null : (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("type").GetString()!.Split(':')[^1];
    }
}
