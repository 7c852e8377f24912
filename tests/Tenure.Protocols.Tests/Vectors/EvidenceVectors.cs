using System.Security.Cryptography;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;
using static Tenure.Protocols.Tests.Vectors.Claims;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Evidence, right and wrong: first the envelope, then the claims.</summary>
internal static class EvidenceVectors
{
    private static readonly Craft Good = Of(Evidence());

    public static IEnumerable<IReadOnlyList<(string, string)>> Envelope()
    {
        byte[] kid = Craft.Thumbprint(Fixed.Device);
        (int, byte[])[] header = [(1, Number(-7)), (4, Craft.Bstr(kid)), (16, Text(Good.Type))];
        yield return Accept("as it must be", Good.Message());
        yield return Accept("n - s in place of s: the same claims under other bytes", Good.Message(Good.OtherSignature));
        yield return Refuse("unknown critical header", ProtocolErrorCode.HeaderRefused, Protected([header[0], (2, Array(Number(99))), .. header[1..], (99, Number(0))]), "accepts");
        yield return Refuse("one header more", ProtocolErrorCode.HeaderRefused, Protected([.. header, (99, Number(0))]), "accepts");
        yield return Refuse("ES384 with a P-256 key", ProtocolErrorCode.AlgorithmRefused, (Good with { Protected = Craft.Map([(1, Number(-35)), .. header[1..]]), Hash = HashAlgorithmName.SHA384 }).Message(), "accepts");
        yield return Refuse("no tag", ProtocolErrorCode.Malformed, Good.Message()[1..], "accepts");
        yield return Refuse("outer array of indefinite length", ProtocolErrorCode.NotCanonical, [0xd2, 0x9f, .. Good.Items(), 0xff], "accepts");
        yield return Refuse("outer array with a longer length form", ProtocolErrorCode.NotCanonical, [0xd2, 0x98, 0x04, .. Good.Items()], "accepts");
        yield return Refuse("tag with a longer form", ProtocolErrorCode.NotCanonical, [0xd8, 0x12, 0x84, .. Good.Items()], "accepts");
        yield return Refuse("payload with a longer length form", ProtocolErrorCode.NotCanonical, [0xd2, 0x84, .. Good.Items(payload: p => [0x5a, 0, 0, (byte)(p.Length >> 8), (byte)p.Length, .. p])], "accepts");
        yield return Refuse("trailing byte", ProtocolErrorCode.Malformed, [.. Good.Message(), 0x00]);
        yield return Refuse("CWT tag around it", ProtocolErrorCode.Malformed, [0xd8, 0x3d, .. Good.Message()]);
        yield return Refuse("tag of COSE_Sign", ProtocolErrorCode.Malformed, [0xd8, 0x62, 0x84, .. Good.Items()]);
        yield return Refuse("array of five", ProtocolErrorCode.Malformed, [0xd2, 0x85, .. Good.Items(), 0x00]);
        yield return Refuse("detached payload", ProtocolErrorCode.Malformed, [0xd2, 0x84, .. Good.Items(payload: _ => [0xf6])]);
        yield return Refuse("kid not protected", ProtocolErrorCode.HeaderRefused, (Good with { Protected = Craft.Map([header[0], header[2]]), Unprotected = Craft.Map([header[1]]) }).Message(), "accepts");
        yield return Refuse("kid both protected and not", ProtocolErrorCode.HeaderRefused, (Good with { Unprotected = Craft.Map([header[1]]) }).Message());
        yield return Refuse("nothing protected", ProtocolErrorCode.HeaderRefused, (Good with { Protected = [], Unprotected = Craft.Map(header) }).Message());
        yield return Refuse("empty map protected", ProtocolErrorCode.HeaderRefused, Protected([]));
        yield return Refuse("headers in another order", ProtocolErrorCode.HeaderRefused, Protected([header[1], header[0], header[2]]), "accepts");
        yield return Refuse("alg twice", ProtocolErrorCode.Malformed, Protected([header[0], header[0], header[2]]));
        yield return Refuse("alg as text", ProtocolErrorCode.AlgorithmRefused, Protected([(1, Text("ES256")), .. header[1..]]));
        yield return Refuse("EdDSA named", ProtocolErrorCode.AlgorithmRefused, Protected([(1, Number(-8)), .. header[1..]]));
        yield return Refuse("typ of a ticket", ProtocolErrorCode.TypeRefused, (Good with { Type = "application/vnd.tenure.ticket+cwt" }).Message(), "accepts");
        yield return Refuse("typ as a number", ProtocolErrorCode.Malformed, Protected([.. header[..2], (16, Number(263))]), "accepts");
        yield return Refuse("signed for a ticket", ProtocolErrorCode.SignatureWrong, (Good with { ExternalData = "tenure/ticket/1" }).Message(), "refuses");
        yield return Refuse("signed without external data", ProtocolErrorCode.SignatureWrong, (Good with { ExternalData = "" }).Message(), "refuses");
        yield return Refuse("kid of another key", ProtocolErrorCode.UnknownSigner, (Good with { KeyId = Craft.Thumbprint(Fixed.OtherDevice) }).Message(), "accepts");
        yield return Refuse("kid of 31 bytes", ProtocolErrorCode.ClaimOutOfRange, (Good with { KeyId = kid[1..] }).Message(), "accepts");
        yield return Refuse("signed by another key", ProtocolErrorCode.SignatureWrong, (Good with { Key = Fixed.OtherDevice, KeyId = kid }).Message(), "refuses");
        yield return Refuse("signature of zeros", ProtocolErrorCode.SignatureWrong, Good.Message(new byte[64]), "refuses");
        yield return Refuse("signature of 63 bytes", ProtocolErrorCode.SignatureWrong, Good.Message(Good.Signature[1..]));
        yield return Refuse("signature of 65 bytes", ProtocolErrorCode.SignatureWrong, Good.Message([0, .. Good.Signature]));
        yield return Refuse("longer length form, and a byte behind", ProtocolErrorCode.NotCanonical, [0xd2, 0x98, 0x04, .. Good.Items(), 0x00]);
        yield return Refuse("a map in place of the array", ProtocolErrorCode.Malformed, [0xd2, .. Craft.Map(header)]);
        yield return Refuse("protected header as a map", ProtocolErrorCode.Malformed, [0xd2, 0x84, .. Craft.Map(header), .. Good.Items()[Craft.Bstr(Good.ProtectedHeader).Length..]]);
        yield return Refuse("unprotected header as bytes", ProtocolErrorCode.Malformed, (Good with { Unprotected = Craft.Bstr([]) }).Message());
        yield return Refuse("signature as text", ProtocolErrorCode.Malformed, [0xd2, 0x84, .. Good.Items()[..^66], .. Text(new string('s', 64))]);
        yield return Refuse("protected header that is an array", ProtocolErrorCode.Malformed, (Good with { Protected = Array(Number(1)) }).Message());
        yield return Refuse("a header with a name", ProtocolErrorCode.HeaderRefused, (Good with { Protected = [0xa3, .. Text("alg"), .. Number(-7), .. Text("kid"), .. Craft.Bstr(kid), .. Text("typ"), .. Text(Good.Type)] }).Message());
        yield return Refuse("a byte behind the protected header", ProtocolErrorCode.Malformed, (Good with { Protected = [.. Craft.Map(header), 0x00] }).Message());
        yield return Refuse("kid as text", ProtocolErrorCode.Malformed, Protected([header[0], (4, Text(Craft.Text(kid))), header[2]]));
        yield return Refuse("typ of 65 bytes", ProtocolErrorCode.ClaimOutOfRange, Protected([.. header[..2], (16, Text(new string('t', 65)))]));
        yield return Refuse("4097 bytes", ProtocolErrorCode.TooLarge, new byte[4097]);
        yield return Refuse("nothing", ProtocolErrorCode.Malformed, []);
    }

    public static IEnumerable<IReadOnlyList<(string, string)>> Content()
    {
        foreach (var purpose in (EvidencePurpose[])[EvidencePurpose.Enrol, EvidencePurpose.Activate, EvidencePurpose.Release, EvidencePurpose.Sync, EvidencePurpose.Receipt, EvidencePurpose.Decline, EvidencePurpose.Lost, EvidencePurpose.Reset, EvidencePurpose.Erase, EvidencePurpose.EraseCode, EvidencePurpose.Open, EvidencePurpose.Flash, EvidencePurpose.Unlock, EvidencePurpose.Flashed])
        {
            yield return Accept(purpose.ToString().ToLowerInvariant(), EvidenceCodec.Sign(Fixed.Evidence(purpose), Fixed.Device));
        }

        yield return Accept("offline: one nonce", Of(Evidence().With(10, Craft.Bstr(Fixed.Bytes(32, 0x40)))).Message());
        yield return Accept("enrol, all that a device can say it is", EvidenceCodec.Sign(Fixed.Evidence(EvidencePurpose.Enrol) with { Facts = Fixed.Facts }, Fixed.Device));
        yield return Accept("session, with SIM cards", EvidenceCodec.Sign(Fixed.Evidence(EvidencePurpose.Session) with { Facts = Fixed.Facts with { Sims = Fixed.Sims } }, Fixed.Device));
        yield return Accept("case, before there is one", EvidenceCodec.Sign(Fixed.Evidence(EvidencePurpose.Case), Fixed.Device));
        yield return Accept("case, on a device whose screen was unlocked", EvidenceCodec.Sign(Fixed.Evidence(EvidencePurpose.Case) with { CaseNumber = "7K3MQ9XV2D", IsScreenUnlocked = true }, Fixed.Device));
        yield return Spoilt("a case's number in an activation", ProtocolErrorCode.ClaimUnexpected, -70018, Text("7K3MQ9XV2D"));
        yield return Spoilt("an unlocked screen in an activation", ProtocolErrorCode.ClaimUnexpected, -70038, [0xf5]);
        yield return Accept("session, no SIM card", EvidenceCodec.Sign(Fixed.Evidence(EvidencePurpose.Session) with { Facts = new() { Sims = [] } }, Fixed.Device));
        foreach (var (key, name) in ((int, string)[])[(3, "aud"), (10, "eat_nonce"), (256, "ueid"), (259, "hwmodel"), (262, "oemboot"), (263, "dbgstat"), (265, "eat_profile"), (267, "bootcount"), (270, "swname"), (271, "swversion"), (-70001, "purpose"), (-70002, "epoch"), (-70006, "request counter"), (-70007, "account (in activate)")])
        {
            yield return Refuse($"without {name}", ProtocolErrorCode.ClaimMissing, Of(Evidence().With(key, null)).Message());
        }

        yield return Spoilt("unknown claim", ProtocolErrorCode.ClaimUnexpected, -70019, Number(1));
        yield return Spoilt("entries of the log in activate", ProtocolErrorCode.ClaimUnexpected, -70014, Number(1));
        yield return Spoilt("-1 entries of the log", ProtocolErrorCode.Malformed, -70014, Number(-1));
        yield return Spoilt("exp", ProtocolErrorCode.ClaimUnexpected, 4, Number(1));
        yield return Spoilt("cnf outside enrolment", ProtocolErrorCode.ClaimUnexpected, 8, Cnf(Craft.CoseKey(Fixed.Device)));
        yield return Spoilt("account in sync", ProtocolErrorCode.ClaimUnexpected, -70001, Number(13));
        yield return Spoilt("another profile", ProtocolErrorCode.TypeRefused, 265, Text("urn:tenure:evidence:2"));
        yield return Spoilt("purpose 0", ProtocolErrorCode.ClaimOutOfRange, -70001, Number(0));
        yield return Spoilt("purpose 19", ProtocolErrorCode.ClaimOutOfRange, -70001, Number(19));
        yield return Spoilt("state in activate", ProtocolErrorCode.ClaimUnexpected, -70015, Number(1));
        yield return Spoilt("flash ticket id in activate", ProtocolErrorCode.ClaimMissing, -70016, Craft.Bstr(Fixed.Bytes(16, 0x78)));
        yield return Spoilt("purpose -1", ProtocolErrorCode.Malformed, -70001, Number(-1));
        yield return Spoilt("dbgstat 5", ProtocolErrorCode.ClaimOutOfRange, 263, Number(5));
        yield return Spoilt("nonce of 31 bytes", ProtocolErrorCode.ClaimOutOfRange, 10, Craft.Bstr(Fixed.Bytes(31, 1)));
        yield return Spoilt("array of one nonce", ProtocolErrorCode.Malformed, 10, Array(Craft.Bstr(Fixed.Bytes(32, 1))));
        yield return Spoilt("three nonces", ProtocolErrorCode.Malformed, 10, Array(Craft.Bstr(Fixed.Bytes(32, 1)), Craft.Bstr(Fixed.Bytes(32, 2)), Craft.Bstr(Fixed.Bytes(32, 3))));
        yield return Spoilt("nonce as text", ProtocolErrorCode.Malformed, 10, Text(new string('n', 32)));
        yield return Spoilt("ueid of another device", ProtocolErrorCode.WrongDevice, 256, Craft.Bstr([1, .. Craft.Thumbprint(Fixed.OtherDevice)]));
        yield return Spoilt("ueid of another type", ProtocolErrorCode.ClaimOutOfRange, 256, Craft.Bstr([2, .. Craft.Thumbprint(Fixed.Device)]));
        yield return Spoilt("ueid of 32 bytes", ProtocolErrorCode.ClaimOutOfRange, 256, Craft.Bstr(Craft.Thumbprint(Fixed.Device)));
        yield return Spoilt("aud that is no thumbprint", ProtocolErrorCode.Malformed, 3, Text("https://tenure.example"));
        yield return Spoilt("epoch 2^32", ProtocolErrorCode.ClaimOutOfRange, -70002, Number(1L << 32));
        yield return Spoilt("epoch as a float", ProtocolErrorCode.Malformed, -70002, Craft.Cbor(w => w.WriteDouble(1)));
        yield return Spoilt("epoch with a longer form", ProtocolErrorCode.NotCanonical, -70002, [0x18, 0x01]);
        yield return Spoilt("oemboot as 1", ProtocolErrorCode.Malformed, 262, Number(1));
        yield return Spoilt("model as text", ProtocolErrorCode.Malformed, 259, Text("lotus"));
        yield return Spoilt("empty model", ProtocolErrorCode.ClaimOutOfRange, 259, Craft.Bstr([]));
        yield return Spoilt("model that is not UTF-8", ProtocolErrorCode.ClaimOutOfRange, 259, Craft.Bstr([0xff]));
        yield return Spoilt("model of 65 bytes", ProtocolErrorCode.ClaimOutOfRange, 259, Craft.Bstr(Fixed.Bytes(65, 0x30)));
        yield return Spoilt("name with an escape character", ProtocolErrorCode.ClaimOutOfRange, 270, Text("a\u001b[2J"));
        yield return Spoilt("name that turns the direction of text", ProtocolErrorCode.ClaimOutOfRange, 270, Text("a\u202eb"));
        yield return Spoilt("name that is not UTF-8", ProtocolErrorCode.Malformed, 270, [0x62, 0xc3, 0x28]);
        yield return Spoilt("version with a scheme", ProtocolErrorCode.Malformed, 271, Array(Text("0.1.0"), Number(1)));
        yield return Spoilt("holding id of 15 bytes", ProtocolErrorCode.ClaimOutOfRange, -70003, Craft.Bstr(Fixed.Bytes(15, 1)));

        foreach (var facts in Facts())
        {
            yield return facts;
        }

        var enrolment = Evidence().With(-70001, Number(1)).With(-70007, null);
        var coordinate = Fixed.Device.ExportParameters(false).Q.Y!;
        coordinate[31] ^= 1;
        yield return Refuse("enrolment without cnf", ProtocolErrorCode.ClaimMissing, Of(enrolment).Message());
        yield return Refuse("enrolment with a point off the curve", ProtocolErrorCode.KeyInvalid, Of(enrolment.With(8, Cnf(Craft.CoseKey(Fixed.Device, coordinate)))).Message());
        yield return Refuse("enrolment with another key", ProtocolErrorCode.KeyInvalid, Of(enrolment.With(8, Cnf(Craft.CoseKey(Fixed.OtherDevice)))).Message());
        yield return Refuse("receipt without a ticket id", ProtocolErrorCode.ClaimMissing, Of(Evidence().With(-70001, Number(14)).With(-70007, null)).Message());
        var flash = Evidence().With(-70001, Number(11)).With(-70007, null);
        yield return Refuse("flash in state 3", ProtocolErrorCode.ClaimOutOfRange, Of(flash.With(-70015, Number(3))).Message());
        yield return Refuse("flash with IMEIs", ProtocolErrorCode.ClaimUnexpected, Of(flash.With(-70009, Array(Text("49015420323751")))).Message());
        yield return Refuse("flash with an outcome", ProtocolErrorCode.ClaimMissing, Of(flash.With(-70017, Array(Number(7), Number(1)))).Message());
        var flashed = Evidence().With(-70001, Number(18)).With(-70007, null).With(-70016, Craft.Bstr(Fixed.Bytes(16, 0x78))).With(-70017, Array(Number(7), Number(1))).With(-70035, Craft.Bstr(Fixed.Bytes(32, 0x58)));
        yield return Refuse("flashed without a ticket", ProtocolErrorCode.ClaimMissing, Of(flashed.With(-70016, null)).Message());
        yield return Refuse("flashed without a manifest", ProtocolErrorCode.ClaimMissing, Of(flashed.With(-70035, null)).Message());
        yield return Refuse("flashed without an outcome", ProtocolErrorCode.ClaimMissing, Of(flashed.With(-70017, null)).Message());
        yield return Refuse("flashed with an outcome of three", ProtocolErrorCode.Malformed, Of(flashed.With(-70017, Array(Number(7), Number(1), Number(0)))).Message());
        yield return Refuse("flashed that says nothing of it", ProtocolErrorCode.ClaimMissing, Of(flash.With(-70001, Number(18))).Message());
        yield return Refuse("receipt with an outcome", ProtocolErrorCode.ClaimUnexpected, Of(flashed.With(-70001, Number(14)).With(-70004, Craft.Bstr(Fixed.Bytes(16, 0x70)))).Message());
        var decline = Evidence().With(-70001, Number(15)).With(-70007, null);
        yield return Refuse("decline without a ticket id", ProtocolErrorCode.ClaimMissing, Of(decline).Message());
        yield return Refuse("decline of a device that holds", ProtocolErrorCode.ClaimUnexpected, Of(decline.With(-70004, Craft.Bstr(Fixed.Bytes(16, 0x70))).With(-70003, Craft.Bstr(Fixed.Bytes(16, 0x80)))).Message());

        yield return Refuse("claims in another order", ProtocolErrorCode.NotCanonical, Of([.. Evidence().AsEnumerable().Reverse()]).Message());
        yield return Refuse("a claim twice", ProtocolErrorCode.Malformed, Of([.. Evidence(), Evidence()[^1]]).Message());
        yield return Refuse("map of indefinite length", ProtocolErrorCode.NotCanonical, Of([0xbf, .. Craft.Map(Evidence())[1..], 0xff]).Message());
        yield return Refuse("trailing byte in the payload", ProtocolErrorCode.Malformed, Of([.. Craft.Map(Evidence()), 0x00]).Message());
        yield return Refuse("empty payload", ProtocolErrorCode.Malformed, Of((byte[])[]).Message());
        yield return Refuse("payload that says it is longer", ProtocolErrorCode.Malformed, Of([0xb1, .. Craft.Map(Evidence())[1..]]).Message());
    }

    // What a device says it is, in a session.
    private static IEnumerable<IReadOnlyList<(string, string)>> Facts()
    {
        var session = Evidence().With(-70001, Number(2)).With(-70007, null);
        byte[] iccid = Text("8999912345678901236");
        (string Name, ProtocolErrorCode Code, int Key, byte[] Value)[] spoilt =
        [
            ("empty serial", ProtocolErrorCode.ClaimOutOfRange, -70008, Text("")),
            ("serial of 65 bytes", ProtocolErrorCode.ClaimOutOfRange, -70008, Text(new string('s', 65))),
            ("serial that turns the direction of text", ProtocolErrorCode.ClaimOutOfRange, -70008, Text("a\u202eb")),
            ("serial as a number", ProtocolErrorCode.Malformed, -70008, Number(1)),
            ("no IMEI in the array", ProtocolErrorCode.ClaimOutOfRange, -70009, Array()),
            ("five IMEIs", ProtocolErrorCode.ClaimOutOfRange, -70009, Array([.. Enumerable.Range(0, 5).Select(i => Text($"4901542032375{i}"))])),
            ("an IMEI twice", ProtocolErrorCode.ClaimOutOfRange, -70009, Array(Text("49015420323751"), Text("49015420323751"))),
            ("IMEI with its check digit", ProtocolErrorCode.ClaimOutOfRange, -70009, Array(Text("490154203237518"))),
            ("IMEI of 13 digits", ProtocolErrorCode.ClaimOutOfRange, -70009, Array(Text("4901542032375"))),
            ("IMEI with separators", ProtocolErrorCode.ClaimOutOfRange, -70009, Array(Text("490154-2032375"))),
            ("IMEI of zeros", ProtocolErrorCode.ClaimOutOfRange, -70009, Array(Text("00000000000000"))),
            ("IMEI in other digits", ProtocolErrorCode.ClaimOutOfRange, -70009, Array(Text("٤٩٠١٥٤٢٠٣٢٣٧٥١"))),
            ("IMEI as a number", ProtocolErrorCode.Malformed, -70009, Array(Number(49015420323751))),
            ("IMEI without an array", ProtocolErrorCode.Malformed, -70009, Text("49015420323751")),
            ("empty region", ProtocolErrorCode.ClaimOutOfRange, -70010, Text("")),
            ("region of 17 bytes", ProtocolErrorCode.ClaimOutOfRange, -70010, Text(new string('R', 17))),
            ("no anti-rollback index in the map", ProtocolErrorCode.ClaimOutOfRange, -70011, [0xa0]),
            ("33 anti-rollback indexes", ProtocolErrorCode.ClaimOutOfRange, -70011, Craft.Map(Enumerable.Range(0, 33).Select(i => (i, Number(1))))),
            ("anti-rollback indexes in another order", ProtocolErrorCode.NotCanonical, -70011, Craft.Map([(1, Number(1)), (0, Number(1))])),
            ("anti-rollback location twice", ProtocolErrorCode.Malformed, -70011, Craft.Map([(1, Number(1)), (1, Number(2))])),
            ("anti-rollback location -1", ProtocolErrorCode.Malformed, -70011, Craft.Map([(-1, Number(1))])),
            ("anti-rollback location 2^32", ProtocolErrorCode.ClaimOutOfRange, -70011, [0xa1, .. Number(1L << 32), .. Number(1)]),
            ("anti-rollback index -1", ProtocolErrorCode.Malformed, -70011, Craft.Map([(0, Number(-1))])),
            ("bootloader 2", ProtocolErrorCode.ClaimOutOfRange, -70012, Number(2)),
            ("bootloader as true", ProtocolErrorCode.Malformed, -70012, Flag(true)),
            ("card of one member", ProtocolErrorCode.Malformed, -70013, Array(Array(Number(1)))),
            ("card of four members", ProtocolErrorCode.Malformed, -70013, Array(Array(Number(1), iccid, Text("Example Mobile"), Text("310150123456789")))),
            ("card in slot 0", ProtocolErrorCode.ClaimOutOfRange, -70013, Array(Array(Number(0), iccid))),
            ("card in slot 9", ProtocolErrorCode.ClaimOutOfRange, -70013, Array(Array(Number(9), iccid))),
            ("two cards in one slot", ProtocolErrorCode.ClaimOutOfRange, -70013, Array(Array(Number(1), iccid), Array(Number(1), iccid))),
            ("cards in another order", ProtocolErrorCode.ClaimOutOfRange, -70013, Array(Array(Number(2), iccid), Array(Number(1), iccid))),
            ("ICCID of 17 digits", ProtocolErrorCode.ClaimOutOfRange, -70013, Array(Array(Number(1), Text("89999123456789012")))),
            ("ICCID with the filler", ProtocolErrorCode.ClaimOutOfRange, -70013, Array(Array(Number(1), Text("8999912345678901236F")))),
            ("operator without a name", ProtocolErrorCode.ClaimOutOfRange, -70013, Array(Array(Number(1), iccid, Text("")))),
        ];
        foreach (var (name, code, key, value) in spoilt)
        {
            yield return Refuse(name, code, Of(session.With(key, value)).Message());
        }

        foreach (var (key, name, value) in ((int, string, byte[])[])
        [
            (-70008, "serial", Text("T1")), (-70009, "IMEIs", Array(Text("49015420323751"))), (-70010, "region", Text("EU")), (-70011, "anti-rollback indexes", Craft.Map([(0, Number(1))])),
            (-70012, "bootloader", Number(0)), (-70013, "SIM cards", Array()),
        ])
        {
            yield return Spoilt($"{name} in activate", ProtocolErrorCode.ClaimUnexpected, key, value);
        }

        var cnf = Cnf(Craft.CoseKey(Fixed.Device));
        yield return Refuse("SIM cards in enrol", ProtocolErrorCode.ClaimUnexpected, Of(session.With(-70001, Number(1)).With(8, cnf).With(-70013, Array())).Message());
    }

    private static Craft Of(List<(int, byte[])> claims) => Of(Craft.Map(claims));

    private static Craft Of(byte[] payload) => new()
    {
        Type = "application/eat+cwt",
        ExternalData = "tenure/evidence/1",
        Key = Fixed.Device,
        Payload = payload,
    };

    private static byte[] Protected(IEnumerable<(int, byte[])> header) => (Good with { Protected = Craft.Map(header) }).Message();

    private static (string, string)[] Spoilt(string name, ProtocolErrorCode code, int key, byte[] value) =>
        Refuse(name, code, Of(Evidence().With(key, value)).Message());

    private static (string, string)[] Accept(string name, byte[] message)
    {
        var evidence = EvidenceCodec.Verify(message, Fixed.DeviceKey);
        (string, string?)[] all =
        [
            ("name", name),
            ("expect", "accept"),
            ("key", "device"),
            ("purpose", evidence.Purpose.ToString().ToLowerInvariant()),
            ("subject", evidence.Subject.Text),
            ("audience", evidence.Audience.Text),
            ("server_nonce", Hex(evidence.ServerNonce)),
            ("device_nonce", Hex(evidence.DeviceNonce)),
            ("model", evidence.HardwareModel),
            ("boot_count", $"{evidence.BootCount}"),
            ("request_counter", $"{evidence.RequestCounter}"),
            ("epoch", $"{evidence.Epoch}"),
            ("holding_id", Hex(evidence.HoldingId)),
            ("last_ticket_id", Hex(evidence.LastTicketId)),
            ("server_generation", Hex(evidence.ServerGeneration)),
            ("account", Hex(evidence.Account)),
            ("seen_entries", evidence.SeenEntries is { } entries ? $"{entries}" : null),
            .. Lines(evidence),
            .. Lines(evidence.Facts),
            ("digest", Hex(EvidenceCodec.Digest(message))),
            ("message", Hex(message)),
        ];
        return [.. all.Where(line => line.Item2 is not null).Select(line => (line.Item1, line.Item2!))];
    }

    /// <summary>What evidence says of flashing, as it stands in a vector.</summary>
    public static IEnumerable<(string Key, string? Value)> Lines(Evidence evidence) =>
    [
        ("case_number", evidence.CaseNumber),
        ("screen_unlocked", evidence.IsScreenUnlocked ? "true" : null),
        ("state", evidence.State?.ToString().ToLowerInvariant()),
        ("flash_ticket_id", Hex(evidence.Flashed?.TicketId)),
        ("firmware_digest", Hex(evidence.Flashed?.Manifest)),
        ("flash_outcome", evidence.Flashed is { } flashed ? $"{flashed.Done} {flashed.Failed}" : null),
    ];

    /// <summary>What a device says it is, as it stands in a vector.</summary>
    public static IEnumerable<(string Key, string? Value)> Lines(DeviceFacts facts) =>
    [
        ("serial", facts.Serial),
        ("imeis", facts.Imeis is { } imeis ? string.Join(", ", imeis.Select(imei => imei.Digits)) : null),
        ("region", facts.Region),
        ("rollback_indexes", facts.RollbackIndexes is { } indexes ? string.Join(", ", indexes.Select(index => $"{index.Key}={index.Value}")) : null),
        ("bootloader", facts.Bootloader?.ToString().ToLowerInvariant()),
        ("sims", facts.Sims is { } sims ? string.Join(", ", sims.Select(sim => $"{sim.Slot} {sim.Iccid} {sim.Operator}".TrimEnd()).DefaultIfEmpty("none")) : null),
    ];

    private static (string, string)[] Refuse(string name, ProtocolErrorCode code, byte[] message, string? platform = null) =>
    [
        ("name", name),
        ("expect", code.ToString()),
        .. platform is null ? (ReadOnlySpan<(string, string)>)[] : [("platform", platform)],
        ("key", "device"),
        ("message", Hex(message)!),
    ];

    private static string? Hex(byte[]? bytes) => bytes is null ? null : Convert.ToHexStringLower(bytes);
}
