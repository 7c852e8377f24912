using System.CommandLine;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Phone;

namespace Tenure.Cli.Phone;

/// <summary><c>tenure phone wipe</c></summary>
internal static class WipePhone
{
    public static Command Create(CommandStreams streams, PhoneText text)
    {
        var folder = PhoneCommands.Folder(text);
        var json = PhoneCommands.Json(text);
        var command = new Command("wipe", text.HelpWipe) { folder, json };
        command.SetAction(parsed =>
        {
            var output = new PhoneOutput(streams, parsed.GetValue(json));
            var path = parsed.GetRequiredValue(folder);
            return PhoneCommands.WithFolderAsync(output, text, path, () =>
            {
                using var phone = VirtualPhone.Open(path);
                phone.RecoveryWipe();
                output.Say(text.Wiped);
                if (output.IsJson)
                {
                    using var core = PhoneCore.Inspect(phone, phone.Facts);
                    output.Print(PhoneOutput.Report(phone.Facts, core) with { Events = ["wiped"] });
                }

                return Task.FromResult(ExitCodes.Done);
            });
        });
        return command;
    }
}
