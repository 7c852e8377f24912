using System.CommandLine;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Boot;
using Tenure.Protocols;

namespace Tenure.Cli.Phone;

/// <summary><c>tenure phone install</c>: what a custom recovery does on a phone whose bootloader is unlocked. It asks for no ticket, and block, key and counters stay.</summary>
internal static class InstallImages
{
    public static Command Create(CommandStreams streams, PhoneText text)
    {
        var own = BootText.Languages.OfTerminal;
        var folder = PhoneCommands.Folder(text);
        var images = new Argument<string>("images") { Description = own.HelpImages };
        var json = JsonOption.Create();
        var command = new Command("install", own.HelpInstall) { folder, images, json };
        command.SetAction(parsed =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var path = parsed.GetRequiredValue(folder);
            return PhoneCommands.WithFolderAsync(output, text, path, () => Task.FromResult(Install(output, own, path, parsed.GetRequiredValue(images))));
        });
        return command;
    }

    private static int Install(CommandOutput output, BootText text, string path, string images)
    {
        using var phone = VirtualPhone.Open(path);
        using var core = PhoneCore.Inspect(phone, phone.Facts);
        var chain = BootChain.Of(phone, core);
        if (!chain.IsUnlocked)
        {
            return output.Fail(ExitCodes.Locked, "bootloader_locked", text.InstallNeedsUnlocked);
        }

        var flash = new PhoneFlash(phone, chain);
        var files = Directory.Exists(images) ? Directory.GetFiles(images, "*.img").Order(StringComparer.Ordinal).ToList() : [];
        var targets = files.Select(file => (file, partition: flash.Resolve(Path.GetFileNameWithoutExtension(file)))).Where(target => target.partition is not null).ToList();
        if (targets.Count == 0)
        {
            return output.Fail(ExitCodes.Usage, "no_images", CommandOutput.Format(text.InstallNothing, images));
        }

        foreach (var (file, partition) in targets)
        {
            try
            {
                flash.Write(partition!, File.ReadAllBytes(file));
            }
            catch (ProtocolException e)
            {
                return output.Fail(ExitCodes.Failed, "image_refused", CommandOutput.Format(text.InstallRefused, Path.GetFileName(file)), e.Message);
            }
        }

        return output.Tell(PhoneReport.Of(phone, core) with { Events = ["installed"] }, CommandOutput.Format(text.Installed, string.Join(", ", targets.Select(target => target.partition))));
    }
}
