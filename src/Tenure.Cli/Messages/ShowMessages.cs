using System.CommandLine;

namespace Tenure.Cli.Messages;

/// <summary><c>tenure messages</c>: how mails and SMS stand, as the server's own program reads it from the database.</summary>
internal static class ShowMessages
{
    public static Command Create(CommandStreams streams)
    {
        var text = MessagesText.Languages.OfTerminal;
        var data = new Option<string?>("--data") { Description = text.HelpData };
        var database = new Option<string?>("--database") { Description = text.HelpDatabase };
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command("messages", text.HelpMessages) { data, database, language, json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            List<string> arguments = ["messages"];
            foreach (var option in (Option<string?>[])[data, database, language])
            {
                if (parsed.GetValue(option) is { } value)
                {
                    arguments.AddRange([option.Name, value]);
                }
            }

            if (output.IsJson)
            {
                arguments.Add("--json");
            }

            return ServerProgram.RunAsync(streams, output, arguments, streams.Out.WriteLine, ct);
        });
        return command;
    }
}
