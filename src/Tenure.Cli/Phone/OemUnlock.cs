using System.CommandLine;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Agent;
using Tenure.Device.Phone;

namespace Tenure.Cli.Phone;

/// <summary><c>tenure phone oem-unlock</c>: the switch in the settings of a running phone.</summary>
internal static class OemUnlock
{
    public static Command Create(CommandStreams streams, PhoneText text)
    {
        var own = BootText.Languages.OfTerminal;
        var folder = PhoneCommands.Folder(text);
        var state = new Argument<string>("state") { Description = own.HelpOnOff }.AcceptOnlyFromAmong("on", "off");
        var json = JsonOption.Create();
        var command = new Command("oem-unlock", own.HelpOemUnlock) { folder, state, json };
        command.SetAction(parsed =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var path = parsed.GetRequiredValue(folder);
            return PhoneCommands.WithFolderAsync(output, text, path, () => Task.FromResult(Switch(output, own, path, parsed.GetRequiredValue(state) == "on")));
        });
        return command;
    }

    private static int Switch(CommandOutput output, BootText text, string path, bool isOn)
    {
        using var phone = VirtualPhone.Open(path);
        using var core = PhoneCore.Inspect(phone, phone.Facts);
        if (core is null || new ActivationLock(core).Screen is not (LockScreen.Running or LockScreen.Open or LockScreen.Ended))
        {
            return output.Fail(ExitCodes.Locked, "phone_not_running", text.UnlockNeedsRunning);
        }

        core.UserData.Save(core.UserData.Record with { IsUnlockAllowed = isOn });
        return output.Tell(PhoneReport.Of(phone, core), isOn ? text.UnlockOn : text.UnlockOff);
    }
}
