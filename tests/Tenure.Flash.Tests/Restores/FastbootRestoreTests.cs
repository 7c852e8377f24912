using System.Security.Cryptography;
using Tenure.Flash.Links;
using Tenure.Flash.Packages;
using Tenure.Flash.Restores;
using Tenure.Flash.Scripts;
using Tenure.Flash.Tests.Fastboot;
using Tenure.Protocols.Links;

namespace Tenure.Flash.Tests.Restores;

public sealed class FastbootRestoreTests : IDisposable
{
    private const string Script = """
        fastboot $* getvar product 2>&1 | grep "^product: *lotus"
        if [ $? -ne 0 ] ; then echo "Missmatching image and device"; exit 1; fi
        CURRENT_ANTI_VER=2
        ver=`fastboot $* getvar anti 2>&1 | grep -oP "anti: \K[0-9]+"`
        if [ $ver -gt $CURRENT_ANTI_VER ]; then echo "Current device antirollback version is greater than this package"; exit 1; fi
        fastboot $* getvar crc 2>&1 | grep "^crc: 1"
        if [ $? -eq 0 ]; then
        fastboot $* flash crclist `dirname $0`/images/boot.img
        fi
        fastboot $* erase boot_ab
        fastboot $* flash boot_ab `dirname $0`/images/boot.img
        fastboot $* flash super `dirname $0`/images/super.img
        fastboot $* set_active a
        fastboot $* reboot
        """;

    private readonly TemporaryFolder folder = new();
    private readonly byte[] super = RandomNumberGenerator.GetBytes(200_000);

    public FastbootRestoreTests()
    {
        folder.Write("rom/flash_all.sh", Script);
        folder.Write("rom/images/boot.img", "boot");
        folder.Write("rom/images/super.img", super);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Steps_are_done_in_their_order()
    {
        await using var phone = new Phone { Variables = { ["current-slot"] = "a" } };
        var seen = new List<RestoreReport>();
        await RunAsync(phone, new Seen<RestoreReport>(seen));
        Assert.Equal(["erase:boot_a", "erase:boot_b", "flash:boot_a", "flash:boot_b", .. phone.Commands.Where(command => command == "flash:super"), "set_active:a", "reboot"], phone.Commands);
        Assert.Equal(super, phone.Partitions["super"].ToArray()[..super.Length]);
        Assert.Equal((200_008, 200_008), (seen[^1].Bytes, seen[^1].Of));
        Assert.Equal(seen.Select(report => report.Bytes).Order(), seen.Select(report => report.Bytes));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.journal"));
    }

    [Fact]
    public async Task What_a_condition_asks_for_is_done_where_it_holds()
    {
        await using var phone = new Phone { Variables = { ["crc"] = "1" } };
        await RunAsync(phone);
        Assert.Equal("flash:crclist", phone.Commands[0]);
    }

    [Theory]
    [InlineData("product", "ginkgo")]
    [InlineData("anti", "3")]
    public async Task A_check_that_fails_stops_before_anything_is_written(string variable, string value)
    {
        await using var phone = new Phone { Variables = { [variable] = value } };
        Assert.Equal(RestoreFault.CheckFailed, (await Assert.ThrowsAsync<RestoreException>(() => RunAsync(phone))).Fault);
        Assert.Empty(phone.Commands);
    }

    // A shell keeps what was set last; an index that is too low bricks.
    [Theory]
    [InlineData("own first", "1", false)]
    [InlineData("own first", "2", true)]
    [InlineData("own first", null, true)]
    [InlineData("file first", "1", true)]
    [InlineData("file first", null, true)]
    public async Task The_anti_rollback_index_is_what_the_script_set_last(string order, string? file, bool fits)
    {
        const string Own = "CURRENT_ANTI_VER=2";
        const string OfFile = "if [ -e $(dirname $0)/images/anti_version.txt ]; then\nCURRENT_ANTI_VER=`cat $(dirname $0)/images/anti_version.txt`\nfi";
        folder.Write("rom/flash_all.sh", Script.Replace(Own, order == "own first" ? Own + "\n" + OfFile : OfFile + "\n" + Own, StringComparison.Ordinal));
        if (file is not null)
        {
            folder.Write("rom/images/anti_version.txt", file);
        }

        await using var phone = new Phone();
        var run = RunAsync(phone);
        if (fits)
        {
            await run;
        }
        else
        {
            Assert.Equal(RestoreFault.CheckFailed, (await Assert.ThrowsAsync<RestoreException>(() => run)).Fault);
            Assert.Empty(phone.Commands);
        }
    }

    [Fact]
    public async Task A_second_run_goes_on_where_the_first_ended()
    {
        await using (var phone = new Phone { Fails = "set_active:a" })
        {
            Assert.Equal(RestoreFault.WriteRefused, (await Assert.ThrowsAsync<RestoreException>(() => RunAsync(phone))).Fault);
        }

        await using var again = new Phone();
        await RunAsync(again);
        Assert.Equal(["set_active:a", "reboot"], again.Commands);
    }

    // Its power failed, or this program was killed: what it said was written may be lost.
    [Fact]
    public async Task Without_an_end_in_order_what_was_written_is_compared_or_else_written_again()
    {
        using var package = await FlashPackage.OpenAsync(Path.Combine(folder.Path, "rom"), folder.Path, null, null, Ct);
        var writes = PackageScripts.Read(package, DataChoice.Clean).OfType<FlashStep>().Where(step => step.OnlyIf is null).ToList();
        foreach (var (tells, holds, expected) in ((bool, bool, string[])[])[(true, true, []), (true, false, ["boot_ab", "super"]), (false, true, ["boot_ab", "super"])])
        {
            using (var journal = FlashJournal.Open(folder.Path, "A1", await PackageScripts.DigestAsync(package, DataChoice.Clean, Ct)))
            {
                journal.Begin("A1");
                writes.ForEach(step => journal.MarkDone(step.Line));
            }

            await using var phone = new Phone { TellsDigests = tells };
            foreach (var (name, bytes) in holds ? [("boot_ab", "boot"u8.ToArray()), ("super", super)] : Array.Empty<(string, byte[])>())
            {
                phone.Partitions[name] = new();
                phone.Partitions[name].Write(bytes);
            }

            await RunAsync(phone);
            Assert.Equal(expected, phone.Commands.Where(command => command.StartsWith("flash:", StringComparison.Ordinal)).Select(command => command[6..]).Distinct());
        }
    }

    // A second version with the same script has other images: nothing of the first counts for it.
    [Fact]
    public async Task Another_version_with_the_same_script_is_written_whole()
    {
        await using (var phone = new Phone { Fails = "set_active:a" })
        {
            await Assert.ThrowsAsync<RestoreException>(() => RunAsync(phone));
        }

        folder.Write("rom/images/boot.img", "BOOT");
        await using var again = new Phone();
        await RunAsync(again);
        Assert.Equal("BOOT"u8.ToArray(), again.Partitions["boot_ab"].ToArray());
    }

    [Fact]
    public async Task A_device_without_a_serial_number_is_written_whole()
    {
        await using (var phone = new Phone { Fails = "set_active:a" })
        {
            phone.Variables.Remove("serialno");
            await Assert.ThrowsAsync<RestoreException>(() => RunAsync(phone));
        }

        await using var again = new Phone();
        again.Variables.Remove("serialno");
        await RunAsync(again);
        Assert.Contains("flash:super", again.Commands);
    }

    [Fact]
    public async Task What_stands_under_a_condition_is_done_only_where_it_holds()
    {
        folder.Write("rom/flash_all.sh", """
            fastboot $* getvar product 2>&1 | grep "^product: *lotus"
            if [ $? -ne 0 ] ; then echo "Missmatching image and device"; exit 1; fi
            fastboot $* getvar variant 2>&1 | grep "^variant: *b"
            if [ $? -eq 0 ]; then
            fastboot $* set_active b
            fastboot $* reboot bootloader
            fi
            fastboot $* flash boot `dirname $0`/images/boot.img
            """);
        await using var phone = new Phone();
        await RunAsync(phone);
        Assert.Equal(["flash:boot"], phone.Commands);
    }

    [Theory]
    [InlineData("serialno", "A2")]
    [InlineData("product", "lotusin")]
    public async Task Another_device_after_a_restart_of_the_bootloader_is_not_written(string variable, string value)
    {
        folder.Write("rom/flash_all.sh", """
            fastboot $* getvar product 2>&1 | grep "^product: *lotus"
            if [ $? -ne 0 ] ; then echo "Missmatching image and device"; exit 1; fi
            fastboot $* reboot bootloader
            fastboot $* flash boot `dirname $0`/images/boot.img
            """);
        await using var phone = new Phone();
        phone.AfterRestart = () => phone.Variables[variable] = value;
        Assert.Equal(RestoreFault.CheckFailed, (await Assert.ThrowsAsync<RestoreException>(() => RunAsync(phone))).Fault);
        Assert.DoesNotContain("flash:boot", phone.Commands);
    }

    // Nobody looks at a screen for half a minute that says nothing.
    [Fact]
    public async Task Each_wait_has_its_reason_and_its_end()
    {
        folder.Write("rom/flash_all.sh", """
            fastboot $* getvar product 2>&1 | grep "^product: *lotus"
            if [ $? -ne 0 ] ; then echo "Missmatching image and device"; exit 1; fi
            fastboot $* reboot bootloader
            fastboot $* flash boot `dirname $0`/images/boot.img
            """);
        await using var phone = new Phone();
        var waits = new List<LinkWait>();
        await RunAsync(phone, waits: new Seen<LinkWait>(waits));
        Assert.Equal([WaitReason.Response, WaitReason.Return, WaitReason.FinalResponse], waits.Select(wait => wait.For).Where(reason => reason != WaitReason.Taken).Distinct());
        Assert.All(waits, wait => Assert.InRange(wait.Until - TimeProvider.System.GetUtcNow(), TimeSpan.Zero, FastbootRestore.Restart));
    }

    // A file of this computer that fails is not a device that is gone.
    [Fact]
    public async Task Nobody_there_is_gone_and_a_broken_file_is_not()
    {
        using var package = await FlashPackage.OpenAsync(Path.Combine(folder.Path, "rom"), folder.Path, null, null, Ct);
        using var journal = FlashJournal.Open(folder.Path, "A1", new byte[32]);
        var restore = new FastbootRestore(_ => throw new IOException("Nobody."), package, PackageScripts.Read(package, DataChoice.Clean), journal, TimeProvider.System);
        Assert.Equal(RestoreFault.Gone, (await Assert.ThrowsAsync<RestoreException>(() => restore.RunAsync(Ct))).Fault);

        await using var phone = new Phone();
        await Assert.ThrowsAsync<IOException>(() => RunAsync(phone, new Fails()));
    }

    public void Dispose() => folder.Dispose();

    private async Task RunAsync(Phone phone, IProgress<RestoreReport>? progress = null, IProgress<LinkWait>? waits = null)
    {
        using var package = await FlashPackage.OpenAsync(Path.Combine(folder.Path, "rom"), folder.Path, null, null, Ct);
        using var journal = FlashJournal.Open(folder.Path, "A1", await PackageScripts.DigestAsync(package, DataChoice.Clean, Ct));
        var restore = new FastbootRestore(
            ct => DeviceConnection.OpenAsync(FlashAddress.Parse($"tcp:127.0.0.1:{phone.Port}")!, ct), package, PackageScripts.Read(package, DataChoice.Clean), journal, TimeProvider.System, progress)
        {
            Waits = waits,
        };
        await restore.RunAsync(Ct);
    }

    private sealed class Seen<T>(List<T> seen) : IProgress<T>
    {
        public void Report(T value) => seen.Add(value);
    }

    /// <summary>As a disk does that is full.</summary>
    private sealed class Fails : IProgress<RestoreReport>
    {
        public void Report(RestoreReport value)
        {
            if (value.Phase == RestorePhase.Writing)
            {
                throw new IOException("No space left on device.");
            }
        }
    }
}
