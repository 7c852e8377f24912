using System.Diagnostics;
using System.Globalization;
using Tenure.Protocols.Signing;
using Tenure.Server.Keys.Signing;
using Tenure.Server.Tests.Crash;
using Tenure.Testing;

namespace Tenure.Server.Tests.Keys;

/// <summary>The signer as a process of its own: beside a server that starts it, and by itself.</summary>
public sealed class SignerProcessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tenure-signer-process").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(folder, "data");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_server_starts_its_signer_again_when_it_dies_and_takes_it_along_when_it_is_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found by /proc.");
        await using var server = new ServerProcess(Data);
        await server.StartAsync(Ct);
        var first = await UntilAsync(() => SignerOf(server.Id));
        using (var process = Process.GetProcessById(first))
        {
            process.Kill();
        }

        var second = await UntilAsync(() => SignerOf(server.Id) is { } found && found != first ? found : null);
        await UntilAsync(() => server.Output.Contains("started again", StringComparison.Ordinal) ? 1 : null);
        await server.KillAsync();
        await UntilAsync(() => Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{second}")) ? null : 1);
    }

    [Fact]
    public async Task A_server_that_is_told_to_stop_needs_its_signer_to_the_end_and_leaves_nothing_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found by /proc.");
        await using var server = new ServerProcess(Data);
        await server.StartAsync(Ct);
        var signer = await UntilAsync(() => SignerOf(server.Id));
        // A supervisor tells all processes of a service at once.
        using (var kill = Process.Start("kill", ["-TERM", signer.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(Ct);
        }

        await Task.Delay(300, Ct);
        Assert.Equal(signer, SignerOf(server.Id));
        server.Terminate();
        Assert.Equal(0, await server.WaitForExitAsync(Ct));
        await UntilAsync(() => Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{signer}")) ? null : 1);
    }

    // As docs/operate/keys.md says for a server that matters: its own user, which the test cannot make, but its own folder and its own process.
    [Fact]
    public async Task A_server_without_any_signers_key_serves_a_whole_story_through_the_socket_of_another_process()
    {
        await using var mail = await SmtpPeer.StartAsync();
        mail.Used();
        var socket = Path.Combine(folder, "signer.socket");
        await using var server = new ServerProcess(
            Data, "--mail-host", "localhost", "--mail-port", mail.Port.ToString(CultureInfo.InvariantCulture), "--Keys:Signer", socket);
        var keys = await CeremonyAsync(server.Address.AbsoluteUri);
        TakeRoots(keys);
        using var signer = Start("--keys", keys, "--socket", socket);
        await server.StartAsync(Ct);
        using (var story = new CrashStory(server.Address, mail, "apart@example.org", _ => { }))
        {
            await story.PlayAsync(Ct);
            Assert.Contains("release accepted", story.Acknowledged);
        }

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Data, "keys"), "*.pem"));
        Assert.True((await DeskBench.SeenAsync(keys)).Count >= 2);
        await server.KillAsync();
        await EndAsync(signer);
        Assert.False(File.Exists(socket));
    }

    [Fact]
    public async Task A_production_server_does_not_start_when_its_signer_does_not_answer_or_is_another_servers()
    {
        var keys = await CeremonyAsync("https://elsewhere.example/");
        var socket = Path.Combine(folder, "signer.socket");
        using var signer = Start("--keys", keys, "--socket", socket);
        TakeRoots(keys);
        string[] serve = ["serve", "--data", Data, "--urls", "http://localhost:0", "--issuer", "https://tenure.example", "--Keys:Signer", socket];
        var other = await Tool.RunAsync(Programs.Server, serve, Ct);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("certified for https://elsewhere.example/ and not for this server (https://tenure.example/)", other.Error, StringComparison.Ordinal);
        await EndAsync(signer);
        var nobody = await Tool.RunAsync(Programs.Server, serve, Ct);
        Assert.Equal(2, nobody.ExitCode);
        Assert.Contains("The signer cannot be asked", nobody.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signer_does_not_start_beside_a_roots_private_key_or_with_wrong_words()
    {
        var keys = await CeremonyAsync("https://tenure.example/");
        File.Copy(Path.Combine(folder, "ceremony", "roots", "root-active.pem"), Path.Combine(keys, "root-active.pem"));
        var refused = await Tool.RunAsync(Programs.Server, ["signer", "--keys", keys, "--socket", Path.Combine(folder, "s")], Ct);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("root-active.pem is a root's private key", Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        foreach (var wrong in (string[][])[["--keys", keys], ["--keys", keys, "--socket", "s", "--release-per-hour", "0"], ["--keys", keys, "--socket", "s", "more"]])
        {
            Assert.Equal(2, (await Tool.RunAsync(Programs.Server, ["signer", .. wrong], Ct)).ExitCode);
        }
    }

    [Fact]
    public async Task A_signer_by_itself_keeps_its_own_limits_whatever_the_server_is_told()
    {
        await using var bench = await DeskBench.OpenAsync();
        await bench.StopAsync();
        bench.ConsentsAt = TimeProvider.System.GetUtcNow();
        var socket = Path.Combine(folder, "signer.socket");
        using var signer = Start("--keys", bench.Keys, "--socket", socket, "--release-per-hour", "2");
        await using var line = new SignerSocket(socket);
        for (var i = 0; i < 2; i++)
        {
            Assert.Null(SignerAnswerCodec.Decode(await line.ExchangeAsync(SignerRequestCodec.Encode(bench.Release()), Ct)).Refusal);
        }

        Assert.Equal(Protocols.ProtocolErrorCode.SignerLimit, SignerAnswerCodec.Decode(await line.ExchangeAsync(SignerRequestCodec.Encode(bench.Release()), Ct)).Refusal);
        await EndAsync(signer);
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(Programs.Server, ["signer", .. arguments]) { RedirectStandardOutput = true })!;

    private static async Task EndAsync(Process signer)
    {
        using var kill = Process.Start("kill", ["-TERM", signer.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Ct);
        await signer.WaitForExitAsync(Ct);
        Assert.Equal(0, signer.ExitCode);
    }

    private async Task<string> CeremonyAsync(string issuer)
    {
        var made = await Tool.RunAsync(Programs.Server, ["keys", "ceremony", "--out", Path.Combine(folder, "ceremony"), "--issuer", issuer], Ct);
        Assert.True(made.ExitCode == 0, made.Text);
        return Path.Combine(folder, "ceremony", "signer");
    }

    // All that such a server has of the ceremony.
    private void TakeRoots(string keys)
    {
        Directory.CreateDirectory(Path.Combine(Data, "keys"));
        foreach (var root in (string[])["root-active.pub", "root-standby.pub"])
        {
            File.Copy(Path.Combine(keys, root), Path.Combine(Data, "keys", root));
        }
    }

    private static async Task<int> UntilAsync(Func<int?> find)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(50, Ct))
        {
            if (find() is { } found)
            {
                return found;
            }
        }

        throw new TimeoutException("It did not happen within a minute.");
    }

    // The child of a process whose first argument is "signer".
    private static int? SignerOf(int server)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit)))
        {
            try
            {
                var parent = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ')[2];
                if (parent == server.ToString(CultureInfo.InvariantCulture) && File.ReadAllText($"/proc/{process}/cmdline").Split('\0') is [_, "signer", ..])
                {
                    return int.Parse(process!, CultureInfo.InvariantCulture);
                }
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return null;
    }
}
