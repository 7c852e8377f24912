using System.Text.RegularExpressions;
using Tenure.Testing;

namespace Tenure.Cli.Tests.Packaging;

/// <summary>The units of packaging/systemd: systemd takes each as it stands, and the commands in them are ones that the program takes.</summary>
public sealed partial class UnitFilesTests : IDisposable
{
    private static readonly string Folder = Repository.File("packaging", "systemd");

    private readonly string root = Directory.CreateTempSubdirectory("tenure-units").FullName;

    public static TheoryData<string> Units =>
        [.. Directory.EnumerateFiles(Folder).Select(Path.GetFileName).OfType<string>().Where(name => !name.EndsWith(".env", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Installed => Path.Combine(root, "etc", "systemd", "system");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [MemberData(nameof(Units))]
    public async Task Systemd_takes_a_unit_without_a_word(string unit)
    {
        var verified = await VerifyAsync(unit, text => text);
        Assert.True(verified is { ExitCode: 0, Text: "" }, verified.Text);
    }

    [Theory]
    [InlineData("Restart=always", "Restart=sometimes")]
    [InlineData("PrivateTmp=", "PrivateTemp=")]
    [InlineData("/opt/tenure/Tenure.Server", "/opt/tenure/Tenure")]
    public async Task One_with_a_mistake_is_not_taken(string right, string wrong)
    {
        var verified = await VerifyAsync("tenure-signer.service", text => text.Replace(right, wrong, StringComparison.Ordinal));
        Assert.NotEqual("", verified.Text);
    }

    [Theory]
    [InlineData("tenure-agent.service")]
    [InlineData("tenure-screen.service")]
    [InlineData("tenure-locked.service")]
    public void Its_command_is_one_that_the_program_takes(string unit)
    {
        var given = Variable().Matches(File.ReadAllText(Path.Combine(Folder, "agent.env"))).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var line = Start().Match(File.ReadAllText(Path.Combine(Folder, unit))).Groups[1].Value;
        var words = Name().Replace(line, match => given[match.Groups[1].Value]).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var command = TenureCommand.Create(new CommandStreams(TextReader.Null, TextWriter.Null, TextWriter.Null, IsTerminal: false, _ => null, () => new SocketsHttpHandler()));

        Assert.Equal("/usr/bin/tenure", words[0]);
        Assert.Empty(command.Parse(words[1..]).Errors);
        Assert.NotEmpty(command.Parse([.. words[1..], "--no-such-option"]).Errors);
    }

    [Theory]
    [InlineData("tenure-screen.service", "Before", "systemd-user-sessions.service")]
    [InlineData("tenure-screen.service", "RequiredBy", "systemd-user-sessions.service")]
    [InlineData("tenure-screen.service", "RemainAfterExit", "yes")]
    [InlineData("tenure-screen.service", "OnFailure", "tenure-locked.target")]
    [InlineData("tenure-screen.service", "OnFailureJobMode", "isolate")]
    [InlineData("tenure-agent.service", "OnFailure", "tenure-locked.target")]
    [InlineData("tenure-agent.service", "OnFailureJobMode", "isolate")]
    [InlineData("tenure-locked.target", "AllowIsolate", "yes")]
    [InlineData("tenure-locked.target", "Conflicts", "getty@tty1.service")]
    [InlineData("tenure-locked.target", "Wants", "tenure-locked.service")]
    [InlineData("tenure-locked.target", "Wants", "dbus.service")]
    [InlineData("tenure-locked.target", "Wants", "NetworkManager.service")]
    [InlineData("tenure-locked.target", "Wants", "systemd-networkd.service")]
    [InlineData("tenure-locked.target", "Wants", "wpa_supplicant.service")]
    [InlineData("tenure-locked.target", "Wants", "ofono.service")]
    [InlineData("tenure-locked.service", "After", "systemd-user-sessions.service")]
    [InlineData("tenure-locked.service", "Restart", "on-failure")]
    [InlineData("tenure-locked.service", "StartLimitIntervalSec", "0")]
    [InlineData("tenure-locked.service", "OnSuccess", "default.target")]
    [InlineData("tenure-locked.service", "OnSuccessJobMode", "isolate")]
    public void A_unit_says_what_the_documentation_promises(string unit, string key, string value) => Assert.Contains(value, Said(unit, key));

    [Fact]
    public void A_lock_ends_the_sessions_that_a_target_leaves_alone_and_needs_none_of_the_programs_for_it()
    {
        var before = File.ReadAllLines(Path.Combine(Folder, "tenure-locked.service")).Where(line => line.StartsWith("ExecStartPre=", StringComparison.Ordinal)).ToList();
        Assert.Contains(before, line => line.EndsWith(" kill --signal=SIGKILL user.slice", StringComparison.Ordinal));
        Assert.Contains(before, line => line.Contains(" stop getty@*.service serial-getty@*.service user.slice", StringComparison.Ordinal));

        // One that fails, or is not there, keeps no lock screen back.
        Assert.All(before, line => Assert.StartsWith("ExecStartPre=-", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_a_unit_that_really_ends_says_what_is_started_afterwards()
    {
        var units = Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Where(unit => Said(unit, "OnSuccess").Count > 0).ToList();
        Assert.NotEmpty(units);
        Assert.All(units, unit =>
        {
            Assert.EndsWith(".service", unit, StringComparison.Ordinal);
            Assert.Contains("oneshot", Said(unit, "Type"));
            Assert.DoesNotContain("yes", Said(unit, "RemainAfterExit"));
        });
    }

    // All values of a key, which may stand on several lines.
    private static List<string> Said(string unit, string key) =>
        [.. File.ReadAllLines(Path.Combine(Folder, unit)).Where(line => line.StartsWith(key + "=", StringComparison.Ordinal)).SelectMany(line => line[(key.Length + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    // A root of its own, with the programs that the units start and the targets that each unit stands on.
    private async Task<ToolResult> VerifyAsync(string unit, Func<string, string> change)
    {
        var systemd = Tool.SystemdAnalyze();
        Directory.CreateDirectory(Installed);
        foreach (var target in (string[])["sysinit", "basic", "shutdown", "multi-user", "default"])
        {
            await File.WriteAllTextAsync(Path.Combine(Installed, target + ".target"), "[Unit]\n", Ct);
        }

        foreach (var each in Directory.EnumerateFiles(Folder))
        {
            await File.WriteAllTextAsync(Path.Combine(Installed, Path.GetFileName(each)), change(await File.ReadAllTextAsync(each, Ct)), Ct);
        }

        foreach (var program in (string[])["usr/bin/tenure", "opt/tenure/Tenure.Server"])
        {
            var path = Path.Combine(root, program);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, "#!/bin/sh\n", Ct);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
            }
        }

        return await systemd.RunAsync(["verify", "--root=" + root, "--man=no", "--recursive-errors=no", unit], Ct);
    }

    [GeneratedRegex("^ExecStart=(.+)$", RegexOptions.Multiline)]
    private static partial Regex Start();

    [GeneratedRegex("^([A-Z_]+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\$([A-Z_]+)")]
    private static partial Regex Name();
}
