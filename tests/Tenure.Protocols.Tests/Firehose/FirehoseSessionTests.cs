using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Links;
using Tenure.Protocols.Tests.Links;
using Tenure.Protocols.Tests.Sahara;
using Tenure.Protocols.Tests.Sparse;

namespace Tenure.Protocols.Tests.Firehose;

public sealed class FirehoseSessionTests
{
    public static TheoryData<LinkKind> Kinds => [.. Enum.GetValues<LinkKind>()];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // The order of a session that a real host was seen to have with a device like ours.
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_whole_session_from_greeting_to_power(LinkKind kind)
    {
        await using var edl = new Edl(kind);
        var greeting = await edl.Host.GreetAsync(Ct);
        Assert.Contains(greeting, line => line.StartsWith("INFO: End of supported functions", StringComparison.Ordinal));
        Assert.True((await edl.Host.ConfigureAsync(Edl.Configure, Ct)).IsAck);

        using var read = new MemoryStream();
        var wrong = await edl.Host.ReadAsync(new(Edl.Place(1, 1, size: 512)), read, Ct);
        Assert.Equal("ERROR: sector size attribute 512 differs from the disk's 4096", wrong.Reason);
        Assert.True((await edl.Host.ReadAsync(new(Edl.Place(1, 1)), read, Ct)).IsAck);
        Assert.Equal(4096, read.Length);

        var payload = Edl.Bytes((1 << 20) + 5000);
        var taken = new List<long>();
        var program = await edl.Host.ProgramAsync(new(Edl.Place(100, 300), "boot.img", "boot_a"), new MemoryStream(payload), payload.Length, new Taken(taken), Ct);
        Assert.True(program is { IsAck: true, MayHaveWritten: true }, program.Reason);
        Assert.Equal([1 << 20, (1 << 20) + 8192], taken);
        Assert.Equal(payload, edl.Disk.Content[0][(100 * 4096)..((100 * 4096) + payload.Length)]);
        Assert.All(edl.Disk.Content[0][((100 * 4096) + payload.Length)..((100 * 4096) + (1 << 20) + 8192)], b => Assert.Equal(0, b));
        Assert.Equal(0xff, edl.Disk.Content[0][(100 * 4096) + (1 << 20) + 8192]);

        Assert.Equal(SHA256.HashData(payload.AsSpan(0, 1 << 20)), await edl.Host.DigestAsync(Edl.Place(100, 256), Ct));
        Assert.Equal(edl.Disk.Facts(1), await edl.Host.StorageAsync(1, Ct));
        Assert.True((await edl.Host.SendAsync(new FirehoseNopCommand(), Ct)).IsAck);
        Assert.True((await edl.Host.SendAsync(new FirehoseEraseCommand(4096, 0, Edl.Place(100, 1)), Ct)).IsAck);
        Assert.Equal(0, edl.Disk.Content[0][100 * 4096]);
        Assert.True((await edl.Host.SendAsync(new FirehoseEraseCommand(4096, 1, null), Ct)).IsAck);
        Assert.All(edl.Disk.Content[1].Where((_, i) => i % 97 == 0), b => Assert.Equal(0, b));
        Assert.True((await edl.Host.SendAsync(new FirehoseBootableCommand(1), Ct)).IsAck);
        Assert.Equal(1, edl.Disk.Bootable);

        Assert.True((await edl.Host.SendAsync(new FirehosePowerCommand(FirehosePower.ResetToEdl), Ct)).IsAck);
        Assert.Equal(FirehosePower.ResetToEdl, await edl.Device);
        Assert.Equal([WaitReason.Greeting, WaitReason.Response, WaitReason.RawBytes, WaitReason.FinalResponse], edl.Waits.All.Select(wait => wait.For).Distinct());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_boot_rom_is_followed_by_its_programmer_on_the_same_link(LinkKind kind)
    {
        await using var rom = new Rom(kind);
        await rom.Host.OpenAsync(Ct);
        await rom.Host.UploadAsync(Rom.Images(13), null, Ct);
        await rom.Device;
        await using var device = new LinkPort(rom.DeviceEnd, TimeProvider.System);
        var programmer = new FirehoseDevice(device, new Disk()).RunAsync(Ct);
        var host = new FirehoseHost(rom.HostPort, Edl.Patient);

        Assert.NotEmpty(await host.GreetAsync(Ct));
        await host.SendAsync(new FirehosePowerCommand(FirehosePower.Off), Ct);

        Assert.Equal(FirehosePower.Off, await programmer);
    }

    [Theory]
    [InlineData(16384)]
    [InlineData(131072)]
    public async Task A_payload_that_is_too_large_is_agreed_on_in_a_second_round(int supported)
    {
        await using var edl = new Edl(LinkKind.Message, new() { MaxPayload = supported });
        await edl.ReadyAsync();

        Assert.Equal(supported, edl.Host.Payload);
        var payload = Edl.Bytes(300_000);
        Assert.True((await edl.Host.ProgramAsync(new(Edl.Place(0, 100)), new MemoryStream(payload), payload.Length, null, Ct)).IsAck);
        Assert.Equal(payload, edl.Disk.Content[0][..payload.Length]);
    }

    [Fact]
    public async Task A_target_that_never_agrees_is_asked_twice()
    {
        var (end, other) = LinkEnd.Pair(LinkKind.Message);
        await using var port = new LinkPort(end, TimeProvider.System);
        var answering = AnswerAsync(other, [.. new[] { 16384, 8192 }.Select(size => $"<response value=\"NAK\" MaxPayloadSizeToTargetInBytes=\"{size}\"/>")]);

        Assert.False((await new FirehoseHost(port, Edl.Short).ConfigureAsync(Edl.Configure, Ct)).IsAck);
        await answering;
        Assert.Equal(2, end.Written.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_may_not_be_is_refused_with_its_reason_and_the_session_goes_on(LinkKind kind)
    {
        await using var edl = new Edl(kind);
        await edl.Host.GreetAsync(Ct);
        await Refused(new FirehoseReadCommand(Edl.Place(0, 1)), "command before configure");
        Assert.Equal("ERROR: not support configure MemoryName emmc", (await edl.Host.ConfigureAsync(Edl.Configure with { MemoryName = "emmc" }, Ct)).Reason);
        await edl.ReadyAsync();

        await Refused(new FirehoseReadCommand(Edl.Place(1024, 1)), "outside the LUN");
        await Refused(new FirehoseReadCommand(Edl.Place(1023, 2)), "outside the LUN");
        await Refused(new FirehoseReadCommand(Edl.Place(0, FirehosePlace.MaxSectors)), "outside the LUN");
        await Refused(new FirehoseReadCommand(Edl.Place(0, 1) with { Start = FirehoseExpression.Parse("NUM_DISK_SECTORS-1025.") }), "outside the LUN");
        await Refused(new FirehoseReadCommand(Edl.Place(0, 1, unit: 2)), "partition number 2 out of range");
        await Refused(new FirehoseEraseCommand(512, 0, null), "sector size attribute");
        await Refused(new FirehosePatchCommand(Edl.Place(0, 1), 4093, 4, FirehoseExpression.Of(1)), "outside its sector");
        await Refused(new FirehosePatchCommand(Edl.Place(0, 1), 0, 1, FirehoseExpression.Of(256)), "of a value that is none");
        await Refused(new FirehosePatchCommand(Edl.Place(0, 1), 0, 4, FirehoseExpression.Of(1), "gpt_main0.bin"), "a patch of a file");
        await Refused(new FirehosePatchCommand(Edl.Place(0, 1), 0, 4, FirehoseExpression.Parse("CRC32(1000,999999)")), "of a value that is none");
        await Refused(new FirehoseBootableCommand(7), "not supported here");
        await Refused(new FirehoseDigestCommand(Edl.Place(0, 1), IsCrc16: true), "not supported here");
        await Refused(new FirehoseOtherCommand(new("fixgpt", [])), "not supported here");
        await Refused(new FirehoseOtherCommand(new("ufs", [])), "the storage is in use");
        await Refused(new FirehoseSigCommand(FirehoseSigStep.Request), "nothing is locked here");
        await Refused(new FirehoseOtherCommand(new("peek", [new("address64", "0"), new("SizeInBytes", "4")])), "unknown tag peek");
        await Refused(new FirehoseOtherCommand(new("poke", [new("address64", "0")])), "unknown tag poke");
        await Refused(new FirehoseOtherCommand(new("erase", [new("SECTOR_SIZE_IN_BYTES", "4096"), new("num_partition_sectors", "1")])), "erase needs start_sector");
        Assert.All(edl.Disk.Content, unit => Assert.DoesNotContain((byte)0, unit));
        Assert.True((await edl.Host.SendAsync(new FirehoseNopCommand(), Ct)).IsAck);

        async Task Refused(FirehoseCommand command, string reason)
        {
            var result = await edl.Host.SendAsync(command, Ct);
            Assert.False(result.IsAck);
            Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_attribute_that_means_nothing_is_told_and_others_are_found_in_any_case()
    {
        await using var edl = new Edl(LinkKind.Message);
        await edl.Host.GreetAsync(Ct);
        var result = await edl.Host.SendAsync(
            new FirehoseOtherCommand(new("configure", [new("memoryname", "UFS"), new("ZLPAwareHost", "1"), new("verbose", "0"), new("Colour", "red")])), Ct);

        Assert.True(result.IsAck);
        Assert.Equal(["DEBUG: unknown attribute Colour"], result.Logs);
        Assert.Equal("1048576", result.Response.Find("maxpayloadsizetotargetinbytessupported"));
    }

    [Fact]
    public async Task An_image_that_is_larger_than_its_place_is_never_begun()
    {
        await using var edl = new Edl(LinkKind.Message);
        await edl.ReadyAsync();
        var sent = edl.HostEnd.Sent;

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => edl.Host.ProgramAsync(new(Edl.Place(0, 1)), new MemoryStream(new byte[4097]), 4097, null, Ct));
        var sparse = Images.Make(new byte[8192]);
        await Assert.ThrowsAsync<ProtocolException>(() => edl.Host.ProgramSparseAsync(new(Edl.Place(0, 1)), new MemoryStream(sparse), null, Ct));

        Assert.Equal(sent, edl.HostEnd.Sent);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_sparse_image_is_written_chunk_by_chunk_and_nothing_else_is_touched(LinkKind kind)
    {
        await using var edl = new Edl(kind);
        await edl.ReadyAsync();
        var image = Images.Mixed(Enumerable.Range(0, 60).Select(i => (i * 37) % 64), 4096);
        var sparse = Images.Make(image, skipZeros: true);
        var taken = new List<long>();

        var result = await edl.Host.ProgramSparseAsync(new(Edl.Place(10, 900)), new MemoryStream(sparse), new Taken(taken), Ct);

        Assert.True(result!.IsAck);
        var expected = Enumerable.Repeat((byte)0xff, 1024 * 4096).ToArray();
        using var target = new MemoryStream(expected);
        target.Position = 10 * 4096;
        Tenure.Protocols.Sparse.SparseImage.Expand(new MemoryStream(sparse), target);
        Assert.Equal(expected, edl.Disk.Content[0]);
        Assert.Equal(taken.Order(), taken);
        Assert.Null(await edl.Host.ProgramSparseAsync(new(Edl.Place(10, 900)), new MemoryStream(Images.Make([])), null, Ct));
    }

    // What a flash package does to a partition table after its last partition has grown to the end of the unit.
    [Fact]
    public async Task Patches_set_numbers_and_checksums_that_the_device_works_out()
    {
        await using var edl = new Edl(LinkKind.Stream);
        await edl.ReadyAsync();
        await Patch("1", 48, 8, "NUM_DISK_SECTORS-6.");
        await Patch("1", 88, 4, "CRC32(2,16384)");
        await Patch("1", 16, 4, "0");
        await Patch("1", 16, 4, "CRC32(1,92)");
        await Patch("NUM_DISK_SECTORS-1.", 24, 8, "NUM_DISK_SECTORS-1.");

        var header = edl.Disk.Content[0].AsSpan(4096, 92).ToArray();
        var sum = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(16));
        header.AsSpan(16, 4).Clear();
        Assert.Equal(1018, BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(48)));
        Assert.Equal(Crc32.Of(edl.Disk.Content[0].AsSpan(8192, 16384)), BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(88)));
        Assert.Equal(Crc32.Of(header), sum);
        Assert.Equal(1023, BinaryPrimitives.ReadInt64LittleEndian(edl.Disk.Content[0].AsSpan((1023 * 4096) + 24)));

        async Task Patch(string sector, int offset, int size, string value) => Assert.True(
            (await edl.Host.SendAsync(new FirehosePatchCommand(Edl.Place(0, 1) with { Start = FirehoseExpression.Parse(sector) }, offset, size, FirehoseExpression.Parse(value)), Ct)).IsAck);
    }

    [Fact]
    public async Task Storage_that_fails_in_the_middle_is_a_nak_at_the_end()
    {
        await using var edl = new Edl(LinkKind.Message);
        await edl.ReadyAsync();
        edl.Disk.BrokenFrom = 256;
        var payload = new byte[(1 << 20) + 8192];

        var result = await edl.Host.ProgramAsync(new(Edl.Place(0, 300)), new MemoryStream(payload), payload.Length, null, Ct);

        Assert.True(result is { IsAck: false, MayHaveWritten: true });
        Assert.Contains("write protected", result.Reason, StringComparison.Ordinal);
        Assert.True((await edl.Host.SendAsync(new FirehoseNopCommand(), Ct)).IsAck);
    }

    // A host that waits for silence after each response needs a tenth of a second for each.
    [Fact]
    public async Task A_command_ends_with_its_response_and_many_small_ones_are_fast()
    {
        await using var edl = new Edl(LinkKind.Message);
        await edl.ReadyAsync();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 300; i++)
        {
            Assert.True((await edl.Host.SendAsync(new FirehosePatchCommand(Edl.Place(i, 1), 0, 4, FirehoseExpression.Of(i)), Ct)).IsAck);
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.DoesNotContain(edl.Waits.All, wait => wait.For == WaitReason.LateLogs);
    }

    [Fact]
    public async Task Late_lines_belong_to_the_command_before()
    {
        var (end, other) = LinkEnd.Pair(LinkKind.Message);
        await using var port = new LinkPort(end, TimeProvider.System);
        var logs = new List<FirehoseLog>();
        var host = new FirehoseHost(port, Edl.Short, new Lines(logs));
        var answering = AnswerAsync(other, "<response value=\"ACK\"/>");
        await host.SendAsync(new FirehoseEraseCommand(4096, 0, null), Ct);
        await answering;
        await other.WriteAsync(Document("<log value=\"late\"/>"), Ct);
        await other.WriteAsync(Document("<log value=\"later\"/>"), Ct);
        answering = AnswerAsync(other, "<response value=\"ACK\"/>");
        await host.SendAsync(new FirehoseNopCommand(), Ct);
        await answering;

        Assert.Equal([new FirehoseLog("erase", "late"), new FirehoseLog("erase", "later")], logs);
    }

    [Fact]
    public async Task A_target_that_takes_nothing_before_its_lines_are_read_is_heard_meanwhile()
    {
        var (end, other) = LinkEnd.Pair(LinkKind.Message, fromHost: new() { TakesNothingBefore = (1, [Document("<log value=\"one\"/>"), Document("<log value=\"two\"/>")]) });
        var waits = new Waits();
        await using var port = new LinkPort(end, TimeProvider.System, waits);
        var logs = new List<FirehoseLog>();
        var host = new FirehoseHost(port, Edl.Short, new Lines(logs));
        var answering = AnswerAsync(other, "<response value=\"ACK\"/>", "<response value=\"ACK\"/>");

        await host.SendAsync(new FirehoseEraseCommand(4096, 0, null), Ct);
        await host.SendAsync(new FirehoseNopCommand(), Ct);
        await answering;

        Assert.Equal([new FirehoseLog("nop", "one"), new FirehoseLog("nop", "two")], logs);
        Assert.DoesNotContain(waits.All, wait => wait.For == WaitReason.LateLogs);
        Assert.Contains(waits.All, wait => wait.For == WaitReason.Taken);
        Assert.Equal(2, end.Written.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_strict_programmer_counts_on_and_a_friendly_one_takes_xml_again(LinkKind kind)
    {
        foreach (var friendly in new[] { true, false })
        {
            await using var edl = new Edl(kind, new() { RawIdle = friendly ? TimeSpan.FromMilliseconds(100) : null });
            await edl.ReadyAsync();

            // A host that dies after the target has taken its command.
            await edl.HostEnd.WriteAsync(FirehoseXml.Write(FirehoseCodec.Write(new FirehoseProgramCommand(Edl.Place(0, 2))), 0), Ct);
            await Task.Delay(friendly ? 600 : 20, Ct);
            var after = new FirehoseHost(edl.HostPort, Edl.Short);
            await after.GreetAsync(Ct); // The answers to the dead one.

            if (friendly)
            {
                Assert.True((await new FirehoseHost(edl.HostPort, Edl.Patient).SendAsync(new FirehoseNopCommand(), Ct)).IsAck);
            }
            else
            {
                Assert.Equal(ProtocolErrorCode.PeerSilent, (await Assert.ThrowsAsync<ProtocolException>(() => after.SendAsync(new FirehoseNopCommand(), Ct))).Code);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_came_of_an_image_that_stopped_is_no_command(LinkKind kind)
    {
        await using var edl = new Edl(kind, new() { RawIdle = TimeSpan.FromMilliseconds(100) });
        await edl.ReadyAsync();
        await edl.HostEnd.WriteAsync(FirehoseXml.Write(FirehoseCodec.Write(new FirehoseProgramCommand(Edl.Place(0, 2))), 0), Ct);
        await edl.HostEnd.WriteAsync(FirehoseXml.Write(FirehoseCodec.Write(new FirehosePowerCommand(FirehosePower.Off)), 0), Ct);
        await Task.Delay(600, Ct);
        await new FirehoseHost(edl.HostPort, Edl.Short).GreetAsync(Ct); // The answers to the one that stopped.
        Assert.True((await new FirehoseHost(edl.HostPort, Edl.Patient).SendAsync(new FirehoseNopCommand(), Ct)).IsAck);
    }

    [Fact]
    public async Task Empty_transfers_are_sent_where_they_are_due_and_ignored_everywhere()
    {
        await using var edl = new Edl(LinkKind.Message, fromHost: new() { EmptyTransfers = true }, fromDevice: new() { EmptyTransfers = true });
        await edl.Host.GreetAsync(Ct);
        Assert.True((await edl.Host.ConfigureAsync(Edl.Configure with { IsZlpAware = true }, Ct)).IsAck);
        var before = edl.HostEnd.Written.Count;
        var payload = Edl.Bytes(2 << 20);
        Assert.True((await edl.Host.ProgramAsync(new(Edl.Place(0, 512)), new MemoryStream(payload), payload.Length, null, Ct)).IsAck);
        using var read = new MemoryStream();
        Assert.True((await edl.Host.ReadAsync(new(Edl.Place(0, 512)), read, Ct)).IsAck);

        Assert.Equal(payload, read.ToArray());

        // The command, two payloads and an empty one after each; before each of them one that is none of ours.
        Assert.Equal([0, 0, 1 << 20, 0, 0, 0, 1 << 20, 0, 0], edl.HostEnd.Written.Skip(before).Take(10).Select(bytes => bytes.Length).Where(length => length is 0 or 1 << 20));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Before_the_ticket_only_nop_sig_and_power_are_taken(LinkKind kind)
    {
        var image = Edl.Bytes(8192);
        var gate = new Lock(image);
        await using var edl = new Edl(kind, gate: gate);
        await edl.Host.GreetAsync(Ct);
        foreach (var command in new FirehoseCommand[] { Edl.Configure, new FirehoseReadCommand(Edl.Place(0, 1)), new FirehoseEraseCommand(4096, 0, null), new FirehoseStorageCommand(0), new FirehoseOtherCommand(new("ufs", [])) })
        {
            Assert.Contains("only nop and sig", (await edl.Host.SendAsync(command, Ct)).Reason, StringComparison.Ordinal);
        }

        Assert.True((await edl.Host.SendAsync(new FirehoseNopCommand(), Ct)).IsAck);
        Assert.Contains("auth: 1 ", (await edl.Host.AuthenticateAsync(Lock.Ticket, Lock.Manifest, Ct)).Reason, StringComparison.Ordinal);
        Assert.Contains("auth: 3 ", (await edl.Host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.Receipt), Ct)).Reason, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 0xff], (await edl.Host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.Request), Ct)).Evidence);
        var opened = await edl.Host.AuthenticateAsync(Lock.Ticket, Lock.Manifest, Ct);
        Assert.Equal((true, "INFO: authenticated T-1"), (opened.IsAck, opened.Reason));

        Assert.True((await edl.Host.ConfigureAsync(Edl.Configure, Ct)).IsAck);
        Assert.True((await edl.Host.ProgramAsync(new(Edl.Place(5, 2)), new MemoryStream(image), 8192, null, Ct)).IsAck);
        var other = await edl.Host.ProgramAsync(new(Edl.Place(5, 2)), new MemoryStream(new byte[8192]), 8192, null, Ct);
        Assert.Equal((false, "ERROR: auth: 11 digest mismatch"), (other.IsAck, other.Reason));
        Assert.Contains("auth: 14 ", (await edl.Host.ProgramAsync(new(Edl.Place(5, 2, unit: 1)), new MemoryStream(image), 8192, null, Ct)).Reason, StringComparison.Ordinal);
        Assert.Contains("auth: 9 ", (await edl.Host.SendAsync(new FirehoseEraseCommand(4096, 0, null), Ct)).Reason, StringComparison.Ordinal);
        Assert.True((await edl.Host.SendAsync(new FirehosePatchCommand(Edl.Place(9, 1), 0, 4, FirehoseExpression.Of(7)), Ct)).IsAck);
        Assert.Equal([new FirehoseRange(0, 9, 1)], gate.Begun);
        Assert.Equal([9, 9], (await edl.Host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.Receipt), Ct)).Evidence);
        Assert.Equal(-1, edl.Disk.Content[1].AsSpan().IndexOf((byte)0));
    }

    [Fact]
    public async Task After_too_many_wrong_tickets_only_power_is_left()
    {
        await using var edl = new Edl(LinkKind.Message, gate: new Lock([]));
        await edl.Host.GreetAsync(Ct);
        for (var i = 0; i < FirehoseDeviceOptions.MaxTries; i++)
        {
            await edl.Host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.Request), Ct);
            Assert.Contains("auth: 5 ", (await edl.Host.AuthenticateAsync(new byte[] { 1 }, Lock.Manifest, Ct)).Reason, StringComparison.Ordinal);
        }

        Assert.Contains("auth: 12 ", (await edl.Host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.Request), Ct)).Reason, StringComparison.Ordinal);
        Assert.Contains("auth: 12 ", (await edl.Host.AuthenticateAsync(Lock.Ticket, Lock.Manifest, Ct)).Reason, StringComparison.Ordinal);
        Assert.True((await edl.Host.SendAsync(new FirehosePowerCommand(FirehosePower.Reset), Ct)).IsAck);
        Assert.Equal(FirehosePower.Reset, await edl.Device);
    }

    [Fact]
    public async Task A_manifest_without_its_ticket_right_before_it_is_not_taken()
    {
        await using var edl = new Edl(LinkKind.Message, gate: new Lock([]));
        await edl.Host.GreetAsync(Ct);

        Assert.Contains("auth: 3 ", (await edl.Host.SendAsync(new FirehoseSigCommand(FirehoseSigStep.Manifest, 10), Ct)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Delays_and_small_pieces_change_nothing(LinkKind kind)
    {
        var faults = new LinkFaults { Delay = TimeSpan.FromMilliseconds(1), Pieces = 7 };
        await using var edl = new Edl(kind, fromHost: faults, fromDevice: faults);
        await RunAsync(edl);
        Assert.Equal(FirehosePower.Reset, await edl.Device);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_link_cut_at_any_byte_ends_in_one_exception_and_harms_only_its_place(LinkKind kind)
    {
        await using var whole = new Edl(kind);
        await RunAsync(whole);
        for (var cut = 0L; cut < whole.DeviceEnd.Sent; cut += 131)
        {
            await using var edl = new Edl(kind, fromDevice: new() { CutAfter = cut });
            await EndsAsync(edl);
        }

        for (var cut = 0L; cut < whole.HostEnd.Sent; cut += 257)
        {
            await using var edl = new Edl(kind, fromHost: new() { CutAfter = cut });
            await EndsAsync(edl);
        }

        static async Task EndsAsync(Edl edl)
        {
            await Assert.ThrowsAsync<ProtocolException>(() => RunAsync(edl));
            Assert.Equal(-1, edl.Disk.Content[1].AsSpan().IndexOf((byte)0));
            Assert.Equal(-1, edl.Disk.Content[0].AsSpan(3 * 4096).IndexOfAnyExcept((byte)0xff));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Doubled_transfers_and_stray_bytes_end_in_an_answer_or_in_one_exception(LinkKind kind)
    {
        var answers = 0;
        var wait = TimeSpan.FromMilliseconds(150);
        var hasty = Edl.Short with { Greeting = wait, Response = wait, Transfer = wait, Final = wait };
        for (var at = 0; at < 12; at += 2)
        {
            foreach (var faults in new LinkFaults[] { new() { Twice = at }, new() { Stray = (at, [0xff, 1]) }, new() { Stray = (at, "<?xml"u8.ToArray()) }, new() { Stray = (at, "\n"u8.ToArray()) } })
            {
                foreach (var fromHost in new[] { true, false })
                {
                    await using var edl = new Edl(kind, new() { RawIdle = TimeSpan.FromMilliseconds(100) }, fromHost: fromHost ? faults : null, fromDevice: fromHost ? null : faults, timeouts: hasty);
                    try
                    {
                        await RunAsync(edl);
                        answers++;
                    }
                    catch (ProtocolException)
                    {
                        // The one way to say no.
                    }

                    Assert.Equal(-1, edl.Disk.Content[1].AsSpan().IndexOf((byte)0));
                    Assert.Equal(-1, edl.Disk.Content[0].AsSpan(3 * 4096).IndexOfAnyExcept((byte)0xff));
                }
            }
        }

        Assert.True(answers > 10);
    }

    private static async Task RunAsync(Edl edl)
    {
        await edl.Host.GreetAsync(Ct);
        if (!(await edl.Host.ConfigureAsync(Edl.Configure, Ct)).IsAck)
        {
            return;
        }

        await edl.Host.ProgramAsync(new(Edl.Place(1, 2)), new MemoryStream(Edl.Bytes(8192)), 8192, null, Ct);
        using var read = new MemoryStream();
        await edl.Host.ReadAsync(new(Edl.Place(1, 2)), read, Ct);
        await edl.Host.SendAsync(new FirehosePowerCommand(FirehosePower.Reset), Ct);
    }

    private static async Task AnswerAsync(LinkEnd target, params string[] answers)
    {
        foreach (var answer in answers)
        {
            await target.ReadAsync(new byte[8192], Ct);
            await target.WriteAsync(Document(answer), Ct);
        }
    }

    private static byte[] Document(string element) => Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?><data>{element}</data>");

    private sealed class Taken(List<long> all) : IProgress<long>
    {
        public void Report(long value) => all.Add(value);
    }

    private sealed class Lines(List<FirehoseLog> all) : IProgress<FirehoseLog>
    {
        public void Report(FirehoseLog value) => all.Add(value);
    }
}
