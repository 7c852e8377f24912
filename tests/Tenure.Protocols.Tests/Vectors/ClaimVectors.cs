using System.Security.Cryptography;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;
using static Tenure.Protocols.Tests.Vectors.Claims;
using Block = System.Collections.Generic.IReadOnlyList<(string, string)>;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Each claim of each message by itself: missing, of another type, at its limit, one beyond, where it has no place.</summary>
internal static class ClaimVectors
{
    private const long TwoTo32 = 1L << 32;

    private static readonly List<(int Key, byte[] Value)> Activate = Evidence();
    private static readonly List<(int Key, byte[] Value)> Hold = Ticket();
    private static readonly List<(int Key, byte[] Value)> Open = Ticket(2).With(-70003, null).With(-70023, null);
    private static readonly byte[] Id = Craft.Bstr(Fixed.Bytes(16, 0x78));
    private static readonly byte[] Digest = Craft.Bstr(Fixed.Bytes(32, 0x58));
    private static readonly byte[] OneIndex = Craft.Map([(0, Number(3))]);

    public static IEnumerable<Block> All() => [.. OfEvidence(), .. OfTickets(), .. OfFlashTickets(), .. OfCertificates(), .. OfStatements(), .. OfLog()];

    /// <summary>Signs the claims of a block and reads the message as its reader does.</summary>
    public static object Read(Vector vector)
    {
        var claims = vector.Bytes("claims");
        return vector["kind"] switch
        {
            "evidence" => EvidenceCodec.Verify(new Craft { Type = "application/eat+cwt", ExternalData = "tenure/evidence/1", Key = Fixed.Device, Payload = claims }.Message(), Fixed.DeviceKey),
            "ticket" => TicketCodec.Verify(Sign("ticket", claims, Fixed.HoldSigner), PublicKeyP256.From(Fixed.HoldSigner)),
            "signer" => SignerCertificateCodec.Verify(Sign("signer", claims, Fixed.Root), Fixed.Roots),
            "root-statement" => RootStatementCodec.Verify(Sign("root-statement", claims, Fixed.Root), Fixed.Roots),
            "checkpoint" => CheckpointCodec.Verify(
                Array(Craft.Bstr(Sign("checkpoint", claims, Fixed.LogSigner)), Craft.Bstr(Sign("signer", Craft.Map(Certificate(Fixed.LogSigner, 4)), Fixed.Root))), Fixed.Roots, Fixed.Issuer),
            _ => LogSuccessionCodec.Verify(Sign("log-succession", claims, Fixed.Root), Fixed.Roots),
        };
    }

    private static IEnumerable<Block> OfEvidence()
    {
        var other = Activate.With(-70007, null);
        var status = Of(other, 7);
        var flashed = Of(other, 18).With(-70016, Id).With(-70017, Array(Number(7), Number(1))).With(-70035, Digest);
        var cnf = Cnf(Craft.CoseKey(Fixed.Device));
        return
        [
            .. Form("evidence", Activate),
            .. Each("evidence", Activate, 3, "aud", Missing, AsBytes, new("of 256 bytes", ProtocolErrorCode.ClaimOutOfRange, Letters(256))),
            .. Each("evidence", Activate, 10, "eat_nonce", [Missing, .. Size(32)]),
            Refuse("evidence", "eat_nonce of the server of 31 bytes", ProtocolErrorCode.ClaimOutOfRange, "eat_nonce", Activate.With(10, Array(Filled(31), Filled(32)))),
            Refuse("evidence", "eat_nonce of the device of 33 bytes", ProtocolErrorCode.ClaimOutOfRange, "eat_nonce", Activate.With(10, Array(Filled(32), Filled(33)))),
            .. Each("evidence", Activate, 256, "ueid", [Missing, .. Size(33)]),
            .. Each(
                "evidence", Activate, 259, "hwmodel", Missing, new("as text", ProtocolErrorCode.Malformed, Text("lotus")), new("empty", ProtocolErrorCode.ClaimOutOfRange, Craft.Bstr([])),
                new("of 64 bytes", null, Craft.Bstr([.. Enumerable.Repeat((byte)'a', 64)])), new("of 65 bytes", ProtocolErrorCode.ClaimOutOfRange, Craft.Bstr([.. Enumerable.Repeat((byte)'a', 65)]))),
            .. Each("evidence", Activate, 262, "oemboot", Missing, AsOne),
            .. Each("evidence", Activate, 263, "dbgstat", [Missing, .. Choice(0, 4)]),
            .. Each("evidence", Activate, 265, "eat_profile", Missing, AsBytes, new("of 256 bytes", ProtocolErrorCode.ClaimOutOfRange, Letters(256))),
            .. Each("evidence", Activate, 267, "bootcount", [Missing, .. Count]),
            .. Each("evidence", Activate, 270, "swname", [Missing, .. Words(64)]),
            .. Each("evidence", Activate, 271, "swversion", [Missing, new("as text", ProtocolErrorCode.Malformed, Text("0.1.0")), .. Words(64).Select(t => t with { Value = Array(t.Value!) })]),
            .. Each("evidence", Activate, -70001, "purpose", Missing, AsText, Wrong(0), Wrong(19)),
            .. Each("evidence", Activate, -70002, "epoch", [Missing, .. Count]),
            .. Each("evidence", Activate, -70003, "holding_id", Size(16)),
            .. Each("evidence", Activate, -70004, "last_ticket_id", Size(16)),
            .. Each("evidence", Activate, -70005, "server_generation", Size(16)),
            .. Each("evidence", Activate, -70006, "request_counter", [Missing, .. Count]),
            .. Each("evidence", Activate, -70007, "account", [Missing, .. Size(32)]),
            .. Each("evidence", Of(other, 2), -70008, "serial", Words(64)),
            .. Each("evidence", Of(other, 2), -70009, "imeis", AsText),
            .. Each("evidence", Of(other, 2), -70010, "region", Words(16)),
            .. Each("evidence", Of(other, 2), -70011, "rollback_indexes", Indexes(1)),
            .. Each("evidence", Of(other, 2), -70012, "bootloader", Choice(0, 1)),
            .. Each("evidence", Of(other, 2), -70013, "sims", Cards),
            .. Each("evidence", Of(other, 5), -70014, "seen_entries", AsText, Taken(0), Taken(long.MaxValue), new("of 2^63", ProtocolErrorCode.ClaimOutOfRange, Craft.Cbor(w => w.WriteUInt64(1UL << 63)))),
            .. Each("evidence", Of(other, 11), -70015, "state", Choice(0, 2)),
            .. Each("evidence", flashed, -70016, "flash_ticket_id", [Missing, .. Size(16)]),
            .. Each("evidence", flashed, -70017, "flash_outcome", Missing, AsText, new("of one", ProtocolErrorCode.Malformed, Array(Number(7))), new("with a text first", ProtocolErrorCode.Malformed, Array(Text("7"), Number(1))), new("with a text behind", ProtocolErrorCode.Malformed, Array(Number(7), Text("1")))),
            .. Each("evidence", flashed, -70035, "firmware_digest", [Missing, .. Size(32)]),
            .. Each("evidence", Of(other, 1).With(8, cnf), 8, "cnf", [Missing, .. Key]),
            .. NoPlace("evidence", "status", status, (8, "cnf", cnf), (-70007, "account", Digest), (-70008, "serial", Text("T1")), (-70009, "imeis", Array(Text("49015420323751"))), (-70010, "region", Text("EU"))),
            .. NoPlace("evidence", "status", status, (-70011, "rollback_indexes", OneIndex), (-70012, "bootloader", Number(0)), (-70013, "sims", Array()), (-70014, "seen_entries", Number(1)), (-70015, "state", Number(1))),
            Refuse("evidence", "flash_ticket_id in status", ProtocolErrorCode.ClaimUnexpected, "flash_ticket_id", Of(flashed, 7)),
            .. NoPlace("evidence", "flash", Of(other, 11), (-70009, "imeis", Array(Text("49015420323751"))), (-70013, "sims", Array())),
        ];

        static List<(int, byte[])> Of(List<(int, byte[])> claims, int purpose) => claims.With(-70001, Number(purpose));
    }

    private static IEnumerable<Block> OfTickets()
    {
        var release = Ticket(4).With(-70023, null).With(-70024, Flag(true)).With(-70030, Digest);
        var syncFree = Open.With(-70020, Number(11)).With(-70025, Number(0));
        var lost = Open.With(-70020, Number(6));
        var recount = Open.With(-70020, Number(13)).With(-70031, Number(57));
        return
        [
            .. Form("ticket", Hold),
            .. Each("ticket", Hold, 1, "iss", [Missing, .. Words(255)]),
            .. Each("ticket", Hold, 7, "cti", [Missing, .. Size(16)]),
            .. Each("ticket", Hold, 256, "ueid", [Missing, .. Size(33)]),
            .. Each("ticket", Hold, -70002, "epoch", [Missing, .. Count]),
            .. Each("ticket", Hold, -70003, "holding_id", [Missing, .. Size(16)]),
            .. Each("ticket", Hold, -70005, "server_generation", [Missing, .. Size(16)]),
            .. Each("ticket", Open, -70020, "action", Missing, AsText, Wrong(0), Wrong(5), Wrong(12), Wrong(14)),
            .. Each("ticket", Hold, -70021, "evidence_digest", [Missing, .. Size(32)]),
            .. Each("ticket", Hold, -70022, "lifetime", [Missing, AsText, Wrong(0), Taken(1), Taken(3600), Wrong(3601)]),
            .. Each("ticket", Hold, -70023, "masked_holder", [Missing, .. Words(128)]),
            .. Each("ticket", Hold, -70028, "holder_handle", [.. Size(44), new("of 44 bytes", null, Filled(44))]),
            .. Each("ticket", release, -70024, "erase", Missing, AsOne),
            .. Each("ticket", release, -70030, "consent", [Missing, .. Size(32)]),
            .. Each("ticket", syncFree, -70025, "state", [Missing, .. Choice(0, 0, beyond: 3)]),
            .. Each("ticket", lost, -70026, "lost_message", Words(640)),
            .. Each("ticket", lost, -70027, "lost_contact", Words(254)),
            .. Each("ticket", Open.With(-70020, Number(8)), -70029, "erase_code", Words(128)),
            .. Each("ticket", recount, -70031, "counted_boots", Missing, AsText, Taken(0), Taken(1 << 24), Wrong((1 << 24) + 1)),
            .. NoPlace(
                "ticket", "open", Open, (-70003, "holding_id", Id), (-70023, "masked_holder", Text("a•••@example.org")), (-70024, "erase", Flag(true)), (-70025, "state", Number(1)), (-70026, "lost_message", Text("Please call me.")),
                (-70027, "lost_contact", Text("+49 151 12345678")), (-70028, "holder_handle", Filled(44)), (-70029, "erase_code", Text("blue harbour")), (-70030, "consent", Digest), (-70031, "counted_boots", Number(57))),
        ];
    }

    private static IEnumerable<Block> OfFlashTickets()
    {
        var flash = Open.With(-70020, Number(9)).With(-70010, Text("EU")).With(-70032, Id).With(-70033, Number(0)).With(-70034, Number(47)).With(-70035, Digest).With(-70036, OneIndex).With(-70037, Flag(true));
        return
        [
            .. Each("ticket", flash, -70010, "region", Words(16)),
            .. Each("ticket", flash, -70032, "flash_job", [Missing, .. Size(16)]),
            .. Each("ticket", flash, -70033, "flash_actor", [Missing, .. Choice(0, 2)]),
            .. Each("ticket", flash, -70034, "flash_operations", [Missing, .. Choice(1, 127)]),
            .. Each("ticket", flash, -70035, "firmware_digest", [Missing, .. Size(32)]),
            .. Each("ticket", flash, -70036, "least_indexes", [Missing, .. Indexes(0)]),
            .. Each("ticket", flash, -70037, "erase_user_data", Missing, AsOne),
            Refuse("ticket", "region alone in open", ProtocolErrorCode.ClaimMissing, "flash_job", Open.With(-70010, Text("EU"))),
        ];
    }

    private static IEnumerable<Block> OfCertificates()
    {
        var good = Certificate(Fixed.HoldSigner, 1);
        return
        [
            .. Form("signer", good, isFixed: true),
            .. Each("signer", good, 1, "iss", [Elsewhere, .. Words(255)]),
            .. Each("signer", good, 8, "cnf", [Elsewhere, .. Key]),
            .. Each("signer", good, -70040, "signer_purpose", [Elsewhere, .. Choice(1, 4)]),
            .. Each("signer", good, -70041, "signer_generation", [Elsewhere, Wrong(0), Taken(1), .. Count]),
        ];
    }

    private static IEnumerable<Block> OfStatements()
    {
        var floors = Of(1).With(-70082, Craft.Map([(1, Number(2))]));
        var (key, other) = (Craft.CoseKey(Fixed.HoldSigner), Craft.CoseKey(Fixed.StandbyRoot));
        var rekey = Of(2).With(-70083, Array(key, other)).With(-70084, Text("https://new.example/"));
        var announced = Of(3).With(-70085, Number(1_800_000_000));
        var sunset = Of(4).With(-70086, Craft.Bstr([1]));
        return
        [
            .. Form("root-statement", floors),
            .. Each("root-statement", floors, 1, "iss", [Missing, .. Words(255)]),
            .. Each("root-statement", floors, -70080, "kind", Missing, AsText, Wrong(0), Wrong(5)),
            .. Each("root-statement", floors, -70081, "serial", [Missing, Wrong(0), Taken(1), .. Count]),
            .. Each(
                "root-statement", floors, -70082, "floors", Missing, AsText, new("of a purpose in words", ProtocolErrorCode.Malformed, [0xa1, .. Text("hold"), .. Number(2)]),
                new("of a generation in words", ProtocolErrorCode.Malformed, Craft.Map([(1, Text("2"))])), new("of none", ProtocolErrorCode.ClaimOutOfRange, [0xa0]), new("of all four", null, Craft.Map([(1, Number(1)), (2, Number(1)), (3, Number(1)), (4, Number(1))])),
                new("of purpose 0", ProtocolErrorCode.ClaimOutOfRange, Craft.Map([(0, Number(1))])), new("of purpose 5", ProtocolErrorCode.ClaimOutOfRange, Craft.Map([(1, Number(1)), (5, Number(1))])),
                new("of a generation and of 0", ProtocolErrorCode.ClaimOutOfRange, Craft.Map([(1, Number(1)), (2, Number(0))]))),
            .. Each(
                "root-statement", rekey, -70083, "new_roots", Missing, AsText, new("of one", ProtocolErrorCode.Malformed, Array(key)), new("of three", ProtocolErrorCode.Malformed, Array(key, other, key)), new("of one twice", ProtocolErrorCode.ClaimOutOfRange, Array(key, key))),
            .. Each("root-statement", rekey, -70084, "new_issuer", [Missing, .. Words(255)]),
            .. Each("root-statement", announced, -70085, "not_before", [Missing, Taken(0), .. Count]),
            .. Each("root-statement", sunset, -70086, "announcement", Missing, AsText),
            .. NoPlace("root-statement", "floors", floors, (-70083, "new_roots", Array(key, other)), (-70084, "new_issuer", Text("https://new.example/")), (-70085, "not_before", Number(0)), (-70086, "announcement", Craft.Bstr([1]))),
            .. NoPlace("root-statement", "sunset", sunset, (-70082, "floors", Craft.Map([(1, Number(2))]))),
        ];

        static List<(int, byte[])> Of(int kind) => [(1, Text(Fixed.Issuer)), (-70080, Number(kind)), (-70081, Number(3))];
    }

    private static IEnumerable<Block> OfLog()
    {
        List<(int, byte[])> checkpoint = [(1, Text(Fixed.Issuer)), (6, Number(1_789_999_200)), (-70060, Id), (-70061, Number(7)), (-70062, Digest)];
        List<(int, byte[])> succession = [(1, Text(Fixed.Issuer)), (6, Number(1_789_999_200)), (-70060, Id), (-70063, Filled(16))];
        foreach (var (kind, good) in (List<(string, List<(int, byte[])>)>)[("checkpoint", checkpoint), ("log-succession", succession)])
        {
            IEnumerable<Block> both =
            [
                .. Form(kind, good, isFixed: true),
                .. Each(kind, good, 1, "iss", [Elsewhere, .. Words(255).Where(t => t.Code is not null)]),
                .. Each(kind, good, 6, "iat", Elsewhere, AsText, Wrong(TwoTo32)),
                .. Each(kind, good, -70060, "log_id", [Elsewhere, .. Size(16)]),
            ];
            foreach (var block in both)
            {
                yield return block;
            }
        }

        IEnumerable<Block> each =
        [
            .. Each("checkpoint", checkpoint, -70061, "size", Elsewhere, AsText),
            .. Each("checkpoint", checkpoint, -70062, "root_hash", [Elsewhere, .. Size(32)]),
            .. Each("log-succession", succession, -70063, "previous_log_id", [Elsewhere, .. Size(16)]),
        ];
        foreach (var block in each)
        {
            yield return block;
        }
    }

    private static Try Missing => new("missing", ProtocolErrorCode.ClaimMissing, null);

    // The same number of claims, another one where this one is expected.
    private static Try Elsewhere => new("under another key", ProtocolErrorCode.Malformed, null) { Moves = true };

    private static Try AsText => new("as text", ProtocolErrorCode.Malformed, Text("1"));

    private static Try AsBytes => new("as bytes", ProtocolErrorCode.Malformed, Craft.Bstr([1]));

    private static Try AsOne => new("as 1", ProtocolErrorCode.Malformed, Number(1));

    private static Try[] Count => [AsText, new("of -1", ProtocolErrorCode.Malformed, Number(-1)), Taken(uint.MaxValue), Wrong(TwoTo32)];

    private static IEnumerable<Try> Key
    {
        get
        {
            var q = Fixed.Device.ExportParameters(false).Q;
            List<(int Key, byte[] Value)> good = [(1, Number(2)), (-1, Number(1)), (-2, Craft.Bstr(q.X!)), (-3, Craft.Bstr(q.Y!))];
            Try[] coordinate = [Elsewhere, .. Size(32)];
            return
            [
                AsText,
                new("with a member more", ProtocolErrorCode.Malformed, Craft.Map([(1, Craft.Map(good)), (2, Number(1))])),
                new("with the key under 2", ProtocolErrorCode.Malformed, Craft.Map([(2, Craft.Map(good))])),
                .. Of("key", AsText with { Value = Cnf(Text("key")) }, new("with a member more", ProtocolErrorCode.Malformed, Cnf(Craft.Map(good.With(-4, Number(1)))))),
                .. Of("key type", In(1, Elsewhere, AsText, new("of 3", ProtocolErrorCode.KeyInvalid, Number(3)))),
                .. Of("curve", In(-1, Elsewhere, AsText, new("of 2", ProtocolErrorCode.KeyInvalid, Number(2)))),
                .. Of("x", In(-2, coordinate)),
                .. Of("y", In(-3, [.. coordinate, new("off the curve", ProtocolErrorCode.KeyInvalid, Craft.Bstr(q.X!))])),
            ];

            Try[] In(int key, params Try[] tries) => [.. tries.Select(t => t with { Value = Cnf(Craft.Map(t.In(good, key))), Moves = false })];

            static IEnumerable<Try> Of(string part, params Try[] tries) => tries.Select(t => t with { What = $"with {part} {t.What}", Field = "key" });
        }
    }

    private static Try Wrong(long value) => new($"of {value}", ProtocolErrorCode.ClaimOutOfRange, Number(value));

    private static Try Taken(long value) => new($"of {value}", null, Number(value));

    private static Try[] Choice(int least, int most, int? beyond = null) => [AsText, .. least > 0 ? [Wrong(least - 1)] : (Try[])[], Taken(most), Wrong(beyond ?? (most + 1))];

    private static Try[] Size(int bytes) =>
    [
        new("as text", ProtocolErrorCode.Malformed, Letters(bytes)),
        new($"of {bytes - 1} bytes", ProtocolErrorCode.ClaimOutOfRange, Filled(bytes - 1)),
        new($"of {bytes + 1} bytes", ProtocolErrorCode.ClaimOutOfRange, Filled(bytes + 1)),
    ];

    private static Try[] Words(int most) =>
    [
        AsBytes,
        new("empty", ProtocolErrorCode.ClaimOutOfRange, Text("")),
        new($"of {most} bytes", null, Letters(most)),
        new($"of {most + 1} bytes", ProtocolErrorCode.ClaimOutOfRange, Letters(most + 1)),
        new("with a line break", ProtocolErrorCode.ClaimOutOfRange, Text("a\nb")),
    ];

    private static Try[] Indexes(int least)
    {
        return
        [
            AsText,
            new("of none", least > 0 ? ProtocolErrorCode.ClaimOutOfRange : null, [0xa0]),
            new("of 32", null, Many(32)),
            new("of 33", ProtocolErrorCode.ClaimOutOfRange, Many(33)),
            new("with a place in words", ProtocolErrorCode.Malformed, [0xa1, .. Text("0"), .. Number(3)]),
            new("with an index in words", ProtocolErrorCode.Malformed, Craft.Map([(0, Text("3"))])),
        ];

        static byte[] Many(int count) => Craft.Map(Enumerable.Range(0, count).Select(i => (i, Number(i))));
    }

    private static Try[] Cards
    {
        get
        {
            byte[] iccid = Text("8999912345678901236");
            return
            [
                AsText,
                new("of eight", null, Many(8)),
                new("of nine", ProtocolErrorCode.ClaimOutOfRange, Many(9)),
                new("of ten", ProtocolErrorCode.ClaimOutOfRange, Many(10)),
                new("with a card as text", ProtocolErrorCode.Malformed, Array(Text("1"))),
                new("with a slot as text", ProtocolErrorCode.Malformed, Array(Array(Text("1"), iccid))),
                new("with a card's number as a number", ProtocolErrorCode.Malformed, Array(Array(Number(1), Number(8_999_912_345_678_901_236)))),
                new("with a card's number of 21 bytes", ProtocolErrorCode.ClaimOutOfRange, Array(Array(Number(1), Text("899991234567890123600")))),
                new("with an operator as a number", ProtocolErrorCode.Malformed, Array(Array(Number(1), iccid, Number(1)))),
                new("with an operator of 64 bytes", null, Array(Array(Number(1), iccid, Letters(64)))),
                new("with an operator of 65 bytes", ProtocolErrorCode.ClaimOutOfRange, Array(Array(Number(1), iccid, Letters(65)))),
            ];

            byte[] Many(int count) => Array([.. Enumerable.Range(1, count).Select(slot => Array(Number(slot), iccid))]);
        }
    }

    private static byte[] Letters(int count) => Text(new string('a', count));

    private static byte[] Filled(int count) => Craft.Bstr(Fixed.Bytes(count, 0x20));

    private static byte[] Sign(string kind, byte[] claims, ECDsa key) => new Craft { Type = $"application/vnd.tenure.{kind}+cwt", ExternalData = $"tenure/{kind}/1", Key = key, Payload = claims }.Message();

    private static IEnumerable<Block> Form(string kind, List<(int Key, byte[] Value)> good, bool isFixed = false) =>
    [
        One(kind, "as it must be", null, null, Craft.Map(good)),
        One(kind, "no claims", ProtocolErrorCode.Malformed, "payload", []),
        One(kind, "an array", ProtocolErrorCode.Malformed, "payload", Array()),
        One(kind, "a map of indefinite length", ProtocolErrorCode.NotCanonical, "payload", [0xbf, .. Craft.Map(good)[1..], 0xff]),
        One(kind, "a byte behind the claims", ProtocolErrorCode.Malformed, null, [.. Craft.Map(good), 0x00]),
        Refuse(kind, "one claim more", isFixed ? ProtocolErrorCode.Malformed : ProtocolErrorCode.ClaimUnexpected, isFixed ? "payload" : "claim", good.With(4, Number(1))),
        One(kind, "a claim with a name", ProtocolErrorCode.Malformed, isFixed ? "payload" : "claim", [0xa1, .. Text("iss"), .. Text(Fixed.Issuer)]),
    ];

    private static IEnumerable<Block> Each(string kind, List<(int Key, byte[] Value)> good, int key, string field, params Try[] tries) =>
        tries.Select(t => One(kind, $"{field} {t.What}", t.Code, t.Field ?? field, Craft.Map(t.In(good, key))));

    private static IEnumerable<Block> NoPlace(string kind, string where, List<(int Key, byte[] Value)> good, params (int Key, string Field, byte[] Value)[] claims) =>
        claims.Select(c => Refuse(kind, $"{c.Field} in {where}", ProtocolErrorCode.ClaimUnexpected, c.Field, good.With(c.Key, c.Value)));

    private static Block Refuse(string kind, string name, ProtocolErrorCode code, string field, List<(int Key, byte[] Value)> claims) => One(kind, name, code, field, Craft.Map(claims));

    private static Block One(string kind, string name, ProtocolErrorCode? code, string? field, byte[] claims) =>
    [
        ("name", $"{kind}: {name}"),
        ("kind", kind),
        ("expect", code?.ToString() ?? "accept"),
        .. code is not null && field is not null ? [("field", field)] : (ReadOnlySpan<(string, string)>)[],
        ("claims", Convert.ToHexStringLower(claims)),
    ];

    /// <param name="What">What is tried.</param>
    /// <param name="Code">What it is refused with; <c>null</c> when it is taken.</param>
    /// <param name="Value">The claim; <c>null</c> leaves it out.</param>
    private sealed record Try(string What, ProtocolErrorCode? Code, byte[]? Value)
    {
        /// <summary>Another field than the claim.</summary>
        public string? Field { get; init; }

        /// <summary>The value stands under a key behind all others.</summary>
        public bool Moves { get; init; }

        public List<(int Key, byte[] Value)> In(List<(int Key, byte[] Value)> claims, int key) =>
            Moves ? claims.With(key, null).With(-79_999, Number(1)) : claims.With(key, Value);
    }
}
