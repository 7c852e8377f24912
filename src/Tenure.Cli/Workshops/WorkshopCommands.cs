using System.CommandLine;

namespace Tenure.Cli.Workshops;

/// <summary><c>tenure workshop</c>: the workshops of a server. The server's own program does it, which alone opens the database; here it gets its arguments.</summary>
internal sealed class WorkshopCommands(CommandStreams streams, WorkshopText text)
{
    private readonly Option<string?> data = new("--data") { Description = text.HelpData };
    private readonly Option<string?> database = new("--database") { Description = text.HelpDatabase };

    public static Command Create(CommandStreams streams)
    {
        var text = WorkshopText.Languages.OfTerminal;
        var commands = new WorkshopCommands(streams, text);
        var head = new Option<bool>("--head") { Description = text.HelpHead };
        return new Command("workshop", text.HelpWorkshop)
        {
            commands.Make(["add"], text.HelpAdd, null, Name()),
            commands.Make(["list"], text.HelpList, null),
            commands.Make(["remove"], text.HelpRemove, null, Name()),
            new Command("member", text.HelpMember)
            {
                commands.Make(["member", "add"], text.HelpMemberAdd, head, Name(), Number()),
                commands.Make(["member", "remove"], text.HelpMemberRemove, null, Name(), Number()),
            },
        };

        Argument<string> Name() => new("name") { Description = text.HelpName };
        Argument<string> Number() => new("number") { Description = text.HelpNumber };
    }

    private Command Make(string[] verb, string help, Option<bool>? flag, params Argument<string>[] values)
    {
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command(verb[^1], help) { language, json, data, database };
        if (flag is not null)
        {
            command.Add(flag);
        }

        foreach (var value in values)
        {
            command.Add(value);
        }

        command.SetAction((parsed, ct) =>
        {
            List<string> arguments = ["workshop", .. verb, .. values.Select(value => parsed.GetRequiredValue(value))];
            foreach (var option in (Option<string?>[])[data, database, language])
            {
                if (parsed.GetValue(option) is { } given)
                {
                    arguments.AddRange([option.Name, given]);
                }
            }

            if (flag is not null && parsed.GetValue(flag))
            {
                arguments.Add(flag.Name);
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
