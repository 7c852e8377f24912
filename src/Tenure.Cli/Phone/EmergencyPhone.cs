using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Block;
using Tenure.Device.Linux;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Emergency;
using Tenure.Device.Phone.Usb;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Links;

namespace Tenure.Cli.Phone;

/// <summary>The phone in emergency mode: Sahara, then Firehose behind its gate, on one port of the loopback address or on a pseudo-terminal, until a host sends it away.</summary>
internal static class EmergencyPhone
{
    public static async Task<int> RunAsync(string folder, int port, bool isPty, bool isUsb, CommandOutput output, PhoneText words, CancellationToken ct)
    {
        var text = EmergencyText.Languages.OfTerminal;
        using var phone = VirtualPhone.Open(folder);
        var power = new PowerSupply();
        if (phone.Faults.PowerCutAfter is { } bytes)
        {
            power.CutAfterBytes(bytes);
        }

        try
        {
            using var core = PhoneCore.Inspect(new PoweredStorage(phone, power, phone.Faults.Damage), phone.Facts);
            var storage = new UnitStorage([.. Enumerable.Range(0, PhoneLayout.Units).Select(unit => new PoweredPartition(phone.OpenUnit(unit), power, phone.Faults.Damage, PhoneLayout.EraseUnit))], BootRom.SerialOf(phone.Facts.Serial));
            var left = isPty
                ? OperatingSystem.IsLinux() ? await OnTerminalAsync(PowerOn, phone, output, text, ct) : throw new PlatformNotSupportedException(text.NoPty)
                : await OnPortAsync(PowerOn, phone, port, isUsb, output, text, ct);
            output.Say(CommandOutput.Format(text.Left, Word(left)));
            if (output.IsJson)
            {
                output.PrintLine(new { left = Word(left) });
            }

            EmergencyMode PowerOn() => new(phone.Facts, phone.Faults.Emergency, storage, core is null ? null : new FlashGate(core, storage, phone.BadSectors, UptimeClock.OfDevice), TimeProvider.System);
        }
        catch (OperationCanceledException)
        {
            // The battery was taken out.
        }
        catch (Exception e) when (e is PowerLostException or PowerCutException)
        {
            phone.SetFaults(phone.Faults with { PowerCutAfter = null });
            return output.Fail(ExitCodes.PowerCut, "power_cut", words.PowerFailed);
        }

        return ExitCodes.Done;
    }

    private static async Task<FirehosePower> OnPortAsync(Func<EmergencyMode> powerOn, VirtualPhone phone, int port, bool isUsb, CommandOutput output, EmergencyText text, CancellationToken ct)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        var (bound, name) = (((IPEndPoint)listener.LocalEndpoint).Port, EmergencyMode.ProductStringOf(phone.Facts));
        output.Say(CommandOutput.Format(text.Listens, bound, name));
        if (output.IsJson)
        {
            output.PrintLine(new { port = bound, name });
        }

        return await EmergencyMode.RunAsync(powerOn, AcceptAsync, ct);

        async ValueTask<IFlashLink> AcceptAsync(CancellationToken stop)
        {
            if (isUsb)
            {
                return await new UsbIpServer(UsbIdentity.Emergency(name, phone.Facts.Serial)).AcceptAsync(listener, stop);
            }

            var client = await listener.AcceptTcpClientAsync(stop);
            client.NoDelay = true;
            return new StreamLink(client.GetStream());
        }
    }

    [SupportedOSPlatform("linux")]
    private static async Task<FirehosePower> OnTerminalAsync(Func<EmergencyMode> powerOn, VirtualPhone phone, CommandOutput output, EmergencyText text, CancellationToken ct)
    {
        using var terminal = new PseudoTerminal();
        var name = EmergencyMode.ProductStringOf(phone.Facts);
        output.Say(CommandOutput.Format(text.ListensPty, terminal.Name, name));
        if (output.IsJson)
        {
            output.PrintLine(new { pty = terminal.Name, name });
        }

        return await EmergencyMode.RunAsync(powerOn, _ => ValueTask.FromResult(terminal.Open()), ct);
    }

    private static string Word(FirehosePower power) => power switch
    {
        FirehosePower.Off => "power-off",
        FirehosePower.Reset => "reboot",
        FirehosePower.ResetToEdl or FirehosePower.HandOver => "reboot-emergency",
    };
}
