using System.Text.RegularExpressions;
using Tenure.Testing;

namespace Tenure.Cli.Tests;

public sealed partial class ServeCommandTests
{
    [Fact]
    public async Task The_help_explains_every_argument_of_the_settings_page()
    {
        var arguments = Argument().Matches(await File.ReadAllTextAsync(Repository.File("docs", "operate", "install.md"), TestContext.Current.CancellationToken)).Select(row => row.Groups[1].Value);
        Assert.Contains("--data", arguments);

        var (exit, help) = await RunAsync("serve", "--help");

        Assert.Equal(0, exit);
        Assert.All(arguments, argument => Assert.Matches($"{argument} <[^>]+> +[^ ]", help));
    }

    [Fact]
    public async Task The_root_lists_it() => Assert.Matches("serve +[^ ]", (await RunAsync("--help")).Output);

    [Fact]
    public async Task Without_the_servers_program_it_is_exit_2() => Assert.Equal(ExitCodes.Usage, (await RunAsync("serve", "--data", "x")).Exit);

    private static async Task<(int Exit, string Output)> RunAsync(params string[] command)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await TenureCommand.RunAsync(
            command, new CommandStreams(TextReader.Null, output, error, IsTerminal: false, name => name == "TENURE_SERVER" ? "/no/such/program" : null, () => new SocketsHttpHandler()),
            TestContext.Current.CancellationToken);
        return (exit, output.ToString());
    }

    [GeneratedRegex(@"^\| `[\w:]+` \| `(--[\w-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Argument();
}
