using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Tenure.Flash.Tests;
using Tenure.Flash.Tests.Restores;
using Tenure.Protocols.Links;
using Tenure.Protocols.Tests.Firehose;
using Tenure.Testing;
using FastbootPhone = Tenure.Flash.Tests.Fastboot.Phone;

namespace Tenure.Cli.Tests.Flash;

/// <summary>Ctrl-C and SIGTERM, as a shell sends them to a real process, in the middle of a write: it says what is safe, ends with its code, and the same command goes on.</summary>
public sealed class StopTests : IDisposable
{
    private const int Large = 16 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Rom => Path.Combine(folder.Path, "rom");

    [Theory]
    [InlineData("INT", 1)]
    [InlineData("TERM", 1)]
    [InlineData("INT", 2)]
    public async Task A_fastboot_flash_ends_cleanly_and_goes_on(string signal, int times)
    {
        folder.Write("rom/flash_all.sh", """
            fastboot $* getvar product 2>&1 | grep "^product: *lotus"
            if [ $? -ne 0 ] ; then echo "Missmatching image and device"; exit 1; fi
            fastboot $* flash boot `dirname $0`/images/boot.img
            fastboot $* flash super `dirname $0`/images/super.img
            fastboot $* reboot
            """);
        folder.Write("rom/images/boot.img", "boot");
        folder.Write("rom/images/super.img", "super");
        await using var phone = new FastbootPhone();
        TaskCompletionSource atSuper = new(TaskCreationOptions.RunContinuationsAsynchronously), goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        phone.Before = async command =>
        {
            if (command == "flash:super")
            {
                atSuper.TrySetResult();
                // Not for ever: a failure below leaves through the phone's end, which waits for this.
                await goesOn.Task.WaitAsync(Patience);
            }
        };
        string[] flash = ["flash", Rom, "--device", $"tcp:127.0.0.1:{phone.Port}", "--clean"];
        using var process = Start(flash);
        await atSuper.Task.WaitAsync(Patience, Ct);
        await RequireStopsAsync(process, signal, times);

        goesOn.SetResult();
        using var again = Start(flash);
        Assert.True(await EndAsync(again) is (0, _));
        Assert.Equal(["flash:boot", "flash:super", "flash:super", "reboot"], phone.Commands);
        Assert.Equal("super"u8.ToArray(), phone.Partitions["super"].ToArray());
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_restore_in_emergency_mode_ends_in_the_middle_of_a_write_and_goes_on(string signal)
    {
        var image = RandomNumberGenerator.GetBytes(Large);
        folder.Write("rom/images/small.img", new byte[4096]);
        folder.Write("rom/images/large.img", image);
        folder.Write("rom/images/prog_firehose_ddr.elf", Tenure.Protocols.Tests.Sahara.Rom.Elf);
        folder.Write("rom/images/rawprogram1.xml", $"<data>{Line("small", 8, 1)}{Line("large", 16, Large / 4096)}</data>");
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            using var make = Start(["rom", "make", Rom, "--key", folder.Write("release.pem", key.ExportPkcs8PrivateKeyPem()), "--product", "lotus", "--version", "1", "--region", "EU", "--patch-level", "2026-01-01"]);
            Assert.True(await EndAsync(make) is (0, _));
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var board = new Board { Disk = new Disk(units: 2, sectors: (Large / 4096) + 64) };
        var inTheMiddle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goesOn = new ManualResetEventSlim();
        board.Taken = range =>
        {
            if (range.First == 16)
            {
                // More comes than the connection holds: the host is in the middle of it.
                inTheMiddle.TrySetResult();
                goesOn.Wait(Ct);
            }
        };
        var device = DeviceAsync(board, listener, programmerRuns: false);
        using var process = StartRestore(listener, out var answering);
        await inTheMiddle.Task.WaitAsync(Patience, Ct);
        await RequireStopsAsync(process, signal, 1);
        await answering;
        goesOn.Set();
        await device;

        device = DeviceAsync(board, listener, programmerRuns: true);
        using var again = StartRestore(listener, out answering);
        var (code, said) = await EndAsync(again);
        Assert.True(code == 0, said);
        await answering;
        await device;
        Assert.Equal(image, board.Disk.Content[1].AsSpan(16 * 4096, Large).ToArray());

        // The small one was done, and was not written again; the large one was, and was begun anew.
        Assert.Equal(3, board.Writes);
    }

    public void Dispose() => folder.Dispose();

    private static string Line(string name, int first, int sectors) => string.Create(
        CultureInfo.InvariantCulture,
        $"<program SECTOR_SIZE_IN_BYTES=\"4096\" filename=\"{name}.img\" label=\"{name}\" num_partition_sectors=\"{sectors}\" physical_partition_number=\"1\" start_sector=\"{first}\" file_sector_offset=\"0\"/>");

    private static async Task RequireStopsAsync(Process process, string signal, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(Ct);
        }

        // Whatever does not end in ten seconds is ended, and has the code of its signal.
        var (code, said) = await EndAsync(process);
        Assert.True(code == ExitCodes.FlashBroken, $"{code} {said}");
        Assert.Contains("Nothing is lost: you may unplug the device or switch it off now.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> EndAsync(Process process)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Patience);
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await said + await complained);
    }

    private static async Task DeviceAsync(Board board, TcpListener listener, bool programmerRuns)
    {
        var client = await listener.AcceptTcpClientAsync(Ct);
        try
        {
            await Task.Run(() => board.RunAsync(new StreamLink(client.GetStream()), null, programmerRuns, Ct), Ct);
        }
        catch (Tenure.Protocols.ProtocolException)
        {
            // The host went away.
        }
    }

    private Process StartRestore(TcpListener listener, out Task answering)
    {
        var (question, ticket) = (Path.Combine(folder.Path, "question"), Path.Combine(folder.Path, "ticket"));
        File.Delete(question);
        answering = AnswerAsync(question, ticket);
        return Start(["flash", Rom, "--device", $"tcp:127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", "--clean", "--challenge-out", question, "--ticket-in", ticket]);
    }

    private static async Task AnswerAsync(string question, string ticket)
    {
        while (!File.Exists(question))
        {
            await Task.Delay(20, Ct);
        }

        await File.WriteAllBytesAsync(ticket + ".new", "TICKET"u8.ToArray(), Ct);
        File.Move(ticket + ".new", ticket, overwrite: true);
    }

    // What runs in the background of a shell has its interrupts ignored, and so have those that it starts.
    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT,TERM", "LC_ALL=C.UTF-8", Programs.CommandLine, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TENURE_SESSION"] = Path.Combine(folder.Path, "session.json");
        return Process.Start(start)!;
    }
}
