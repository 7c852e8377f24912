using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tests.Log;
using Tenure.Protocols.Tests.Tickets;
using static Tenure.Protocols.Tests.Vectors.Claims;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Release tickets with the proof of their holder's consent, made by hand but for the hashes of the tree.</summary>
internal static class ConsentVectors
{
    private const long At = 1_790_000_123;
    private const long Hour = 1_789_999_200;
    private const int Index = 9;
    private const int Seen = 9;

    public static IEnumerable<IReadOnlyList<(string, string)>> All()
    {
        var (leaf, log) = Make(Details());
        var good = new Made(leaf, log);

        yield return Block("a consent in a log of thirteen entries", null, good);
        yield return Block("to a device that has seen nothing of the log", null, good with { Extension = [] }, seen: null);
        yield return Block("to a device that has seen all of it", null, good with { Extension = [] }, seen: 13);
        yield return Block("of another device", ProtocolErrorCode.ConsentWrong, Of(Details(device: Craft.Text(Craft.Thumbprint(Fixed.OtherDevice)))));
        yield return Block("of an older epoch of this device", ProtocolErrorCode.ConsentWrong, Of(Details(epoch: 0)));
        yield return Block("of another holding", ProtocolErrorCode.ConsentWrong, Of(Details(holding: new string('0', 32))));
        yield return Block("that keeps the data", ProtocolErrorCode.ConsentWrong, Of(Details(erase: "false")));
        yield return Block("another event of the device", ProtocolErrorCode.ConsentWrong, new(Make(Details(), "activated")));
        yield return Block("another consent than the ticket names", ProtocolErrorCode.ConsentWrong, good with { Leaf = Fixed.Bytes(32, 0x90) });
        yield return Block("not in the log", ProtocolErrorCode.ConsentNotLogged, good with { Log = Consents.LogWith(Fixed.Bytes(32, 0x90)) });
        yield return Block("at another place", ProtocolErrorCode.ConsentNotLogged, good with { At = 8 });
        yield return Block("in a log that forked", ProtocolErrorCode.LogForked, good with { Log = Consents.LogWith(leaf, first: 1) }, seenLog: log);
        yield return Block("in another log", ProtocolErrorCode.LogForked, good with { Log = new() { LogId = Fixed.Bytes(16, 0xc0), Leaves = log.Leaves } }, seenLog: log);
        yield return Block("in a log that is not shown to have grown", ProtocolErrorCode.LogForked, good with { Extension = [] });
        yield return Block("in a log that is shorter than the device has seen", ProtocolErrorCode.LogBehind, good, seenLog: new() { LogId = log.LogId, Leaves = [.. log.Leaves, new byte[32]] }, seen: 14);
        yield return Block("in a log that the release signer signed", ProtocolErrorCode.ActionNotAllowed, good with { LogSigner = Fixed.ReleaseSigner, Purpose = 2 });
        yield return Block("in a log under a root that is not pinned", ProtocolErrorCode.UnknownSigner, good with { Root = Fixed.OtherDevice });
        yield return Block("a shared hash written out", ProtocolErrorCode.NotCanonical, good with { Shares = false });
        yield return Block("a shared hash that is none", ProtocolErrorCode.ClaimOutOfRange, good with { Extension = [Number(4)] });
        yield return Block("given at a fourth place", ProtocolErrorCode.ClaimOutOfRange, good with { By = 4 });
        yield return Block("sixty-five hashes", ProtocolErrorCode.ClaimOutOfRange, good with { Extension = [.. Enumerable.Repeat(Craft.Bstr(new byte[32]), 65)] });

        Made Of(string details) => new(Make(details));
    }

    private static string Details(string? device = null, int epoch = 1, string holding = "808182838485868788898a8b8c8d8e8f", string erase = "true") =>
        $$"""{"device":"{{device ?? Craft.Text(Craft.Thumbprint(Fixed.Device))}}","state":"releasing","epoch":{{epoch}},"holding":"{{holding}}","holder":"{{Craft.Text(Fixed.Bytes(16, 0x51))}}","erase":{{erase}},"by":"page","at":"2026-09-21T14:15:23+00:00"}""";

    private static (byte[] Leaf, SmallLog Log) Make(string details, string name = "release_granted")
    {
        var entry = Craft.Cbor(w =>
        {
            w.WriteStartArray(8);
            w.WriteTextString("tenure/log/2");
            w.WriteByteString(Fixed.Bytes(16, 0x01));
            w.WriteByteString(Fixed.Bytes(16, 0x11));
            w.WriteInt32(3);
            w.WriteByteString(Fixed.Bytes(32, 0x21));
            w.WriteTextString(name);
            w.WriteInt64(Hour);
            w.WriteByteString(HMACSHA256.HashData(Fixed.Bytes(16, 0x41), Encoding.ASCII.GetBytes(details)));
            w.WriteEndArray();
        });
        var leaf = SHA256.HashData([0, .. entry]);
        return (leaf, Consents.LogWith(leaf));
    }

    private static IReadOnlyList<(string, string)> Block(string name, ProtocolErrorCode? code, Made made, int? seen = Seen, SmallLog? seenLog = null) =>
    [
        ("name", name),
        ("expect", code?.ToString() ?? "accept"),
        ("roots", "root, standby root"),
        ("issuer", Fixed.Issuer),
        ("subject", Fixed.DeviceKey.Thumbprint.Text),
        ("epoch", "1"),
        ("evidence_digest", Convert.ToHexStringLower(Fixed.Bytes(32, 0xc0))),
        ("action", "release"),
        ("holding_id", Convert.ToHexStringLower(Fixed.Bytes(16, 0x80))),
        ("lowest_hold_generation", "2"),
        ("elapsed_seconds", "20"),
        .. seen is { } size
            ?
            [
                ("seen_log_id", Convert.ToHexStringLower((seenLog ?? made.Log).LogId)),
                ("seen_size", $"{size}"),
                ("seen_root", Convert.ToHexStringLower(MerklePlan.Root(size).Make((seenLog ?? made.Log).HashOf)[0])),
            ]
            : (ReadOnlySpan<(string, string)>)[],
        ("message", Convert.ToHexStringLower(made.Message())),
    ];

    private static byte[] Sign(string kind, List<(int, byte[])> claims, ECDsa key) => new Craft
    {
        Type = $"application/vnd.tenure.{kind}+cwt",
        ExternalData = $"tenure/{kind}/1",
        Key = key,
        Payload = Craft.Map(claims),
    }.Message();

    // 24 and more need another head than Claims.Array writes.
    private static byte[] List(byte[][] items) => Craft.Cbor(w =>
    {
        w.WriteStartArray(items.Length);
        foreach (var item in items)
        {
            w.WriteEncodedValue(item);
        }

        w.WriteEndArray();
    });

    private sealed record Made(byte[] Leaf, SmallLog Log)
    {
        public Made((byte[] Leaf, SmallLog Log) both)
            : this(both.Leaf, both.Log)
        {
        }

        public int At { get; init; } = Index;

        public int By { get; init; } = 2;

        public bool Shares { get; init; } = true;

        public byte[][]? Extension { get; init; }

        public ECDsa LogSigner { get; init; } = Fixed.LogSigner;

        public int Purpose { get; init; } = 4;

        public ECDsa Root { get; init; } = Fixed.Root;

        public byte[] Message()
        {
            var ticket = Ticket(4).With(-70023, null).With(-70024, Flag(true)).With(-70030, Craft.Bstr(Leaf));
            return Array(Craft.Bstr(Sign("ticket", ticket, Fixed.ReleaseSigner)), Craft.Bstr(Sign("signer", Certificate(Fixed.ReleaseSigner, 2), Fixed.Root)), Craft.Bstr(Proof()));
        }

        private byte[] Proof()
        {
            byte[][] inclusion = [.. MerklePlan.Inclusion(Index, Log.Leaves.Count).Make(Log.HashOf)];
            var extension = Extension ?? [.. Log.Extension(Seen, Log.Leaves.Count).Select(hash =>
                Shares && System.Array.FindIndex(inclusion, known => known.AsSpan().SequenceEqual(hash)) is >= 0 and var at ? Number(at) : Craft.Bstr(hash))];
            return List(
            [
                Craft.Bstr(Checkpoint()), Number(At), List([.. inclusion.Select(Craft.Bstr)]), List(extension),
                Craft.Bstr(Fixed.Bytes(16, 0x01)), Craft.Bstr(Fixed.Bytes(16, 0x11)), Number(3), Craft.Bstr(Fixed.Bytes(32, 0x21)), Craft.Bstr(Fixed.Bytes(16, 0x41)), Craft.Bstr(Fixed.Bytes(16, 0x51)),
                Number(ConsentVectors.At), Number(By),
            ]);
        }

        private byte[] Checkpoint() => Array(
            Craft.Bstr(Sign(
                "checkpoint",
                [
                    (1, Text(Fixed.Issuer)), (6, Number(Hour)), (-70060, Craft.Bstr(Log.LogId)), (-70061, Number(Log.Leaves.Count)),
                    (-70062, Craft.Bstr(MerklePlan.Root(Log.Leaves.Count).Make(Log.HashOf)[0])),
                ],
                LogSigner)),
            Craft.Bstr(Sign("signer", Certificate(LogSigner, Purpose), Root)));
    }
}
