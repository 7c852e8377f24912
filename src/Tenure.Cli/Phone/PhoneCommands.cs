using System.CommandLine;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Phone;

namespace Tenure.Cli.Phone;

/// <summary><c>tenure phone</c>: makes, starts, wipes, breaks and shows a virtual phone.</summary>
internal static class PhoneCommands
{
    public static Command Create(CommandStreams streams)
    {
        var text = PhoneText.Languages.OfTerminal;
        return new Command("phone", text.HelpPhone)
        {
            NewPhone.Create(streams, text),
            BootPhone.Create(streams, text),
            WipePhone.Create(streams, text),
            PhoneSim.Create(streams, text),
            PhoneStatus.Create(streams, text),
            FaultPhone.Create(streams, text),
            OemUnlock.Create(streams, text),
            InstallImages.Create(streams, text),
        };
    }

    public static Argument<string> Folder(PhoneText text) => new("folder") { Description = text.HelpFolder };

    /// <summary>Runs what needs a phone's folder and turns what can be wrong with the folder into exit code 3.</summary>
    public static async Task<int> WithFolderAsync(CommandOutput output, PhoneText text, string folder, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (PhoneInUseException)
        {
            return output.Fail(ExitCodes.Folder, "phone_in_use", CommandOutput.Format(text.InUse, folder));
        }
        catch (PhoneTooOldException e)
        {
            return output.Fail(ExitCodes.Folder, "phone_too_old", CommandOutput.Format(text.PhoneTooOld, folder), e.Message);
        }
        catch (PhoneFolderException e)
        {
            var exists = File.Exists(Path.Combine(folder, "phone.json"));
            return output.Fail(ExitCodes.Folder, exists ? "phone_exists" : "no_phone", CommandOutput.Format(exists ? text.PhoneThere : text.NoPhone, folder), e.Message);
        }
    }
}
