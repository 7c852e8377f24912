using System.Formats.Cbor;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using System.Text;
using Tenure.Protocols.Fastboot;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Log;
using Tenure.Protocols.Offline;
using Tenure.Protocols.Sahara;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Vectors;

public sealed class VectorTests
{
    public static TheoryData<Vector> Keys => Vector.Data("keys.txt");

    public static TheoryData<Vector> Servers => Vector.Data("servers.txt");

    public static TheoryData<Vector> Evidence => [.. Accepted("envelope.txt", "evidence.txt")];

    public static TheoryData<Vector> Envelopes => [.. Vector.Read("envelope.txt").Where(v => v.Find("platform") is not null)];

    public static TheoryData<Vector> Tickets => [.. Accepted("tickets.txt", "consents.txt")];

    public static TheoryData<Vector> Certificates => Vector.Data("certificates.txt");

    public static TheoryData<Vector> RootStatements => [.. Accepted("root-statements.txt")];

    public static TheoryData<Vector> SignerRequests => [.. Accepted("signer.txt")];

    public static TheoryData<Vector> Manifests => [.. Accepted("manifests.txt")];

    public static TheoryData<Vector> Firmware => [.. Accepted("firmware.txt")];

    public static TheoryData<Vector> Entries => Vector.Data("log.txt");

    public static TheoryData<Vector> Trees => [.. Vector.Read("merkle.txt").Where(v => v["kind"] == "tree")];

    public static TheoryData<Vector> Proofs => [.. Vector.Read("merkle.txt").Where(v => v["kind"] != "tree")];

    public static TheoryData<Vector> Documents => Vector.Data("firehose.txt");

    public static TheoryData<Vector> Packets => Vector.Data("sahara.txt");

    public static TheoryData<Vector> Groups => Vector.Data("groups.txt");

    public static TheoryData<Vector> UdpPackets => Vector.Data("fastboot-udp.txt");

    public static TheoryData<Vector> Checkpoints => [.. Accepted("checkpoints.txt")];

    public static TheoryData<Vector> Successions => [.. Accepted("successions.txt")];

    public static TheoryData<Vector> Claims => [.. Accepted("claims.txt")];

    public static TheoryData<string, Vector> Refusals =>
        [.. Reading.Files.SelectMany(file => Vector.Read(file).Where(v => v.Refusal is not null).Select(v => new TheoryDataRow<string, Vector>(file, v)))];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Keys_have_the_names_and_forms_of_the_vectors(Vector vector)
    {
        var key = Reading.Keys[vector.Name];

        Assert.Equal(vector["thumbprint"], key.Thumbprint.Text);
        Assert.Equal(vector["fingerprint"], key.Thumbprint.ToFingerprint());
        Assert.Equal(vector["cose_key"], Convert.ToHexStringLower(key.ToCoseKey()));
        Assert.Equal(key, PublicKeyP256.FromCoseKey(vector.Bytes("cose_key")));
        using var secret = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = vector.Bytes("private") });
        Assert.Equal(key, PublicKeyP256.From(secret));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void A_servers_fingerprint_is_that_of_the_vectors(Vector vector)
    {
        PublicKeyP256[] roots = [Reading.Keys[vector["active"]], Reading.Keys[vector["standby"]]];

        Assert.Equal(vector["digest"], Convert.ToHexStringLower(ServerFingerprint.Digest(vector["issuer"], roots)));
        Assert.Equal(vector["fingerprint"], ServerFingerprint.Text(vector["issuer"], roots));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Documents_of_firehose_are_read_or_refused_as_the_vectors_say(Vector vector)
    {
        var bytes = Encoding.UTF8.GetBytes(vector["document"].Replace("\\n", "\n", StringComparison.Ordinal));
        if (vector.Refusal is { } code)
        {
            Assert.Equal(code, Assert.Throws<ProtocolException>(() => FirehoseXml.ReadDocument(bytes)).Code);
            return;
        }

        var element = FirehoseXml.ReadDocument(bytes);
        Assert.Equal(vector["element"], string.Join(' ', [element.Name, .. element.Attributes.Select(a => $"{a.Key}={a.Value}")]));
        Assert.Equivalent(element, FirehoseXml.ReadDocument(FirehoseXml.Write(element, 0)));
    }

    [Theory]
    [MemberData(nameof(Packets))]
    public void Packets_of_sahara_are_read_and_written_or_refused_as_the_vectors_say(Vector vector)
    {
        var bytes = vector.Bytes("packet");
        if (vector.Refusal is { } code)
        {
            Assert.Equal(code, Assert.Throws<ProtocolException>(() => SaharaCodec.Decode(bytes)).Code);
            return;
        }

        var packet = SaharaVectors.Packets[Vector.Read("sahara.txt").Select(v => v.Name).ToList().IndexOf(vector.Name)];
        Assert.Equal(packet, SaharaCodec.Decode(bytes));
        Assert.Equal(bytes, SaharaCodec.Encode(packet));
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Typed_groups_stand_for_what_the_vectors_say(Vector vector)
    {
        var wrong = CheckedGroups.Read(vector.Find("text") ?? "", out var bytes);

        Assert.Equal((vector.Find("wrong_group"), vector["expect"] == "accept"), (wrong is null ? null : $"{wrong}", wrong is null));
        Assert.Equal(vector.Find("bytes") ?? "", Hex(bytes));
        if (vector.Name.EndsWith(" bytes", StringComparison.Ordinal))
        {
            Assert.Equal(vector["text"], CheckedGroups.Write(bytes));
        }
    }

    [Theory]
    [MemberData(nameof(UdpPackets))]
    public void Packets_of_fastboot_over_UDP_say_what_the_vectors_say(Vector vector)
    {
        var bytes = Convert.FromHexString(vector.Find("packet") ?? "");
        if (vector.Refusal is { } code)
        {
            Assert.Equal(code, Assert.Throws<ProtocolException>(() => FastbootUdpPacket.Parse(bytes).Agree()).Code);
            return;
        }

        var packet = FastbootUdpPacket.Parse(bytes);
        Assert.Equal(
            (vector["kind"], vector["continues"], vector["sequence"], vector.Find("data") ?? "", vector.Find("agreed")),
            ($"{packet.Kind}", packet.Continues ? "yes" : "no", $"{packet.Sequence}", Hex(packet.Data.ToArray()), packet.Kind == FastbootUdpPacketKind.Init ? $"{packet.Agree()}" : null));
        // Flags but the first are another version's, and are not sent back.
        var written = new byte[bytes.Length];
        Assert.Equal(bytes.Length, packet.Write(written));
        bytes[1] &= 1;
        Assert.Equal(bytes, written);
    }

    /// <summary>The code is what a peer is told and acts on; field and sentence are for whoever looks for the reason.</summary>
    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refusal_says_what_the_vectors_say(string file, Vector vector)
    {
        var refusal = Assert.Throws<ProtocolException>(() => Reading.Read<object>(file, vector));

        Assert.Equal((vector.Refusal, vector.Find("field"), vector["says"]), (refusal.Code, refusal.Field, refusal.Message));
    }

    [Theory]
    [MemberData(nameof(Claims))]
    public void A_claim_at_its_limit_is_taken(Vector vector) => Assert.NotNull(Reading.Read<object>("claims.txt", vector));

    [Theory]
    [MemberData(nameof(Evidence))]
    public void Evidence_says_what_the_vectors_say(Vector vector)
    {
        var message = vector.Bytes("message");
        var evidence = Reading.Read<Evidence>("evidence.txt", vector);
        Assert.Equal(vector["purpose"], evidence.Purpose.ToString().ToLowerInvariant());
        Assert.Equal(vector["subject"], evidence.Subject.Text);
        Assert.Equal(vector["audience"], evidence.Audience.Text);
        Assert.Equal(vector.Find("server_nonce"), Hex(evidence.ServerNonce));
        Assert.Equal(vector["device_nonce"], Hex(evidence.DeviceNonce));
        Assert.Equal(vector["model"], evidence.HardwareModel);
        Assert.Equal(vector["boot_count"], $"{evidence.BootCount}");
        Assert.Equal(vector["request_counter"], $"{evidence.RequestCounter}");
        Assert.Equal(vector["epoch"], $"{evidence.Epoch}");
        Assert.Equal(vector.Find("holding_id"), Hex(evidence.HoldingId));
        Assert.Equal(vector.Find("last_ticket_id"), Hex(evidence.LastTicketId));
        Assert.Equal(vector.Find("server_generation"), Hex(evidence.ServerGeneration));
        Assert.Equal(vector.Find("account"), Hex(evidence.Account));
        Assert.Equal(vector.Find("seen_entries"), evidence.SeenEntries is { } entries ? $"{entries}" : null);
        Assert.All(EvidenceVectors.Lines(evidence), line => Assert.Equal(vector.Find(line.Key), line.Value));
        Assert.All(EvidenceVectors.Lines(evidence.Facts), line => Assert.Equal(vector.Find(line.Key), line.Value));
        Assert.Equal(vector["digest"], Hex(EvidenceCodec.Digest(message)));
        Assert.Equal(evidence.Subject, EvidenceCodec.ReadUnverifiedSubject(message).Subject);
    }

    [Theory]
    [MemberData(nameof(Envelopes))]
    public void The_platform_alone_says_what_the_vectors_say_of_it(Vector vector)
    {
        using var key = Reading.Keys[vector["key"]].ToECDsa();

        var accepted = CoseMessage.DecodeSign1(vector.Bytes("message")).VerifyEmbedded(key, Encoding.ASCII.GetBytes("tenure/evidence/1"));

        Assert.Equal(vector["platform"] == "accepts", accepted);
    }

    [Theory]
    [MemberData(nameof(Tickets))]
    public void Tickets_are_accepted_as_the_vectors_say(Vector vector) =>
        Assert.Equal(Reading.Expectation(vector).Actions.Single(), Reading.Read<VerifiedTicket>("tickets.txt", vector).Ticket.Action);

    [Theory]
    [MemberData(nameof(Certificates))]
    public void Certificates_say_what_the_vectors_say(Vector vector)
    {
        var certificate = SignerCertificateCodec.Verify(vector.Bytes("message"), [Reading.Keys[vector["root"]]]);

        Assert.Equal(vector["issuer"], certificate.Issuer);
        Assert.Equal(vector["purpose"], certificate.Purpose.ToString().ToLowerInvariant());
        Assert.Equal(vector["generation"], $"{certificate.Generation}");
        Assert.Equal(Reading.Keys[vector["key"]], certificate.Key);
    }

    [Theory]
    [MemberData(nameof(RootStatements))]
    public void Statements_of_roots_say_what_the_vectors_say(Vector vector)
    {
        var statement = Reading.Read<RootStatement>("root-statements.txt", vector);

        Assert.Equal((vector["kind"], vector["serial"]), (statement.Kind.ToString().ToLowerInvariant(), $"{statement.Serial}"));
    }

    [Theory]
    [MemberData(nameof(SignerRequests))]
    public void A_signer_signs_what_the_vectors_say(Vector vector) => Assert.NotNull(Reading.Read<TicketRequest>("signer.txt", vector));

    [Fact]
    public void The_ledger_of_the_vectors_holds()
    {
        var seen = new LedgerVerification();
        var lines = Vector.Read("ledger.txt").Select(v => v["text"].Replace("\\t", "\t", StringComparison.Ordinal)).ToList();
        lines.ForEach(line => seen.Add(Encoding.ASCII.GetBytes(line)));
        Assert.Equal(lines.Count - 1, seen.Count);
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Manifests_say_what_the_vectors_say(Vector vector)
    {
        var manifest = Reading.Read<byte[]>("manifests.txt", vector);

        Assert.All(ManifestVectors.Lines(manifest), line => Assert.Equal(vector[line.Key], line.Value));
    }

    [Theory]
    [MemberData(nameof(Firmware))]
    public void Firmware_manifests_say_what_the_vectors_say(Vector vector)
    {
        var manifest = vector.Bytes("manifest");

        Assert.NotNull(Reading.Read<object>("firmware.txt", vector));
        Assert.All(FirmwareVectors.Lines(manifest), line => Assert.Equal(vector[line.Key], line.Value));
        Assert.Equal(Reading.Keys[vector["pinned"]].Thumbprint, Signer(manifest));
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void Log_entries_hash_as_the_vectors_say(Vector vector)
    {
        var line = LogJson.Read(Encoding.UTF8.GetBytes(vector["line"]));

        Assert.Equal(vector["cbor"], Hex(LogEntryEncoding.Encode(line.Entry)));
        Assert.Equal(vector["hash"], Hex(LogChain.Hash(line.Entry)));
        Assert.Equal(vector["hash"], Hex(line.Hash));
        Assert.Equal(vector["commitment"], Hex(LogChain.Commit(vector.Bytes("salt"), Encoding.UTF8.GetBytes(vector["details"]))));
        Assert.Equal(vector["hash"], Hex(SHA256.HashData([0, .. vector.Bytes("cbor")])));
        Assert.Equal((vector["format"], vector.Find("holding_ref")), ($"{line.Entry.Format}", Hex(line.Entry.HoldingRef)));
        Assert.Equal(vector["sequence"], $"{line.Entry.Sequence}");
        Assert.Equal(vector["at"], $"{line.Entry.At.ToUnixTimeSeconds()}");
    }

    [Theory]
    [MemberData(nameof(Trees))]
    public void Trees_have_the_roots_of_the_vectors(Vector vector)
    {
        var growth = new MerkleGrowth();
        foreach (var leaf in List(vector.Find("leaves")))
        {
            growth.Add(MerkleTree.HashLeaf(leaf));
        }

        Assert.Equal(vector["size"], $"{growth.Size}");
        Assert.Equal(vector["root"], Hex(growth.Root()));
    }

    [Theory]
    [MemberData(nameof(Proofs))]
    public void Proofs_hold_or_do_not_as_the_vectors_say(Vector vector)
    {
        var proof = List(vector.Find("proof"));

        var holds = vector["kind"] == "inclusion"
            ? MerkleProof.IsIncluded(vector.Bytes("leaf_hash"), Number(vector["index"]), Number(vector["size"]), vector.Bytes("root"), proof)
            : MerkleProof.IsExtension(Number(vector["size"]), vector.Bytes("root"), Number(vector["later_size"]), vector.Bytes("later_root"), proof);

        Assert.Equal(vector["expect"] == "accept", holds);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Checkpoints_say_what_the_vectors_say(Vector vector)
    {
        var (checkpoint, signer) = Reading.Read<VerifiedCheckpoint>("checkpoints.txt", vector);
        Assert.Equal(
            (vector["issuer"], vector["log_id"], vector["size"], vector["root_hash"], vector["at"], vector["signer_generation"]),
            (checkpoint.Issuer, Hex(checkpoint.LogId), $"{checkpoint.Size}", Hex(checkpoint.RootHash), $"{checkpoint.At.ToUnixTimeSeconds()}", $"{signer.Generation}"));
    }

    [Theory]
    [MemberData(nameof(Successions))]
    public void Successions_say_what_the_vectors_say(Vector vector)
    {
        var succession = Reading.Read<LogSuccession>("successions.txt", vector);
        Assert.Equal((vector["issuer"], vector["previous"], vector["log_id"]), (succession.Issuer, Hex(succession.Previous), Hex(succession.LogId)));
        Assert.True(LogSuccessionCodec.Leads([succession], vector["issuer"], succession.Previous, succession.LogId));
        Assert.False(LogSuccessionCodec.Leads([succession], vector["issuer"], succession.LogId, succession.Previous));
    }

    [Fact]
    public void The_log_of_the_vectors_is_a_whole_chain() =>
        Assert.Null(LogChain.Verify(Vector.Read("log.txt").Select(v => LogJson.Read(Encoding.UTF8.GetBytes(v["line"])))));

    [Fact]
    public void Both_rules_of_sorting_keys_agree_on_every_accepted_message() => Assert.All(
        Vector.Read("evidence.txt").Concat(Vector.Read("envelope.txt")).Where(v => v.Refusal is null),
        vector =>
        {
            // RFC 8949 §4.2.1 sorts by bytes: for keys of one major type that is by length first, as §4.2.3 sorts, so only mixed signs could differ.
            var payload = CoseMessage.DecodeSign1(vector.Bytes("message")).Content!.Value;
            var reader = new CborReader(payload, CborConformanceMode.Lax);
            var heads = new List<string>();
            for (var left = reader.ReadStartMap(); left > 0; left--)
            {
                heads.Add(Convert.ToHexString(reader.ReadEncodedValue().Span));
                reader.SkipValue();
            }

            Assert.Equal(heads.Order(StringComparer.Ordinal), heads);
        });

    private static KeyThumbprint Signer(byte[] manifest)
    {
        FirmwareManifestCodec.ReadUnverified(manifest, out var signedBy);
        return signedBy;
    }

    private static byte[][] List(string? items) => items is null ? [] : [.. items.Split(", ").Select(item => item == "empty" ? [] : Convert.FromHexString(item))];

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<Vector> Accepted(params string[] files) => files.SelectMany(Vector.Read).Where(v => v.Refusal is null);

    private static string? Hex(byte[]? bytes) => bytes is null ? null : Convert.ToHexStringLower(bytes);
}
