using System.Text.Json;
using Tenure.Cli.Doctor;
using Tenure.Flash.Links;

namespace Tenure.Cli.Tests.Doctor;

public sealed class DoctorCommandTests
{
    private static readonly UsbDevice Emergency = new(1, 7, DeviceMode.Emergency, "QUSB_SN:1A", "1A", "qcserial", "/dev/ttyUSB0");

    [Fact]
    public void A_device_with_its_port_is_one_finding() => Assert.Equal(
        [new DoctorFinding(DoctorFindingKind.EmergencyReady, "/dev/ttyUSB0", "QUSB_SN:1A 1A"), new(DoctorFindingKind.PortReady, "/dev/ttyS0")],
        DoctorCommand.Look([Emergency], ["/dev/ttyUSB0", "/dev/ttyS0"], _ => true, hasRule: true, hasLibrary: true, isLinux: true));

    [Fact]
    public void What_keeps_a_device_from_being_flashed_is_found()
    {
        Assert.Equal(
            [DoctorFindingKind.PortClosed, DoctorFindingKind.UsbClosed, DoctorFindingKind.UsbClosed, DoctorFindingKind.NoRule],
            Kinds([Emergency, Emergency with { Port = null }, Emergency with { Mode = DeviceMode.Fastboot }], opens: false));
        Assert.Equal([DoctorFindingKind.NoDevice, DoctorFindingKind.NoRule], Kinds([], opens: true));
        Assert.Equal([DoctorFindingKind.NoDevice], DoctorCommand.Look([], [], _ => true, hasRule: false, hasLibrary: true, isLinux: false).Select(finding => finding.Kind));
    }

    [Fact]
    public void A_device_without_a_port_is_named_as_it_is_given_to_flash() => Assert.Equal(
        [new DoctorFinding(DoctorFindingKind.UsbReady, "usb:1A", "QUSB_SN:1A 1A"), new(DoctorFindingKind.UsbReady, "usb:1-7", "Phone"), new(DoctorFindingKind.UsbReady, "usb:1-7", "a b")],
        DoctorCommand.Look(
            [Emergency with { Port = null }, Emergency with { Mode = DeviceMode.Fastboot, Name = "Phone", Serial = null, Port = null }, Emergency with { Name = null, Serial = "a b", Port = null }],
            [], _ => true, hasRule: true, hasLibrary: true, isLinux: true));

    [Fact]
    public void A_missing_libusb_is_found_and_its_package_named()
    {
        var finding = Assert.Single(DoctorCommand.Look([], [], _ => true, hasRule: true, hasLibrary: false, isLinux: true), finding => finding.Kind == DoctorFindingKind.NoLibUsb);
        Assert.False(finding.IsGood);
        Assert.Contains("libusb", finding.Place, StringComparison.Ordinal);
    }

    // An emergency mode with a serial port needs no libusb, and a port alone is no device.
    [Fact]
    public void It_ends_with_one_where_nothing_can_be_flashed()
    {
        var fastboot = Emergency with { Mode = DeviceMode.Fastboot, Port = null };
        Assert.Equal(0, Code([Emergency], []));
        Assert.Equal(0, Code([Emergency], [], hasLibrary: false));
        Assert.Equal(0, Code([fastboot], []));
        Assert.Equal(0, Code([Emergency with { Port = null }, fastboot], ["/dev/ttyS0"]));
        Assert.Equal(1, Code([fastboot], [], hasLibrary: false));
        Assert.Equal(1, Code([fastboot], ["/dev/ttyS0"], hasLibrary: false));
        Assert.Equal(1, Code([], ["/dev/ttyS0"]));
        Assert.Equal(1, Code([], []));
        Assert.Equal(1, Code([Emergency, fastboot], ["/dev/ttyS0"], opens: false));
        Assert.Equal(
            [DoctorFindingKind.UsbOutOfReach, DoctorFindingKind.NoLibUsb],
            DoctorCommand.Look([fastboot], [], _ => true, hasRule: true, hasLibrary: false, isLinux: true).Select(finding => finding.Kind));

        static int Code(IReadOnlyList<UsbDevice> devices, string[] ports, bool opens = true, bool hasLibrary = true) =>
            DoctorCommand.ExitCodeOf(DoctorCommand.Look(devices, ports, _ => opens, hasRule: true, hasLibrary, isLinux: true));
    }

    // As they are copied: each rule on a line of its own, and a command that begins.
    [Theory]
    [InlineData("en")]
    [InlineData("zh-Hans")]
    [InlineData("ru")]
    [InlineData("de")]
    [InlineData("es")]
    public void What_it_says_to_do_can_be_done(string language)
    {
        var mends = DoctorText.Languages.Find(language)!.Mends;
        var lines = CommandOutput.Format(mends[DoctorFindingKind.UsbClosed], "usb:1A").Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.Matches("^SUBSYSTEM==\"usb\", .+ TAG\\+=\"uaccess\" ?$", line));
        Assert.All(
            (DoctorFindingKind[])[DoctorFindingKind.EmergencyReady, DoctorFindingKind.UsbReady, DoctorFindingKind.PortReady],
            kind => Assert.Matches("tenure flash \\w+ --device usb:1A --keep-data$", CommandOutput.Format(mends[kind], "usb:1A")));
    }

    [Fact]
    public void A_rule_counts_when_it_is_no_comment()
    {
        var folder = Directory.CreateTempSubdirectory("tenure-doctor-");
        try
        {
            var file = Path.Combine(folder.FullName, "51-x.rules");
            File.WriteAllText(file, "# ATTR{idVendor}==\"05c6\", ATTR{idProduct}==\"9008\"\n");
            Assert.False(DoctorCommand.HasRule([folder.FullName]));
            File.AppendAllText(file, "ATTR{idVendor}==\"05C6\", ATTR{idProduct}==\"9008\", TAG+=\"uaccess\"\n");
            Assert.True(DoctorCommand.HasRule([folder.FullName, "/nowhere"]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Whatever is on the computer of the test.
    [Fact]
    public async Task Each_finding_is_said_in_words_with_what_to_do_and_as_data()
    {
        var (code, data) = await RunAsync("doctor", "--language", "en", "--json");
        var findings = JsonDocument.Parse(data).RootElement.EnumerateArray().ToList();
        Assert.NotEmpty(findings);
        var (again, words) = await RunAsync("doctor", "--language", "en");
        Assert.Equal(code, again);
        Assert.Equal(findings.Select(finding => IsGood(finding) ? '✓' : '✗'), words.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith('✓') || line.StartsWith('✗')).Select(line => line[0]));
        Assert.All(findings, finding => Assert.Contains(finding.GetProperty("mend").GetString()!, words, StringComparison.Ordinal));

        static bool IsGood(JsonElement finding) => finding.GetProperty("good").GetBoolean();
    }

    private static async Task<(int Code, string Said)> RunAsync(params string[] args)
    {
        var said = new StringWriter();
        return (await TenureCommand.RunAsync(args, new CommandStreams(TextReader.Null, said, said, IsTerminal: false, _ => null, () => new SocketsHttpHandler()), TestContext.Current.CancellationToken), said.ToString());
    }

    private static IEnumerable<DoctorFindingKind> Kinds(IReadOnlyList<UsbDevice> devices, bool opens) =>
        DoctorCommand.Look(devices, [], _ => opens, hasRule: false, hasLibrary: true, isLinux: true).Select(finding => finding.Kind);
}
