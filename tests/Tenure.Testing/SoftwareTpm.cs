using System.Diagnostics;
using System.Net.Sockets;
using Xunit;

namespace Tenure.Testing;

/// <summary>A TPM 2.0 in software as a process of its own, on a Unix socket: Debian's swtpm. Its memory is a folder and outlives the process.</summary>
public sealed class SoftwareTpm : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-tpm").FullName;
    private readonly string program;
    private Process? process;

    private SoftwareTpm(string program) => this.program = program;

    /// <summary>The socket; the same through <see cref="StopAsync"/> and <see cref="StartAsync()"/>.</summary>
    public string Path => System.IO.Path.Combine(folder, "tpm");

    /// <summary>Starts a new one; the running test is left out when swtpm is not here.</summary>
    public static async Task<SoftwareTpm> MakeAsync()
    {
        if (Tool.Find("swtpm") is not { } program)
        {
            Assert.Skip("swtpm is not on this machine; ./check installs it where it can.");
            throw new InvalidOperationException();
        }

        Peers.Used(Peer.Tpm, await VersionAsync(program));
        var tpm = new SoftwareTpm(program);
        await tpm.StartAsync();
        return tpm;
    }

    /// <summary>Switches it on, with the memory that it has.</summary>
    public async Task StartAsync()
    {
        File.Delete(Path);
        process = Process.Start(new ProcessStartInfo(
            program, ["socket", "--tpm2", "--tpmstate", $"dir={folder}", "--server", $"type=unixio,path={Path}", "--flags", "not-need-init,startup-clear"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var waited = Stopwatch.StartNew(); !Listens(); await Task.Delay(10))
        {
            if (process.HasExited || waited.Elapsed > Patience)
            {
                throw new InvalidOperationException("swtpm did not start.");
            }
        }
    }

    /// <summary>Switches it off.</summary>
    public async Task StopAsync()
    {
        if (process is { HasExited: false } running)
        {
            running.Kill();
            await running.WaitForExitAsync();
        }

        process?.Dispose();
        process = null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    // The socket is there a moment before anybody listens on it.
    private bool Listens()
    {
        using var caller = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            caller.Connect(new UnixDomainSocketEndPoint(Path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // "TPM emulator version 0.7.1, …"
    private static async Task<string> VersionAsync(string program) =>
        (await Tool.RunAsync(program, ["--version"], CancellationToken.None)).Text.Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(word => char.IsAsciiDigit(word[0])) ?? "unknown";
}
