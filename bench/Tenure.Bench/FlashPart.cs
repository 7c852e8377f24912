using System.Diagnostics;
using System.Globalization;

namespace Tenure.Bench;

/// <summary>What flashing costs on this computer, beside the tools and the plain copies that do the same: every pair runs in turns, host and device each a process of its own on loopback.</summary>
/// <remarks>All is read from the page cache and written to the same disk. <c>TENURE_BENCH_SMALL=16</c> takes a sixteenth of every image, to see that it runs.</remarks>
internal static class FlashPart
{
    private const long GiB = 1L << 30;
    private const int Rounds = 5;

    // What a phone says with 256 MiB of memory for a download, and one that takes an image in one piece.
    private const uint UsualDownload = 256 << 20;
    private const uint LargeDownload = 0x7fff_f000;

    // What one part needs at most is 13 GiB; the rest is for whatever else the machine does.
    private const long Room = 20 * GiB;

    private static long Scale => long.TryParse(Environment.GetEnvironmentVariable("TENURE_BENCH_SMALL"), NumberStyles.None, CultureInfo.InvariantCulture, out var part) && part is > 0 and <= 64 ? part : 1;

    /// <summary>fastboot, against Debian's own.</summary>
    public static async Task<IReadOnlyList<Figure>> FastbootAsync(string folder, CancellationToken ct)
    {
        Prepare(folder);
        var (image, written) = (Path.Combine(folder, "image"), Path.Combine(folder, "written"));
        FlashFiles.MakeImage(image, GiB / Scale);
        var pieces = await CompareAsync(image, written, UsualDownload, ct);
        var whole = await CompareAsync(image, written, LargeDownload, ct);
        return
        [
            .. Compared("in pieces of 256 MiB", pieces),
            .. Compared("in one piece", whole),
            new("fastboot, 1 GiB that is on the device already: our time against Debian's fastboot", pieces.Select(pair => pair.Right.Seconds / pair.Theirs.Seconds).Median(), "", AtMost: 0.7, Detail: Words(
                "{0:0.00} s against {1:0.00} s: digests of 64 MiB are asked for, and nothing is sent", pieces.Select(pair => pair.Right.Seconds), pieces.Select(pair => pair.Theirs.Seconds))),
        ];
    }

    /// <summary>Firehose, against a plain copy to a process that hashes and writes.</summary>
    public static async Task<IReadOnlyList<Figure>> FirehoseAsync(string folder, CancellationToken ct)
    {
        const int Patches = 100;
        Prepare(folder);
        var (image, written, copied) = (Path.Combine(folder, "image"), Path.Combine(folder, "written"), Path.Combine(folder, "copied"));
        FlashFiles.MakeImage(image, GiB / Scale);
        using var device = await FlashDeviceProcess.StartAsync(["firehose-device", written], ct);
        using var receiver = await FlashDeviceProcess.StartAsync(["copy-device", copied], ct);
        List<double> patches = [], cpu = [], raw = [], plain = [];
        using var self = Process.GetCurrentProcess();
        for (var round = -1; round < Rounds; round++)
        {
            // The first round compiles.
            await using (var link = await FlashHosts.ConnectAsync(device.Port, ct))
            {
                var host = await FlashHosts.OpenAsync(link, ct);
                var (before, watch) = (CpuClock.Of(self), Stopwatch.StartNew());
                for (var i = 0; i < Patches; i++)
                {
                    await FlashHosts.PatchAsync(host, i, ct);
                }

                Add(patches, round, watch.Elapsed.TotalSeconds);
                self.Refresh();
                Add(cpu, round, (CpuClock.Of(self) - before).TotalMilliseconds / Patches);
                await using var file = new FileStream(image, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
                watch.Restart();
                await FlashHosts.ProgramAsync(host, file, ct);
                Add(raw, round, watch.Elapsed.TotalSeconds);
                await FlashHosts.LeaveAsync(host, ct);
            }

            Add(plain, round, FlashPeer.Said(await TimedProgram.RunOwnAsync(["copy", Port(receiver), image], ct), "wrote"));
        }

        FlashFiles.RequireSame(image, written, "Firehose");
        return
        [
            new("Firehose, 100 patches", patches.Median(), "s", AtMost: 0.5, Detail: Words("each a command with its response, over TCP; median of {0:0}", [Rounds])),
            new("Firehose, a command: CPU of the host", cpu.Median(), "ms", AtMost: 1, Detail: "the same 100 patches"),
            new("Firehose, rate of a raw phase of 1 GiB against a plain copy", raw.Zip(plain, (ours, theirs) => theirs / ours).Median(), "", AtLeast: 0.8, Detail: Words(
                "{0:0.00} s against {1:0.00} s; the device hashes, writes, and syncs each 64 MiB, as does the process that the plain copy goes to", raw, plain)),
        ];
    }

    /// <summary>Sparse images, against simg2img and img2simg.</summary>
    public static async Task<IReadOnlyList<Figure>> SparseAsync(string folder, CancellationToken ct)
    {
        Prepare(folder);
        var (image, sparse, out1, out2) = (Path.Combine(folder, "image"), Path.Combine(folder, "sparse"), Path.Combine(folder, "out1"), Path.Combine(folder, "out2"));
        FlashFiles.MakeImage(image, GiB / Scale);
        var make = await PairsAsync(
            () => TimedProgram.RunAsync("img2simg", [image, out1], ct), () => TimedProgram.RunOwnAsync(["make", image, out2], ct), out1, out2);
        await TimedProgram.RunAsync("img2simg", [image, sparse], ct);
        var expand = await PairsAsync(
            () => TimedProgram.RunAsync("simg2img", [sparse, out1], ct), () => TimedProgram.RunOwnAsync(["expand", sparse, out2], ct), out1, out2);
        await TimedProgram.RunOwnAsync(["expand", sparse, out1], ct);
        FlashFiles.RequireSame(image, out1, "Sparse");
        return
        [
            Against("Sparse image of 1 GiB made: our time against img2simg", make),
            Against("Sparse image of 1 GiB expanded: our time against simg2img", expand),
        ];

        static Figure Against(string name, List<(TimedProgram Theirs, TimedProgram Ours)> pairs) => new(
            name, pairs.Select(pair => pair.Ours.Seconds / pair.Theirs.Seconds).Median(), "", AtMost: 1, Detail: Words(
                "{0:0.00} s against {1:0.00} s, with the start of the program; CPU {2:0.00} s against {3:0.00} s; median of " + Rounds,
                pairs.Select(pair => pair.Ours.Seconds), pairs.Select(pair => pair.Theirs.Seconds), pairs.Select(pair => pair.Ours.Cpu), pairs.Select(pair => pair.Theirs.Cpu)));
    }

    /// <summary>A restore in emergency mode, with the real lock of the virtual phone, whose largest unit is made as large as it must be.</summary>
    public static async Task<IReadOnlyList<Figure>> RestoreAsync(string folder, CancellationToken ct)
    {
        const int Large = 3, Phones = 3;
        Prepare(folder);
        var (keys, package, small, copied) = (Path.Combine(folder, "keys"), Path.Combine(folder, "package"), Path.Combine(folder, "small"), Path.Combine(folder, "copied"));
        FlashMaker.MakeKeys(keys);
        await FlashMaker.MakePackageAsync(package, keys, [GiB / Scale, GiB / Scale, GiB / Scale, GiB / Scale], ct);
        var files = Directory.GetFiles(package, "*.img", SearchOption.AllDirectories);
        var bytes = files.Sum(file => new FileInfo(file).Length) + GiB;
        List<double> check = [], hash = [], wrote = [], copy = [], peak = [];
        using var receiver = await FlashDeviceProcess.StartAsync(["copy-device", copied], ct);
        var phones = await StartPhonesAsync(folder, keys, bytes, 1, ct);
        for (var round = -1; round < Large; round++)
        {
            // Each before the other, in turns.
            for (var turn = 0; turn < 2; turn++)
            {
                var isOurs = (round + turn) % 2 == 0;
                Add(isOurs ? check : hash, round, (await TimedProgram.RunOwnAsync([isOurs ? "check" : "hash", package], ct)).Seconds);
            }

            // Both write over what they wrote before, as a phone's storage is written: the first round, which makes the files and compiles the programs that stay, does not
            // count. Where files were made anew each time, the one that began sooner after the other's were deleted got the memory that those had, and a virtual machine the other from its host.
            for (var turn = 0; turn < 2; turn++)
            {
                if ((round + turn) % 2 != 0)
                {
                    Add(copy, round, FlashPeer.Said(await TimedProgram.RunOwnAsync(["copy", Port(receiver), .. files], ct), "wrote"));
                    continue;
                }

                var run = await RunRestoreAsync(package, keys, phones, ct);
                Add(wrote, round, FlashPeer.Said(run, "wrote"));
                Add(peak, round, FlashPeer.PeakOf(run));
            }
        }

        phones.ForEach(phone => phone.Dispose());
        Directory.Delete(package, recursive: true);
        File.Delete(copied);
        await FlashMaker.MakePackageAsync(small, keys, [GiB / 2 / Scale], ct);
        files = Directory.GetFiles(small, "*", SearchOption.AllDirectories);
        Array.ForEach(files, FlashFiles.Forget);
        phones = await StartPhonesAsync(folder, keys, GiB, Phones, ct);
        var together = await RunRestoreAsync(small, keys, phones, ct);
        phones.ForEach(phone => phone.Dispose());
        var nothing = FlashPeer.PeakOf(await TimedProgram.RunOwnAsync(["nothing"], ct));
        return
        [
            new("Restore of 4 GiB, its checks against hashing the files once", check.Zip(hash, (ours, theirs) => ours / theirs).Median(), "", AtMost: 1.1, Detail: Words("{0:0.00} s against {1:0.00} s; median of " + Large, check, hash)),
            new("Restore of 4 GiB, its writing against a plain copy", wrote.Zip(copy, (ours, theirs) => ours / theirs).Median(), "", AtMost: 1.15, Detail: Words(
                "{0:0.00} s against {1:0.00} s; the virtual phone with its lock, and a process that hashes, writes and syncs as often; median of " + Large, wrote, copy)),
            new("Restore of 4 GiB: memory of the host", peak.Max() - nothing, "MB", AtMost: 64, Detail: Words("resident at most, above the {0:0} MB of a program that does nothing", [nothing])),
            new("Restore of three phones at once: memory of the host", FlashPeer.PeakOf(together) - nothing, "MB", AtMost: 64, Detail: "the same, one package of 512 MiB for all"),
            new("Restore of three phones at once: bytes from the disk against the package", FlashPeer.Said(together, "disk") / files.Sum(file => new FileInfo(file).Length), "", AtMost: 1.1, Detail: "checked once and written three times, after the kernel forgot the files"),
        ];
    }

    private static Task<TimedProgram> RunRestoreAsync(string package, string keys, IEnumerable<FlashDeviceProcess> phones, CancellationToken ct) =>
        TimedProgram.RunOwnAsync(["restore", package, keys, .. phones.Select(Port)], ct);

    private static async Task<List<FlashDeviceProcess>> StartPhonesAsync(string folder, string keys, long bytes, int count, CancellationToken ct)
    {
        var phones = new List<FlashDeviceProcess>();
        for (var i = 0; i < count; i++)
        {
            var phone = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"phone{i}of{count}"));
            phones.Add(await FlashDeviceProcess.StartAsync(["phone", phone, phone + ".img", keys, bytes.ToString(CultureInfo.InvariantCulture)], ct));
        }

        return phones;
    }

    private static async Task<List<(TimedProgram Theirs, TimedProgram Ours, TimedProgram Right)>> CompareAsync(string image, string written, uint most, CancellationToken ct)
    {
        var pairs = new List<(TimedProgram, TimedProgram, TimedProgram)>();
        for (var round = 0; round < Rounds; round++)
        {
            // A device of its own for each round: what it got before is neither in its memory nor on its storage.
            File.Delete(written);
            using var device = await FlashDeviceProcess.StartAsync(["fastboot-device", written, most.ToString(CultureInfo.InvariantCulture)], ct);
            TimedProgram? theirs = null, ours = null;
            for (var turn = 0; turn < 2; turn++)
            {
                if ((round + turn) % 2 == 0)
                {
                    theirs = await TimedProgram.RunAsync("fastboot", ["-s", "tcp:127.0.0.1:" + Port(device), "flash", "userdata", image], ct);
                }
                else
                {
                    ours = await TimedProgram.RunOwnAsync(["fastboot", Port(device), image], ct);
                }

                if (round == 0)
                {
                    FlashFiles.RequireSame(image, written, "fastboot");
                }

                await File.WriteAllBytesAsync(written, [], ct);
            }

            await TimedProgram.RunOwnAsync(["fastboot", Port(device), image], ct);
            pairs.Add((theirs!, ours!, await TimedProgram.RunOwnAsync(["fastboot", Port(device), image, "skip"], ct)));
        }

        return pairs;
    }

    private static IEnumerable<Figure> Compared(string how, List<(TimedProgram Theirs, TimedProgram Ours, TimedProgram Right)> pairs) =>
    [
        new($"fastboot, 1 GiB {how}: our time against Debian's fastboot", pairs.Select(pair => pair.Ours.Seconds / pair.Theirs.Seconds).Median(), "", AtMost: 1, Detail: Words(
            "{0:0.00} s against {1:0.00} s, with the start of the program, to the same device that writes it to a file; median of " + Rounds, pairs.Select(pair => pair.Ours.Seconds), pairs.Select(pair => pair.Theirs.Seconds))),
        new($"fastboot, 1 GiB {how}: our CPU against Debian's fastboot", pairs.Select(pair => pair.Ours.Cpu / pair.Theirs.Cpu).Median(), "", AtMost: 1.5, Detail: Words(
            "{0:0.00} s against {1:0.00} s", pairs.Select(pair => pair.Ours.Cpu), pairs.Select(pair => pair.Theirs.Cpu))),
    ];

    private static async Task<List<(TimedProgram Theirs, TimedProgram Ours)>> PairsAsync(Func<Task<TimedProgram>> theirs, Func<Task<TimedProgram>> ours, params string[] outputs)
    {
        var pairs = new List<(TimedProgram, TimedProgram)>();
        for (var round = 0; round < Rounds; round++)
        {
            TimedProgram? first = null, second = null;
            for (var turn = 0; turn < 2; turn++)
            {
                if ((round + turn) % 2 == 0)
                {
                    first = await theirs();
                }
                else
                {
                    second = await ours();
                }

                Array.ForEach(outputs, File.Delete);
            }

            pairs.Add((first!, second!));
        }

        return pairs;
    }

    // One part leaves nothing for the next.
    private static void Prepare(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        if (new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace is var free && free < Room / Scale)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{folder} has {free >> 30} GiB free, and {Room / Scale >> 30} are needed: set TMPDIR."));
        }
    }

    private static void Add(List<double> measured, int round, double value)
    {
        if (round >= 0)
        {
            measured.Add(value);
        }
    }

    private static string Port(FlashDeviceProcess device) => device.Port.ToString(CultureInfo.InvariantCulture);

    private static string Words(string format, params IEnumerable<double>[] measured) => string.Format(CultureInfo.InvariantCulture, format, [.. measured.Select(values => (object)values.Median())]);
}
