using System.CommandLine;
using Tenure.Cli.Phone.Boot;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Boot;

namespace Tenure.Cli.Phone;

/// <summary><c>tenure phone boot</c></summary>
internal static class BootPhone
{
    public static Command Create(CommandStreams streams, PhoneText text)
    {
        var options = new BootOptions(text);
        var command = new Command("boot", text.HelpBoot);
        options.AddTo(command);
        command.SetAction((parsed, ct) =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(options.Json), isLines: parsed.GetValue(options.Mode) != "system");
            var folder = parsed.GetRequiredValue(options.Folder);
            return PhoneCommands.WithFolderAsync(output, text, folder, () => parsed.GetValue(options.Mode) switch
            {
                "bootloader" => BootloaderMode.RunAsync(folder, parsed.GetValue(options.Port), isUserspace: false, parsed.GetValue(options.UsbIp), output, text, ct),
                "fastbootd" => BootloaderMode.RunAsync(folder, parsed.GetValue(options.Port), isUserspace: true, parsed.GetValue(options.UsbIp), output, text, ct),
                "emergency" => EmergencyPhone.RunAsync(folder, parsed.GetValue(options.Port), parsed.GetValue(options.Pty), parsed.GetValue(options.UsbIp), output, text, ct),
                _ => RunSystemAsync(folder, options.Answers(parsed), phone => options.Storage(parsed, phone, streams.Error), streams, output, text, ct),
            });
        });
        return command;
    }

    // The exit code where no system starts.
    private static int? Start(VirtualPhone phone, CommandOutput output, out BootedSystem? booted, out PhoneFacts facts)
    {
        using var core = PhoneCore.Inspect(phone, phone.Facts);
        var chain = BootChain.Of(phone, core);
        var result = chain.Start();
        booted = result.System;
        facts = booted is null ? phone.Facts : chain.FactsOf(booted);
        return booted is null ? BootReport.Stopped(output, phone, core, result) : null;
    }

    private static async Task<int> RunSystemAsync(
        string folder,
        ScriptAnswers answers,
        Func<VirtualPhone, IPhoneStorage> storage,
        CommandStreams streams,
        CommandOutput output,
        PhoneText text,
        CancellationToken ct)
    {
        using var phone = VirtualPhone.Open(folder);
        if (Start(phone, output, out var booted, out var facts) is { } stopped)
        {
            return stopped;
        }

        try
        {
            using var core = PhoneCore.Boot(storage(phone), facts);
            BootChain.Of(phone, core).ReportGood(booted!);
            core.Sims = phone.Sims;
            var person = ScreenPerson.Of(core, answers, streams, output);
            using var boot = new BootSession(core, person, () => FaultyLink.Of(phone.Faults.Link, streams.Network), new WrongClock(phone.Faults.ClockOffset)) { Sims = phone.Sims };
            var exitCode = await new BootFlow(boot).RunAsync(ct);
            if (output.IsJson)
            {
                output.Print(PhoneReport.Of(phone, core).After(boot, exitCode));
            }

            return exitCode;
        }
        catch (StorageFullException)
        {
            return output.Fail(ExitCodes.StorageFull, "storage_full", text.StorageFull);
        }
        catch (PowerCutException)
        {
            // The power comes back, and fails no second time.
            phone.SetFaults(phone.Faults with { PowerCutAfter = null });
            return output.Fail(ExitCodes.PowerCut, "power_cut", text.PowerFailed);
        }
    }
}
