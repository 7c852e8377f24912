using System.CommandLine;

namespace Tenure.Cli.Rom;

/// <summary><c>tenure rom key</c>, <c>register</c>, <c>list</c> and <c>withdraw</c>: the packages that a server knows. The server's own program does it, which alone opens the database; here it gets its arguments.</summary>
internal sealed class PackageCommands(CommandStreams streams, PackageText text)
{
    private readonly Option<string?> data = new("--data") { Description = text.HelpData };
    private readonly Option<string?> database = new("--database") { Description = text.HelpDatabase };

    public static IEnumerable<Command> Create(CommandStreams streams)
    {
        var text = PackageText.Languages.OfTerminal;
        var commands = new PackageCommands(streams, text);
        yield return new Command("key", text.HelpKey)
        {
            commands.Make(["key", "add"], text.HelpKeyAdd, new("maker") { Description = text.HelpMaker }, new("file") { Description = text.HelpPublicKey }),
            commands.Make(["key", "remove"], text.HelpKeyRemove, new Argument<string>("key") { Description = text.HelpKeyId }),
        };
        yield return commands.Make(["register"], text.HelpRegister, new Argument<string>("file") { Description = text.HelpFile });
        yield return commands.Make(["list"], text.HelpList);
        yield return commands.Make(["withdraw"], text.HelpWithdraw, new Argument<string>("digest") { Description = text.HelpDigest });
    }

    private Command Make(string[] verb, string help, params Argument<string>[] values)
    {
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command(verb[^1], help) { language, json, data, database };
        foreach (var value in values)
        {
            command.Add(value);
        }

        command.SetAction((parsed, ct) =>
        {
            List<string> arguments = ["rom", .. verb, .. values.Select(value => parsed.GetRequiredValue(value))];
            foreach (var option in (Option<string?>[])[data, database, language])
            {
                if (parsed.GetValue(option) is { } given)
                {
                    arguments.AddRange([option.Name, given]);
                }
            }

            if (parsed.GetValue(json))
            {
                arguments.Add("--json");
            }

            return ServerProgram.RunAsync(streams, new CommandOutput(streams, parsed.GetValue(json)), arguments, streams.Out.WriteLine, ct);
        });
        return command;
    }
}
