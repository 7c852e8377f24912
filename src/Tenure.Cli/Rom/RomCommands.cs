using System.CommandLine;

namespace Tenure.Cli.Rom;

/// <summary><c>tenure rom</c>: firmware packages of makers.</summary>
internal static class RomCommands
{
    public static Command Create(CommandStreams streams)
    {
        var text = RomText.Languages.OfTerminal;
        var command = new Command("rom", text.HelpRom) { MakeRom.Create(streams, text), SignDigests.Create(streams, text) };
        foreach (var each in PackageCommands.Create(streams))
        {
            command.Add(each);
        }

        return command;
    }
}
