using Tenure.Cli.Phone.Texts;
using Tenure.Device.Phone;

namespace Tenure.Cli.Phone.Boot;

/// <summary>Finds who answers at the screens: somebody at the terminal, or a script; in the language that was asked for, that of the device, or that of the terminal.</summary>
internal static class ScreenPerson
{
    public static IPerson Of(PhoneCore core, ScriptAnswers answers, CommandStreams streams, CommandOutput output)
    {
        var language = answers.Language ?? (core.UserData.Record.Language is { } tag ? PhoneText.Languages.Find(tag) : null) ?? PhoneText.Languages.OfTerminal;
        return streams.IsTerminal && !output.IsJson ? new TerminalPerson(output.Console, language) : new ScriptedPerson(answers, streams, output, language);
    }
}
