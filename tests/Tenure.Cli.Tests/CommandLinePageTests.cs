using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tenure.Cli.Phone;
using Tenure.Testing;

namespace Tenure.Cli.Tests;

/// <summary>What docs/operate/command-line.md promises to scripts is what the program says.</summary>
public sealed partial class CommandLinePageTests
{
    private static readonly string Page = File.ReadAllText(Repository.File("docs", "operate", "command-line.md"));

    private static readonly string Sources =
        string.Join('\n', Directory.EnumerateFiles(Repository.File("src", "Tenure.Cli", "Phone"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

    private static readonly string Members = MembersOfReport().Match(Page).Value;

    // The options of serve are those of install.md.
    [Fact]
    public void It_names_every_command_and_option_and_no_other()
    {
        var root = TenureCommand.Create(new CommandStreams(TextReader.Null, TextWriter.Null, TextWriter.Null, IsTerminal: false, _ => null, () => new SocketsHttpHandler()));
        var commands = Below(root).ToList();
        Assert.All(commands.Where(command => command.Subcommands.Count == 0), command => Assert.Matches($@"`[^`|]*\b{command.Name}\b", Page));
        var here = commands.Where(command => command.Name != "serve").SelectMany(Options).Append("--help").ToList();
        var said = Option().Matches(Page).Select(match => match.Value).ToList();
        Assert.Empty(here.Except(said));
        Assert.Empty(said.Except(commands.SelectMany(Options)).Except(["--help"]));
    }

    [Fact]
    public void It_names_every_member_of_a_phones_report_and_no_other()
    {
        var members = typeof(PhoneReport).GetProperties().Where(property => property.CanWrite).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        Assert.Equal(Sorted(members), Sorted(Words(InBrackets().Replace(Members, "")).Except(["phone new"])));
        Assert.Equal(
            Sorted(typeof(CommandFailure).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))),
            Sorted(Words(ErrorMembers().Match(Members).Value)));
    }

    [Fact]
    public void It_names_every_state_of_a_phone_and_no_other() =>
        Assert.Equal(Sorted(State().Matches(Sources).Select(match => match.Groups[1].Value).Append("new")), Sorted(Words(States().Match(Members).Value)));

    [Fact]
    public void It_names_every_event_and_no_other() => Assert.Equal(
        Sorted(Noted().Matches(Sources).Select(match => match.Groups[1].Value)),
        Sorted(Words(Events().Match(Page).Value).Except(["phone wipe", "phone install"])));

    // From "reboot-bootloader" and "reboot-fastboot" it comes back by itself.
    [Fact]
    public void It_names_every_way_out_of_the_bootloader_and_no_other() => Assert.Equal(
        Sorted(Exit().Matches(Sources).Select(match => match.Groups[1].Value).Except(["reboot-bootloader", "reboot-fastboot"])),
        Sorted(Words(Exits().Match(Page).Value)));

    [Fact]
    public void It_names_every_exit_code_and_no_other() => Assert.Equal(
        typeof(ExitCodes).GetFields().Select(field => (int)field.GetRawConstantValue()!).Order(),
        ExitCode().Matches(Page).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));

    private static IEnumerable<string> Options(Command command) => command.Options.Where(option => option is not HelpOption).Select(option => option.Name);

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(sub => Below(sub).Prepend(sub));

    private static IEnumerable<string> Sorted(IEnumerable<string> words) => words.Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Words(string text) => Quoted().Matches(text).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"(?<![-\w])--[a-z][a-z-]*")]
    private static partial Regex Option();

    [GeneratedRegex(@"^Members of the JSON object:.*?\n\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex MembersOfReport();

    [GeneratedRegex(@"(?<=`state` )\([^)]*\)")]
    private static partial Regex States();

    [GeneratedRegex(@"(?<=`error` )\([^)]*\)")]
    private static partial Regex ErrorMembers();

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex InBrackets();

    [GeneratedRegex(@"^Events:.*?\n\n", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Events();

    [GeneratedRegex(@"^WORD is [^;]*;", RegexOptions.Multiline)]
    private static partial Regex Exits();

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex ExitCode();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("""LockScreen\.\w+ => "(\w+)",""")]
    private static partial Regex State();

    [GeneratedRegex("""FastbootExit\.\w+ => "([\w-]+)",""")]
    private static partial Regex Exit();

    [GeneratedRegex("""(?:\bNote\(|Events = \[)"(\w+)"[)\]]""")]
    private static partial Regex Noted();
}
