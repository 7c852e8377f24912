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
        var json = JsonOption.Create();
        var command = new Command("status", text.HelpStatus) { folder, json };
        command.SetAction(parsed =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var path = parsed.GetRequiredValue(folder);
            return PhoneCommands.WithFolderAsync(output, text, path, () =>
            {
                using var phone = VirtualPhone.Open(path);
                using var core = PhoneCore.Inspect(phone, phone.Facts);
                var report = PhoneReport.Of(phone, core) with { Sims = phone.Sims, Damaged = phone.BadSectors.All.IsEmpty ? null : phone.BadSectors.All.Ranges };
                return Task.FromResult(output.Tell(report, report.ToLines(text)));
            });
        });
        return command;
    }
}
