using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>A phone's bootloader is unlocked by the tool: server, phone and tool are processes of their own.</summary>
public sealed class UnlockCommandTests(StoryServer server) : CommandLineStory(server), IClassFixture<StoryServer>
{
    private const string Email = "unlock@example.org";

    private KillablePhone Phone => new(Path.Combine(Folder, "phone"));

    [Fact]
    public async Task The_tool_unlocks_a_phone_after_its_wait_and_says_before_what_is_in_the_way()
    {
        await Phone.RunAsync("new", ["--server", Server]);
        var made = await Phone.RunAsync("boot", ["--register", Email, "--trust-server", "--password", Password, "--accept-terms", "--code-stdin"], ct => MailedCodes.NextAsync(Http, Email, 0, ct));
        Assert.Equal("running", made.GetProperty("state").GetString());
        await SignInAsync(isKnown: false);

        // The switch is off: the phone signs nothing, and the tool says what to do.
        await WithBootloaderAsync(async port => Assert.Equal((40, "unlock_switched_off"), Of(await UnlockAsync(port, "--clean"))));
        Assert.Equal("running", (await Phone.RunAsync("oem-unlock", ["on"])).GetProperty("state").GetString());

        await WithBootloaderAsync(async port =>
        {
            Assert.Equal((20, "unlock_not_asked"), Of(await UnlockAsync(port, "--clean")));
            var asked = await UnlockAsync(port, "--apply");
            Assert.Equal((13, "code_needed"), Of(asked));
            var transaction = asked.Answer.GetProperty("error").GetProperty("detail").GetString()!;
            var applied = await UnlockAsync(port, "--apply", "--transaction", transaction, "--code", await MailedCodes.NextAsync(Http, Email, 2, Ct));
            Assert.Equal((0, "waiting"), (applied.ExitCode, applied.Answer.GetProperty("state").GetString()));
            Assert.Equal((20, "unlock_waiting"), Of(await UnlockAsync(port, "--clean")));
        });

        using (await Http.PostAsync(new Uri("/dev/clock?advanceSeconds=691200", UriKind.Relative), null, Ct))
        {
            await SignInAsync(isKnown: true);
        }

        await WithBootloaderAsync(async port =>
        {
            // All data goes: that must be said.
            Assert.Equal((2, "data_choice"), Of(await UnlockAsync(port)));
            var done = await UnlockAsync(port, "--clean");
            Assert.True(done is { ExitCode: 0 } && done.Answer.GetProperty("state").GetString() == "unlocked", done.ToString());
            Assert.Equal((0, "unlocked"), (done.ExitCode, (await UnlockAsync(port, "--clean")).Answer.GetProperty("state").GetString()));
        });
    }

    private static (int ExitCode, string? Code) Of((int ExitCode, JsonElement Answer) ran) => (ran.ExitCode, ran.Answer.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null);

    private async Task SignInAsync(bool isKnown)
    {
        var start = StartInfo("login", "--server", Server, "--user", Email, "--password-stdin");
        start.RedirectStandardInput = true;
        using var login = Process.Start(start)!;
        await login.StandardInput.WriteLineAsync(Password);
        if (!isKnown)
        {
            await login.StandardInput.WriteLineAsync(await MailedCodes.NextAsync(Http, Email, 1, Ct));
        }

        await login.WaitForExitAsync(Ct);
        Assert.Equal(0, login.ExitCode);
    }

    private async Task WithBootloaderAsync(Func<int, Task> act)
    {
        using var bootloader = Process.Start(new ProcessStartInfo(Program, ["phone", "boot", Path.Combine(Folder, "phone"), "--mode", "bootloader", "--port", "0", "--json"]) { RedirectStandardOutput = true })!;
        var port = JsonDocument.Parse((await bootloader.StandardOutput.ReadLineAsync(Ct))!).RootElement.GetProperty("port").GetInt32();
        try
        {
            await act(port);
        }
        finally
        {
            bootloader.Kill();
            await bootloader.WaitForExitAsync(Ct);
        }
    }

    private async Task<(int ExitCode, JsonElement Answer)> UnlockAsync(int port, params string[] options)
    {
        using var process = Process.Start(StartInfo(["unlock", "--device", string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1:{port}"), "--json", .. options]))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        var said = await output;
        Assert.True(said.StartsWith('{'), $"{process.ExitCode} {said} {await error}");
        return (process.ExitCode, JsonDocument.Parse(said).RootElement);
    }

    private ProcessStartInfo StartInfo(params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TENURE_SESSION"] = Path.Combine(Folder, "computer", "session.json");
        start.Environment["TENURE_PASSWORD"] = Password;
        start.Environment["LANG"] = "C.UTF-8";
        return start;
    }
}
