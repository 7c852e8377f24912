using CsCheck;
using Tenure.Protocols.Links;
using Tenure.Protocols.Sahara;
using Tenure.Protocols.Tests.Links;

namespace Tenure.Protocols.Tests.Sahara;

public sealed class SaharaTests
{
    public static TheoryData<LinkKind, uint, bool, int> Targets
    {
        get
        {
            var all = new TheoryData<LinkKind, uint, bool, int>();
            foreach (var kind in Enum.GetValues<LinkKind>())
            {
                all.Add(kind, 1, false, 0x1000);
                all.Add(kind, 2, false, 8);
                all.Add(kind, 2, true, 0x1000);
                all.Add(kind, 3, true, 1 << 20);
            }

            return all;
        }
    }

    public static TheoryData<LinkKind> Kinds => [.. Enum.GetValues<LinkKind>()];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_target_gets_its_programmer(LinkKind kind, uint version, bool wide, int requestSize)
    {
        await using var rom = new Rom(kind, new() { Version = version, IsWide = wide, RequestSize = requestSize });
        var reached = new List<SaharaProgress>();

        Assert.Equal(SaharaStart.Target, await rom.Host.OpenAsync(Ct));
        Assert.Equal(version, rom.Host.Target!.Version);
        await rom.Host.UploadAsync(Rom.Images(13), new Reached(reached), Ct);
        await rom.Device;

        Assert.Equal(Rom.Elf, rom.Loaded[13]);
        Assert.Equal(new(13, Rom.Elf.Length, Rom.Elf.Length), reached[^1]);
        Assert.Equal(reached.OrderBy(r => r.Reached), reached);
        Assert.Equal([WaitReason.Hello, WaitReason.ReadRequest, WaitReason.Verdict, WaitReason.DoneResponse], rom.Waits.All.Select(wait => wait.For).Distinct());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_target_of_32_bits_is_read_in_its_own_order(LinkKind kind)
    {
        var elf = Rom.Program(wide: false, 9_000);
        await using var rom = new Rom(kind);

        await rom.Host.OpenAsync(Ct);
        await rom.Host.UploadAsync(new Dictionary<ulong, Stream> { [13] = new MemoryStream(elf) }, null, Ct);
        await rom.Device;

        Assert.Equal(elf, rom.Loaded[13]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Several_images_are_given_in_the_order_in_which_they_are_asked_for(LinkKind kind)
    {
        await using var rom = new Rom(kind) { Wanted = [21, 13, 7] };

        await rom.Host.OpenAsync(Ct);
        await rom.Host.UploadAsync(Rom.Images(7, 13, 21), null, Ct);
        await rom.Device;

        Assert.Equal([7u, 13u, 21u], rom.Loaded.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_target_that_says_pending_at_the_end_is_done_when_it_has_its_only_image(LinkKind kind)
    {
        await using var rom = new Rom(kind, new() { SaysPendingAtTheEnd = true });

        await rom.Host.OpenAsync(Ct);
        await rom.Host.UploadAsync(Rom.Images(13), null, Ct);
        await rom.Device;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Questions_are_answered_and_the_upload_follows(LinkKind kind)
    {
        await using var rom = new Rom(kind, new() { Version = 3 });

        await rom.Host.OpenAsync(Ct);
        var answers = await rom.Host.AskAsync([SaharaQuery.SerialNumber, SaharaQuery.ChipId, SaharaQuery.HardwareId, SaharaQuery.PublicKeyHash], Ct);
        await rom.Host.UploadAsync(Rom.Images(13), null, Ct);
        await rom.Device;

        Assert.Equal(0x12345678u, SaharaAnswers.SerialNumber(answers[SaharaQuery.SerialNumber]));
        Assert.Equal(new SaharaHardware(0x000900e1, 2, 1), SaharaAnswers.HardwareId(answers[SaharaQuery.HardwareId]));
        Assert.Equal(Rom.Hash, SaharaAnswers.PublicKeyHash(answers[SaharaQuery.PublicKeyHash]).ToArray());
        Assert.False(answers.ContainsKey(SaharaQuery.ChipId));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_target_without_command_mode_still_gets_its_programmer(LinkKind kind)
    {
        await using var rom = new Rom(kind, new() { Version = 1 });

        await rom.Host.OpenAsync(Ct);
        Assert.Empty(await rom.Host.AskAsync([SaharaQuery.SerialNumber], Ct));
        await rom.Host.UploadAsync(Rom.Images(13), null, Ct);
        await rom.Device;
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task A_target_whose_hello_was_lost_is_woken(LinkKind kind, uint version, bool wide, int requestSize)
    {
        await using var rom = new Rom(kind, new() { Version = version, IsWide = wide, RequestSize = requestSize, LosesHello = true }, timeouts: new() { Hello = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(SaharaStart.Target, await rom.Host.OpenAsync(Ct));
        await rom.Host.UploadAsync(Rom.Images(13), null, Ct);
        await rom.Device;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_hello_that_is_only_late_ends_well(LinkKind kind)
    {
        var late = new LinkFaults { Delay = TimeSpan.FromMilliseconds(300) };
        await using var rom = new Rom(kind, new() { RequestSize = 1 << 20 }, fromDevice: late, timeouts: new() { Hello = TimeSpan.FromMilliseconds(100), SignOfLife = TimeSpan.FromSeconds(5) });

        Assert.Equal(SaharaStart.Target, await rom.Host.OpenAsync(Ct));
        await rom.Host.UploadAsync(Rom.Images(13), null, Ct);
        await rom.Device;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_programmer_that_runs_already_is_recognised_and_its_words_are_kept(LinkKind kind)
    {
        var (host, device) = LinkEnd.Pair(kind);
        await using var port = new LinkPort(host, TimeProvider.System);
        var opening = new SaharaHost(port, Rom.Short).OpenAsync(Ct);
        await device.ReadAsync(new byte[100], Ct); // The unasked answer to a HELLO that never was.
        await device.WriteAsync("<?xml version=\"1.0\"?><data/>"u8.ToArray(), Ct);

        Assert.Equal(SaharaStart.ProgrammerRuns, await opening);
        Assert.StartsWith("<?xml", System.Text.Encoding.ASCII.GetString(port.Buffered), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_dead_target_costs_a_known_time_and_each_wait_has_its_reason(LinkKind kind)
    {
        var (host, device) = LinkEnd.Pair(kind);
        var waits = new Waits();
        await using var port = new LinkPort(host, TimeProvider.System, waits);

        var refused = await Assert.ThrowsAsync<ProtocolException>(() => new SaharaHost(port, Rom.Short).OpenAsync(Ct));

        Assert.Equal(ProtocolErrorCode.PeerSilent, refused.Code);
        Assert.Equal(
            [WaitReason.Hello, WaitReason.SignOfLife, WaitReason.SignOfLife, WaitReason.ResetResponse, WaitReason.ResetResponse],
            waits.All.Select(wait => wait.For));
        Assert.Equal(
            [SaharaCommand.HelloResponse, SaharaCommand.HelloResponse, SaharaCommand.Reset, SaharaCommand.ResetStateMachine],
            device is null ? [] : host.Written.Select(bytes => SaharaCodec.Decode(bytes).Command));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_status_of_a_target_is_told_by_its_name_and_a_reset_makes_it_start_over(LinkKind kind)
    {
        await using var rom = new Rom(kind) { Verdict = SaharaStatus.ImageAuthenticationFailed };
        await rom.Host.OpenAsync(Ct);

        var refused = await Assert.ThrowsAsync<ProtocolException>(() => rom.Host.UploadAsync(Rom.Images(13), null, Ct));
        Assert.Equal((ProtocolErrorCode.SaharaFailed, "ImageAuthenticationFailed"), (refused.Code, refused.Field));

        rom.Verdict = SaharaStatus.Success;
        Assert.True(await rom.Host.ResetAsync(Ct));
        await rom.Host.UploadAsync(Rom.Images(13), null, Ct);
        await rom.Device;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_upload_that_fails_at_a_byte_can_be_done_again(LinkKind kind)
    {
        await using var rom = new Rom(kind, new() { FailsAt = 9_000 });
        await rom.Host.OpenAsync(Ct);

        Assert.Equal("ReadDataError", (await Assert.ThrowsAsync<ProtocolException>(() => rom.Host.UploadAsync(Rom.Images(13), null, Ct))).Field);
        Assert.True(await rom.Host.ResetAsync(Ct));
        await rom.Host.UploadAsync(Rom.Images(13), null, Ct);
        await rom.Device;
    }

    [Fact]
    public async Task What_is_not_there_is_refused_and_the_target_is_told()
    {
        await using var other = new Rom(LinkKind.Message) { Wanted = [7] };
        await other.Host.OpenAsync(Ct);
        var missing = await Assert.ThrowsAsync<ProtocolException>(() => other.Host.UploadAsync(Rom.Images(13), null, Ct));
        Assert.Equal((ProtocolErrorCode.SaharaImageMissing, "image"), (missing.Code, missing.Field));

        await using var rom = new Rom(LinkKind.Message);
        await rom.Host.OpenAsync(Ct);
        var shorter = new Dictionary<ulong, Stream> { [13] = new MemoryStream(Rom.Elf[..5000]) };
        var past = await Assert.ThrowsAsync<ProtocolException>(() => rom.Host.UploadAsync(shorter, null, Ct));
        Assert.Equal((ProtocolErrorCode.SaharaImageMissing, "length"), (past.Code, past.Field));

        // The reset was heard: it starts over by itself.
        Assert.Equal(SaharaStart.Target, await rom.Host.OpenAsync(Ct));
        await rom.Host.UploadAsync(Rom.Images(13), null, Ct);
    }

    [Fact]
    public async Task A_wrong_file_is_told_as_one()
    {
        await using var rom = new Rom(LinkKind.Stream);
        await rom.Host.OpenAsync(Ct);
        var text = new Dictionary<ulong, Stream> { [13] = new MemoryStream(new byte[5000]) };

        Assert.Equal("InvalidElfHeader", (await Assert.ThrowsAsync<ProtocolException>(() => rom.Host.UploadAsync(text, null, Ct))).Field);
    }

    // A link that breaks after each number of bytes, in either direction: always one of two ends, and never a wait without one.
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_link_cut_at_any_byte_ends_in_one_exception(LinkKind kind)
    {
        await using var whole = new Rom(kind);
        await RunAsync(whole);
        for (var cut = 0L; cut < whole.DeviceEnd.Sent; cut += 7)
        {
            await using var rom = new Rom(kind, fromDevice: new() { CutAfter = cut });
            await EndsAsync(rom);
        }

        for (var cut = 0L; cut < whole.HostEnd.Sent; cut += 211)
        {
            await using var rom = new Rom(kind, fromHost: new() { CutAfter = cut });
            await EndsAsync(rom);
        }

        async Task EndsAsync(Rom rom)
        {
            var refused = await Assert.ThrowsAsync<ProtocolException>(() => RunAsync(rom));

            // What is left of a transfer is a packet that is too short.
            Assert.True(refused.Code == ProtocolErrorCode.ConnectionClosed || (kind == LinkKind.Message && refused.Code == ProtocolErrorCode.SaharaPacketRefused), refused.ToString());
            await Assert.ThrowsAsync<ProtocolException>(() => rom.Device);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Doubled_transfers_and_stray_bytes_end_well_or_in_one_exception(LinkKind kind)
    {
        var good = 0;
        for (var at = 0; at < 14; at++)
        {
            foreach (var faults in new LinkFaults[] { new() { Twice = at }, new() { Stray = (at, [0xff]) }, new() { Stray = (at, [1, 0, 0, 0, 0x30]) }, new() { Stray = (at, "<?xml"u8.ToArray()) } })
            {
                foreach (var fromHost in new[] { true, false })
                {
                    await using var rom = new Rom(kind, fromHost: fromHost ? faults : null, fromDevice: fromHost ? null : faults, timeouts: Rom.Short);
                    try
                    {
                        await RunAsync(rom);
                        good++;
                    }
                    catch (ProtocolException)
                    {
                        // The one way to say no.
                    }

                    Assert.True(rom.Loaded.Values.All(bytes => bytes.AsSpan().SequenceEqual(Rom.Elf) || !rom.Device.IsCompletedSuccessfully));
                }
            }
        }

        Assert.True(good > 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Delays_small_pieces_and_empty_transfers_change_nothing(LinkKind kind)
    {
        var faults = new LinkFaults { Delay = TimeSpan.FromMilliseconds(2), EmptyTransfers = true, Pieces = 3 };
        await using var rom = new Rom(kind, fromHost: faults, fromDevice: faults);

        await RunAsync(rom);
        await rom.Device;

        Assert.Equal(Rom.Elf, rom.Loaded[13]);
    }

    [Fact]
    public void A_packet_is_read_as_it_was_written() => Gen.UInt.Array[6].Sample(n =>
    {
        var (wide, mode) = (((ulong)n[0] << 32) | n[1], (SaharaMode)(n[2] % 4));
        SaharaPacket[] packets =
        [
            new SaharaHelloPacket(n[0], n[1], n[2], mode), new SaharaHelloResponsePacket(n[0], n[1], (SaharaStatus)n[3], mode),
            new SaharaReadDataPacket(n[0], n[1], n[2]), new SaharaReadDataPacket(wide, wide + 1, wide + 2, IsWide: true), new SaharaEndImagePacket(n[0], (SaharaStatus)n[1]),
            new SaharaDonePacket(), new SaharaDoneResponsePacket(mode), new SaharaResetPacket(), new SaharaResetResponsePacket(), new SaharaResetStateMachinePacket(),
            new SaharaMemoryDebugPacket(n[0], n[1]), new SaharaMemoryDebugPacket(wide, n[1], IsWide: true), new SaharaMemoryReadPacket(n[0], n[1]),
            new SaharaMemoryReadPacket(wide, n[1], IsWide: true), new SaharaCommandReadyPacket(), new SaharaSwitchModePacket(mode),
            new SaharaExecutePacket((SaharaQuery)n[4]), new SaharaExecuteResponsePacket((SaharaQuery)n[4], n[5]), new SaharaExecuteDataPacket((SaharaQuery)n[4]),
        ];
        Assert.Equal(Enum.GetValues<SaharaCommand>(), packets.Select(packet => packet.Command).Distinct().Order());
        Assert.All(packets, packet => Assert.Equal(packet, SaharaCodec.Decode(SaharaCodec.Encode(packet))));
    }, iter: 100);

    [Fact]
    public void A_packet_of_any_other_length_is_refused()
    {
        foreach (var command in Enum.GetValues<SaharaCommand>())
        {
            for (var length = 0; length < 0x34; length++)
            {
                var bytes = new byte[Math.Max(8, length)];
                (bytes[0], bytes[4]) = ((byte)command, (byte)length);
                var isGood = SaharaCodec.SizeOf(command) == length;
                Assert.Equal(isGood, Record.Exception(() => SaharaCodec.Decode(bytes.AsSpan(0, length))) is null);
                Assert.Equal(isGood && length == bytes.Length, Record.Exception(() => SaharaCodec.Decode(bytes)) is null);
            }
        }

        Assert.Throws<ProtocolException>(() => SaharaCodec.Decode([0x14, 0, 0, 0, 8, 0, 0, 0]));
    }

    [Fact]
    public void A_key_hash_is_cut_where_it_is_repeated_or_filled_up()
    {
        var hash = Rom.Hash;
        byte[] endsInZeros = [.. hash[..30], 0, 0];

        Assert.Equal(hash, SaharaAnswers.PublicKeyHash(hash).ToArray());
        Assert.Equal(hash, SaharaAnswers.PublicKeyHash([.. hash, .. hash, .. hash, .. hash]).ToArray());
        Assert.Equal(hash, SaharaAnswers.PublicKeyHash([.. hash, .. new byte[100]]).ToArray());
        Assert.Equal(endsInZeros, SaharaAnswers.PublicKeyHash([.. endsInZeros, .. new byte[8]]).ToArray());
        Assert.Equal(endsInZeros, SaharaAnswers.PublicKeyHash(endsInZeros).ToArray());
        Assert.Equal([1, 2], SaharaAnswers.PublicKeyHash([1, 2]).ToArray());
    }

    [Fact]
    public void A_chip_of_version_3_is_read_from_its_places()
    {
        var answer = new byte[46];
        (answer[36], answer[42], answer[44]) = (0xe1, 5, 7);

        Assert.Equal(new SaharaHardware(0xe1, 7, 5), SaharaAnswers.ChipId(answer));
        answer[40] = 3;
        Assert.Equal(new SaharaHardware(0xe1, 3, 5), SaharaAnswers.ChipId(answer));
        Assert.Null(SaharaAnswers.ChipId(answer.AsSpan(0, 43)));
    }

    private static async Task RunAsync(Rom rom)
    {
        if (await rom.Host.OpenAsync(Ct) == SaharaStart.ProgrammerRuns)
        {
            throw new ProtocolException(ProtocolErrorCode.SaharaPacketRefused, "A programmer where none runs.");
        }

        await rom.Host.UploadAsync(Rom.Images(13), null, Ct);
    }

    [Fact]
    public void Program_headers_that_lie_over_the_header_change_nothing_that_was_checked()
    {
        var loader = new SaharaElfLoader(13, _ => SaharaStatus.Success);
        var header = new byte[0x40];
        "\u007fELF\u0002\u0001"u8.CopyTo(header);
        header[32] = 0x20; // where the program headers are
        header[54] = 56; // bytes of each
        header[56] = 1; // how many
        var program = new byte[56];
        program.AsSpan(0, 8).Fill(0xff); // over where the program headers are
        program[8] = 0x40;
        program[32] = 0x10;

        Assert.Equal(SaharaStatus.Success, loader.Take(header));
        Assert.Equal(SaharaStatus.Success, loader.Take(program));
        Assert.Equal((0x40L, 0x10), loader.Wanted);
    }

    private sealed class Reached(List<SaharaProgress> all) : IProgress<SaharaProgress>
    {
        public void Report(SaharaProgress value) => all.Add(value);
    }
}
