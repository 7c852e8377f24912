using System.CommandLine;

namespace Tenure.Cli.Audit;

/// <summary><c>tenure audit prove</c>: a file that proves to somebody without the server that a device's events, or one of them, are in the log. Made by the server's own program, which alone opens the database.</summary>
internal static class ProveLog
{
    public static Command Create(CommandStreams streams, AuditText text)
    {
        var what = new Argument<string>("device-or-event") { Description = text.HelpWhat };
        var file = new Argument<string?>("file") { Description = text.HelpProof, Arity = ArgumentArity.ZeroOrOne };
        var data = new Option<string?>("--data") { Description = text.HelpData };
        var database = new Option<string?>("--database") { Description = text.HelpDatabase };
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command("prove", text.HelpProve) { what, file, data, database, language, json };
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var named = parsed.GetRequiredValue(what);
            List<string> arguments = ["audit", "prove", named, "--out", parsed.GetValue(file) ?? named + ".proof"];
            arguments.AddOption("--data", parsed.GetValue(data));
            arguments.AddOption("--database", parsed.GetValue(database));
            arguments.AddOption("--language", parsed.GetValue(language));
            if (output.IsJson)
            {
                arguments.Add("--json");
            }

            return ServerProgram.RunAsync(streams, output, arguments, streams.Out.WriteLine, ct);
        });
        return command;
    }

    /// <summary>An option with its value, where there is one.</summary>
    internal static void AddOption(this List<string> arguments, string name, string? value)
    {
        if (value is not null)
        {
            arguments.AddRange([name, value]);
        }
    }
}
