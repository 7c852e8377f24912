using System.Text.RegularExpressions;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;
using Tenure.Device.Agent;
using Tenure.Device.Phone;
using Tenure.Testing;

namespace Tenure.Server.Tests.Crash;

/// <summary>One honest person with one phone, from registration to release and a second address, who tries again when the server is gone and never gives up what was acknowledged.</summary>
internal sealed partial class CrashStory(Uri server, SmtpPeer mail, string email, Action<string> step) : IDisposable
{
    private const string Password = "three quiet rivers at dawn";
    // An account gets so many codes before the next has to wait (ThrottleRule.MailsToAccount), and a code whose answer was lost counts.
    private const int FreeCodes = 3;
    private const int LongWait = 600;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly HttpClient http = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(20) };
    private readonly PhoneCore phone = PhoneCore.Boot(new MemoryStorage(), new PhoneFacts("Crash One", email[..8], "crash", "1.0", "Test OS", "1", Server: null));
    private readonly Dictionary<string, int> mailsRead = new(StringComparer.Ordinal);

    /// <summary>What was acknowledged to this person, in order.</summary>
    public List<string> Acknowledged { get; } = [];

    public async Task PlayAsync(CancellationToken ct)
    {
        await RegisterAsync(ct);
        var account = new TenureClient(http);
        account.AccessToken = await SignInAsync(account, ct);
        using var agent = new DeviceAgent(phone, TimeProvider.System);
        agent.Connect(new TenureClient(http));
        await ActivateAsync(agent, account, ct);
        await ReleaseAsync(agent, account, ct);
        await AddAddressAsync(account, ct);
    }

    public void Dispose()
    {
        phone.Dispose();
        http.Dispose();
    }

    private async Task RegisterAsync(CancellationToken ct)
    {
        step("registration");
        var client = new TenureClient(http);
        var started = await UntilAsync(() => client.StartRegistrationAsync(new StartRegistration(email, "en"), ct), ct);
        Acknowledged.Add("registration started");
        step("verification");
        await WithCodeAsync(
            code => UntilAsync(
                async () =>
                {
                    await client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(code), ct);
                    return true;
                },
                // The first try may have reached the server although its answer was lost.
                ct, alreadyDone: ["code_spent"]),
            ct);
        Acknowledged.Add("address verified");
        step("account");
        await UntilAsync(
            async () =>
            {
                await client.CreateAccountAsync(started.Registration, new CreateAccount(Password), ct);
                return true;
            },
            ct, alreadyDone: ["registration_completed"]);
        Acknowledged.Add("account made");
    }

    private async Task<string> SignInAsync(TenureClient client, CancellationToken ct)
    {
        step("sign-in");
        for (var asked = 0; ;)
        {
            var pkce = Pkce.Create();
            try
            {
                var first = await UntilAsync(
                    () =>
                    {
                        asked++;
                        return client.SignIn.StartNativeAsync(TokenClient.PhoneClient, email, Password, null, "Crash One", pkce, ct);
                    },
                    ct);
                if (first.Tokens is { } tokens)
                {
                    return tokens.AccessToken;
                }

                step("sign-in code");
                var second = await WithCodeAsync(
                    code => UntilAsync(() => client.SignIn.ContinueNativeAsync(TokenClient.PhoneClient, first.AuthSession!, code, pkce, ct), ct), ct, wait: asked > FreeCodes ? 40 : LongWait);
                return second.Tokens!.AccessToken;
            }
            catch (TimeoutException) when (asked > FreeCodes)
            {
                // Kept back for a while, as the rules say: the person asks again. Before that, a code that does not come is lost.
            }
            catch (OAuthException refused) when (refused.Error.Refusal is "code_spent" or "code_expired" || refused.Code is "invalid_grant")
            {
                // The code was used in the try whose answer was lost: begin again.
            }
        }
    }

    private async Task ActivateAsync(DeviceAgent agent, TenureClient account, CancellationToken ct)
    {
        step("activation");
        await UntilAsync(
            async () =>
            {
                agent.Confirm(await agent.MeetServerAsync(server, ct));
                await agent.EnrolAsync(ct);
                return await agent.ActivateAsync(account.AccessToken!, _ => true, ct);
            },
            ct);
        Acknowledged.Add("activated");
        await UntilAsync(
            async () =>
            {
                await agent.SendOwedReceiptAsync(ct);
                return true;
            },
            ct);
        var device = Assert.Single(await UntilAsync(() => account.GetDevicesAsync(ct), ct));
        Assert.Equal("held", device.State);
    }

    private async Task ReleaseAsync(DeviceAgent agent, TenureClient account, CancellationToken ct)
    {
        step("release");
        var id = phone.Identity.Id.Text;
        await UntilAsync(
            async () =>
            {
                if (agent.Lock.Screen != LockScreen.Wizard)
                {
                    await agent.SignOutAsync(account.AccessToken!, Password, erase: true, ct);
                }

                return true;
            },
            ct);
        Acknowledged.Add("release accepted");
        step("receipt");
        await UntilAsync(
            async () =>
            {
                await agent.SendOwedReceiptAsync(ct);
                return true;
            },
            ct);
        Acknowledged.Add("released " + id);
        Assert.Empty(await UntilAsync(() => account.GetDevicesAsync(ct), ct));
    }

    // Last: a new address makes the account quiet, and a release would wait for days.
    private async Task AddAddressAsync(TenureClient account, CancellationToken ct)
    {
        step("change of address");
        var another = $"second.{email}";
        var started = await UntilAsync(() => account.AddIdentifierAsync(new AddIdentifier(another, Password), ct), ct);
        Acknowledged.Add("address asked for");
        step("address code");
        await WithCodeAsync(
            async code =>
            {
                await UntilAsync(
                    async () =>
                    {
                        await account.ConfirmIdentifierAsync(started.Id, new ConfirmIdentifier(code), ct);
                        return true;
                    },
                    ct, alreadyDone: ["code_spent", "account_quiet"]);
                return true;
            },
            ct, another);
        Acknowledged.Add("address added");
        Assert.Equal([email, another], (await UntilAsync(() => account.GetIdentifiersAsync(ct), ct)).Select(i => i.Value));
    }

    // A request whose answer was lost may have sent a code of its own: a wrong one is that one, and the right one is in the next mail.
    private async Task<T> WithCodeAsync<T>(Func<string, Task<T>> use, CancellationToken ct, string? address = null, int wait = LongWait)
    {
        while (true)
        {
            try
            {
                return await use(await NextCodeAsync(address ?? email, wait, ct));
            }
            catch (TenureProblemException wrong) when (wrong.Code == "code_wrong")
            {
            }
            catch (OAuthException wrong) when (wrong.Error.Refusal == "code_wrong")
            {
            }
        }
    }

    private async Task<string> NextCodeAsync(string address, int seconds, CancellationToken ct)
    {
        while (true)
        {
            var read = mailsRead.GetValueOrDefault(address);
            var received = await mail.WaitForMailAsync(address, read, TimeSpan.FromSeconds(seconds), ct);
            mailsRead[address] = read + 1;
            if (Code().Match(received.Text) is { Success: true } code)
            {
                return code.Value.Replace(" ", "", StringComparison.Ordinal);
            }
        }
    }

    // Only what a lost connection can explain is tried again.
    private static async Task<T> UntilAsync<T>(Func<Task<T>> act, CancellationToken ct, string[]? alreadyDone = null)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await act();
            }
            catch (TenureProblemException done) when (tries > 0 && alreadyDone is not null && alreadyDone.Contains(done.Code))
            {
                return default!;
            }
            catch (Exception gone) when (IsPassing(gone) && waited.Elapsed < Patience)
            {
                await Task.Delay(50, ct);
            }
        }
    }

    private static bool IsPassing(Exception failure) => failure switch
    {
        HttpRequestException or TaskCanceledException or IOException => true,
        // A nonce or a counter that a lost answer used up: the next try brings new ones.
        TenureProblemException problem => problem.Code is "nonce_spent" or "evidence_replayed" or "evidence_stale" or "busy" or "throttled" or "conflict" || problem.Problem.Status >= 500,
        OAuthException refused => refused.RetryAfter is not null || refused.Code.StartsWith("http_5", StringComparison.Ordinal),
        _ => false,
    };

    [GeneratedRegex(@"\b\d{3}( ?\d{3})+\b")]
    private static partial Regex Code();
}
