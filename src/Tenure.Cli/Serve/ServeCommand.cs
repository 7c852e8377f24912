using System.CommandLine;

namespace Tenure.Cli.Serve;

/// <summary><c>tenure serve</c>: the server's own program, which reads the options itself; here they are explained.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandStreams streams)
    {
        var text = ServeText.Languages.OfTerminal;
        var settings = new Argument<string[]>("setting") { Description = text.HelpSettings, Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("serve", text.HelpServe) { settings };
        Option<string?>[] options =
        [
            new("--data") { Description = text.HelpData },
            new("--urls") { Description = text.HelpUrls },
            new("--database") { Description = text.HelpDatabase },
            new("--issuer") { Description = text.HelpIssuer },
            new("--environment") { Description = text.HelpEnvironment },
            new("--mail-host") { Description = text.HelpMailHost },
            new("--mail-port") { Description = text.HelpMailPort },
            new("--mail-from") { Description = text.HelpMailFrom },
        ];
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction((parsed, ct) =>
        {
            var given = options.Where(option => parsed.GetValue(option) is not null).SelectMany(option => new[] { option.Name, parsed.GetValue(option)! });
            return ServerProgram.StayAsync(streams, ["serve", .. given, .. parsed.GetValue(settings)!], ct);
        });
        return command;
    }
}
