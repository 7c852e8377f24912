using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tenure.Device.Phone;
using Tenure.Device.Tests.Agent;

namespace Tenure.Cli.Tests.Phone;

public sealed class PhoneCommandTests : IDisposable
{
    private readonly PhoneBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_new_phone_was_never_started()
    {
        await bench.NewAsync();

        var (exit, report) = await bench.JsonAsync("phone status DIR");

        Assert.Equal(0, exit);
        Assert.Equal("new", State(report));
        Assert.Null(report["deviceId"]);
    }

    [Fact]
    public async Task Two_phones_do_not_fit_into_one_folder()
    {
        await bench.NewAsync();

        var (exit, report) = await bench.JsonAsync("phone new DIR");

        Assert.Equal(ExitCodes.Folder, exit);
        Assert.Equal("phone_exists", Error(report));
    }

    [Fact]
    public async Task Where_the_server_allows_it_a_phone_is_used_without_an_account_and_gets_one_later()
    {
        await bench.NewAsync();
        var (refused, wizard) = await bench.JsonAsync("phone boot DIR --trust-server --without-account --accept-terms");
        Assert.Equal((ExitCodes.Wizard, "wizard", "account_needed"), (refused, State(wizard), Error(wizard)));

        bench.Server.AllowsOpen = true;
        var (exit, report) = await bench.JsonAsync("phone boot DIR --without-account --accept-terms");
        Assert.Equal((0, "open"), (exit, State(report)));
        Assert.Contains("opened", report["events"]!.AsArray().Select(e => e!.GetValue<string>()));
        Assert.True(report["isSetUp"]!.GetValue<bool>());
        Assert.Equal("open", State((await bench.JsonAsync("phone boot DIR")).Report));

        var (added, held) = await bench.JsonAsync($"phone boot DIR --sign-in anna@example.org --password 'PASSWORD' --code {ScriptedServer.Code} --accept-terms");
        Assert.Equal((0, "running"), (added, State(held)));

        await bench.JsonAsync("phone wipe DIR");
        Assert.Equal("locked", State((await bench.JsonAsync("phone boot DIR --without-account --accept-terms")).Report));
    }

    [Theory]
    [InlineData("phone status DIR")]
    [InlineData("phone wipe DIR")]
    [InlineData("phone boot DIR")]
    [InlineData("phone boot DIR --mode bootloader")]
    public async Task A_folder_without_a_phone_is_exit_3(string command)
    {
        var (exit, report) = await bench.JsonAsync(command);

        Assert.Equal(ExitCodes.Folder, exit);
        Assert.Equal("no_phone", Error(report));
    }

    [Theory]
    [InlineData("phone boot DIR --language tlh")]
    [InlineData("phone boot DIR --sign-out maybe")]
    [InlineData("phone boot DIR --server ftp://example.org")]
    [InlineData("phone")]
    [InlineData("phone fly")]
    public async Task A_wrong_command_line_is_exit_2(string command) => Assert.Equal(ExitCodes.Usage, (await bench.RunAsync(command)).Exit);

    [Fact]
    public async Task A_first_boot_with_an_account_ends_running()
    {
        await bench.NewAsync();

        var (exit, report) = await bench.JsonAsync(
            $"phone boot DIR --language de --fingerprint {bench.Server.Fingerprint.Replace(' ', '_')} --sign-in anna@example.org --password 'PASSWORD' --code {ScriptedServer.Code} "
            + "--accept-terms --consent statistics");

        Assert.Equal(0, exit);
        Assert.Equal("running", State(report));
        Assert.Equal("a•••@example.org", report["maskedHolder"]!.GetValue<string>());
        Assert.Equal("de", report["language"]!.GetValue<string>());
        Assert.Equal(["server_confirmed", "enrolled", "signed_in", "consented", "activated", "receipt_acknowledged"], Events(report));
        Assert.Equal(report["deviceId"]!.GetValue<string>(), bench.Server.DeviceKey!.Thumbprint.Text);
    }

    [Fact]
    public async Task An_account_is_made_in_the_wizard()
    {
        await bench.NewAsync();
        bench.Environment["TENURE_PASSWORD"] = "a password of mine";
        bench.Environment["TENURE_CODE"] = ScriptedServer.Code;

        var (exit, report) = await bench.JsonAsync("phone boot DIR --trust-server --register clara@example.org --nickname Clara --accept-terms");

        Assert.Equal(0, exit);
        Assert.Equal("running", State(report));
        Assert.Equal("1234567890", report["accountNumber"]!.GetValue<string>());
        Assert.Contains("registered", Events(report));
    }

    [Theory]
    [InlineData("sim", "+4915112345678")]
    [InlineData("sim1", "+4915112345678")]
    [InlineData("sim2", "01511234599 DE")]
    [InlineData("+34612345678", "+34612345678")]
    [InlineData("612345678", "612345678 DE")]
    public async Task An_account_is_made_by_phone_number_and_the_sims_are_known(string given, string expected)
    {
        Assert.Equal(0, (await bench.RunAsync($"phone new DIR --server {ScriptedServer.Issuer} --sim +4915112345678 --sim 01511234599")).Exit);

        var (exit, report) = await bench.JsonAsync(
            $"phone boot DIR --trust-server --register {given} --country DE --code {ScriptedServer.Code} --password 'PASSWORD' --accept-terms");

        Assert.Equal(0, exit);
        Assert.Equal("1234567890", report["accountNumber"]!.GetValue<string>());
        Assert.Contains(expected, bench.Server.Accounts.Keys);
    }

    [Theory]
    [InlineData("sim")]
    [InlineData("sim2")]
    [InlineData("sim3")]
    public async Task Without_a_number_on_its_sim_the_phone_says_so(string given)
    {
        await bench.NewAsync();

        var (exit, report) = await bench.JsonAsync($"phone boot DIR --trust-server --register {given}");

        Assert.Equal(ExitCodes.Wizard, exit);
        Assert.Equal("no_number", Error(report));
    }

    [Fact]
    public async Task Three_sims_do_not_fit() => Assert.Equal(ExitCodes.Usage, (await bench.RunAsync("phone new DIR --sim +491 --sim +492 --sim +493")).Exit);

    [Fact]
    public async Task A_wrong_code_of_the_environment_is_given_once()
    {
        await bench.NewAsync();
        bench.Environment["TENURE_CODE"] = "000000";

        var (exit, report) = await bench.JsonAsync("phone boot DIR --trust-server --sign-in anna@example.org --password 'PASSWORD'");

        Assert.Equal(ExitCodes.Refused, exit);
        Assert.Equal("code_wrong", Error(report));
    }

    [Fact]
    public async Task A_recovery_code_opens_the_lock_screen()
    {
        await bench.ActivatedAsync();
        await bench.JsonAsync("phone wipe DIR");

        var (exit, report) = await bench.JsonAsync($"phone boot DIR --sign-in anna@example.org --password 'PASSWORD' --code {ScriptedServer.RecoveryCode}");

        Assert.Equal(0, exit);
        Assert.Equal("running", State(report));
    }

    [Fact]
    public async Task The_code_may_come_in_a_second_boot()
    {
        await bench.NewAsync();

        var (first, report) = await bench.JsonAsync("phone boot DIR --trust-server --sign-in anna@example.org --password 'PASSWORD' --accept-terms");
        Assert.Equal(ExitCodes.CodeNeeded, first);
        Assert.Equal("code_needed", Error(report));

        var (second, _) = await bench.JsonAsync($"phone boot DIR --sign-in anna@example.org --code {ScriptedServer.Code} --accept-terms");
        Assert.Equal(0, second);
    }

    [Fact]
    public async Task A_registration_may_be_completed_in_a_second_boot()
    {
        await bench.NewAsync();

        var (first, _) = await bench.JsonAsync("phone boot DIR --trust-server --register clara@example.org");
        Assert.Equal(ExitCodes.CodeNeeded, first);

        var (second, report) = await bench.JsonAsync(
            $"phone boot DIR --register clara@example.org --code {ScriptedServer.Code} --password 'PASSWORD' --accept-terms");
        Assert.Equal(0, second);
        Assert.DoesNotContain("registration_started", Events(report));
    }

    [Fact]
    public async Task Password_and_code_may_come_on_standard_input()
    {
        await bench.NewAsync();

        var (exit, _) = await bench.JsonAsync(
            "phone boot DIR --trust-server --sign-in anna@example.org --password-stdin --code-stdin --accept-terms",
            $"{PhoneBench.AnnaPassword}\n{ScriptedServer.Code}\n");

        Assert.Equal(0, exit);
    }

    [Theory]
    [InlineData("", ExitCodes.ServerNotTrusted, "server_not_confirmed")]
    [InlineData("--fingerprint 0000_0000", ExitCodes.ServerNotTrusted, "server_not_confirmed")]
    [InlineData("--trust-server", ExitCodes.Wizard, "account_needed")]
    [InlineData("--trust-server --sign-in anna@example.org --password wrong", ExitCodes.Refused, "access_denied")]
    [InlineData("--trust-server --sign-in anna@example.org --password 'PASSWORD' --code 000000", ExitCodes.Refused, "code_wrong")]
    [InlineData("--trust-server --sign-in anna@example.org --password 'PASSWORD' --code 123456", ExitCodes.Wizard, "terms_needed")]
    public async Task A_wizard_that_stops_says_where(string options, int expected, string code)
    {
        await bench.NewAsync();

        var (exit, report) = await bench.JsonAsync($"phone boot DIR {options}".TrimEnd());

        Assert.Equal(expected, exit);
        Assert.Equal(code, Error(report));
        Assert.Equal("wizard", State(report));
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_server_that_was_not_confirmed()
    {
        await bench.NewAsync();

        await bench.JsonAsync("phone boot DIR --sign-in anna@example.org --password 'PASSWORD'");

        Assert.Null(bench.Server.DeviceKey);
    }

    [Fact]
    public async Task Without_a_network_the_wizard_is_exit_21_and_a_running_phone_runs()
    {
        await bench.NewAsync();
        bench.Server.Offline = true;
        Assert.Equal(ExitCodes.NoNetwork, (await bench.JsonAsync("phone boot DIR --trust-server")).Exit);

        bench.Server.Offline = false;
        await bench.JsonAsync($"phone boot DIR --trust-server --sign-in anna@example.org --password 'PASSWORD' --code {ScriptedServer.Code} --accept-terms");
        bench.Server.Offline = true;
        Assert.Equal(0, (await bench.JsonAsync("phone boot DIR")).Exit);
    }

    [Fact]
    public async Task A_wiped_phone_boots_to_its_lock_screen_and_the_holder_opens_it()
    {
        await bench.ActivatedAsync();
        Assert.Equal("locked", State((await bench.JsonAsync("phone wipe DIR")).Report));

        var (exit, output, _) = await bench.RunAsync("phone boot DIR --language ru");
        Assert.Equal(ExitCodes.Locked, exit);
        Assert.Contains("Телефон заблокирован", output, StringComparison.Ordinal);
        Assert.Contains("a•••@example.org", output, StringComparison.Ordinal);

        bench.Server.Offline = true;
        Assert.Equal(ExitCodes.Locked, (await bench.JsonAsync("phone boot DIR")).Exit);
        bench.Server.Offline = false;

        var thief = await bench.JsonAsync($"phone boot DIR --sign-in boris@example.org --password another_long_password --code {ScriptedServer.Code}");
        Assert.Equal(ExitCodes.Refused, thief.Exit);
        Assert.Equal("device_held", Error(thief.Report));
        Assert.Equal("locked", State(thief.Report));

        var holder = await bench.JsonAsync($"phone boot DIR --sign-in anna@example.org --password 'PASSWORD' --code {ScriptedServer.Code}");
        Assert.Equal(0, holder.Exit);
        Assert.Equal("running", State(holder.Report));
    }

    [Theory]
    [InlineData("keep")]
    [InlineData("erase")]
    public async Task Signing_out_frees_the_phone_and_the_next_holder_activates_it(string data)
    {
        await bench.ActivatedAsync();

        var (exit, report) = await bench.JsonAsync($"phone boot DIR --sign-out {data} --password 'PASSWORD'");

        Assert.Equal(0, exit);
        Assert.Equal("wizard", State(report));
        Assert.Equal(["released", "receipt_acknowledged"], Events(report));
        Assert.Equal("free", bench.Server.State);

        var next = await bench.JsonAsync(
            $"phone boot DIR --sign-in boris@example.org --password another_long_password --code {ScriptedServer.Code} --accept-terms");
        Assert.Equal(0, next.Exit);
        Assert.Equal("b•••@example.org", next.Report["maskedHolder"]!.GetValue<string>());
    }

    [Fact]
    public async Task Signing_out_with_a_wrong_password_is_refused()
    {
        await bench.ActivatedAsync();

        var (exit, report) = await bench.JsonAsync("phone boot DIR --sign-out erase --password wrong");

        Assert.Equal(ExitCodes.Refused, exit);
        Assert.Equal("step_up_failed", Error(report));
        Assert.Equal("running", State(report));
    }

    [Fact]
    public async Task Signing_out_without_a_password_is_no_success()
    {
        await bench.ActivatedAsync();

        var (exit, report) = await bench.JsonAsync("phone boot DIR --sign-out keep");

        Assert.Equal(ExitCodes.Refused, exit);
        Assert.Equal("password_needed", Error(report));
    }

    [Fact]
    public async Task Signing_out_after_the_session_was_ended_elsewhere_asks_for_a_new_one()
    {
        await bench.ActivatedAsync();
        bench.Server.EndSessions();

        var (exit, report) = await bench.JsonAsync("phone boot DIR --sign-out keep --password 'PASSWORD'");

        Assert.Equal(0, exit);
        Assert.Equal("wizard", State(report));
    }

    [Fact]
    public async Task A_removal_is_noticed_at_the_next_boot()
    {
        await bench.ActivatedAsync();
        bench.Server.Remove(erase: true);

        var (exit, report) = await bench.JsonAsync("phone boot DIR");

        Assert.Equal(ExitCodes.Wizard, exit);
        Assert.Equal("wizard", State(report));
        Assert.Contains("removed", Events(report));
    }

    [Fact]
    public async Task A_power_cut_is_exit_30_and_the_next_boot_goes_on()
    {
        await bench.ActivatedAsync();

        Assert.Equal(ExitCodes.PowerCut, (await bench.JsonAsync("phone boot DIR --power-cut 10")).Exit);
        Assert.Equal(0, (await bench.JsonAsync("phone boot DIR")).Exit);
    }

    [Fact]
    public async Task A_phone_whose_pin_is_destroyed_asks_nobody_to_confirm_another_server()
    {
        await bench.ActivatedAsync();
        bench.Destroy(PhoneLayout.Keys, 2 * PhoneLayout.EraseUnit, 2 * PhoneLayout.EraseUnit);
        Assert.Equal("server_lost", State((await bench.JsonAsync("phone status DIR")).Report));

        bench.Server.RootsBeside.Add(Tenure.Protocols.Tickets.PublicKeyP256.From(ECDsa.Create(ECCurve.NamedCurves.nistP256)));
        var (exit, report) = await bench.JsonAsync("phone boot DIR --trust-server --sign-in anna@example.org --password 'PASSWORD'");
        Assert.Equal((ExitCodes.ServerNotTrusted, "server_lost"), (exit, State(report)));

        bench.Server.Offline = true;
        Assert.Equal(ExitCodes.LockedUntilSync, (await bench.JsonAsync("phone boot DIR")).Exit);
        bench.Server.Offline = false;

        bench.Server.RootsBeside.Clear();
        var (found, running) = await bench.JsonAsync("phone boot DIR");
        Assert.Equal((ExitCodes.Done, "running"), (found, State(running)));
        Assert.Contains("server_found", Events(running));
    }

    [Theory]
    [InlineData("en", "Connect it to that server; it takes no other one.")]
    [InlineData("de", "einen anderen nimmt es nicht an")]
    public async Task A_lock_screen_without_a_pin_says_the_way_out(string language, string words)
    {
        await bench.ActivatedAsync();
        bench.Destroy(PhoneLayout.Keys, 2 * PhoneLayout.EraseUnit, 2 * PhoneLayout.EraseUnit);
        bench.Server.Offline = true;

        Assert.Contains(words, (await bench.RunAsync($"phone boot DIR --language {language}")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_phone_without_pin_and_block_says_that_only_its_maker_can_help()
    {
        await bench.ActivatedAsync();
        bench.Destroy(PhoneLayout.Keys, 2 * PhoneLayout.EraseUnit, 2 * PhoneLayout.EraseUnit);
        bench.Destroy(PhoneLayout.Block, 0, 2 * PhoneLayout.EraseUnit);

        var (exit, output, _) = await bench.RunAsync("phone boot DIR --trust-server");

        Assert.Equal(ExitCodes.ServerNotTrusted, exit);
        Assert.Contains("only its maker can mend it", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_that_is_not_a_terminal_has_no_escape_sequences()
    {
        await bench.ActivatedAsync();

        var (_, output, _) = await bench.RunAsync("phone boot DIR");

        Assert.DoesNotContain('\e', output);
    }

    private static string State(JsonNode report) => report["state"]!.GetValue<string>();

    private static string? Error(JsonNode report) => report["error"]?["code"]?.GetValue<string>();

    private static string[] Events(JsonNode report) => [.. report["events"]!.AsArray().Select(e => e!.GetValue<string>())];
}
