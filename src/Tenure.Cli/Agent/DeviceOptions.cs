using System.CommandLine;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Linux;
using Tenure.Device.Phone;
using Tenure.Device.Tpm;

namespace Tenure.Cli.Agent;

/// <summary>The options that say where a device keeps its lock and what it is.</summary>
internal sealed class DeviceOptions(AgentText text)
{
    private readonly Argument<string> folder = new("folder") { Description = text.HelpFolder };
    private readonly Option<string?> tpm = new("--tpm") { Description = text.HelpTpm };
    private readonly Option<string?> erase = new("--erase") { Description = text.HelpErase };
    private readonly Option<string?> model = new("--model") { Description = text.HelpModel };
    private readonly Option<string?> serial = new("--serial") { Description = text.HelpSerial };
    private readonly Option<bool> ofono = new("--ofono") { Description = text.HelpOfono };
    private readonly Option<bool> json = JsonOption.Create();

    public void AddTo(Command command)
    {
        command.Add(folder);
        foreach (var option in new Option[] { tpm, erase, model, serial, ofono, json })
        {
            command.Add(option);
        }
    }

    public CommandOutput Output(ParseResult parsed, CommandStreams streams, bool isLines = false) => new(streams, parsed.GetValue(json), isLines);

    /// <summary>Takes the device into the hand and turns what can be wrong with its storage into exit code 3.</summary>
    /// <param name="server">Address that the wizard offers.</param>
    /// <param name="run">Gets the storage, what the device is, and its SIM slots.</param>
    public async Task<int> WithDeviceAsync(ParseResult parsed, CommandOutput output, Uri? server, Func<IPhoneStorage, PhoneFacts, IReadOnlyList<SimSlot>, Task<int>> run, CancellationToken ct)
    {
        var path = parsed.GetRequiredValue(folder);
        if (!OperatingSystem.IsLinux())
        {
            return output.Fail(ExitCodes.Failed, "only_linux", text.OnlyLinux);
        }

        try
        {
            using var device = DeviceFolder.Open(path, parsed.GetValue(tpm), parsed.GetValue(erase));
            var facts = LinuxFacts.Read("/", server);
            var modems = parsed.GetValue(ofono) ? await OfonoModems.ReadAsync(ct) : OfonoModems.None;
            return await run(
                device,
                facts with { Model = parsed.GetValue(model) ?? facts.Model, Serial = parsed.GetValue(serial) ?? facts.Serial, Imeis = modems.Imeis },
                modems.Sims);
        }
        catch (PhoneInUseException)
        {
            return output.Fail(ExitCodes.Folder, "device_in_use", CommandOutput.Format(text.InUse, path));
        }
        catch (StorageFullException e)
        {
            return output.Fail(ExitCodes.StorageFull, "storage_full", PhoneText.Languages.OfTerminal.StorageFull, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PhoneFolderException)
        {
            return output.Fail(ExitCodes.Folder, e is TpmException ? "tpm_failed" : "storage_failed", CommandOutput.Format(text.Unusable, e.Message));
        }
    }
}
