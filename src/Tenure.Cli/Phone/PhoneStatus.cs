using System.CommandLine;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Phone;

namespace Tenure.Cli.Phone;

/// <summary><c>tenure phone status</c></summary>
internal static class PhoneStatus
{
    public static Command Create(CommandStreams streams, PhoneText text)
    {
        var folder = PhoneCommands.Folder(text);
        var json = PhoneCommands.Json(text);
        var command = new Command("status", text.HelpStatus) { folder, json };
        command.SetAction(parsed =>
        {
            var output = new PhoneOutput(streams, parsed.GetValue(json));
            var path = parsed.GetRequiredValue(folder);
            return PhoneCommands.WithFolderAsync(output, text, path, () =>
            {
                using var phone = VirtualPhone.Open(path);
                using var core = PhoneCore.Inspect(phone, phone.Facts);
                output.Show(PhoneOutput.Report(phone.Facts, core), text);
                return Task.FromResult(ExitCodes.Done);
            });
        });
        return command;
    }
}
