using System.CommandLine;
using System.IO.Ports;
using Tenure.Cli.Account;
using Tenure.Cli.Flash;
using Tenure.Flash.Links;
using Tenure.Flash.Usb;

namespace Tenure.Cli.Doctor;

/// <summary><c>tenure doctor</c>: what keeps a connected device from being flashed, and how to mend it. Changes nothing.</summary>
internal static class DoctorCommand
{
    private static readonly string[] RuleFolders = ["/etc/udev/rules.d", "/run/udev/rules.d", "/usr/lib/udev/rules.d", "/lib/udev/rules.d"];

    public static Command Create(CommandStreams streams)
    {
        var text = DoctorText.Languages.OfTerminal;
        var json = JsonOption.Create();
        var command = new Command("doctor", text.HelpDoctor) { LanguageOption.Create(AccountText.Languages.OfTerminal.HelpLanguage), json };
        command.SetAction(parsed =>
        {
            var output = new CommandOutput(streams, parsed.GetValue(json));
            var findings = Look(UsbDevices.Find(), SerialPort.GetPortNames(), Opens, HasRule(RuleFolders), UsbHost.HasLibrary, OperatingSystem.IsLinux());
            output.Tell(
                findings.Select(finding => new { kind = FlashRun.Word(finding.Kind), finding.Place, finding.Name, good = finding.IsGood, mend = CommandOutput.Format(text.Mends[finding.Kind], finding.Place) }),
                string.Join(Environment.NewLine, findings.Select(finding => Line(finding, text))));
            return ExitCodeOf(findings);
        });
        return command;
    }

    /// <summary>Done where a device can be flashed. What is behind a serial port alone, nobody knows.</summary>
    public static int ExitCodeOf(IEnumerable<DoctorFinding> findings) =>
        findings.Any(finding => finding.Kind is DoctorFindingKind.EmergencyReady or DoctorFindingKind.UsbReady) ? ExitCodes.Done : ExitCodes.Failed;

    /// <summary>Puts what is there into findings.</summary>
    /// <param name="devices">On USB, in flashing modes.</param>
    /// <param name="ports">Serial ports.</param>
    /// <param name="opens">May a port be opened?</param>
    /// <param name="hasRule">Does a rule of udev name the mode?</param>
    /// <param name="hasLibrary">Is libusb there?</param>
    /// <param name="isLinux">Where there is udev.</param>
    public static IReadOnlyList<DoctorFinding> Look(IReadOnlyList<UsbDevice> devices, IEnumerable<string> ports, Func<string, bool> opens, bool hasRule, bool hasLibrary, bool isLinux)
    {
        var findings = new List<DoctorFinding>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var device in devices)
        {
            var name = string.Join(' ', new[] { device.Name, device.Serial }.OfType<string>().Distinct());
            if (device is { Mode: DeviceMode.Emergency, Port: { } port })
            {
                taken.Add(port);
                findings.Add(new(opens(port) ? DoctorFindingKind.EmergencyReady : DoctorFindingKind.PortClosed, port, name));
            }
            else
            {
                var kind = isLinux && !opens(device.Node) ? DoctorFindingKind.UsbClosed : hasLibrary ? DoctorFindingKind.UsbReady : DoctorFindingKind.UsbOutOfReach;
                findings.Add(new(kind, device.At.ToString(), name));
            }
        }

        if (!hasLibrary)
        {
            findings.Add(new(DoctorFindingKind.NoLibUsb, UsbHost.Package));
        }

        if (devices.Count == 0)
        {
            findings.Add(new(DoctorFindingKind.NoDevice));
        }

        findings.AddRange(ports.Where(port => !taken.Contains(port)).Order(StringComparer.Ordinal).Select(port => new DoctorFinding(opens(port) ? DoctorFindingKind.PortReady : DoctorFindingKind.PortClosed, port)));
        if (isLinux && !hasRule)
        {
            findings.Add(new(DoctorFindingKind.NoRule));
        }

        return findings;
    }

    /// <summary>Does a file of rules name the vendor of the emergency mode?</summary>
    public static bool HasRule(IEnumerable<string> folders)
    {
        try
        {
            return folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.rules")).Any(file => File.ReadLines(file).Any(line =>
                !line.StartsWith('#') && line.Contains("05c6", StringComparison.OrdinalIgnoreCase) && line.Contains("9008", StringComparison.Ordinal)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Line(DoctorFinding finding, DoctorText text)
    {
        var found = CommandOutput.Format(text.Found[finding.Kind], finding.Place, finding.Name);
        return $"{(finding.IsGood ? "✓" : "✗")} {found}{Environment.NewLine}  {CommandOutput.Format(text.Mends[finding.Kind], finding.Place)}";
    }

    // Opening a port drops and raises its lines, which devices in flashing modes do not look at.
    private static bool Opens(string port)
    {
        try
        {
            using var file = new FileStream(port, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return !OperatingSystem.IsLinux();
        }
    }
}
