using System.Runtime.Versioning;
using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Linux;
using Tenure.Device.Phone;
using Tenure.Device.Tests.Block;
using Tenure.Device.Tpm;
using Tenure.Testing;

namespace Tenure.Device.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class DeviceFolderTests : IDisposable
{
    private static readonly PhoneFacts Facts = new("Model", "S1", "board", "1", "System", "1", null);

    private readonly string work = Directory.CreateTempSubdirectory("tenure-device").FullName;

    private string Folder => Path.Combine(work, "lock");

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Fact]
    public void A_device_is_the_same_one_at_each_start_and_counts_them()
    {
        string id;
        using (var device = DeviceFolder.Open(Folder))
        {
            using var core = PhoneCore.Boot(device, Facts);
            id = core.Identity.Id.Text;
            core.Block.Move(BlockStep.Hold, BlockBench.Held());
        }

        using var again = DeviceFolder.Open(Folder);
        using var next = PhoneCore.Boot(again, Facts);
        Assert.Equal((id, 2UL, BlockState.Held), (next.Identity.Id.Text, next.Counters.BootCount, next.Block.State));
    }

    [Fact]
    public void Nobody_but_its_owner_may_read_it()
    {
        using var device = DeviceFolder.Open(Folder);
        using var core = PhoneCore.Boot(device, Facts);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        Assert.All(Directory.GetFiles(Folder), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void One_process_at_a_time_has_it()
    {
        using var device = DeviceFolder.Open(Folder);
        Assert.Throws<PhoneInUseException>(() => DeviceFolder.Open(Folder));
    }

    [Fact]
    public async Task With_a_TPM_an_older_copy_of_the_whole_folder_is_not_believed()
    {
        await using var tpm = await SoftwareTpm.MakeAsync();
        HoldAndCopyBack(tpm.Path);
        using var device = DeviceFolder.Open(Folder, tpm.Path);
        using var core = PhoneCore.Boot(device, Facts);
        Assert.Equal((BlockState.Untrusted, BlockFault.Older), (core.Block.State, core.Block.Fault));
    }

    // What docs/operate/agent.md says about devices without a TPM; only the server, when it hears of it, knows better.
    [Fact]
    public void Without_a_TPM_nothing_here_tells_an_older_copy_from_the_newest()
    {
        HoldAndCopyBack(null);
        using var device = DeviceFolder.Open(Folder);
        using var core = PhoneCore.Boot(device, Facts);
        Assert.Equal(BlockState.Free, core.Block.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_a_TPM_a_device_without_its_key_does_not_become_a_new_one(bool isDeleted)
    {
        await using var tpm = await SoftwareTpm.MakeAsync();
        using (var device = DeviceFolder.Open(Folder, tpm.Path))
        {
            using var core = PhoneCore.Boot(device, Facts);
        }

        if (isDeleted)
        {
            Directory.Delete(Folder, recursive: true);
        }
        else
        {
            File.WriteAllBytes(Path.Combine(Folder, PhoneLayout.Keys + ".img"), new byte[1 << 20]);
        }

        using var robbed = DeviceFolder.Open(Folder, tpm.Path);
        Assert.Throws<PhoneFolderException>(() => PhoneCore.Boot(robbed, Facts));
        Assert.Throws<PhoneFolderException>(() => PhoneCore.Inspect(robbed, Facts));
    }

    [Fact]
    public async Task A_first_start_that_was_cut_before_the_key_was_stored_begins_again()
    {
        await using var tpm = await SoftwareTpm.MakeAsync();
        using (var line = TpmLine.Open(tpm.Path))
        {
            TpmCounter.Open(line).Increment();
        }

        using var device = DeviceFolder.Open(Folder, tpm.Path);
        using var core = PhoneCore.Boot(device, Facts);
        Assert.Equal(BlockState.Free, core.Block.State);
    }

    [Fact]
    public async Task A_first_start_that_was_cut_before_the_mark_was_made_makes_it_at_the_next()
    {
        await using var tpm = await SoftwareTpm.MakeAsync();
        using (var device = DeviceFolder.Open(Folder, tpm.Path))
        {
            using var core = PhoneCore.Boot(new Forgetful(device), Facts);
            Assert.False(device.HadKey);
        }

        using var again = DeviceFolder.Open(Folder, tpm.Path);
        using var next = PhoneCore.Boot(again, Facts);
        Assert.True(again.HadKey);
    }

    [Fact]
    public async Task A_TPM_that_is_gone_is_named_and_nothing_opens()
    {
        await using var tpm = await SoftwareTpm.MakeAsync();
        using (var device = DeviceFolder.Open(Folder, tpm.Path))
        {
            using var core = PhoneCore.Boot(device, Facts);
        }

        await tpm.StopAsync();
        Assert.Throws<TpmException>(() => DeviceFolder.Open(Folder, tpm.Path));
        // It was not left locked.
        await tpm.StartAsync();
        using var again = DeviceFolder.Open(Folder, tpm.Path);
    }

    [Fact]
    public void A_release_counts_only_when_the_program_that_erases_says_that_it_is_done()
    {
        var (program, mark) = (Path.Combine(work, "erase"), Path.Combine(work, "erased"));
        File.WriteAllText(program, $"#!/bin/sh\n[ -e {mark} ] && exit 0\ntouch {mark}\nexit 7\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var device = DeviceFolder.Open(Folder, eraseProgram: program);
        using var core = PhoneCore.Boot(device, Facts);
        core.Block.Move(BlockStep.Hold, BlockBench.Held());
        core.Block.Move(BlockStep.Release, BlockBench.Releasing());
        var activation = new ActivationLock(core);
        Assert.Throws<IOException>(activation.CompleteRelease);
        Assert.Equal(LockScreen.ReleasePending, activation.Screen);
        activation.CompleteRelease();
        Assert.Equal(LockScreen.Wizard, activation.Screen);
        Assert.True(File.Exists(mark));
    }

    [Fact]
    public void A_program_that_is_not_there_erases_nothing()
    {
        using var device = DeviceFolder.Open(Folder, eraseProgram: Path.Combine(work, "none"));
        Assert.Throws<IOException>(device.EraseData);
    }

    private void HoldAndCopyBack(string? tpm)
    {
        var copy = Path.Combine(work, "copy");
        using (var device = DeviceFolder.Open(Folder, tpm))
        {
            using var core = PhoneCore.Boot(device, Facts);
            Directory.CreateDirectory(copy);
            foreach (var file in Directory.GetFiles(Folder, "*.img"))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }

            core.Block.Move(BlockStep.Hold, BlockBench.Held());
        }

        foreach (var file in Directory.GetFiles(copy))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);
        }
    }

    // Cut before the mark.
    private sealed class Forgetful(IPhoneStorage inner) : IPhoneStorage
    {
        public IMonotonicCounter? Counter => inner.Counter;

        public IPartition Open(string name) => inner.Open(name);
    }
}
