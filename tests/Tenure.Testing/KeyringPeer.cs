using System.Diagnostics;
using Xunit;

namespace Tenure.Testing;

/// <summary>Debian's GNOME Keyring on a message bus of its own: the Secret Service as a desktop has it.</summary>
public sealed class KeyringPeer : IAsyncDisposable
{
    private const string Service = "org.freedesktop.secrets";
    private const string ServicePath = "/org/freedesktop/secrets";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-keyring").FullName;
    private readonly List<Process> processes = [];

    private KeyringPeer()
    {
    }

    /// <summary>For <c>DBUS_SESSION_BUS_ADDRESS</c>.</summary>
    public string Bus => $"unix:path={Path.Combine(folder, "bus")}";

    /// <summary>Starts one whose keyring is open; the running test is left out when it is not on this machine.</summary>
    public static async Task<KeyringPeer> StartAsync()
    {
        if (Tool.Find("gnome-keyring-daemon") is not { } daemon || Tool.Find("dbus-daemon") is not { } bus || Tool.Find("dbus-send") is null)
        {
            Assert.Skip("gnome-keyring or dbus is not on this machine; ./check installs them where it can.");
            throw new InvalidOperationException();
        }

        var version = await Tool.RunAsync(daemon, ["--version"], CancellationToken.None);
        Peers.Used(Peer.Keyring, version.Text.Split(':')[^1].Split('\n')[0].Trim());
        var peer = new KeyringPeer();
        peer.Start(bus, "--session", "--nofork", $"--address={peer.Bus}");
        await Until(() => Task.FromResult(File.Exists(Path.Combine(peer.folder, "bus"))));
        // The password of the keyring, which it makes: to the end of its input.
        var keyring = peer.Start(daemon, "--unlock", "--foreground", "--components=secrets");
        await keyring.StandardInput.WriteAsync("open sesame");
        keyring.StandardInput.Close();
        // Who asks for the service before it is there makes the bus start another one, whose keyring is shut.
        await Until(async () => (await peer.AskAsync("org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner", $"string:{Service}")).Contains("true", StringComparison.Ordinal));
        await Until(async () => (await peer.AskAsync(Service, ServicePath, "org.freedesktop.Secret.Service.ReadAlias", "string:default")).Contains("/collection/", StringComparison.Ordinal));
        return peer;
    }

    /// <summary>Locks the keyring.</summary>
    public async Task LockAsync() =>
        await AskAsync(Service, ServicePath, "org.freedesktop.Secret.Service.Lock", $"array:objpath:{ServicePath}/aliases/default");

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
                throw new TimeoutException("The keyring did not start.");
            }
        }
    }

    private async Task<string> AskAsync(string service, string path, string method, string argument) =>
        (await Tool.RunAsync(Tool.Find("dbus-send")!, [$"--bus={Bus}", "--print-reply", $"--dest={service}", path, method, argument], CancellationToken.None)).Text;

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in ((string, string)[])[("DBUS_SESSION_BUS_ADDRESS", Bus), ("HOME", folder), ("XDG_DATA_HOME", folder), ("XDG_RUNTIME_DIR", folder), ("XDG_CONFIG_HOME", folder)])
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        processes.Add(process);
        return process;
    }
}
