using System.Net;
using System.Net.Sockets;
using Tenure.Cli.Phone.Texts;
using Tenure.Device.Agent;
using Tenure.Device.Linux;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Boot;
using Tenure.Device.Phone.Usb;
using Tenure.Protocols.Fastboot;

namespace Tenure.Cli.Phone;

/// <summary>The phone in its bootloader: fastboot over TCP and UDP on one port of the loopback address, or as a USB device, until a host sends it away.</summary>
internal static class BootloaderMode
{
    public static async Task<int> RunAsync(string folder, int port, bool isUserspace, bool isUsb, CommandOutput output, PhoneText text, CancellationToken ct)
    {
        using var phone = VirtualPhone.Open(folder);
        using var core = PhoneCore.Inspect(phone, phone.Facts);
        if (BootChain.Of(phone, core).Look() is { IsEmergencyOnly: true } stopped)
        {
            return BootReport.Stopped(output, phone, core, stopped);
        }

        var (listener, socket) = Listen(port, isUsb);
        using var tcp = listener;
        using var udp = socket;
        using var agent = core is null ? null : new DeviceAgent(core, UptimeClock.OfDevice);
        using var bootloader = new Bootloader(phone, core, agent, TimeProvider.System) { IsUserspace = isUserspace };
        using var server = new FastbootDeviceServer(bootloader);
        var usb = new UsbIpServer(UsbIdentity.Fastboot(phone.Facts.Product, phone.Facts.Serial));
        var bound = ((IPEndPoint)listener.LocalEndpoint).Port;
        output.Say(CommandOutput.Format(isUsb ? EmergencyText.Languages.OfTerminal.BootloaderOnUsb : text.BootloaderListens, bound));
        if (output.IsJson)
        {
            output.PrintLine(new { port = bound });
        }

        try
        {
            var exit = await ServeAsync(bootloader, () => socket is null ? server.ServeAsync(stop => usb.AcceptAsync(listener, stop), ct) : server.ServeAsync(listener, socket, ct));
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

    // The same port for both; USB/IP is TCP alone. A port that the system chose for TCP may be taken for UDP: then it chooses another.
    private static (TcpListener Tcp, Socket? Udp) Listen(int port, bool isUsb)
    {
        for (var tries = port == 0 ? 10 : 1; ; tries--)
        {
            var tcp = new TcpListener(IPAddress.Loopback, port);
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                tcp.Start();
                if (isUsb)
                {
                    udp.Dispose();
                    return (tcp, null);
                }

                udp.Bind(tcp.LocalEndpoint);
                return (tcp, udp);
            }
            catch (SocketException) when (tries > 1)
            {
                tcp.Dispose();
                udp.Dispose();
            }
            catch
            {
                tcp.Dispose();
                udp.Dispose();
                throw;
            }
        }
    }

    private static async Task<FastbootExit> ServeAsync(Bootloader bootloader, Func<Task<FastbootExit>> serve)
    {
        FastbootExit exit;
        do
        {
            exit = await serve();
            bootloader.IsUserspace = exit == FastbootExit.RebootFastboot;
        }
        while (exit is FastbootExit.RebootBootloader or FastbootExit.RebootFastboot);

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
