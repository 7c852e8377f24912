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
        var json = JsonOption.Create();
        var command = new Command("wipe", text.HelpWipe) { folder, json };
        command.SetAction(parsed =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var path = parsed.GetRequiredValue(folder);
            return PhoneCommands.WithFolderAsync(output, text, path, () =>
            {
                using var phone = VirtualPhone.Open(path);
                phone.RecoveryWipe();
                using var core = PhoneCore.Inspect(phone, phone.Facts);
                return Task.FromResult(output.Tell(PhoneReport.Of(phone, core) with { Events = ["wiped"] }, text.Wiped));
            });
        });
        return command;
    }
}
