using System.CommandLine;

namespace Tenure.Cli.Keys;

/// <summary><c>tenure signer</c>: the server's own program, until it is told to end.</summary>
internal static class SignerCommand
{
    public static Command Create(CommandStreams streams)
    {
        var text = KeyText.Languages.OfTerminal;
        Option<string?>[] options =
        [
            new("--keys") { Description = text.HelpSignerKeys, Required = true },
            new("--socket") { Description = text.HelpSocket, Required = true },
            new("--hold-per-hour") { Description = text.HelpHoldPerHour },
            new("--release-per-hour") { Description = text.HelpReleasePerHour },
            new("--flash-per-hour") { Description = text.HelpFlashPerHour },
        ];
        var group = new Option<bool>("--group") { Description = text.HelpGroup };
        var command = new Command("signer", text.HelpSigner) { group };
        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction((parsed, ct) =>
        {
            var given = options.Where(option => parsed.GetValue(option) is not null).SelectMany(option => new[] { option.Name, parsed.GetValue(option)! });
            string[] flags = parsed.GetValue(group) ? [group.Name] : [];
            return ServerProgram.StayAsync(streams, ["signer", .. given, .. flags], ct);
        });
        return command;
    }
}
