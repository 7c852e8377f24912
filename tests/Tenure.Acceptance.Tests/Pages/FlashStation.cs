using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Boot;
using Tenure.Protocols.Fastboot;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>A computer with <c>tenure flash --ui</c> and unlocked virtual phones in their bootloaders, each of which stops in the middle of a transfer until it is let go on or pulled out.</summary>
internal sealed class FlashStation : IAsyncDisposable
{
    private const string Script = """
        fastboot $* getvar product 2>&1 | grep "^product: *lotus"
        if [ $? -ne 0 ] ; then echo "Missmatching image and device"; exit 1; fi
        fastboot $* flash misc `dirname $0`/images/misc.img
        fastboot $* flash super `dirname $0`/images/super.img
        fastboot $* reboot
        """;

    private const int SuperBytes = 48 << 20;

    private static readonly PhoneFacts Facts = new("Tenure One", "VT0000001", "lotus", "1.0", "Tenure OS", "1.0.0", Server: null);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tenure-station");
    private Process? process;

    private FlashStation()
    {
    }

    public IReadOnlyList<Place> Phones { get; private set; } = [];

    /// <summary>Of the page.</summary>
    public string Address { get; private set; } = "";

    public string Package => Path.Combine(folder.FullName, "rom");

    public static async Task<FlashStation> StartAsync(int phones, CancellationToken ct)
    {
        var station = new FlashStation();
        Directory.CreateDirectory(Path.Combine(station.Package, "images"));
        foreach (var name in (string[])["flash_all.sh", "flash_all_except_storage.sh", "flash_all_lock.sh"])
        {
            await File.WriteAllTextAsync(Path.Combine(station.Package, name), Script, ct);
        }

        await File.WriteAllBytesAsync(Path.Combine(station.Package, "images", "misc.img"), new byte[8192], ct);
        var image = new byte[SuperBytes];
        for (var at = 0; at < image.Length; at += 512)
        {
            BitConverter.TryWriteBytes(image.AsSpan(at), at + 1);
        }

        await File.WriteAllBytesAsync(Path.Combine(station.Package, "images", "super.img"), image, ct);
        station.Phones = [.. Enumerable.Range(0, phones).Select(i => new Place(Path.Combine(station.folder.FullName, $"phone{i}"), Facts with { Serial = $"VT000000{i}" }))];
        var cli = Programs.CommandLine;
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "LC_ALL=C.UTF-8", cli, "flash", "--ui", station.Package, "--json"]) { RedirectStandardOutput = true };
        start.Environment["TENURE_SESSION"] = Path.Combine(station.folder.FullName, "session.json");
        station.process = Process.Start(start)!;
        var said = "";
        while (!said.Contains('}', StringComparison.Ordinal))
        {
            said += await station.process.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("The page did not open.");
        }

        station.Address = JsonDocument.Parse(said).RootElement.GetProperty("address").GetString()!;
        return station;
    }

    /// <summary>Whether a phone holds the image.</summary>
    public async Task<bool> HoldsAsync(int phone, CancellationToken ct)
    {
        var image = await File.ReadAllBytesAsync(Path.Combine(Package, "images", "super.img"), ct);
        return Phones[phone].Read(image.Length).AsSpan().SequenceEqual(image);
    }

    /// <summary>Ctrl-C.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> InterruptAsync(CancellationToken ct)
    {
        using var kill = Process.Start("kill", ["-INT", process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        foreach (var phone in Phones)
        {
            await phone.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    /// <summary>A phone at the end of its cable.</summary>
    internal sealed class Place : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource off = new();
        private readonly VirtualPhone phone;
        private readonly PhoneCore core;
        private readonly FastbootDeviceServer server;
        private readonly Task serving;
        private TaskCompletionSource goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Socket? cable;

        public Place(string folder, PhoneFacts facts)
        {
            VirtualPhone.Create(folder, facts);
            phone = VirtualPhone.Open(folder);
            core = PhoneCore.Boot(phone, phone.Facts);
            LoaderStore.Load(phone, core.Identity.Secret, phone.Facts).SetLock(isUnlocked: true);
            server = new(new Bootloader(phone, core, null, TimeProvider.System));
            listener.Start();
            serving = ServeAsync();
        }

        public string Address => string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

        public void GoOn() => goesOn.TrySetResult();

        public void PullOut() => cable!.Dispose();

        public byte[] Read(int length)
        {
            using var stream = new PartitionStream(phone.Open(PhoneLayout.Find(PhoneLayout.Super)!));
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return bytes;
        }

        public async ValueTask DisposeAsync()
        {
            await off.CancelAsync();
            listener.Dispose();
            await serving;
            server.Dispose();
            core.Dispose();
            phone.Dispose();
            off.Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    cable = await listener.AcceptSocketAsync(off.Token);
                    cable.NoDelay = true;
                    await server.ServeAsync(new Halting(new NetworkStream(cable, ownsSocket: true), SuperBytes / 3, goesOn.Task), off.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Switched off.
            }
        }
    }

    /// <summary>A connection on which nothing more comes after so many bytes, until it goes on.</summary>
    private sealed class Halting(Stream stream, long after, Task goesOn) : Stream
    {
        private long taken;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var left = after - taken;
            if (left > 0)
            {
                var read = await stream.ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], cancellationToken);
                taken += read;
                return read;
            }

            // A cable that is pulled out ends the wait, too.
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            while (!goesOn.IsCompleted)
            {
                await Task.WhenAny(goesOn, Task.Delay(20, waiting.Token));
                cancellationToken.ThrowIfCancellationRequested();
                if (stream is NetworkStream { Socket: var socket } && (!socket.Connected || socket.SafeHandle.IsClosed))
                {
                    throw new IOException("The cable was pulled out.");
                }
            }

            return await stream.ReadAsync(buffer, cancellationToken);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => stream.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => stream.WriteAsync(buffer, offset, count, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                stream.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
