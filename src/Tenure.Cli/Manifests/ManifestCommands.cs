using System.CommandLine;

namespace Tenure.Cli.Manifests;

/// <summary><c>tenure manifest</c>: the server's own program does it, which alone opens the database; here it gets its arguments, and its reports become a line of progress.</summary>
internal sealed class ManifestCommands(CommandStreams streams, ManifestText text)
{
    private readonly Option<string?> data = new("--data") { Description = text.HelpData };
    private readonly Option<string?> database = new("--database") { Description = text.HelpDatabase };

    public static Command Create(CommandStreams streams)
    {
        var text = ManifestText.Languages.OfTerminal;
        var commands = new ManifestCommands(streams, text);
        return new Command("manifest", text.HelpManifest)
        {
            new Command("key", text.HelpKey)
            {
                commands.OnServer(["key", "add"], text.HelpKeyAdd, new("maker") { Description = text.HelpMaker }, new("file") { Description = text.HelpPublicKey }),
                commands.OnServer(["key", "remove"], text.HelpKeyRemove, new Argument<string>("key") { Description = text.HelpKeyId }),
            },
            commands.Sign(),
            commands.OnServer(["import"], text.HelpImport, new Argument<string>("file") { Description = text.HelpFile }),
            commands.OnServer(["list"], text.HelpList),
            commands.OnServer(["withdraw"], text.HelpWithdraw, new Argument<string>("id") { Description = text.HelpId }),
        };
    }

    private Command OnServer(string[] verb, string help, params Argument<string>[] values) => Make(verb, help, values, [data, database]);

    private Command Sign() => Make(
        ["sign"], text.HelpSign, [new("list") { Description = text.HelpDevices }],
        [new Option<string?>("--key") { Description = text.HelpPrivateKey, Required = true }, new Option<string?>("--out") { Description = text.HelpOut, Required = true }]);

    private Command Make(string[] verb, string help, Argument<string>[] values, Option<string?>[] options)
    {
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command(verb[^1], help) { language, json };
        foreach (var value in values)
        {
            command.Add(value);
        }

        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction((parsed, ct) =>
        {
            List<string> arguments = ["manifest", .. verb, .. values.Select(value => parsed.GetRequiredValue(value))];
            foreach (var option in (Option<string?>[])[.. options, language])
            {
                if (parsed.GetValue(option) is { } given)
                {
                    arguments.AddRange([option.Name, given]);
                }
            }

            arguments.Add(parsed.GetValue(json) ? "--json" : "--follow");
            return RunAsync(arguments, new CommandOutput(streams, parsed.GetValue(json)), ct);
        });
        return command;
    }

    private Task<int> RunAsync(List<string> arguments, CommandOutput output, CancellationToken ct)
    {
        var progress = new ProgressLine(streams, text.Progress);
        return ServerProgram.RunAsync(streams, output, arguments, line =>
        {
            if (output.IsJson || !progress.Take(line))
            {
                streams.Out.WriteLine(line);
            }
        }, ct);
    }
}
