using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tenure.Device.Phone.Emergency;
using Tenure.Device.Phone.Usb;
using Tenure.Device.Tests.Emergency;
using Tenure.Device.Tests.Phone;
using Tenure.Device.Tests.Phone.Boot;
using Tenure.Flash.Packages;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Firehose;
using Tenure.Testing;

namespace Tenure.Device.Tests.Guest;

/// <summary>Virtual phones on the USB of a real kernel, in a virtual machine: Debian's fastboot and qdl, and our tool by libusb.</summary>
[Trait("Category", "Slow")]
[Trait("Peer", Peer.Qemu)]
public sealed class GuestTests(ITestOutputHelper output) : IDisposable
{
    private const string Fastboot = "fastboot";
    private const int LastLines = 20;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tenure-guest-");
    private readonly List<TcpListener> listeners = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        listeners.ForEach(listener => listener.Dispose());
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Fastboot_qdl_and_our_tool_reach_phones_over_a_kernel_s_USB()
    {
        var tool = Environment.GetEnvironmentVariable("TENURE_CLI");
        Assert.SkipUnless(File.Exists(tool), "TENURE_CLI names no program; ./check --slow sets it.");
        Assert.SkipUnless(File.Exists("/usr/bin/qemu-system-x86_64") && File.Exists("/usr/bin/qdl") && File.Exists("/usr/sbin/usbip"), "QEMU, qdl or usbip is not installed.");

        using var bootloader = new BootBench();
        bootloader.Unlock();
        using var server = new FastbootDeviceServer(new Tenure.Device.Phone.Bootloader(bootloader.Phone, bootloader.Core, null, TimeProvider.System));
        var (fastbootPort, fastboot) = Listen(UsbIdentity.Fastboot(BootBench.Facts.Product, BootBench.Facts.Serial));
        var written = Task.Run(() => server.ServeAsync(fastboot, Ct), Ct);

        using var first = new EmergencyBench();
        using var second = new EmergencyBench();
        var before = (Everything: first.Everything(), first: first.Lock(), second: second.Lock());
        var (firstPort, toFirst) = Listen(UsbIdentity.Emergency(EmergencyMode.ProductStringOf(first.Facts), first.Facts.Serial));
        var (secondPort, toSecond) = Listen(UsbIdentity.Emergency(EmergencyMode.ProductStringOf(second.Facts), second.Facts.Serial));
        var restored = Task.Run(() => EmergencyMode.RunAsync(() => first.Mode(), toFirst, Ct), Ct);
        var flashed = Task.Run(() => EmergencyMode.RunAsync(() => second.Mode(), toSecond, Ct), Ct);

        var image = Noise(300_001, 1);
        var ours = Noise(200_000, 2);
        await File.WriteAllBytesAsync(At("boot.img"), image, Ct);
        WriteFastbootPackage(ours);
        WriteEmergencyPackage(first.Signed());
        await File.WriteAllTextAsync(At("steps"), Steps(tool!, fastbootPort, firstPort, secondPort), Ct);

        using var over = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var untouched = "";
        var tickets = Task.WhenAll(
            AnswerAsync("first", evidence =>
            {
                // Until now qdl has had the phone to itself.
                untouched = first.Everything();
                return first.Ticket(evidence, first.Signed());
            }, over.Token),
            AnswerAsync("second", evidence => second.Ticket(evidence, second.Signed()), over.Token));
        var (console, kernel) = await RunAsync();
        await over.CancelAsync();
        await tickets.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach (var line in console.TakeLast(LastLines))
        {
            output.WriteLine(line);
        }

        Peers.Used(Peer.Qemu, kernel);

        // Debian's fastboot, then our tool by libusb, on the bootloader.
        Found(console, "fastboot-devices: 0", BootBench.Facts.Serial + "\t" + Fastboot, "product: tenure_one", "fastboot-flash: 0", "fastboot-pieces: 0", $"\"device\":\"usb:{BootBench.Facts.Serial}\",\"serial\":\"{BootBench.Facts.Serial}\"}}", "tool-fastboot: 0");
        Assert.Equal(FastbootExit.Reboot, await written.WaitAsync(TimeSpan.FromSeconds(5), Ct));
        Assert.Equal(image, Read(bootloader, "boot_b", image.Length));
        Assert.Equal(ours, Read(bootloader, "boot_a", ours.Length));

        // qdl without a ticket writes nothing; our tool goes on with the programmer that runs, and restores the phone.
        Found(console, "qdl-without-ticket: refused", "tool-emergency: 0");
        Assert.Equal(before.Everything, untouched);
        Assert.Equal(FirehosePower.Reset, await restored.WaitAsync(TimeSpan.FromSeconds(5), Ct));
        RequireRestored(first, before.first);

        // What our tool has opened qdl flashes.
        Found(console, "tool-hand-over: 0", "qdl-with-ticket: 0");
        Assert.Equal(FirehosePower.Reset, await flashed.WaitAsync(TimeSpan.FromSeconds(5), Ct));
        RequireRestored(second, before.second);
        Peers.Used(Peer.Qdl, "Debian");
    }

    private static string Steps(string tool, int fastbootPort, int firstPort, int secondPort) => $$"""
        echo "kernel $(uname -r)"
        export DOTNET_ROOT={{Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../.."))}} DOTNET_CLI_HOME=/tmp DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_TieredPGO=0 LANG=C.UTF-8
        step() { name=$1; shift; timeout 900 "$@" 2>&1; echo "$name: $?"; }
        attach() {
          usbip --tcp-port $1 attach -r 10.0.2.2 -b 1-1 || echo "not attached: $1"
          for i in $(seq 100); do ls /sys/bus/usb/devices/*/idProduct 2>/dev/null | grep -qv usb && return; sleep 0.1; done
        }
        detach() { usbip detach -p 00; sleep 1; }

        attach {{fastbootPort}}
        step fastboot-devices fastboot devices
        step fastboot-getvar fastboot getvar product
        step fastboot-flash fastboot flash boot_b /opt/boot.img
        step fastboot-pieces fastboot -S 100K flash boot_b /opt/boot.img
        step tool-fastboot {{tool}} flash /opt/fastboot --serial {{BootBench.Facts.Serial}} --clean --json
        sleep 1

        attach {{firstPort}}
        timeout 180 qdl --storage ufs /opt/rom/images/prog_firehose_virtual.elf /opt/rom/images/rawprogram0.xml /opt/rom/images/patch0.xml 2>&1 && echo "qdl-without-ticket: 0" || echo "qdl-without-ticket: refused"
        step tool-emergency {{tool}} flash /opt/rom --device usb:{{TemporaryPhone.Facts.Serial}} --clean --challenge-out /opt/first.question --ticket-in /opt/first.ticket --json
        sleep 1

        attach {{secondPort}}
        step tool-hand-over {{tool}} flash /opt/rom --device usb:{{TemporaryPhone.Facts.Serial}} --clean --hand-over --challenge-out /opt/second.question --ticket-in /opt/second.ticket --json
        sleep 1
        attach {{secondPort}}
        step qdl-with-ticket qdl --storage ufs /opt/rom/images/prog_firehose_virtual.elf /opt/rom/images/rawprogram0.xml /opt/rom/images/patch0.xml
        """;

    private static void Found(string[] console, params string[] lines) =>
        Assert.All(lines, line => Assert.True(console.Any(said => said.EndsWith(line, StringComparison.Ordinal)), $"{line}\n{string.Join('\n', console.TakeLast(100))}"));

    private static void RequireRestored(EmergencyBench bench, string before)
    {
        Assert.All(Package.Extents.Where(e => e != Package.Table), extent => Assert.Equal(Package.Bytes(extent), bench.Read(extent)));
        Assert.Equal(before, bench.Lock());
        Assert.True(bench.Bad.All.IsEmpty);
    }

    private static byte[] Read(BootBench bench, string partition, int length)
    {
        var bytes = new byte[length];
        using var stream = bench.Open(partition);
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] Noise(int length, int by) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 31 * by) ^ (i >> 7)))];

    private string At(string name) => Path.Combine(folder.FullName, name);

    private (int Port, Func<CancellationToken, ValueTask<Tenure.Protocols.Links.IFlashLink>> Accept) Listen(UsbIdentity identity)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        listeners.Add(listener);
        var usb = new UsbIpServer(identity);
        return (((IPEndPoint)listener.LocalEndpoint).Port, ct => usb.AcceptAsync(listener, ct));
    }

    private void WriteFastbootPackage(byte[] image)
    {
        Directory.CreateDirectory(At("fastboot/images"));
        File.WriteAllBytes(At("fastboot/images/boot.img"), image);
        File.WriteAllText(At("fastboot/flash_all.sh"), """
            fastboot $* getvar product 2>&1 | grep -E "^product: *tenure_one$"
            if [ $? -ne 0 ] ; then echo "Missmatching image and device"; exit 1; fi
            fastboot $* flash boot_a `dirname $0`/images/boot.img
            if [ $? -ne 0 ] ; then echo "Flash boot error"; exit 1; fi
            fastboot $* reboot
            """);
    }

    // Each extent is a file of its own; qdl sends the patch as the list has it.
    private void WriteEmergencyPackage(byte[] signed)
    {
        var images = Directory.CreateDirectory(At("rom/images")).FullName;
        File.WriteAllBytes(At($"rom/{ManifestMaker.FileName}"), signed);
        File.WriteAllBytes(Path.Combine(images, "prog_firehose_virtual.elf"), Programmer.ImageFor(TemporaryPhone.Facts.Product));
        var lines = new StringBuilder();
        foreach (var (i, extent) in Package.Extents.Index())
        {
            File.WriteAllBytes(Path.Combine(images, $"{i}.bin"), Package.Bytes(extent));
            lines.Append(
                CultureInfo.InvariantCulture,
                $"<program SECTOR_SIZE_IN_BYTES=\"4096\" file_sector_offset=\"0\" filename=\"{i}.bin\" label=\"p{i}\" num_partition_sectors=\"{extent.Sectors}\" partofsingleimage=\"false\" physical_partition_number=\"{extent.Unit}\" readbackverify=\"false\" size_in_KB=\"0\" sparse=\"false\" start_byte_hex=\"0\" start_sector=\"{extent.First}\"/>\n");
        }

        File.WriteAllText(Path.Combine(images, "rawprogram0.xml"), $"<?xml version=\"1.0\"?>\n<data>\n{lines}</data>\n");
        File.WriteAllText(Path.Combine(images, "patch0.xml"), "<?xml version=\"1.0\"?>\n<patches>\n<patch SECTOR_SIZE_IN_BYTES=\"4096\" byte_offset=\"16\" filename=\"DISK\" physical_partition_number=\"5\" size_in_bytes=\"4\" start_sector=\"1\" value=\"0\" what=\"Zero the checksum.\"/>\n</patches>\n");
    }

    // As a server answers: a ticket for the question of this start.
    private async Task AnswerAsync(string name, Func<byte[], byte[]> sign, CancellationToken ct)
    {
        while (!File.Exists(At(name + ".question")))
        {
            await Task.Delay(100, ct);
        }

        await File.WriteAllBytesAsync(At(name + ".new"), sign(await File.ReadAllBytesAsync(At(name + ".question"), ct)), ct);
        File.Move(At(name + ".new"), At(name + ".ticket"));
    }

    private async Task<(string[] Console, string Kernel)> RunAsync()
    {
        var script = Path.Combine(Root(), "eng", "guest");
        using var process = Process.Start(new ProcessStartInfo("bash", [script, folder.FullName]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(Ct);
        var said = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        Assert.SkipWhen(process.ExitCode == 3, await error);
        var console = said.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (console, console.FirstOrDefault(line => line.StartsWith("kernel ", StringComparison.Ordinal)) ?? "-");
    }

    private static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Tenure.slnx")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("Not in the repository.");
    }
}
