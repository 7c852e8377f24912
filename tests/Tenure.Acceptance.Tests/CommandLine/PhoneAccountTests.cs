using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>Accounts from the phone's wizard: the phone, the server and the SMS gateway are processes of their own.</summary>
public sealed partial class PhoneAccountTests(PhoneAccountTests.MessagingServer server) : CommandLineStory(server), IClassFixture<PhoneAccountTests.MessagingServer>
{
    private readonly KannelPeer kannel = server.Kannel;

    private KillablePhone Phone => new(Path.Combine(Folder, "phone"));

    [Theory]
    [InlineData("sim", "+4915112300001")]
    [InlineData("sim2", "+4915112300002")]
    [InlineData("0151 12300003", "+4915112300003")]
    [InlineData("+49 151 12300004", "+4915112300004")]
    public async Task Who_has_only_a_phone_number_gets_an_account_and_the_phone(string given, string number)
    {
        kannel.Used();
        await Phone.RunAsync("new", ["--server", Server, "--sim", "+4915112300001", "--sim", "015112300002"]);

        // Switched off between the request and the code, as people do who look for their other phone.
        string[] register = ["--register", given, "--country", "DE", "--trust-server", "--language", "de"];
        var waiting = await Phone.RunAsync("boot", register);
        Assert.Equal("code_needed", waiting.GetProperty("error").GetProperty("code").GetString());

        var made = await Phone.RunAsync("boot", [.. register, "--code", await CodeAsync(number, 1, Ct), "--password", Password, "--accept-terms"]);

        Assert.True(State(made) == "running", made.ToString());
        Assert.EndsWith(number[^2..], made.GetProperty("maskedHolder").GetString(), StringComparison.Ordinal);
        Assert.Single(kannel.MessagesTo(number), sms => Code().IsMatch(sms.Text));
        Assert.Contains("registered", made.GetProperty("events").EnumerateArray().Select(e => e.GetString()));
    }

    [Fact]
    public async Task Who_has_only_a_phone_number_signs_in_with_it_in_the_terminal()
    {
        const string Number = "+4915112300009";
        kannel.Used();
        await Phone.RunAsync("new", ["--server", Server]);
        string[] register = ["--register", Number, "--trust-server"];
        await Phone.RunAsync("boot", register);
        var made = await Phone.RunAsync("boot", [.. register, "--code", await CodeAsync(Number, 1, Ct), "--password", Password, "--accept-terms"]);
        Assert.True(State(made) == "running", made.ToString());

        var start = new ProcessStartInfo(Program, ["login", "--server", Server, "--user", "+49 151 12300009", "--password-stdin", "--json"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["TENURE_SESSION"] = Path.Combine(Folder, "session.json");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        await process.StandardInput.WriteLineAsync(Password);
        await process.StandardInput.FlushAsync(Ct);
        await process.StandardInput.WriteLineAsync(await CodeAsync(Number, 2, Ct));
        process.StandardInput.Close();
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0, await output);
        Assert.Equal(made.GetProperty("accountNumber").GetString(), JsonDocument.Parse(await output).RootElement.GetProperty("number").GetString());
    }

    [Theory]
    [InlineData("+34 612 345 678", "sms_unavailable")]
    [InlineData("+49 89 123456", "phone_not_reachable")]
    [InlineData("12345", "phone_malformed")]
    public async Task A_number_that_gets_no_code_is_refused_with_the_reason(string given, string code)
    {
        await Phone.RunAsync("new", ["--server", Server]);

        var report = await Phone.RunAsync("boot", ["--register", given, "--trust-server"]);

        Assert.Equal(code, report.GetProperty("error").GetProperty("code").GetString());
        // Those of the others have news of theirs.
        Assert.All(kannel.Messages, sms => Assert.StartsWith("+49151123000", sms.To, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_recovery_code_opens_a_wiped_phone_for_its_holder_once()
    {
        await Phone.RunAsync("new", ["--server", Server, "--sim", "+4915112300005"]);
        var made = await Phone.RunAsync(
            "boot", ["--register", "sim", "--trust-server", "--password", Password, "--accept-terms", "--code-stdin"],
            ct => CodeAsync("+4915112300005", 1, ct));
        Assert.True(State(made) == "running", made.ToString());
        var number = made.GetProperty("accountNumber").GetString()!;
        var codes = await DrawCodesAsync(number);
        string[] open = ["--sign-in", number, "--password", Password, "--code"];
        foreach (var code in codes)
        {
            Assert.Equal("locked", State(await Phone.RunAsync("wipe", [])));
            var mistyped = await Phone.RunAsync("boot", [.. open, code[..^1] + (code[^1] == 'A' ? 'B' : 'A')]);
            Assert.Equal(("locked", "recovery_code_mistyped"), (State(mistyped), mistyped.GetProperty("error").GetProperty("code").GetString()));
            var opened = await Phone.RunAsync("boot", [.. open, code]);
            Assert.True(State(opened) == "running", opened.ToString());
        }

        await Phone.RunAsync("wipe", []);
        var again = await Phone.RunAsync("boot", [.. open, codes[0]]);
        Assert.Equal(("locked", "recovery_code_wrong"), (State(again), again.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_forgotten_password_is_reset_at_the_lock_screen_and_the_phone_says_until_when_it_stays_locked()
    {
        const string email = "forgetful@example.org", next = "four moths on a ladder";
        await Phone.RunAsync("new", ["--server", Server]);
        var made = await Phone.RunAsync(
            "boot", ["--register", email, "--trust-server", "--password", Password, "--accept-terms", "--code-stdin"], ct => MailedCodes.NextAsync(Http, email, 0, ct));
        Assert.True(State(made) == "running", made.ToString());
        await Phone.RunAsync("wipe", []);

        var asked = await Phone.RunAsync("boot", ["--reset-password", email]);
        Assert.Equal(("locked", "code_needed"), (State(asked), asked.GetProperty("error").GetProperty("code").GetString()));
        var reset = await Phone.RunAsync("boot", ["--reset-password", email, "--password", next, "--code", await MailedCodes.NextAsync(Http, email, 1, Ct)]);
        Assert.Equal(("locked", "code_needed"), (State(reset), reset.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains("password_reset", reset.GetProperty("events").EnumerateArray().Select(e => e.GetString()));

        var opened = await Phone.RunAsync("boot", ["--sign-in", email, "--password", next, "--code", await MailedCodes.NextAsync(Http, email, 2, Ct)]);
        // A mailbox alone could be a thief's.
        var (failure, until) = (opened.GetProperty("error"), TimeProvider.System.GetUtcNow().AddHours(72));
        Assert.Equal(("locked", "account_quiet"), (State(opened), failure.GetProperty("code").GetString()));
        Assert.Contains(until.ToLocalTime().ToString("d", CultureInfo.GetCultureInfo("en")), failure.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    // As the person does it on another device: its sign-in is the second code to the number.
    private async Task<IReadOnlyList<string>> DrawCodesAsync(string number)
    {
        var client = new TenureClient(Http);
        var pkce = Pkce.Create();
        var started = await client.SignIn.StartNativeAsync(TokenClient.CommandLineClient, number, Password, null, "test", pkce, Ct);
        var code = await CodeAsync("+4915112300005", 2, Ct);
        var done = await client.SignIn.ContinueNativeAsync(TokenClient.CommandLineClient, started.AuthSession!, code, pkce, Ct);
        client.AccessToken = done.Tokens!.AccessToken;
        return (await client.DrawRecoveryCodesAsync(new DrawRecoveryCodes(Password), Ct)).Codes;
    }

    // Notices go to the number as well.
    private async Task<string> CodeAsync(string number, int which, CancellationToken ct)
    {
        for (var seen = 0; ; seen++)
        {
            if (Code().Match((await kannel.WaitForSmsAsync(number, skip: seen, ct)).Text) is { Success: true } code && --which == 0)
            {
                return code.Value;
            }
        }
    }

    private static string State(JsonElement report) => report.GetProperty("state").GetString()!;

    [GeneratedRegex(@"\b\d{3} ?\d{3}\b")]
    private static partial Regex Code();

    public sealed class MessagingServer : StoryServer
    {
        public KannelPeer Kannel { get; private set; } = null!;

        protected override IEnumerable<string> Settings => ["--Sms:Url", Kannel.Url.OriginalString, "--Sms:UserName", KannelPeer.UserName, "--Sms:Countries", "DE"];

        public override async ValueTask InitializeAsync()
        {
            Kannel = await KannelPeer.StartAsync();
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Kannel.DisposeAsync();
        }

        protected override void Prepare(ServerProcess server) => server.Environment["Sms__Password"] = KannelPeer.Password;
    }
}
