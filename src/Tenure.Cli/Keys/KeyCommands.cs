using System.CommandLine;

namespace Tenure.Cli.Keys;

/// <summary><c>tenure keys</c>: the server's own program does it; here it gets its arguments and its help.</summary>
internal static class KeyCommands
{
    public static Command Create(CommandStreams streams)
    {
        var text = KeyText.Languages.OfTerminal;
        return new Command("keys", text.HelpKeys)
        {
            Verb(
                streams, text, "ceremony", text.HelpCeremony,
                Needed("--out", text.HelpOut), Needed("--issuer", text.HelpIssuer), May("--roots", text.HelpRootsAgain), May("--generation", text.HelpGeneration)),
            Verb(streams, text, "rotate", text.HelpRotate, Needed("--roots", text.HelpRoots), Needed("--keys", text.HelpSignerKeys), May("--purpose", text.HelpPurpose)),
            Verb(
                streams, text, "withdraw", text.HelpWithdraw,
                Needed("--roots", text.HelpRoots), Needed("--purpose", text.HelpPurpose), Needed("--below", text.HelpBelow), May("--issuer", text.HelpIssuer), May("--by", text.HelpBy)),
            Verb(
                streams, text, "rekey", text.HelpRekey,
                Needed("--roots", text.HelpRoots), Needed("--new-roots", text.HelpNewRoots), Needed("--issuer", text.HelpIssuer), May("--old-issuer", text.HelpOldIssuer), May("--by", text.HelpBy)),
            Verb(
                streams, text, "succession", text.HelpSuccession,
                Needed("--roots", text.HelpRoots), Needed("--previous", text.HelpPrevious), Needed("--out", text.HelpFile), May("--issuer", text.HelpIssuer), May("--by", text.HelpBy)),
            Verb(
                streams, text, "sunset", text.HelpSunset,
                Needed("--roots", text.HelpRoots), May("--on", text.HelpOn), May("--announcement", text.HelpAnnouncement), May("--issuer", text.HelpIssuer), May("--by", text.HelpBy)),
            Verb(streams, text, "admit", text.HelpAdmit, Needed("--keys", text.HelpSignerKeys), Needed("--agent", text.HelpAgent), Needed("--role", text.HelpRole), Needed("--passkey", text.HelpPasskey)),
            Verb(streams, text, "dismiss", text.HelpDismiss, Needed("--keys", text.HelpSignerKeys), Needed("--agent", text.HelpAgent)),
            Verb(streams, text, "status", text.HelpStatus, May("--keys", text.HelpKeysFolder)),
        };
    }

    private static Option<string?> Needed(string name, string help) => new(name) { Description = help, Required = true };

    private static Option<string?> May(string name, string help) => new(name) { Description = help };

    private static Command Verb(CommandStreams streams, KeyText text, string verb, string help, params Option<string?>[] options)
    {
        var language = LanguageOption.Create(text.HelpLanguage);
        var json = JsonOption.Create();
        var command = new Command(verb, help) { language, json };
        var announce = new Option<bool>("--announce") { Description = text.HelpAnnounce };
        if (verb == "sunset")
        {
            command.Add(announce);
        }

        foreach (var option in options)
        {
            command.Add(option);
        }

        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            List<string> arguments = ["keys", verb];
            foreach (var option in options.Append(language).Where(option => parsed.GetValue(option) is not null))
            {
                arguments.AddRange([option.Name, parsed.GetValue(option)!]);
            }

            if (verb == "sunset" && parsed.GetValue(announce))
            {
                arguments.Add(announce.Name);
            }

            if (output.IsJson)
            {
                arguments.Add(json.Name);
            }

            return ServerProgram.RunAsync(streams, output, arguments, streams.Out.WriteLine, ct);
        });
        return command;
    }
}
