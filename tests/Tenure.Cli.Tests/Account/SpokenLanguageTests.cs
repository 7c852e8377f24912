using Tenure.Flash.Tests;

namespace Tenure.Cli.Tests.Account;

public sealed class SpokenLanguageTests : IDisposable
{
    private const string English = "The server cannot be reached.";
    private const string German = "Der Server ist nicht erreichbar.";
    private const string Question = "Language · 语言 · Язык · Sprache · Idioma";

    private static readonly string[] Login = ["login", "--server", "http://127.0.0.1:9", "--user", "ada@example.org", "--password-stdin"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_person_is_asked_once_at_first_sight_and_every_command_speaks_what_they_chose()
    {
        var first = await RunAsync("4\npassword\n", isTerminal: true, Login);
        Assert.True(first.Contains(Question, StringComparison.Ordinal) && first.Contains("4  Deutsch", StringComparison.Ordinal) && first.Contains(German, StringComparison.Ordinal), first);
        var again = await RunAsync("password\n", isTerminal: true, Login);
        Assert.True(!again.Contains(Question, StringComparison.Ordinal) && again.Contains(German, StringComparison.Ordinal), again);
        Assert.Contains("Sie sind nicht angemeldet.", await RunAsync("", isTerminal: false, "devices"), StringComparison.Ordinal);

        // What is said on the command line counts there, and is not kept.
        Assert.Contains("No has iniciado sesión.", await RunAsync("", isTerminal: false, "computer", "status", "--language", "es"), StringComparison.Ordinal);
        Assert.Contains("Sie sind nicht angemeldet.", await RunAsync("", isTerminal: false, "devices"), StringComparison.Ordinal);
    }

    // Nobody is there who could answer, or it was said already.
    [Fact]
    public async Task A_program_and_who_says_a_language_are_not_asked()
    {
        var program = await RunAsync("password\n", isTerminal: false, Login);
        Assert.DoesNotContain(Question, program, StringComparison.Ordinal);
        var said = await RunAsync("password\n", isTerminal: true, [.. Login, "--language", "en"]);
        Assert.True(!said.Contains(Question, StringComparison.Ordinal) && said.Contains(English, StringComparison.Ordinal), said);
        Assert.DoesNotContain(Question, await RunAsync("password\n", isTerminal: true, [.. Login, "--json"]), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_file_that_holds_no_language_is_as_none()
    {
        folder.Write("language", "tlh");
        Assert.Contains(Question, await RunAsync("1\npassword\n", isTerminal: true, Login), StringComparison.Ordinal);
        Assert.Contains(English, await RunAsync("password\n", isTerminal: true, Login), StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string typed, bool isTerminal, params string[] args)
    {
        var said = new StringWriter();
        var streams = new CommandStreams(new StringReader(typed), said, said, isTerminal, name => name == "TENURE_SESSION" ? Path.Combine(folder.Path, "session.json") : null, () => new SocketsHttpHandler());
        await TenureCommand.RunAsync(args, streams, TestContext.Current.CancellationToken);
        return said.ToString();
    }
}
