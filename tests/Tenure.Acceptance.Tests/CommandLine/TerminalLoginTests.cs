using System.Diagnostics;
using System.Text.Json;
using Tenure.Client;
using Tenure.Client.Accounts;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>The real command line signs in in the terminal, without a browser, against the real server.</summary>
public sealed class TerminalLoginTests(StoryServer server) : CommandLineStory(server), IClassFixture<StoryServer>
{
    [Fact]
    public async Task A_person_signs_in_with_password_and_code_may_bind_that_computer_and_the_next_time_needs_no_code()
    {
        var (email, number) = await PersonAsync();
        var first = await RunAsync([Password, Soon(email, 1)], "login", "--server", Server, "--user", email, "--password-stdin", "--json");
        Assert.Equal((0, number), (first.ExitCode, JsonDocument.Parse(first.Output).RootElement.GetProperty("number").GetString()));
        Assert.DoesNotContain(Password, first.Output + first.Error, StringComparison.Ordinal);

        // Unlike a session that a code from another screen began.
        Assert.True(JsonDocument.Parse((await RunAsync([], "computer", "status", "--json")).Output).RootElement.GetProperty("mayBind").GetBoolean());
        // By its number, and known by now.
        var again = await RunAsync([Password], "login", "--server", Server, "--user", number, "--password-stdin", "--language", "de");
        Assert.True(again.ExitCode == 0 && again.Output.Contains("Am Konto", StringComparison.Ordinal), $"{again}");
    }

    [Fact]
    public async Task What_goes_wrong_has_its_own_message_and_exit_code()
    {
        var (email, _) = await PersonAsync();
        string[] login = ["login", "--server", Server, "--password-stdin", "--user"];
        // Of documentation: nobody is there, and nobody is asked.
        var open = await RunAsync([Password], "login", "--server", "http://192.0.2.1", "--password-stdin", "--user", email, "--json");
        Assert.True(open.ExitCode == 22 && open.Output.Contains("not_secure", StringComparison.Ordinal), $"{open}");
        var wrong = await RunAsync(["not the password at all"], [.. login, email, "--language", "ru"]);
        Assert.True(wrong.ExitCode == 26 && wrong.Error.Contains("пароль", StringComparison.Ordinal), $"{wrong}");
        Assert.Contains(new Uri(ServerAddress, "reset").AbsoluteUri, wrong.Error, StringComparison.Ordinal);
        // Who is unknown is told the same.
        Assert.Equal(wrong, await RunAsync(["not the password at all"], [.. login, "nobody@example.org", "--language", "ru"]));
        Assert.Equal(13, (await RunAsync([Password], [.. login, email])).ExitCode);
        Assert.Equal(20, (await RunAsync([Password, "000000"], [.. login, email])).ExitCode);
        Assert.Equal(21, (await RunAsync([Password], "login", "--server", "http://127.0.0.1:9", "--user", email, "--password-stdin")).ExitCode);
        var often = (ExitCode: 0, Output: "", Error: "");
        for (var tries = 0; tries < 20 && often.ExitCode != 27; tries++)
        {
            often = await RunAsync(["not the password at all"], [.. login, email, "--json"]);
        }

        Assert.True(often.ExitCode == 27 && JsonDocument.Parse(often.Output).RootElement.GetProperty("error").GetProperty("code").GetString() == "throttled", $"{often}");
        Assert.False(File.Exists(Session));
    }

    [Fact]
    public async Task A_frozen_account_signs_in_and_is_told_that_nothing_is_bound_meanwhile()
    {
        var (email, _) = await PersonAsync();
        var client = await MailedCodes.SignInAsync(Http, email, Password, Ct);
        await client.FreezeAsync(new FreezeAccount(), Ct);
        var frozen = await RunAsync([Password, Soon(email, 2)], "login", "--server", Server, "--user", email, "--password-stdin", "--language", "en");
        Assert.True(frozen.ExitCode == 0 && frozen.Output.Contains("frozen until", StringComparison.Ordinal), $"{frozen}");
        var sent = await RunAsync([Password], "computer", "bind", "--password-stdin", "--json");
        Assert.Equal(13, sent.ExitCode);
        var transaction = JsonDocument.Parse(sent.Output).RootElement.GetProperty("error").GetProperty("detail").GetString()!;
        Assert.Equal(28, (await RunAsync([Password], "computer", "bind", "--password-stdin", "--transaction", transaction, "--code", await MailedCodes.NextAsync(Http, email, 3, Ct))).ExitCode);
    }

    private string Session => Path.Combine(Folder, "computer", "session.json");

    // The code is in the mailbox only once the password was typed.
    private Func<Task<string>> Soon(string email, int after) => () => MailedCodes.NextAsync(Http, email, after, Ct);

    private async Task<(string Email, string Number)> PersonAsync()
    {
        var email = $"p{Guid.CreateVersion7():N}@example.org";
        var client = new TenureClient(Http);
        var started = await client.StartRegistrationAsync(new StartRegistration(email, "en"), Ct);
        await client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(await MailedCodes.NextAsync(Http, email, 0, Ct)), Ct);
        return (email, (await client.CreateAccountAsync(started.Registration, new CreateAccount(Password), Ct)).AccountNumber);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(IEnumerable<object> lines, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TENURE_SESSION"] = Session;
        start.Environment["LANG"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        foreach (var line in lines)
        {
            await process.StandardInput.WriteLineAsync(line is Func<Task<string>> later ? await later() : (string)line);
            await process.StandardInput.FlushAsync(Ct);
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, await output, await error);
    }
}
