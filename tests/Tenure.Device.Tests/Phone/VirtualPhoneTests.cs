using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols.Gpt;
using Tenure.Protocols.Identifiers;
using Tenure.Testing;

namespace Tenure.Device.Tests.Phone;

public sealed class VirtualPhoneTests : IDisposable
{
    private readonly TemporaryPhone temporary = new();

    public void Dispose() => temporary.Dispose();

    public static TheoryData<int> Units => [.. Enumerable.Range(0, PhoneLayout.Units)];

    [Theory]
    [MemberData(nameof(Units))]
    public void Each_unit_of_a_new_phone_has_a_partition_table_that_says_where_everything_lies(int unit)
    {
        using var disk = File.OpenRead(PhoneDisk.FileOf(temporary.Folder, unit));

        var table = GptDisk.Read(disk, PhoneLayout.SectorSize);

        Assert.Equal(PhoneLayout.SizeOf(unit), disk.Length);
        Assert.Equal(PhoneLayout.Of(unit).Select(p => p.Name), table.Partitions.Select(p => p.Name));
        Assert.All(PhoneLayout.Of(unit), p => Assert.Equal(new GptExtent(PhoneLayout.OffsetOf(p.Name), p.Size), table.Find(p.Name)));
    }

    [Fact]
    public void Lock_key_and_counters_are_all_that_their_unit_has() => Assert.Equal(
        PhoneLayout.ProtectedRanges.Select(r => (r.Unit, r.First * PhoneLayout.SectorSize, r.Sectors * PhoneLayout.SectorSize)),
        PhoneLayout.Of(3).Select(p => (3, PhoneLayout.OffsetOf(p.Name), p.Size)));

    [Fact]
    public void A_phone_of_an_earlier_version_is_named_and_not_touched()
    {
        File.Delete(PhoneDisk.FileOf(temporary.Folder, 0));

        Assert.Throws<PhoneTooOldException>(() => VirtualPhone.Open(temporary.Folder));
    }

    // For a file sgdisk takes sectors of 512 bytes: it is shown the same partitions on such a disk.
    [Fact]
    public async Task Sgdisk_finds_no_problem_in_the_partition_table()
    {
        var table = PhoneDisk.Table(4);
        const int Ratio = PhoneLayout.SectorSize / 512;
        var file = Path.Combine(temporary.Folder, "512.img");
        using (var image = File.Create(file))
        {
            GptDisk.Create(image, table with { SectorSize = 512, SectorCount = table.SectorCount * Ratio, Partitions = [.. table.Partitions.Select(p => p with { FirstSector = p.FirstSector * Ratio, LastSector = (p.LastSector * Ratio) + Ratio - 1 })] });
        }

        var result = await Tool.Sgdisk().RunAsync(["--verify", file], TestContext.Current.CancellationToken);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("No problems found", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_is_made_at_the_first_boot_and_stays()
    {
        using var phone = VirtualPhone.Open(temporary.Folder);
        Assert.Null(PhoneCore.Inspect(phone, phone.Facts));

        using var first = PhoneCore.Boot(phone, phone.Facts);
        using var second = PhoneCore.Boot(phone, phone.Facts);

        Assert.Equal(first.Identity.Id, second.Identity.Id);
        Assert.Equal(BlockState.Free, second.Block.State);
        Assert.Equal(2UL, second.Counters.BootCount);
    }

    [Fact]
    public void The_sims_that_were_put_in_are_found_again()
    {
        var folder = Path.Combine(temporary.Folder, "another");
        VirtualPhone.Create(folder, TemporaryPhone.Facts, "+4915112345678");

        using var phone = VirtualPhone.Open(folder);

        Assert.Equal([(1, "+4915112345678"), (2, null)], phone.Sims.Select(sim => (sim.Slot, sim.Number)));
        Assert.Matches("^89[0-9]{17}$", phone.Sims[0].Iccid);
        Assert.Equal(phone.Sims[0].Iccid![^1], Luhn.DigitOf(phone.Sims[0].Iccid.AsSpan()[..^1]));
        Assert.Null(phone.Sims[1].Iccid);
    }

    [Fact]
    public void A_phone_of_before_whose_sims_say_no_number_is_opened()
    {
        File.WriteAllText(Path.Combine(temporary.Folder, "sims.json"), """[{"slot":1,"iccid":null,"operator":null}]""");

        using var phone = VirtualPhone.Open(temporary.Folder);

        Assert.Null(Assert.Single(phone.Sims).Number);
    }

    [Fact]
    public void Two_phones_have_two_keys()
    {
        using var other = new TemporaryPhone();
        using var one = VirtualPhone.Open(temporary.Folder);
        using var two = VirtualPhone.Open(other.Folder);
        using var first = PhoneCore.Boot(one, one.Facts);
        using var second = PhoneCore.Boot(two, two.Facts);

        Assert.NotEqual(first.Identity.Id, second.Identity.Id);
    }

    [Fact]
    public void A_recovery_wipe_erases_user_data_and_nothing_else()
    {
        using (var phone = VirtualPhone.Open(temporary.Folder))
        using (var core = PhoneCore.Boot(phone, phone.Facts))
        {
            core.Block.Move(BlockStep.Hold, new BlockContent { State = BlockState.Held, HoldingId = new byte[16], MaskedHolder = "m•••" });
            core.UserData.Save(new UserRecord { Identifier = "someone@example.org" });
        }

        var before = ReadUnit(0);
        var others = Enumerable.Range(1, PhoneLayout.Units - 1).Select(ReadUnit).ToList();
        using (var phone = VirtualPhone.Open(temporary.Folder))
        {
            phone.RecoveryWipe();
        }

        var after = ReadUnit(0);
        Assert.All(others, (unit, i) => Assert.True(unit.AsSpan().SequenceEqual(ReadUnit(i + 1))));
        var start = (int)PhoneLayout.OffsetOf(PhoneLayout.UserData);
        var end = start + (int)PhoneLayout.Find(PhoneLayout.UserData)!.Size;
        Assert.True(before.AsSpan(0, start).SequenceEqual(after.AsSpan(0, start)));
        Assert.True(before.AsSpan(end).SequenceEqual(after.AsSpan(end)));
        Assert.True(before.AsSpan(start, end - start).ContainsAnyExcept((byte)0));
        Assert.False(after.AsSpan(start, end - start).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void One_process_at_a_time_has_a_phone()
    {
        using var first = VirtualPhone.Open(temporary.Folder);

        Assert.Throws<PhoneInUseException>(() => VirtualPhone.Open(temporary.Folder));
    }

    [Fact]
    public void A_folder_is_made_a_phone_once() =>
        Assert.Throws<PhoneFolderException>(() => VirtualPhone.Create(temporary.Folder, TemporaryPhone.Facts));

    [Fact]
    public void A_folder_without_a_phone_is_named() =>
        Assert.Throws<PhoneFolderException>(() => VirtualPhone.Open(Path.Combine(temporary.Folder, "nothing")));

    [Fact]
    public void Killed_at_each_byte_of_its_first_boot_a_phone_boots_free_the_next_time()
    {
        var whole = new PowerSupply();
        PhoneCore.Boot(new PoweredStorage(new MemoryStorage(), whole, CutDamage.Prefix), TemporaryPhone.Facts).Dispose();

        // Blanking is most of the bytes and has one kind of outcome: step over it coarsely, then go byte by byte.
        var blanking = 4L * PhoneLayout.EraseUnit;
        foreach (var cut in Steps(blanking, whole.BytesWritten))
        {
            foreach (var damage in Enum.GetValues<CutDamage>())
            {
                var storage = new MemoryStorage();
                var power = new PowerSupply();
                power.CutAfterBytes(cut);
                Assert.Throws<PowerCutException>(() => PhoneCore.Boot(new PoweredStorage(storage, power, damage), TemporaryPhone.Facts));

                using var core = PhoneCore.Boot(storage, TemporaryPhone.Facts);
                Assert.Equal(BlockState.Free, core.Block.State);
            }
        }
    }

    private static IEnumerable<long> Steps(long coarseUntil, long end)
    {
        for (long at = 0; at < coarseUntil; at += 16 * 1024)
        {
            yield return at;
        }

        for (var at = coarseUntil; at < end; at += 3)
        {
            yield return at;
        }
    }

    private byte[] ReadUnit(int unit) => File.ReadAllBytes(PhoneDisk.FileOf(temporary.Folder, unit));
}
