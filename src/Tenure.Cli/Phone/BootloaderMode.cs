using System.Net;
using System.Net.Sockets;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Phone;
using Tenure.Protocols.Fastboot;

namespace Tenure.Cli.Phone;

/// <summary>The phone in its bootloader: fastboot over TCP on the loopback address until a host sends it away.</summary>
internal static class BootloaderMode
{
    public static async Task<int> RunAsync(string folder, int port, CommandOutput output, PhoneText text, CancellationToken ct)
    {
        using var phone = VirtualPhone.Open(folder);
        using var core = PhoneCore.Inspect(phone, phone.Facts);
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        var bound = ((IPEndPoint)listener.LocalEndpoint).Port;
        output.Say(CommandOutput.Format(text.BootloaderListens, bound));
        if (output.IsJson)
        {
            output.PrintLine(new { port = bound });
        }

        try
        {
            var exit = await ServeAsync(new FastbootDeviceServer(new Bootloader(phone.Facts, core?.Block.State)), listener, ct);
            output.Say(CommandOutput.Format(text.BootloaderLeft, Word(exit)));
            if (output.IsJson)
            {
                output.PrintLine(new { left = Word(exit) });
            }
        }
        catch (OperationCanceledException)
        {
            // The battery was taken out: a bootloader has nothing to save.
        }

        return ExitCodes.Done;
    }

    private static async Task<FastbootExit> ServeAsync(FastbootDeviceServer server, TcpListener listener, CancellationToken ct)
    {
        FastbootExit exit;
        do
        {
            exit = await server.ServeAsync(listener, ct);
        }
        while (exit == FastbootExit.RebootBootloader);

        return exit;
    }

    private static string Word(FastbootExit exit) => exit switch
    {
        FastbootExit.Continue => "continue",
        FastbootExit.Reboot => "reboot",
        FastbootExit.RebootBootloader => "reboot-bootloader",
        FastbootExit.RebootFastboot => "reboot-fastboot",
        FastbootExit.RebootRecovery => "reboot-recovery",
        FastbootExit.PowerOff => "power-off",
    };
}
