using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Device.Phone.Emergency;
using Tenure.Flash.Fastboot;
using Tenure.Flash.Links;
using Tenure.Flash.Packages;
using Tenure.Flash.Restores;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Links;
using Tenure.Protocols.Sparse;
using Tenure.Protocols.Tickets;

namespace Tenure.Bench;

/// <summary>The other processes of the flashing part: devices that write, which say their port and serve until they are killed; and hosts, whose last word is their largest resident memory.</summary>
internal static class FlashPeer
{
    private const int Piece = 1 << 20;

    // Of the phone's units the one that is made larger.
    private const int LargeUnit = 0;

    public static async Task RunAsync(string[] args, CancellationToken ct)
    {
        switch (args)
        {
            case ["fastboot-device", var file, var most]:
                await FastbootDeviceAsync(file, uint.Parse(most, CultureInfo.InvariantCulture), ct);
                return;
            case ["firehose-device", var file]:
                await FirehoseDeviceAsync(file, ct);
                return;
            case ["copy-device", var file]:
                await CopyDeviceAsync(file, ct);
                return;
            case ["phone", var folder, var large, var keys, var bytes]:
                await PhoneAsync(folder, large, keys, long.Parse(bytes, CultureInfo.InvariantCulture), ct);
                return;
            case ["nothing"]:
                break;
            case ["fastboot", var port, var file, .. var rest]:
                await FastbootAsync(port, file, skipsRight: rest is ["skip"], ct);
                break;
            case ["program", var port, var file]:
                await ProgramAsync(port, file, ct);
                break;
            case ["copy", var port, .. var files]:
                await CopyAsync(port, files, ct);
                break;
            case ["expand", var from, var to]:
                Expand(from, to);
                break;
            case ["make", var from, var to]:
                Make(from, to);
                break;
            case ["check", var folder]:
                await CheckAsync(folder, ct);
                break;
            case ["hash", var folder]:
                await HashAsync(folder, ct);
                break;
            case ["restore", var folder, var keys, .. var ports]:
                await RestoreAsync(folder, keys, ports, ct);
                break;
            default:
                throw new InvalidOperationException("There is no such peer.");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak {Status("VmHWM")}"));
    }

    /// <summary>The largest resident memory that a host said, in MB.</summary>
    public static double PeakOf(TimedProgram run) => Said(run, "peak") / 1024;

    /// <summary>A number that a host said.</summary>
    public static double Said(TimedProgram run, string word) =>
        double.Parse(run.Output.Split('\n').Last(line => line.StartsWith(word + " ", StringComparison.Ordinal))[(word.Length + 1)..], CultureInfo.InvariantCulture);

    private static long Status(string name) =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static long DiskBytes() =>
        long.Parse(File.ReadLines("/proc/self/io").First(line => line.StartsWith("read_bytes", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    private static TcpListener Listen()
    {
        // Ends with the process that started it.
        _ = Task.Run(() =>
        {
            Console.In.ReadToEnd();
            Environment.Exit(0);
        });
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        return listener;
    }

    private static async Task FastbootDeviceAsync(string file, uint most, CancellationToken ct)
    {
        using var listener = Listen();
        using var server = new FastbootDeviceServer(new WritingTarget(file, most));
        await server.ServeAsync(listener, ct);
    }

    private static async Task FirehoseDeviceAsync(string file, CancellationToken ct)
    {
        using var listener = Listen();
        while (true)
        {
            using var storage = new HashingStorage(file);
            var socket = await listener.AcceptSocketAsync(ct);
            socket.NoDelay = true;
            await using var port = new LinkPort(new StreamLink(new NetworkStream(socket, ownsSocket: true)), TimeProvider.System);
            await new FirehoseDevice(port, storage).RunAsync(ct);
        }
    }

    // What any receiver of an image does at least: takes a piece, hashes it, writes it; and brings what it has to the medium now and then, as the phone does.
    private static async Task CopyDeviceAsync(string file, CancellationToken ct)
    {
        using var listener = Listen();
        while (true)
        {
            using var socket = await listener.AcceptSocketAsync(ct);
            using var output = File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[Piece];
            await using var stream = new NetworkStream(socket);
            var at = 0L;
            while (await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct) is var read and > 0)
            {
                hash.AppendData(buffer.AsSpan(0, read));
                RandomAccess.Write(output, buffer.AsSpan(0, read), at);
                at += read;
                if (at % FirmwareProgram.MaxBytes == 0)
                {
                    RandomAccess.FlushToDisk(output);
                }
            }

            RandomAccess.FlushToDisk(output);
            await socket.SendAsync(hash.GetHashAndReset(), ct);
        }
    }

    private static async Task PhoneAsync(string folder, string largeFile, string keys, long bytes, CancellationToken ct)
    {
        var facts = FlashMaker.Facts(keys);
        VirtualPhone.Create(folder, facts);
        using var phone = VirtualPhone.Open(folder);
        using var core = PhoneCore.Boot(phone, phone.Facts);
        core.PinServer(FlashMaker.Server(keys));
        using var large = new FilePartition(largeFile, bytes);
        var storage = new UnitStorage([.. Enumerable.Range(0, PhoneLayout.Units).Select(unit => unit == LargeUnit ? (IPartition)large : phone.OpenUnit(unit))]);
        using var listener = Listen();
        while (true)
        {
            // Restored, it restarts, and is sent back to emergency mode.
            await EmergencyMode.RunAsync(
                () => new(phone.Facts, new(), storage, new FlashGate(core, storage, phone.BadSectors, TimeProvider.System), TimeProvider.System),
                async stop =>
                {
                    var socket = await listener.AcceptSocketAsync(stop);
                    socket.NoDelay = true;
                    return new StreamLink(new NetworkStream(socket, ownsSocket: true));
                },
                ct);
        }
    }

    private static async Task FastbootAsync(string port, string file, bool skipsRight, CancellationToken ct)
    {
        await using var client = await FastbootClient.ConnectAsync("127.0.0.1", int.Parse(port, CultureInfo.InvariantCulture), ct);
        await using var image = File.OpenRead(file);
        await new FastbootHost(client) { SkipsRight = skipsRight }.FlashAsync("userdata", image, listedPiece: null, null, ct);
    }

    private static async Task ProgramAsync(string port, string file, CancellationToken ct)
    {
        await using var link = await FlashHosts.ConnectAsync(int.Parse(port, CultureInfo.InvariantCulture), ct);
        var host = await FlashHosts.OpenAsync(link, ct);
        await using var image = File.OpenRead(file);
        await FlashHosts.ProgramAsync(host, image, ct);
    }

    private static async Task CopyAsync(string port, string[] files, CancellationToken ct)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture), ct);
        var watch = Stopwatch.StartNew();
        var buffer = new byte[Piece];
        foreach (var file in files)
        {
            await using var input = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
            while (await input.ReadAsync(buffer, ct) is var read and > 0)
            {
                for (var sent = 0; sent < read;)
                {
                    sent += await socket.SendAsync(buffer.AsMemory(sent, read - sent), ct);
                }
            }
        }

        socket.Shutdown(SocketShutdown.Send);
        if (await socket.ReceiveAsync(buffer, ct) != SHA256.HashSizeInBytes)
        {
            throw new InvalidOperationException("The receiver did not end.");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"wrote {watch.Elapsed.TotalSeconds}"));
    }

    private static void Expand(string from, string to)
    {
        using var sparse = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        using var image = new FileStream(to, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 0);
        SparseImage.Expand(sparse, image);
    }

    private static void Make(string from, string to)
    {
        using var image = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        using var sparse = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
        SparseLayout.OfImage(image).Write(image, sparse);
    }

    private static async Task CheckAsync(string folder, CancellationToken ct)
    {
        using var package = await FlashPackage.OpenAsync(folder, folder, null, null, ct);
        var manifest = FirmwareManifestCodec.ReadUnverified(package.Read(ManifestMaker.FileName, FirmwareManifestCodec.MaxBytes), out _);
        await PackageChecks.VerifyAsync(package, manifest, null, ct);
    }

    private static async Task HashAsync(string folder, CancellationToken ct)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
            await SHA256.HashDataAsync(stream, ct);
        }
    }

    // One package for all phones, read and checked once.
    private static async Task RestoreAsync(string folder, string keys, string[] ports, CancellationToken ct)
    {
        var fromDisk = DiskBytes();
        using var package = await FlashPackage.OpenAsync(folder, folder, null, null, ct);
        var signed = package.Read(ManifestMaker.FileName, FirmwareManifestCodec.MaxBytes);
        var manifest = FirmwareManifestCodec.ReadUnverified(signed, out _);
        var plan = RestorePlan.Make(package, PackageLists.Read(package), manifest, keepData: false);
        await PackageChecks.VerifyAsync(package, manifest, null, ct);
        var journals = Directory.CreateTempSubdirectory("tenure-bench-journals");
        try
        {
            var wrote = await Task.WhenAll(ports.Select(async port =>
            {
                using var journal = FlashJournal.Open(journals.FullName, port, FirmwareManifestCodec.Digest(signed));
                await using var connection = await DeviceConnection.OpenAsync(FlashAddress.Parse("tcp:127.0.0.1:" + port)!, ct);
                await using var link = new LinkPort(connection.Emergency!, TimeProvider.System);
                var phases = new Phases();
                var job = new RestoreJob
                {
                    Package = package,
                    Plan = plan,
                    Manifest = signed,
                    Journal = journal,
                    AskTicket = (evidence, _) => Task.FromResult(FlashMaker.Ticket(keys, evidence, signed)),
                    BringReceipt = (receipt, _) => EvidenceCodec.ReadUnverified(receipt).Flashed is { Failed: 0 } flashed && flashed.Done == (uint)manifest.Entries.Count
                        ? Task.CompletedTask
                        : throw new InvalidOperationException("Not all is on the phone."),
                };
                await new EmergencyRestore(link, job, phases).RunAsync(ct);
                return phases.Writing.TotalSeconds;
            }));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"wrote {wrote.Max()}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"disk {DiskBytes() - fromDisk}"));
        }
        finally
        {
            journals.Delete(recursive: true);
        }
    }

    // From the first write to the receipt.
    private sealed class Phases : IProgress<RestoreReport>
    {
        private readonly Stopwatch watch = new();

        public TimeSpan Writing => watch.Elapsed;

        public void Report(RestoreReport value)
        {
            if (value.Phase == RestorePhase.Writing)
            {
                watch.Start();
            }
            else if (value.Phase == RestorePhase.Receipt)
            {
                watch.Stop();
            }
        }
    }

    /// <summary>A bootloader that writes what it is given to a file.</summary>
    private sealed class WritingTarget(string file, uint most) : IFastbootTarget
    {
        public string? RefuseDownload(uint bytes) => bytes <= most ? null : "that is more than max-download-size";

        public ValueTask<FastbootResult> ExecuteAsync(FastbootCommand command, FastbootSession session, CancellationToken ct) => new(command switch
        {
            { Name: "flash" } => Write(session),
            { Name: "getvar", Argument: "max-download-size" } => FastbootResult.Okay(string.Create(CultureInfo.InvariantCulture, $"0x{most:x}")),
            { Name: "getvar", Argument: "product" } => FastbootResult.Okay("bench"),
            { Name: "getvar", Argument: var name } when name.StartsWith("has-slot:", StringComparison.Ordinal) || name.StartsWith("is-logical:", StringComparison.Ordinal) => FastbootResult.Okay("no"),
            { Name: "getvar", Argument: var name } when name.StartsWith(FastbootDigest.Variable, StringComparison.Ordinal) && FastbootDigest.Parse(name) is { } asked => Digest(asked),
            _ => FastbootResult.Fail("unknown"),
        });

        private FastbootResult Write(FastbootSession session)
        {
            var image = session.Download;
            session.DropDownload();
            using var output = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0);
            if (SparseReader.IsSparse(image.Span) && System.Runtime.InteropServices.MemoryMarshal.TryGetArray(image, out var bytes))
            {
                SparseImage.Expand(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count), output, mayLackLastSkip: true);
            }
            else
            {
                output.Write(image.Span);
            }

            return FastbootResult.Okay();
        }

        private FastbootResult Digest(FastbootDigest asked)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var input = File.OpenHandle(file);
            var buffer = new byte[Piece];
            for (var done = 0L; done < asked.Length;)
            {
                var read = RandomAccess.Read(input, buffer.AsSpan(0, (int)Math.Min(buffer.Length, asked.Length - done)), asked.Offset + done);
                if (read == 0)
                {
                    return FastbootResult.Fail("that lies outside the partition");
                }

                hash.AppendData(buffer.AsSpan(0, read));
                done += read;
            }

            return FastbootResult.Okay(Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
    }

    /// <summary>A storage that is a file, and hashes all that is written to it.</summary>
    private sealed class HashingStorage(string file) : IFirehoseStorage, IDisposable
    {
        private const long Bytes = 16L << 30;

        private readonly Microsoft.Win32.SafeHandles.SafeFileHandle output = File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public string MemoryName => "ufs";

        public int SectorSize => 4096;

        public int Units => 1;

        public FirehoseStorageFacts Facts(int unit) => new() { Sectors = Sectors(unit), SectorSize = SectorSize };

        public long Sectors(int unit) => Bytes / SectorSize;

        public ValueTask ReadAsync(int unit, long sector, Memory<byte> bytes, CancellationToken ct)
        {
            bytes.Span[RandomAccess.Read(output, bytes.Span, sector * SectorSize)..].Clear();
            return default;
        }

        public ValueTask WriteAsync(int unit, long sector, ReadOnlyMemory<byte> bytes, CancellationToken ct)
        {
            hash.AppendData(bytes.Span);
            RandomAccess.Write(output, bytes.Span, sector * SectorSize);
            if ((sector * SectorSize) + bytes.Length is var end && end % FirmwareProgram.MaxBytes == 0)
            {
                RandomAccess.FlushToDisk(output);
            }

            return default;
        }

        public ValueTask EraseAsync(FirehoseRange range, CancellationToken ct) => throw new NotSupportedException();

        public bool SetBootable(int unit) => false;

        public IReadOnlyList<int>? ErasedBy(Provisioning wanted) => null;

        public void Dispose()
        {
            output.Dispose();
            hash.Dispose();
        }
    }
}
