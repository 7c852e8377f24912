using System.Diagnostics;
using Xunit;

namespace Tenure.Testing;

/// <summary>ofono as programs see it: Debian's python3-dbusmock on a message bus of its own.</summary>
public sealed class OfonoPeer : IAsyncDisposable
{
    // The package belongs to the system's Python, not to one that stands before it on the PATH.
    private const string Python = "/usr/bin/python3";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-bus").FullName;
    private readonly List<Process> processes = [];

    private OfonoPeer()
    {
    }

    /// <summary>For <c>DBUS_SYSTEM_BUS_ADDRESS</c>.</summary>
    public string Bus => $"unix:path={Path.Combine(folder, "bus")}";

    /// <summary>Starts one with a modem and a card; the running test is left out when dbusmock is not here.</summary>
    /// <param name="imei">What the modem says as its serial number.</param>
    /// <param name="iccid">The card's number.</param>
    /// <param name="number">The number that the card says it has.</param>
    public static async Task<OfonoPeer> StartAsync(string imei, string iccid, string number)
    {
        var version = await Tool.RunAsync(Python, ["-c", "import dbusmock; print(dbusmock.__version__)"], CancellationToken.None);
        if (version.ExitCode != 0 || Tool.Find("dbus-daemon") is not { } daemon || Tool.Find("dbus-send") is not { } send)
        {
            Assert.Skip("python3-dbusmock or dbus is not on this machine; ./check installs them where it can.");
            throw new InvalidOperationException();
        }

        Peers.Used(Peer.Ofono, version.Text.Trim());
        var peer = new OfonoPeer();
        peer.Start(daemon, "--session", "--nofork", $"--address={peer.Bus}");
        await Until(() => Task.FromResult(File.Exists(Path.Combine(peer.folder, "bus"))));
        peer.Start(Python, "-m", "dbusmock", "--template", "ofono", "--parameters", $$"""{"CardIdentifier": "{{iccid}}", "SubscriberNumbers": ["{{number}}"]}""");
        // The template's modem has a serial number that is no IMEI.
        await Until(async () => (await Tool.RunAsync(
            send, [$"--bus={peer.Bus}", "--print-reply", "--dest=org.ofono", "/ril_0", "org.ofono.Modem.SetProperty", "string:Serial", $"variant:string:{imei}"], CancellationToken.None)).ExitCode == 0);
        return peer;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(processes))
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task Until(Func<Task<bool>> isSo)
    {
        for (var waited = Stopwatch.StartNew(); !await isSo(); await Task.Delay(50))
        {
            if (waited.Elapsed > Patience)
            {
                throw new TimeoutException("ofono's stand-in did not start.");
            }
        }
    }

    private void Start(string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DBUS_SYSTEM_BUS_ADDRESS"] = Bus },
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        processes.Add(process);
    }
}
