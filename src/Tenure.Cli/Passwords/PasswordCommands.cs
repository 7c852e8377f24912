using System.CommandLine;

namespace Tenure.Cli.Passwords;

/// <summary><c>tenure passwords</c>: what the operator knows about passwords.</summary>
internal static class PasswordCommands
{
    public static Command Create(CommandStreams streams)
    {
        var text = PasswordText.Languages.OfTerminal;
        return new Command("passwords", text.HelpPasswords) { ImportPasswords.Create(streams, text) };
    }
}
