using System.Text;
using CsCheck;
using Tenure.Protocols.Firehose;

namespace Tenure.Protocols.Tests.Firehose;

public sealed class FirehoseCodecTests
{
    private static readonly FirehosePlace Place = new(4096, 3, FirehoseExpression.Parse("NUM_DISK_SECTORS-6."), 7, Slot: 1);

    public static IReadOnlyList<FirehoseCommand> Commands { get; } =
    [
        new FirehoseConfigureCommand { MemoryName = "ufs", MaxPayload = 16384, Verbose = true, IsZlpAware = true, SkipStorageInit = true, SkipWrite = true },
        new FirehoseProgramCommand(Place, "boot \"1\".img", "boot_a & b"),
        new FirehoseProgramCommand(Place),
        new FirehoseReadCommand(Place with { Slot = 0 }),
        new FirehoseEraseCommand(4096, 3, Place),
        new FirehoseEraseCommand(512, 0, null),
        new FirehosePatchCommand(Place with { Sectors = 1 }, 88, 4, FirehoseExpression.Parse("CRC32(2,16384)"), What: "Update <it>"),
        new FirehoseStorageCommand(2),
        new FirehoseDigestCommand(Place),
        new FirehoseDigestCommand(Place, IsCrc16: true),
        new FirehoseBootableCommand(1),
        new FirehosePowerCommand(FirehosePower.Reset, 5),
        new FirehosePowerCommand(FirehosePower.Off),
        new FirehosePowerCommand(FirehosePower.ResetToEdl),
        new FirehoseNopCommand(),
        new FirehoseSigCommand(FirehoseSigStep.Request),
        new FirehoseSigCommand(FirehoseSigStep.Ticket, FirehoseCodec.MaxTicket),
        new FirehoseSigCommand(FirehoseSigStep.Manifest, FirehoseCodec.MaxManifest),
        new FirehoseSigCommand(FirehoseSigStep.Receipt),
        new FirehoseSigCommand(FirehoseSigStep.HandOver),
    ];

    public static IReadOnlyList<FirehoseReply> Replies { get; } =
    [
        new FirehoseLogReply("INFO: a < b & \"c\""),
        new FirehoseLogReply(""),
        new FirehoseSigReply(FirehoseSigStep.Request, [1, 2, 3, 0xff]),
        new FirehoseSigReply(FirehoseSigStep.Receipt, new byte[FirehoseCodec.MaxEvidence]),
    ];

    public static TheoryData<string, string> Expressions => new()
    {
        { "0", "0" }, { "123.", "123" }, { "0x1F", "31" }, { "NUM_DISK_SECTORS-6.", "NUM_DISK_SECTORS-6." }, { "NUM_DISK_SECTORS-1", "NUM_DISK_SECTORS-1." },
        { "NUM_DISK_SECTORS", "NUM_DISK_SECTORS" }, { "CRC32(1,92)", "CRC32(1,92)" }, { "CRC32(NUM_DISK_SECTORS-5.,4096)", "CRC32(NUM_DISK_SECTORS-5.,4096)" }, { " CRC32(2, 0x1000) ", "CRC32(2,4096)" },
    };

    public static TheoryData<string> NoExpressions => ["", "-1", "+1", "1 2", "0x", "1..", "NUM_DISK_SECTORS+1", "NUM_DISK_SECTORS--1", "NUM_DISK_SECTORS-", "num_disk_sectors-1", "CRC32()", "CRC32(1)", "CRC32(1,2", "CRC32(CRC32(1,2),3)", "CRC32(1,2,3)", "18446744073709551616", new string('1', 200)];

    // A command or place that is wrong in one thing.
    public static TheoryData<string> BadCommands =>
    [
        "<configure MaxPayloadSizeToTargetInBytes=\"1\"/>", "<configure MemoryName=\"ufs\" MaxPayloadSizeToTargetInBytes=\"0\"/>", "<configure MemoryName=\"ufs\" MaxPayloadSizeToTargetInBytes=\"-1\"/>",
        "<configure MemoryName=\"ufs\" Verbose=\"maybe\"/>", "<read SECTOR_SIZE_IN_BYTES=\"0\" start_sector=\"0\" num_partition_sectors=\"1\"/>",
        "<read SECTOR_SIZE_IN_BYTES=\"4096\" start_sector=\"0\" num_partition_sectors=\"0\"/>", "<read SECTOR_SIZE_IN_BYTES=\"4096\" start_sector=\"x\" num_partition_sectors=\"1\"/>",
        "<read SECTOR_SIZE_IN_BYTES=\"4096\" start_sector=\"0\" num_partition_sectors=\"9223372036854775807\"/>", "<read SECTOR_SIZE_IN_BYTES=\"4096\" start_sector=\"0\" num_partition_sectors=\"18446744073709551615\"/>",
        "<read SECTOR_SIZE_IN_BYTES=\"4096\" start_sector=\"0\" num_partition_sectors=\"1\" physical_partition_number=\"256\"/>", "<erase/>", "<read SECTOR_SIZE_IN_BYTES=\"4096\" start_sector=\"CRC32(1,2)\" num_partition_sectors=\"1\"/>", "<erase SECTOR_SIZE_IN_BYTES=\"512\" start_sector=\"0\"/>",
        "<patch SECTOR_SIZE_IN_BYTES=\"512\" start_sector=\"0\" byte_offset=\"0\" size_in_bytes=\"9\" value=\"0\"/>", "<power value=\"explode\"/>", "<power/>", "<setbootablestoragedrive/>",
        "<sig TargetName=\"ticket\"/>", "<sig TargetName=\"ticket\" size_in_bytes=\"8193\"/>", "<sig TargetName=\"manifest\" size_in_bytes=\"1048577\"/>", "<sig TargetName=\"req\" version=\"2\"/>", "<sig/>",
        "<peek address64=\"0\" SizeInBytes=\"4\"/>", "<poke address64=\"0\" SizeInBytes=\"4\" value=\"1\"/>", "<NOP/>",
    ];

    // Found by fuzzing: a name with U+007F, which is not written, was read.
    [Theory]
    [InlineData("boot\u007f", "boot ")]
    [InlineData("boot&#9;a", "boot a")]
    [InlineData("boot&#10;a", "boot a")]
    public void What_is_read_of_a_command_is_what_would_be_written(string name, string read)
    {
        var xml = $"<data><program SECTOR_SIZE_IN_BYTES=\"4096\" num_partition_sectors=\"7\" physical_partition_number=\"3\" start_sector=\"NUM_DISK_SECTORS-6.\" slot=\"1\" filename=\"{name}\"/></data>";
        var command = Assert.IsType<FirehoseProgramCommand>(FirehoseCodec.ReadCommand(FirehoseXml.ReadDocument(Encoding.UTF8.GetBytes(xml)), out _));
        Assert.Equal(read, command.FileName);
        Assert.Equal(command, FirehoseCodec.ReadCommand(FirehoseXml.ReadDocument(FirehoseXml.Write(FirehoseCodec.Write(command), 0)), out _));
    }

    [Fact]
    public void The_command_that_fuzzing_found_is_read_as_it_is_written()
    {
        var found = Convert.FromHexString(
            "3c3f786d6c2076657273696f6e3d22312e302220656e636f64696e673d225554462d3822203f3e0a3c646174613e0a3c70726f6772616d20534543544f525f53495a455f494e5f42595445533d223430393622206e756d5f706172746974696f6e5f736563746f"
            + "72733d22372220706879736963616c5f706172746974696f6e5f6e756d6265723d2233222073746172745f736563746f723d224e554d5f4449534b5f534543544f52532d362e2220736c6f743d2231222066696c656e616d653d22626f6f74202671756f743b31"
            + "2671756f743b2e697f6722206c6162656c3d22626f6f745f612026616d703b206222202f3e0a3c2f646174613e");
        var command = FirehoseCodec.ReadCommand(FirehoseXml.ReadDocument(found), out _);
        Assert.Equal(command, FirehoseCodec.ReadCommand(FirehoseXml.ReadDocument(FirehoseXml.Write(FirehoseCodec.Write(command), 0)), out _));
    }

    [Fact]
    public void Commands_are_read_as_they_were_written() => Assert.All(Commands, command =>
    {
        var bytes = FirehoseXml.Write(FirehoseCodec.Write(command), 0);
        Assert.InRange(bytes.Length, 1, FirehoseXml.MaxDocument);
        Assert.Equal(command, FirehoseCodec.ReadCommand(FirehoseXml.ReadDocument(bytes), out var unknown));
        Assert.Empty(unknown);
    });

    [Fact]
    public void Replies_are_read_as_they_were_written()
    {
        Assert.All(Replies, reply =>
        {
            var bytes = FirehoseXml.Write(FirehoseCodec.Write(reply), 0);
            Assert.InRange(bytes.Length, 1, FirehoseXml.MaxDocument);
            Assert.Equivalent(reply, FirehoseCodec.ReadReply(FirehoseXml.ReadDocument(bytes)), strict: true);
        });
        var response = (FirehoseResponseReply)FirehoseCodec.ReadReply(FirehoseXml.ReadDocument(FirehoseXml.Write(FirehoseCodec.Write(new FirehoseResponseReply(true, true, [new("Digest", "ab")])), 0)));
        Assert.Equal((true, true, "ab", null), (response.IsAck, response.IsRaw, response.Find("digest"), response.Find("value")));
    }

    [Theory]
    [MemberData(nameof(BadCommands))]
    public void A_command_that_is_wrong_in_one_thing_is_refused(string element) => Assert.Equal(
        ProtocolErrorCode.FirehoseRefused,
        Assert.Throws<ProtocolException>(() => FirehoseCodec.ReadCommand(FirehoseXml.ReadDocument(Encoding.UTF8.GetBytes($"<data>{element}</data>")), out _)).Code);

    [Theory]
    [InlineData("<response/>")]
    [InlineData("<response value=\"ack\"/>")]
    [InlineData("<sig TargetName=\"blob\" value=\"A+/=\"/>")]
    [InlineData("<sig TargetName=\"ticket\" value=\"AAAA\"/>")]
    [InlineData("<nop/>")]
    public void A_reply_that_is_none_is_refused(string element) =>
        Assert.Throws<ProtocolException>(() => FirehoseCodec.ReadReply(FirehoseXml.ReadDocument(Encoding.UTF8.GetBytes($"<data>{element}</data>"))));

    [Fact]
    public void Numbers_may_be_hexadecimal() => Assert.Equal(
        new FirehoseBootableCommand(16),
        FirehoseCodec.ReadCommand(new("setbootablestoragedrive", [new("value", "0x10")]), out _));

    [Fact]
    public void Any_line_fits_a_document_and_comes_through_without_what_moves_a_cursor() => Gen.String[0, 6000].Sample(text =>
    {
        var bytes = FirehoseXml.Write(FirehoseCodec.Write(new FirehoseLogReply(text)), 0);
        var read = (FirehoseLogReply)FirehoseCodec.ReadReply(FirehoseXml.ReadDocument(bytes));

        Assert.InRange(bytes.Length, 1, FirehoseXml.MaxDocument);
        Assert.DoesNotContain(read.Text, char.IsControl);
    }, iter: 300);

    [Fact]
    public void A_document_never_ends_with_a_whole_packet() => Assert.All(Enumerable.Range(0, 1100), length =>
    {
        var bytes = FirehoseXml.Write(FirehoseCodec.Write(new FirehoseLogReply(new string('x', length))), 512);
        Assert.NotEqual(0, bytes.Length % 512);
        Assert.Equal(length, ((FirehoseLogReply)FirehoseCodec.ReadReply(FirehoseXml.ReadDocument(bytes))).Text.Length);
    });

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expressions_are_read_and_written(string text, string written)
    {
        var expression = FirehoseExpression.Parse(text);

        Assert.Equal(written, expression.ToString());
        Assert.Equal(expression, FirehoseExpression.Parse(written));
    }

    [Theory]
    [MemberData(nameof(NoExpressions))]
    public void What_is_no_expression_is_refused(string text) =>
        Assert.Equal(ProtocolErrorCode.FirehoseRefused, Assert.Throws<ProtocolException>(() => FirehoseExpression.Parse(text)).Code);

    [Fact]
    public async Task Expressions_are_worked_out_on_the_unit_they_are_of()
    {
        Assert.Equal(994ul, await Value("NUM_DISK_SECTORS-6."));
        Assert.Equal(1000ul, await Value("NUM_DISK_SECTORS"));
        Assert.Null(await Value("NUM_DISK_SECTORS-1001"));
        Assert.Equal((999ul * 1000) + 92, await Value("CRC32(NUM_DISK_SECTORS-1.,92)"));
        Assert.Null(await Value("CRC32(NUM_DISK_SECTORS-1001,92)"));

        static ValueTask<ulong?> Value(string text) => FirehoseExpression.Parse(text).EvaluateAsync(1000, (sector, bytes) => new((uint)((sector * 1000) + bytes)));
    }

    [Fact]
    public void Storage_is_read_from_either_form_of_lines()
    {
        var facts = new Disk().Facts(0);
        Assert.Equal(facts, FirehoseStorageFacts.Read(["INFO: something", facts.ToLine()]));
        Assert.Equal(
            new() { Sectors = 31268864, SectorSize = 4096, Units = 6 },
            FirehoseStorageFacts.Read(["INFO: num_partition_sectors=31268864", "INFO: SECTOR_SIZE_IN_BYTES=4096", "INFO: num_physical_partitions=6"]));
        Assert.Null(FirehoseStorageFacts.Read(["INFO: {\"storage_info\": {\"total_blocks\": -1, \"block_size\": 4096}}", "{", "{}", "{\"storage_info\":1}", "SECTOR_SIZE_IN_BYTES=0 num_partition_sectors=1"]));
    }
}
