using System.CommandLine;

namespace Tenure.Cli.Operators;

/// <summary><c>tenure operator</c>: the server's own program does it, which alone opens the database; here it gets its arguments and its terminal.</summary>
internal static class OperatorCommands
{
    public static Command Create(CommandStreams streams)
    {
        var text = OperatorText.Languages.OfTerminal;
        var ask = new Option<bool>("--ask") { Description = text.HelpAsk };
        return new Command("operator", text.HelpOperator)
        {
            Verb(streams, text, "create", text.HelpCreate, Name(text), ask, role: null),
            Verb(streams, text, "list", text.HelpList, name: null, flag: null, role: null),
            Verb(streams, text, "disable", text.HelpDisable, Name(text), flag: null, role: null),
            Verb(streams, text, "role", text.HelpRole, Name(text), flag: null, new Argument<string>("role") { Description = text.HelpRoles }),
            Verb(streams, text, "passkey", text.HelpPasskey, Name(text), new("--remove") { Description = text.HelpRemove, Required = true }, role: null),
            Verb(streams, text, "tickets", text.HelpTickets, name: null, flag: null, role: null, new("--day") { Description = text.HelpDay }, new("--page") { Description = text.HelpPage }),
        };
    }

    private static Argument<string> Name(OperatorText text) => new("name") { Description = text.HelpName };

    private static Command Verb(CommandStreams streams, OperatorText text, string verb, string help, Argument<string>? name, Option<bool>? flag, Argument<string>? role, params Option<string?>[] more)
    {
        var data = new Option<string?>("--data") { Description = text.HelpData };
        var database = new Option<string?>("--database") { Description = text.HelpDatabase };
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command(verb, help) { data, database, language, json };
        if (name is not null)
        {
            command.Add(name);
        }

        if (role is not null)
        {
            command.Add(role);
        }

        if (flag is not null)
        {
            command.Add(flag);
        }

        foreach (var option in more)
        {
            command.Add(option);
        }

        command.SetAction((parsed, ct) =>
        {
            List<string> arguments = ["operator", verb];
            if (name is not null)
            {
                arguments.Add(parsed.GetValue(name)!);
            }

            if (role is not null)
            {
                arguments.Add(parsed.GetValue(role)!);
            }

            foreach (var option in more.Concat([data, database, language]))
            {
                if (parsed.GetValue(option) is { } value)
                {
                    arguments.AddRange([option.Name, value]);
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
