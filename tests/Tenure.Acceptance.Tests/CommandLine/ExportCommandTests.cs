using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Tenure.Client;
using Tenure.Client.Accounts;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>The real command line takes a person's data along, against the real server.</summary>
public sealed class ExportCommandTests(StoryServer server) : CommandLineStory(server), IClassFixture<StoryServer>
{
    [Fact]
    public async Task A_script_asks_waits_and_saves_everything_about_the_account_for_its_owner_alone()
    {
        var email = $"p{Guid.CreateVersion7():N}@example.org";
        var client = new TenureClient(Http);
        var started = await client.StartRegistrationAsync(new StartRegistration(email, "en"), Ct);
        await client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(await MailedCodes.NextAsync(Http, email, 0, Ct)), Ct);
        var number = (await client.CreateAccountAsync(started.Registration, new CreateAccount(Password), Ct)).AccountNumber;
        Assert.Equal(20, (await RunAsync([], "export", Zip)).ExitCode);
        Assert.Equal(0, (await RunAsync([Password, (Func<Task<string>>)(() => MailedCodes.NextAsync(Http, email, 1, Ct))], "login", "--server", Server, "--user", email, "--password-stdin")).ExitCode);

        var first = Transaction(await RunAsync([Password], "export", Zip, "--password-stdin", "--json"));
        var waiting = await RunAsync([Password], "export", Zip, "--password-stdin", "--json", "--transaction", first, "--code", await MailedCodes.NextAsync(Http, email, 2, Ct));
        Assert.True(waiting.ExitCode == 20 && waiting.Output.Contains("export_waiting", StringComparison.Ordinal), $"{waiting}");
        // The day passes; the session's token with it, and the computer is known by now.
        using var moved = await Http.PostAsync(new Uri("/dev/clock?advanceSeconds=86401", UriKind.Relative), null, Ct);
        Assert.True(moved.IsSuccessStatusCode);
        Assert.Equal(0, (await RunAsync([Password], "login", "--server", Server, "--user", email, "--password-stdin")).ExitCode);
        var second = Transaction(await RunAsync([Password], "export", Zip, "--password-stdin", "--json"));
        Assert.False(File.Exists(Zip));
        // A wrong code leaves no file behind, and the archive where it is.
        var wrong = await RunAsync([Password], "export", Zip, "--password-stdin", "--transaction", second, "--code", "000000");
        Assert.True(wrong.ExitCode == 20 && !File.Exists(Zip), $"{wrong}");
        var saved = await RunAsync([Password], "export", Zip, "--password-stdin", "--json", "--transaction", second, "--code", await MailedCodes.NextAsync(Http, email, 3, Ct));
        Assert.True(saved.ExitCode == 0 && JsonDocument.Parse(saved.Output).RootElement.GetProperty("bytes").GetInt64() == new FileInfo(Zip).Length, $"{saved}");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Zip));
        }

        await using (var zip = await ZipFile.OpenReadAsync(Zip, Ct))
        {
            using var account = await JsonDocument.ParseAsync(await zip.GetEntry("account.json")!.OpenAsync(Ct), default, Ct);
            Assert.Equal(number, account.RootElement[0].GetProperty("number").GetString());
        }

        var again = await RunAsync([Password], "export", Zip, "--password-stdin", "--language", "de");
        Assert.True(again.ExitCode == 2 && again.Error.Contains("gibt es schon", StringComparison.Ordinal), $"{again}");
    }

    private string Zip => Path.Combine(Folder, "mine.zip");

    private static string Transaction((int ExitCode, string Output, string Error) asked)
    {
        Assert.True(asked.ExitCode == 13, $"{asked}");
        return JsonDocument.Parse(asked.Output).RootElement.GetProperty("error").GetProperty("detail").GetString()!;
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(IEnumerable<object> lines, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TENURE_SESSION"] = Path.Combine(Folder, "computer", "session.json");
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
