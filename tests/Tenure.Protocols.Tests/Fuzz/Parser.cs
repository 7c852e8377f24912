using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols.Avb;
using Tenure.Protocols.BootImages;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Gpt;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Links;
using Tenure.Protocols.Log;
using Tenure.Protocols.Manifests;
using Tenure.Protocols.Offline;
using Tenure.Protocols.Sahara;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Sparse;
using Tenure.Protocols.Super;
using Tenure.Protocols.Tests.Avb;
using Tenure.Protocols.Tests.BootImages;
using Tenure.Protocols.Tests.Fastboot;
using Tenure.Protocols.Tests.Firehose;
using Tenure.Protocols.Tests.Firmware;
using Tenure.Protocols.Tests.Manifests;
using Tenure.Protocols.Tests.Sahara;
using Tenure.Protocols.Tests.Signing;
using Tenure.Protocols.Tests.Sparse;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tests.Vectors;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Fuzz;

/// <summary>A parser of this library, and good inputs to start from.</summary>
/// <param name="Name">For the table of a run.</param>
/// <param name="Seeds">Inputs that are accepted.</param>
/// <param name="Read">Reads one input; refuses by a <see cref="ProtocolException"/> and by nothing else.</param>
public sealed record Parser(string Name, byte[][] Seeds, Action<byte[]> Read)
{
    private static readonly TicketVerifier Verifier = new(Fixed.Roots);

    private static readonly byte[] Signed = Fixed.Signed(Fixed.Ticket());

    private static readonly byte[] DiskImage = Disk();

    private static readonly byte[] SuperEmpty = SuperDisk.WriteEmpty(new(4096), SuperVectors.Sample);

    private static readonly byte[] Manifest = ManifestTests.Write(ManifestVectors.Records, out _);

    private static readonly ManifestList List = new("key,serial,model,imeis,region,rollback"u8);

    private static readonly string ListLine = $"{Fixed.DeviceKey.Thumbprint.Text},T1-0001,Tenure One,490154203237518 35-209900-176148-1,EU,0=3 1=1700000000";

    private static readonly byte[] SmallSparse = [.. Images.Header(4, 6, 4), .. Images.Raw(1, [1, 2, 3, 4]), .. Images.Fill(2, 9), .. Images.Skip(3), .. Images.Sum(Crc32.Of([1, 2, 3, 4, 9, 0, 0, 0, 9, .. new byte[15]]))];

    public static IReadOnlyList<Parser> All { get; } =
    [
        new("evidence", [EvidenceCodec.Sign(Fixed.Evidence(), Fixed.Device), EvidenceCodec.Sign(Fixed.Evidence(EvidencePurpose.Enrol), Fixed.Device)], bytes => EvidenceCodec.ReadUnverifiedSubject(bytes)),
        new("evidence, signed", [EvidenceCodec.Sign(Fixed.Evidence(), Fixed.Device)], bytes => EvidenceCodec.Verify(bytes, Fixed.DeviceKey)) { IsSigned = true },
        new("evidence claims", [EvidenceClaims.Encode(Fixed.Evidence()), EvidenceClaims.Encode(Fixed.Evidence(EvidencePurpose.Enrol)), EvidenceClaims.Encode(Fixed.Evidence(EvidencePurpose.Flash)), EvidenceClaims.Encode(Fixed.Evidence(EvidencePurpose.Flashed)), EvidenceClaims.Encode(Fixed.Evidence(EvidencePurpose.Session) with { Facts = Fixed.Facts with { Sims = Fixed.Sims } })], bytes => EvidenceClaims.Decode(bytes)),
        new("signed ticket", [Signed], bytes => Verifier.Verify(bytes, Fixed.Expectation())) { IsSigned = true },
        new("signed release", [Fixed.Signed(Fixed.Ticket(TicketAction.Release), SignerPurpose.Release)], bytes => Verifier.Verify(bytes, Fixed.Expectation(TicketAction.Release) with { SeenLog = Consents.SeenOf(Consents.LogOf(Fixed.Ticket(TicketAction.Release))) })) { IsSigned = true },
        new("consent proof", [ConsentProofCodec.Encode(Consents.ProofFor(Fixed.Ticket(TicketAction.Release))), ConsentProofCodec.Encode(Consents.ProofFor(Fixed.Ticket(TicketAction.Release), seen: null))], ReadConsent),
        new("ticket claims", [TicketClaims.Encode(Fixed.Ticket(TicketAction.Release)), TicketClaims.Encode(Fixed.Ticket()), TicketClaims.Encode(Fixed.Ticket(TicketAction.Sync)), TicketClaims.Encode(Fixed.Ticket(TicketAction.Sync, TicketState.Lost)), TicketClaims.Encode(Fixed.Ticket(TicketAction.Lost)), TicketClaims.Encode(Fixed.Ticket(TicketAction.Erase)), TicketClaims.Encode(Fixed.Ticket(TicketAction.Recount)), TicketClaims.Encode(Fixed.Ticket(TicketAction.Flash))], bytes => TicketClaims.Decode(bytes)),
        new("kept ticket", [Signed], bytes => KeptTicket.Verify(bytes, Fixed.Roots, Fixed.Issuer, Fixed.DeviceKey.Thumbprint)) { IsSigned = true },
        new("signer certificate", [SignerCertificateCodec.Sign(Fixed.Certificate(), Fixed.Root)], bytes => SignerCertificateCodec.Verify(bytes, Fixed.Roots)) { IsSigned = true },
        new("certificate claims", [SignerCertificateClaims.Encode(Fixed.Certificate())], bytes => SignerCertificateClaims.Decode(bytes)),
        new("cose key", [Fixed.DeviceKey.ToCoseKey()], bytes => PublicKeyP256.FromCoseKey(bytes)),
        new("thumbprint", [Encoding.ASCII.GetBytes(Fixed.DeviceKey.Thumbprint.Text)], bytes => KeyThumbprint.Parse(Encoding.Latin1.GetString(bytes))),
        new("log line", [LogLineBytes(1), LogLineBytes(2)], bytes => LogJson.Read(bytes)),
        new("proof head", [ProofJson.Write(ProofHeadOf())], bytes => ProofJson.ReadHead(bytes)),
        new("proof line", [ProofJson.Write(new ProvenLine(LogJson.Read(LogLineBytes(2)), 3, [Fixed.Bytes(32, 1), Fixed.Bytes(32, 2)]))], bytes => ProofJson.ReadLine(bytes)),
        new("proof file", [ProofBytes()], ReadProof),
        new("succession", [LogSuccessionCodec.Sign(Fixed.Succession(), Fixed.Root)], bytes => LogSuccessionCodec.Verify(bytes, Fixed.Roots)) { IsSigned = true },
        new("succession claims", [LogSuccessionCodec.Encode(Fixed.Succession())], bytes => LogSuccessionCodec.Decode(bytes)),
        new("signed checkpoint", [Fixed.Signed(Fixed.Checkpoint())], bytes => CheckpointCodec.Verify(bytes, Fixed.Roots, Fixed.Issuer)) { IsSigned = true },
        new("checkpoint claims", [CheckpointClaims.Encode(Fixed.Checkpoint()), CheckpointClaims.Encode(Fixed.Checkpoint(long.MaxValue))], bytes => CheckpointClaims.Decode(bytes)),
        new("root statement", [RootStatementTests.Sign(RootStatementTests.Rekey())], bytes => RootStatementVerifier.Verify(bytes, new(Fixed.Issuer, Fixed.Roots, new Dictionary<KeyThumbprint, uint>()))) { IsSigned = true },
        new("statement claims", [RootStatementClaims.Encode(RootStatementTests.Floors()), RootStatementClaims.Encode(RootStatementTests.Rekey()), RootStatementClaims.Encode(RootStatementTests.Announcement()), RootStatementClaims.Encode(RootStatementTests.Sunset([1]))], bytes => RootStatementClaims.Decode(bytes)),
        new("signer request", [SignerRequestCodec.Encode(Asked.For(TicketAction.Release)), SignerRequestCodec.Encode(new CheckpointRequest(Fixed.Checkpoint())), SignerRequestCodec.Encode(new StatusRequest())], bytes => SignerRequestCodec.Decode(bytes)),
        new("signer answer", [SignerAnswerCodec.Encode(SignerAnswer.Of(Signed)), SignerAnswerCodec.Encode(SignerAnswer.Refuse(ProtocolErrorCode.SignerLimit, TimeSpan.FromMinutes(5)))], bytes => SignerAnswerCodec.Decode(bytes)),
        new("signer status", [SignerStatusCodec.Encode(new([new(SignerPurpose.Hold, new byte[8], null), new(SignerPurpose.Log, ReadOnlyMemory<byte>.Empty, "missing")], 3, [new byte[32]]))], bytes => SignerStatusCodec.Decode(bytes)),
        new("signed votes", [SignedVotesCodec.Encode(new("7K3MQ9XV2D", 1, [new("ada", Fixed.Bytes(32, 1), "None", Fixed.Bytes(32, 2), [1], [2], new byte[37], [3])]))], bytes => SignedVotesCodec.Decode(bytes)),
        new("signer frames", [[0, 0, 0, 3, 1, 2, 3, 0, 0, 0, 1, 9]], ReadFrames),
        new("ledger line", [Encoding.ASCII.GetBytes(LedgerTests.Good[1])], bytes => LedgerFormat.Read(bytes)),
        new("ledger", [Encoding.ASCII.GetBytes(string.Join('\n', LedgerTests.Good))], ReadLedger),
        new("fastboot command", ["getvar:has-slot:boot"u8.ToArray(), "oem release"u8.ToArray()], bytes => FastbootCommand.Parse(bytes)),
        new("fastboot reply", ["OKAY0.4"u8.ToArray(), "DATA00001000"u8.ToArray()], bytes => FastbootReply.Parse(bytes)),
        new("fastboot packet over UDP", [[3, 1, 0, 7, .. "getvar:all"u8], [2, 0, 0, 1, 0, 1, 32, 0]], bytes => _ = FastbootUdpPacket.Parse(bytes) is { Kind: FastbootUdpPacketKind.Init } init ? init.Agree() : 0),
        new("fastboot session", [[.. Wire.Handshake, .. Wire.Frame("download:00000010"), .. Wire.Frame(new byte[16]), .. Wire.Frame("flash:boot")]], ReadSession),
        new("fastboot session on USB", [TransfersLink.Of([.. "download:00000010"u8], new byte[16], [], [.. "flash:boot"u8], [.. "reboot"u8])], ReadCable),
        new("typed groups", [Encoding.UTF8.GetBytes(CheckedGroups.Write(Fixed.Bytes(30, 7))), Encoding.UTF8.GetBytes(CheckedGroups.Write([]))], ReadGroups),
        new("offline text", [Encoding.UTF8.GetBytes(CheckedGroups.Write(Fixed.Bytes(20, 7))), "AAECAwQFBgc"u8.ToArray(), [0xa1, 0x01, 0x02]], ReadOffline),
        new("IMEI", ["35-209900-176148-1"u8.ToArray(), "490154203237518"u8.ToArray(), "3520990017614823"u8.ToArray()], ReadImei),
        new("ICCID", ["8991 1012 0000 3204 510"u8.ToArray(), "89911012000032045101"u8.ToArray()], ReadIccid),
        new("manifest", [Manifest], ReadManifest) { IsSigned = true },
        new("firmware manifest", [FirmwareVectors.Good.Message()], bytes => FirmwareManifestCodec.Verify(bytes, [PublicKeyP256.From(Fixed.ReleaseKey)])) { IsSigned = true },
        new("firmware claims", [FirmwareClaims.Encode(FirmwareTests.Manifest), FirmwareVectors.Good.Payload], bytes => FirmwareClaims.Decode(bytes)),
        new("manifest head", [ManifestHeadClaims.Encode(Fixed.Bytes(16, 1), 3, Fixed.Bytes(32, 2))], bytes => ManifestHeadClaims.Decode(bytes)),
        new("manifest record", [.. ManifestVectors.Records.Select(record => record.Encode())], ReadManifestRecord),
        new("manifest list", [Encoding.UTF8.GetBytes(ListLine), Encoding.UTF8.GetBytes($"{Fixed.DeviceKey.Thumbprint.Text},\"T \"\"1\",One,,,")], bytes => List.Read(bytes)),
        new("manifest list, first line", ["key,serial,model,imeis,region,rollback"u8.ToArray()], bytes => new ManifestList(bytes)),
        new("sparse image", [SmallSparse, [.. Images.Header(4, 3, 2, headerSize: 32), .. Images.Skip(1), .. Images.Raw(2, new byte[8])]], ReadSparse),
        new("sparse layout", [SmallSparse], ReadLayout),
        new("sahara packet", [.. SaharaVectors.Packets.Select(SaharaCodec.Encode)], ReadPacket),
        new("sahara host", [[.. SaharaVectors.Packets.SelectMany(SaharaCodec.Encode)]], ReadTarget),
        new("sahara device", [[.. SaharaCodec.Encode(new SaharaHelloResponsePacket(2, 1, 0, SaharaMode.ImagePending)), .. Rom.Elf[..0x40], .. Rom.Elf[0x40..0xb0], .. Rom.Elf]], ReadHost),
        new("firehose command", [.. FirehoseCodecTests.Commands.Select(command => FirehoseXml.Write(FirehoseCodec.Write(command), 0))], ReadCommand),
        new("firehose reply", [.. FirehoseCodecTests.Replies.Select(reply => FirehoseXml.Write(FirehoseCodec.Write(reply), 0))], bytes => FirehoseCodec.ReadReply(FirehoseXml.ReadDocument(bytes))),
        new("firehose expression", ["CRC32(NUM_DISK_SECTORS-5.,4096)"u8.ToArray(), "0x10"u8.ToArray()], bytes => FirehoseExpression.Parse(Encoding.Latin1.GetString(bytes))),
        new("firehose device", [[.. FirehoseXml.Write(FirehoseCodec.Write(Edl.Configure with { MaxPayload = 4096 }), 0), .. FirehoseXml.Write(FirehoseCodec.Write(new FirehoseProgramCommand(Edl.Place(1, 1, size: 512))), 0), .. new byte[512], .. FirehoseXml.Write(FirehoseCodec.Write(new FirehosePowerCommand(FirehosePower.Off)), 0)]], ReadFirehose),
        new("firehose host", [[.. Said(new FirehoseLogReply("a line")), .. Said(new FirehoseResponseReply(true, true, [])), .. new byte[512], .. Said(new FirehoseLogReply("done")), .. Said(new FirehoseResponseReply(true, false, []))]], ReadProgrammer),
        new("flash list", [FlashListTests.Program], bytes => FlashList.ReadProgram(bytes)),
        new("provisioning", [Encoding.UTF8.GetBytes(ProvisioningTests.Ufs), Encoding.UTF8.GetBytes(ProvisioningTests.Emmc)], ReadProvisioning),
        new("provisioning step", [.. Provisioning.Read(Encoding.UTF8.GetBytes(ProvisioningTests.Ufs)).Elements(commit: true).Select(element => FirehoseXml.Write(element, 0))], bytes => Provisioning.StepOf(FirehoseXml.ReadDocument(bytes))),
        new("digest tables", [Tables(1).First.ToArray(), Tables(53).First.ToArray()], bytes => new DigestTables(bytes, [])),
        new("digest table, signed", [Tables(2).First.ToArray()], bytes => DigestTables.Verify(bytes, [PublicKeyP256.From(Fixed.ReleaseKey)])) { IsSigned = true },
        new("chained digest table", [.. Tables(400).Chained.Select(table => table.ToArray())], bytes => DigestTables.ReadChained(bytes)),
        new("firehose device with tables", [[.. Tables(2).First.Span, .. FirehoseXml.Write(FirehoseCodec.Write(Edl.Configure with { MaxPayload = 4096 }), 64), .. FirehoseXml.Write(FirehoseCodec.Write(new FirehosePowerCommand(FirehosePower.Off)), 0)]], ReadFirehoseWithTables),
        new("flash patches", [FlashListTests.Patches], bytes => FlashList.ReadPatches(bytes)),
        new("vbmeta image", [AvbCodec.Write(AvbVectors.Full, null), AvbCodec.Write(new(), null)], bytes => AvbCodec.Read(bytes)),
        new("vbmeta image, signed", [AvbCodec.Write(AvbVectors.Full, AvbKeys.Small)], ReadSignedVbmeta),
        new("vbmeta footer", [new AvbFooter(100, 4096, 300).Write()], bytes => AvbFooter.Read(bytes, 1 << 16)),
        new("vbmeta key", [AvbPublicKey.From(AvbKeys.Small)], bytes => AvbPublicKey.Read(bytes).Dispose()),
        new("logical partitions", [SuperEmpty[4096..]], bytes => SuperDisk.ReadEmpty([.. SuperEmpty[..4096], .. bytes])),
        new("logical partitions, tables", [SuperEmpty[(4096 + 128)..]], ReadSuperTables),
        new("boot image", [.. BootImageTests.Versions.Select(version => BootImageCodec.Write(BootImageTests.Of(version.Data)))], ReadBootImage),
        new("vendor_boot image", [VendorBootCodec.Write(BootImageTests.VendorOf(3)), VendorBootCodec.Write(BootImageTests.VendorOf(4))], ReadVendorBoot),
        new("partition tables", [DiskImage[512..(34 * 512)]], ReadTables),
    ];

    /// <summary>True where a signature covers all: nothing but a seed itself can be accepted.</summary>
    public bool IsSigned { get; private init; }

    public override string ToString() => Name;

    // The device side over a stream that ends: nothing here waits, so the task is complete when it returns.
    private static void ReadSession(byte[] bytes)
    {
        using var server = new FastbootDeviceServer(new Phone());
        server.ServeAsync(new OneWayStream(bytes), CancellationToken.None).GetAwaiter().GetResult();
    }

    private static void ReadCable(byte[] bytes)
    {
        using var server = new FastbootDeviceServer(new Phone());
        using var off = new CancellationTokenSource();
        var cables = 0;
        try
        {
            server.ServeAsync(_ => cables++ == 0 ? new(new TransfersLink(bytes)) : throw new OperationCanceledException(), off.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // There is one cable.
        }
    }

    // What is typed stands for bytes that are written as groups which stand for the same.
    private static void ReadGroups(byte[] bytes)
    {
        Require(CheckedGroups.Read(Encoding.UTF8.GetString(bytes), out var read) is null);
        if (CheckedGroups.Read(CheckedGroups.Write(read), out var again) is not null || !again.AsSpan().SequenceEqual(read))
        {
            throw new InvalidOperationException("Groups are not what was written.");
        }
    }

    private static void ReadOffline(byte[] bytes) => Require(OfflineText.ReadFile(bytes, out _) is not null);

    private static void ReadImei(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        Require(Imei.TryReport(text, out var imei));
        if (Imei.Read(imei.Text, out var typed) is not null || Imei.FromDigits(imei.Digits).Text != typed.Text)
        {
            throw new InvalidOperationException("An IMEI is not read as it is written.");
        }
    }

    private static void ReadIccid(byte[] bytes) => Require(Iccid.TryRead(Encoding.UTF8.GetString(bytes), out _));

    // What says no by a value says it as the others do.
    private static void Require(bool isTaken)
    {
        if (!isTaken)
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, "Not taken.");
        }
    }

    private static void ReadFrames(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        while (SignerFrame.ReadAsync(stream, TimeSpan.FromSeconds(1), CancellationToken.None).GetAwaiter().GetResult() is not null)
        {
            // To the end.
        }
    }

    private static void ReadLedger(byte[] bytes)
    {
        var seen = new LedgerVerification();
        foreach (var line in bytes.AsSpan().Split((byte)'\n'))
        {
            seen.Add(bytes.AsSpan(line));
        }
    }

    // There is one way to write a proof.
    private static void ReadConsent(byte[] bytes)
    {
        if (!ConsentProofCodec.Encode(ConsentProofCodec.Decode(bytes)).AsSpan().SequenceEqual(bytes))
        {
            throw new InvalidOperationException("Two encodings of one proof.");
        }
    }

    private static void ReadManifest(byte[] bytes)
    {
        using var reader = new ManifestReader(new MemoryStream(bytes), [PublicKeyP256.From(Fixed.Maker)]);
        while (reader.Next() is not null)
        {
            // Each is checked as it is read.
        }
    }

    // There is one way to write a record: whatever is read is written again to the same bytes.
    private static void ReadManifestRecord(byte[] bytes)
    {
        var record = ManifestRecord.Decode(bytes, out var length);
        if (!record.Encode().AsSpan().SequenceEqual(bytes.AsSpan(0, length)))
        {
            throw new InvalidOperationException("Two encodings of one record.");
        }
    }

    // Behind hash and signature their block is filled up: what stands there nobody signs.
    private static void ReadSignedVbmeta(byte[] bytes)
    {
        var read = AvbCodec.Read(bytes);
        if (read.Algorithm != AvbAlgorithm.None && read.RollbackIndex != AvbVectors.Full.RollbackIndex)
        {
            throw new InvalidOperationException("Accepted, though it was never signed.");
        }
    }

    // Sums that fit, so that the tables are looked at.
    private static void ReadSuperTables(byte[] tables)
    {
        var file = SuperEmpty[..(4096 + 128)];
        BitConverter.TryWriteBytes(file.AsSpan(4096 + 44), tables.Length);
        SHA256.HashData(tables).CopyTo(file, 4096 + 48);
        file.AsSpan(4096 + 12, 32).Clear();
        SHA256.HashData(file.AsSpan(4096, 128)).CopyTo(file, 4096 + 12);
        SuperDisk.ReadEmpty([.. file, .. tables]);
    }

    // What is read is written again, and read as the same.
    private static void ReadBootImage(byte[] bytes)
    {
        var written = BootImageCodec.Write(BootImageCodec.Read(bytes));
        if (!BootImageCodec.Write(BootImageCodec.Read(written)).AsSpan().SequenceEqual(written))
        {
            throw new InvalidOperationException("An image is not what was written.");
        }
    }

    private static void ReadVendorBoot(byte[] bytes)
    {
        var written = VendorBootCodec.Write(VendorBootCodec.Read(bytes));
        if (!VendorBootCodec.Write(VendorBootCodec.Read(written)).AsSpan().SequenceEqual(written))
        {
            throw new InvalidOperationException("An image is not what was written.");
        }
    }

    private static void ReadSparse(byte[] bytes) => SparseImage.Expand(new MemoryStream(bytes), new MemoryStream(), maxBytes: 1 << 16);

    // Whatever is read is written again to an image of the same length, in pieces that fit.
    private static void ReadLayout(byte[] bytes)
    {
        var layout = SparseLayout.OfSparse(new MemoryStream(bytes), maxBytes: 1 << 16);
        foreach (var piece in layout.Split(SparseLayout.PieceOverhead + 12 + layout.BlockSize))
        {
            Images.Expand(Images.Written(piece, bytes));
        }
    }

    // There is one way to write a packet, but for the bytes that nobody uses.
    private static void ReadPacket(byte[] bytes)
    {
        var packet = SaharaCodec.Decode(bytes);
        if (SaharaCodec.Decode(SaharaCodec.Encode(packet)) != packet)
        {
            throw new InvalidOperationException("A packet is not what was written.");
        }
    }

    // A host before a target that says this and then goes away.
    private static void ReadTarget(byte[] bytes)
    {
        var host = new SaharaHost(new(new StreamLink(new OneWayStream(bytes)), TimeProvider.System));
        if (host.OpenAsync(CancellationToken.None).GetAwaiter().GetResult() == SaharaStart.Target)
        {
            host.UploadAsync(Rom.Images(13), null, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    private static void ReadHost(byte[] bytes)
    {
        try
        {
            new SaharaDevice(new(new StreamLink(new OneWayStream(bytes)), TimeProvider.System), new OneImage()).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (ProtocolException e) when (e.Code == ProtocolErrorCode.ConnectionClosed)
        {
            // A device waits as long as there is a host.
        }
    }

    // What is read is written again and read as the same.
    private static void ReadCommand(byte[] bytes)
    {
        var command = FirehoseCodec.ReadCommand(FirehoseXml.ReadDocument(bytes), out _);
        if (command is not FirehoseOtherCommand && FirehoseCodec.ReadCommand(FirehoseXml.ReadDocument(FirehoseXml.Write(FirehoseCodec.Write(command), 0)), out _) != command)
        {
            throw new InvalidOperationException("A command is not what was written.");
        }
    }

    private static byte[] Said(FirehoseReply reply) => FirehoseXml.Write(FirehoseCodec.Write(reply), 0);

    private static void ReadFirehose(byte[] bytes)
    {
        try
        {
            new FirehoseDevice(new(new StreamLink(new OneWayStream(bytes)), TimeProvider.System), new Disk(units: 1, sectorSize: 512, sectors: 64), new() { MaxPayload = 4096 }).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (ProtocolException e) when (e.Code == ProtocolErrorCode.ConnectionClosed)
        {
            // A device serves as long as there is a host.
        }
    }

    private static void ReadFirehoseWithTables(byte[] bytes)
    {
        try
        {
            new FirehoseDevice(
                new(new StreamLink(new OneWayStream(bytes)), TimeProvider.System), new Disk(units: 1, sectorSize: 512, sectors: 64),
                new() { MaxPayload = 4096, TableKeys = [PublicKeyP256.From(Fixed.ReleaseKey)] }).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (ProtocolException e) when (e.Code == ProtocolErrorCode.ConnectionClosed)
        {
            // A device serves as long as there is a host.
        }
    }

    private static DigestTables Tables(int packets) => DigestTables.Make([.. Enumerable.Range(0, packets).Select(i => SHA256.HashData(BitConverter.GetBytes(i)))], Fixed.ReleaseKey);

    // What is read is sent, and read again as the same.
    private static void ReadProvisioning(byte[] bytes)
    {
        var read = Provisioning.Read(bytes);
        if (!Provisioning.Of(read.Elements(commit: false)).Digest.AsSpan().SequenceEqual(read.Digest))
        {
            throw new InvalidOperationException("A division is not what was written.");
        }
    }

    // A programmer says this when it is asked for a sector, and goes away.
    private static void ReadProgrammer(byte[] bytes)
    {
        var host = new FirehoseHost(new(new AnsweringLink(bytes), TimeProvider.System));
        host.ReadAsync(new(Edl.Place(0, 1, size: 512)), new MemoryStream(), CancellationToken.None).GetAwaiter().GetResult();
    }

    private static void ReadTables(byte[] bytes)
    {
        var image = DiskImage.ToArray();
        bytes.AsSpan(0, Math.Min(bytes.Length, image.Length - 512)).CopyTo(image.AsSpan(512));
        image.AsSpan(image.Length - 512).Clear();
        GptDisk.Read(new MemoryStream(image));
    }

    private static byte[] Disk()
    {
        using var image = new MemoryStream();
        GptDisk.Create(image, new()
        {
            SectorSize = 512,
            SectorCount = 128,
            DiskId = new("11111111-2222-3333-4444-555555555555"),
            Partitions = [new("boot", GptPartition.LinuxData, new("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"), 40, 60)],
        });
        return image.ToArray();
    }

    private static ProofHead ProofHeadOf() => new(Fixed.RootKey, Fixed.Signed(Fixed.Checkpoint()));

    private static byte[] ProofBytes()
    {
        using var stream = new MemoryStream();
        ProofFile.WriteAsync(stream, ProofHeadOf(), CancellationToken.None).GetAwaiter().GetResult();
        ProofFile.WriteAsync(stream, new ProvenLine(LogJson.Read(LogLineBytes(2)), 3, [Fixed.Bytes(32, 1)]), CancellationToken.None).GetAwaiter().GetResult();
        return stream.ToArray();
    }

    // A break is an answer, too.
    private static void ReadProof(byte[] bytes)
    {
        var verification = new ProofVerification();
        foreach (var line in ProofFile.ReadAsync(new MemoryStream(bytes), CancellationToken.None).ToBlockingEnumerable())
        {
            if (verification.Add(line) is not null)
            {
                return;
            }
        }

        verification.End();
    }

    private static byte[] LogLineBytes(int format)
    {
        var salt = Fixed.Bytes(16, 1);
        var entry = new LogEntry
        {
            Format = format,
            DeviceRef = Fixed.Bytes(16, 2),
            HoldingRef = format == 1 ? null : Fixed.Bytes(16, 3),
            Sequence = 0,
            Previous = LogChain.Start,
            Event = "activated",
            At = LogTime.Cut(DateTimeOffset.FromUnixTimeSeconds(1_790_000_000)),
            Commitment = LogChain.Commit(salt, "{}"u8),
        };
        return LogJson.Write(new() { Entry = entry, Hash = LogChain.Hash(entry), Salt = salt, Details = "{}" });
    }
}
