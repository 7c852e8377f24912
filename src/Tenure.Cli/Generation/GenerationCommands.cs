using System.CommandLine;

namespace Tenure.Cli.Generation;

/// <summary><c>tenure generation</c>: the server's own program does it, which alone opens the database.</summary>
internal static class GenerationCommands
{
    public static Command Create(CommandStreams streams)
    {
        var text = GenerationText.Languages.OfTerminal;
        return new Command("generation", text.HelpGeneration) { Start(streams, text) };
    }

    private static Command Start(CommandStreams streams, GenerationText text)
    {
        var succession = new Option<string?>("--succession") { Description = text.HelpSuccession };
        var data = new Option<string?>("--data") { Description = text.HelpData };
        var database = new Option<string?>("--database") { Description = text.HelpDatabase };
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command("start", text.HelpStart) { succession, data, database, language, json };
        command.SetAction((parsed, ct) =>
        {
            List<string> arguments = ["generation", "start"];
            foreach (var option in new[] { succession, data, database, language })
            {
                if (parsed.GetValue(option) is { } value)
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
