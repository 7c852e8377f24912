using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tenure.Acceptance.Tests.Pages;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary>The real command line signs in through the real browser.</summary>
[Collection("pages")]
public sealed partial class LoginTests(PageStage stage) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tenure-login").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_person_signs_in_through_the_browser_on_the_same_machine()
    {
        stage.Used();
        var (page, number) = await PersonAsync();
        using var login = Start("login", "--server", stage.Server.Address.OriginalString, "--no-browser");
        await page.GotoAsync(await ReadAsync(login, Address()));
        await page.ClickAsync("button[value=allow]");
        await page.WaitForURLAsync(new Regex("^http://127\\.0\\.0\\.1:"));
        await login.WaitForExitAsync(Ct);
        Assert.Equal(0, login.ExitCode);

        var account = await RunAsync("account", "--json");
        Assert.Equal((0, number), (account.ExitCode, JsonDocument.Parse(account.Output).RootElement.GetProperty("number").GetString()));
        Assert.Equal(0, (await RunAsync("logout")).ExitCode);
        Assert.Equal(20, (await RunAsync("account")).ExitCode);
    }

    [Fact]
    public async Task A_person_who_refuses_lets_nobody_in()
    {
        stage.Used();
        var (page, _) = await PersonAsync();
        using var login = Start("login", "--server", stage.Server.Address.OriginalString, "--no-browser");
        await page.GotoAsync(await ReadAsync(login, Address()));
        await page.ClickAsync("button[value=refuse]");
        await login.WaitForExitAsync(Ct);
        Assert.Equal(20, login.ExitCode);
        Assert.Equal(20, (await RunAsync("account")).ExitCode);
    }

    [Fact]
    public async Task A_person_signs_in_with_a_code_in_a_browser_elsewhere()
    {
        stage.Used();
        var (page, number) = await PersonAsync();
        using var login = Start("login", "--server", stage.Server.Address.OriginalString, "--device");
        var verify = await ReadAsync(login, Address());
        var code = await ReadAsync(login, UserCode());
        await page.GotoAsync(verify);
        await page.FillAsync("#user_code", code);
        await PageStage.SubmitAsync(page);
        await page.ClickAsync("button[value=allow]");
        await login.WaitForExitAsync(Ct);
        Assert.Equal(0, login.ExitCode);
        Assert.Contains(number, (await RunAsync("account")).Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "session.json")));
        }
    }

    [Fact]
    public async Task Who_is_signed_in_saves_the_log_of_a_device_whole_and_it_holds()
    {
        stage.Used();
        var page = await stage.NewPageAsync(scripts: false);
        var email = PageStage.NewEmail();
        await stage.RegisterAsync(page, email, Ct);
        var device = await stage.ActivatePhoneAsync(email, Ct);
        await stage.Server.GrowLogAsync(device, 250, Ct);
        using var login = Start("login", "--server", stage.Server.Address.OriginalString, "--no-browser");
        await page.GotoAsync(await ReadAsync(login, Address()));
        await page.ClickAsync("button[value=allow]");
        await login.WaitForExitAsync(Ct);

        var file = Path.Combine(folder, "device.log");
        var exported = await RunAsync("audit", "export", device, file, "--json");
        var entries = JsonDocument.Parse(exported.Output).RootElement.GetProperty("entries").GetInt32();
        Assert.InRange(entries, 252, 253);
        Assert.Equal((0, entries), (exported.ExitCode, JsonDocument.Parse((await RunAsync("audit", "verify", file, "--json")).Output).RootElement.GetProperty("entries").GetInt32()));

        // What cannot be had whole is not written at all.
        Assert.Equal(20, (await RunAsync("audit", "export", new string('A', 43), file + ".other")).ExitCode);
        Assert.Equal(["device.log", "session.json"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
    }

    private async Task<(IPage Page, string Number)> PersonAsync()
    {
        var page = await stage.NewPageAsync(scripts: false);
        return (page, await stage.RegisterAsync(page, PageStage.NewEmail(), Ct));
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Programs.CommandLine, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TENURE_SESSION"] = Path.Combine(folder, "session.json");
        start.Environment["LANG"] = "C.UTF-8";
        return Process.Start(start)!;
    }

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, output);
    }

    private static async Task<string> ReadAsync(Process process, Regex wanted)
    {
        while (await process.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            if (wanted.Match(line) is { Success: true } found)
            {
                return found.Value;
            }
        }

        throw new InvalidOperationException("It said nothing like that: " + await process.StandardError.ReadToEndAsync(Ct));
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<=^\s+)[A-Z0-9]{4}-[A-Z0-9-]+(?=\s*$)")]
    private static partial Regex UserCode();
}
