using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Sparse;

namespace Tenure.Flash.Tests.Fastboot;

/// <summary>A bootloader that writes what it is given to arrays, on a TCP and a UDP port of its own.</summary>
internal sealed class Phone : IFastbootTarget, IAsyncDisposable
{
    private readonly FastbootDeviceServer server;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource off = new();
    private readonly Task serving;

    public Phone()
    {
        server = new(this);
        listener.Start();
        socket.Bind(listener.LocalEndpoint);
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal) { ["product"] = "lotus", ["serialno"] = "A1", ["unlocked"] = "yes", ["max-download-size"] = "0x10000", ["anti"] = "2", ["battery-soc"] = "80%" };

    public Dictionary<string, MemoryStream> Partitions { get; } = new(StringComparer.Ordinal);

    public List<string> Commands { get; } = [];

    public string? Fails { get; init; }

    /// <summary>Bytes of the download that was written last.</summary>
    public int LastDownload { get; private set; }

    public bool TellsDigests { get; init; }

    public Action AfterRestart { get; set; } = () => { };

    /// <summary>Waited for before a command is carried out.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public string? RefuseDownload(uint bytes) => null;

    public async ValueTask<FastbootResult> ExecuteAsync(FastbootCommand command, FastbootSession session, CancellationToken ct)
    {
        var text = command.Argument.Length == 0 ? command.Name : $"{command.Name}:{command.Argument}";
        await Before(text);
        if (command.Name == "getvar" && TellsDigests && FastbootDigest.Parse(command.Argument) is { } asked)
        {
            return Partitions.TryGetValue(asked.Partition, out var holds) && holds.Length >= asked.Offset + asked.Length
                ? FastbootResult.Okay(Convert.ToHexString(SHA256.HashData(holds.GetBuffer().AsSpan((int)asked.Offset, (int)asked.Length))))
                : FastbootResult.Okay("none");
        }

        if (command.Name == "getvar")
        {
            return Variables.TryGetValue(command.Argument, out var value) ? FastbootResult.Okay(value) : FastbootResult.Fail("unknown");
        }

        Commands.Add(text);
        if (text == Fails)
        {
            return FastbootResult.Fail("no");
        }

        if (command.Name == "flash")
        {
            var partition = Partitions.TryGetValue(command.Argument, out var known) ? known : Partitions[command.Argument] = new();
            partition.Position = 0;
            LastDownload = session.Download.Length;
            if (SparseReader.IsSparse(session.Download.Span))
            {
                SparseImage.Expand(new MemoryStream(session.Download.ToArray()), partition);
            }
            else
            {
                partition.Write(session.Download.Span);
            }
        }

        if (command.Name == "reboot-bootloader")
        {
            AfterRestart();
        }

        return command.Name == "reboot" ? FastbootResult.Leave(FastbootExit.Reboot) : FastbootResult.Okay(text.Length.ToString(CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        await off.CancelAsync();
        await serving;
        listener.Dispose();
        socket.Dispose();
        server.Dispose();
        off.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                await server.ServeAsync(listener, socket, off.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
