using System.CommandLine;

namespace Tenure.Cli.Backups;

/// <summary><c>tenure backup</c> and <c>tenure restore</c>: the server's own program does it, which alone opens the database.</summary>
internal static class BackupCommands
{
    public static IEnumerable<Command> Create(CommandStreams streams)
    {
        var text = BackupText.Languages.OfTerminal;
        var file = new Option<string>("--out") { Description = text.HelpOut, Required = true };
        yield return Named("backup", text.HelpBackup, streams, text, file);
        var from = new Option<string>("--from") { Description = text.HelpFrom, Required = true };
        yield return Named("restore", text.HelpRestore, streams, text, from, new Option<string?>("--succession") { Description = text.HelpSuccession });
    }

    private static Command Named(string name, string help, CommandStreams streams, BackupText text, params Option[] own)
    {
        var data = new Option<string?>("--data") { Description = text.HelpData };
        var database = new Option<string?>("--database") { Description = text.HelpDatabase };
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command(name, help) { data, database, language, json };
        foreach (var option in own)
        {
            command.Add(option);
        }

        command.SetAction((parsed, ct) =>
        {
            List<string> arguments = [name];
            foreach (var option in (Option[])[.. own, data, database, language])
            {
                if (parsed.GetValue<string?>(option.Name) is { } value)
                {
                    arguments.AddRange([option.Name, value]);
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
