using System.Diagnostics;
using System.Text.Json;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.CommandLine;

/// <summary><c>tenure agent</c> as a real Linux device runs it: with a TPM in software, with ofono's stand-in on a bus of its own, against the real server.</summary>
public sealed class AgentTests : IAsyncLifetime
{
    private const string Password = "paper boats on the canal";
    private const string Email = "agent@example.org";
    private const string Imei = "350000000000006";
    private const string Iccid = "8949020000001234567";
    private const string Number = "+4915112300077";

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-agent").FullName;
    private ServerProcess server = null!;
    private HttpClient http = null!;
    private SoftwareTpm tpm = null!;
    private OfonoPeer ofono = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Program => Programs.CommandLine;

    private string Lock => Path.Combine(folder, "lock");

    private string States => Path.Combine(folder, "states");

    private string Erased => Path.Combine(folder, "erased");

    public async ValueTask InitializeAsync()
    {
        tpm = await SoftwareTpm.MakeAsync();
        ofono = await OfonoPeer.StartAsync(Imei, Iccid, Number);
        server = new ServerProcess(Path.Combine(folder, "server"));
        await server.StartAsync(Ct);
        http = new HttpClient { BaseAddress = server.Address };
        WriteProgram("hook", $"echo $1 >> {States}");
        WriteProgram("erase", $"touch {Erased}");
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        await ofono.DisposeAsync();
        await tpm.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_device_is_activated_keeps_in_touch_and_is_let_go()
    {
        var made = await ScreenAsync(["--register", Email, "--trust-server", "--password", Password, "--accept-terms", "--code-stdin"], typed: true);
        Assert.Equal(("running", 0), (State(made), made.GetProperty("exitCode").GetInt32()));
        var id = made.GetProperty("deviceId").GetString()!;

        // Nothing to learn: the agent says so and that the device may stay open.
        var (code, lines) = await RunAsync();
        Assert.Equal((0, "running", true), (code, State(lines[^1]), lines[^1].GetProperty("reached").GetBoolean()));
        var client = await MailedCodes.SignInAsync(http, Email, Password, Ct);
        var identity = (await client.GetDeviceAsync(id, Ct)).Identity!;
        Assert.Equal(("S-77", Imei[^4..]), (identity.Serial, Assert.Single(identity.Imeis)[^4..]));
        Assert.Equal(Iccid[^4..], Assert.Single(identity.Sims).LastFour);

        // It starts again and is open at once, with the network and without.
        Assert.Equal("running", State(await ScreenAsync([])));
        Assert.Equal("running", State(await ScreenAsync(["--server", "http://localhost:9"])));

        client = await MailedCodes.LetGoAsync(http, client, Email, Password, id, erase: true, Ct);
        (code, lines) = await RunAsync();
        Assert.Equal((10, "wizard"), (code, State(lines[^1])));
        Assert.True(File.Exists(Erased), "What people kept on it was not erased.");
        Assert.Equal(["running", "wizard"], (await File.ReadAllLinesAsync(States, Ct)).Distinct());
        Assert.Empty(await client.GetDevicesAsync(Ct));
    }

    [Fact]
    public async Task An_older_copy_of_its_folder_opens_nothing()
    {
        // As it was before anybody held it.
        Assert.Equal("wizard", State(await ScreenAsync(["--trust-server"])));
        var copy = Path.Combine(folder, "copy");
        CopyTo(Lock, copy);
        Assert.Equal("running", State(await ScreenAsync(["--register", Email, "--trust-server", "--password", Password, "--accept-terms", "--code-stdin"], typed: true)));

        CopyTo(copy, Lock);
        Assert.Equal("locked_until_sync", State(await StatusAsync()));
        var stolen = await ScreenAsync(["--server", "http://localhost:9"]);
        Assert.Equal(("locked_until_sync", 12), (State(stolen), stolen.GetProperty("exitCode").GetInt32()));

        // The server knows better: it is locked to its holder again, and opens for them.
        var (code, lines) = await RunAsync();
        Assert.Equal((11, "locked"), (code, State(lines[^1])));
        var opened = await ScreenAsync(["--sign-in", Email, "--password", Password, "--code-stdin"], typed: true, after: 1);
        Assert.True(State(opened) == "running", opened.ToString());
    }

    [Fact]
    public async Task What_it_cannot_use_it_names_and_changes_nothing()
    {
        Assert.Equal("wizard", State(await ScreenAsync(["--trust-server"])));
        await tpm.StopAsync();
        var (code, error) = await FailAsync("status", ["--tpm", tpm.Path]);
        Assert.Equal((3, "tpm_failed"), (code, error));
        await tpm.StartAsync();
        (code, error) = await FailAsync("status", ["--tpm", tpm.Path, "--ofono"], "/proc/no-such-folder");
        Assert.Equal((3, "storage_failed"), (code, error));
        Assert.Equal(2, (await CommandAsync("run", ["--every", "9s"], null)).Code);
        Assert.Equal(2, (await CommandAsync("run", ["--every", "25h"], null)).Code);
        Assert.Equal(2, (await CommandAsync("run", ["--every", "soon"], null)).Code);
        Assert.Equal("wizard", State(await StatusAsync()));
    }

    private static string State(JsonElement report) => report.GetProperty("state").GetString()!;

    private Task<JsonElement> ScreenAsync(string[] answers, bool typed = false, int after = 0)
    {
        string[] server = answers.Contains("--server") ? [] : ["--server", this.server.Address.OriginalString];
        return ReportAsync("screen", ["--until-open", "--erase", Path.Combine(folder, "erase"), .. server, .. answers], typed ? ct => MailedCodes.NextAsync(http, Email, after, ct) : null);
    }

    private Task<JsonElement> StatusAsync() => ReportAsync("status", [], null);

    private async Task<(int Code, List<JsonElement> Lines)> RunAsync()
    {
        var (code, output) = await CommandAsync("run", ["--once", "--hook", Path.Combine(folder, "hook"), "--erase", Path.Combine(folder, "erase")], null);
        return (code, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)]);
    }

    private async Task<(int Code, string? Error)> FailAsync(string verb, string[] options, string? where = null)
    {
        var result = await Tool.RunAsync(Program, ["agent", verb, where ?? Lock, "--json", .. options], Ct);
        return (result.ExitCode, JsonDocument.Parse(result.Output).RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    private async Task<JsonElement> ReportAsync(string verb, string[] options, Func<CancellationToken, Task<string>>? typed)
    {
        var (code, output) = await CommandAsync(verb, options, typed);
        Assert.True(output.StartsWith('{'), $"No report, exit code {code}: {output}");
        return JsonDocument.Parse(output).RootElement;
    }

    private async Task<(int Code, string Output)> CommandAsync(string verb, string[] options, Func<CancellationToken, Task<string>>? typed)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        using var process = Process.Start(new ProcessStartInfo(
            Program, ["agent", verb, Lock, "--json", "--tpm", tpm.Path, "--ofono", "--model", "Workshop Slate", "--serial", "S-77", .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["DBUS_SYSTEM_BUS_ADDRESS"] = ofono.Bus },
        })!;
        if (typed is not null)
        {
            await process.StandardInput.WriteLineAsync((await typed(limit.Token)).AsMemory(), limit.Token);
        }

        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output);
    }

    private static void CopyTo(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from, "*.img"))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }

    private void WriteProgram(string name, string line)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{line}\n");
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}
