using System.CommandLine;
using System.Diagnostics;

namespace Tenure.Cli.Serve;

/// <summary><c>tenure serve</c>: the server's own program, which reads the options itself; here they are explained.</summary>
internal static class ServeCommand
{
    // The command line gives an action two seconds after a signal.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.5);

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
            return RunAsync(streams, ["serve", .. given, .. parsed.GetValue(settings)!], ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(CommandStreams streams, string[] arguments, CancellationToken ct)
    {
        if (ServerProgram.Find(streams, new CommandOutput(streams, json: false)) is not { } path)
        {
            return ExitCodes.Usage;
        }

        using var process = Process.Start(new ProcessStartInfo(path, arguments))!;
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C reaches the server too, and it ends after the requests under way. A signal to this process alone did not.
            await Task.WhenAny(process.WaitForExitAsync(CancellationToken.None), Task.Delay(Grace, CancellationToken.None));
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return process.ExitCode;
    }
}
