using System.Security.Cryptography;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Manifests;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;
using static Tenure.Protocols.Tests.Vectors.Claims;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Whole factory manifests, right and wrong: the head, then the records, made by hand.</summary>
internal static class ManifestVectors
{
    public static IReadOnlyList<ManifestRecord> Records { get; } =
    [
        new()
        {
            Device = Fixed.DeviceKey.Thumbprint, Serial = "T1-0001", Model = "Tenure One", Imeis = [Imei.FromDigits("49015420323751"), Imei.FromDigits("35209900176148")], Region = "EU",
            RollbackIndexes = new Dictionary<uint, ulong> { [0] = 3, [1] = 1_700_000_000 },
        },
        new() { Device = PublicKeyP256.From(Fixed.OtherDevice).Thumbprint, Serial = "T1-0002", Model = "Tenure One", Imeis = [Imei.FromDigits("49015420323752")], RollbackIndexes = new Dictionary<uint, ulong>() },
        new() { Device = PublicKeyP256.From(Fixed.HoldSigner).Thumbprint, Serial = "Ä 3", Model = "Tenure Tab", Imeis = [], RollbackIndexes = new Dictionary<uint, ulong>() },
    ];

    private static readonly byte[] Key = Craft.Bstr(Craft.Thumbprint(Fixed.Device));

    // One device, as an array of encoded members.
    private static readonly byte[][] Members = [Key, Text("T1-0001"), Text("Tenure One"), Array(Text("49015420323751")), Text("EU"), Craft.Map([(0, Number(3))])];

    public static IEnumerable<IReadOnlyList<(string, string)>> All()
    {
        byte[][] records = [.. Records.Select(r => r.Encode())];
        yield return Block("three devices", null, Of(records));
        yield return Block("one device", null, Of(Record()));
        yield return Block("for everywhere", null, Of(Record((4, [0xf6]))));

        yield return Block("signed by a key that is not pinned", ProtocolErrorCode.UnknownSigner, Of([Record()], Fixed.OtherDevice));
        yield return Block("signed as a certificate", ProtocolErrorCode.SignatureWrong, Of([Record()], externalData: "tenure/signer/1"));
        yield return Block("typ of a certificate", ProtocolErrorCode.TypeRefused, Of([Record()], type: "application/vnd.tenure.signer+cwt"));
        yield return Block("no device", ProtocolErrorCode.ClaimOutOfRange, Of([]));
        yield return Block("one more than follow", ProtocolErrorCode.Malformed, Of([Record()], change: head => head.With(-70090, Number(2))));
        yield return Block("one less than follow", ProtocolErrorCode.Malformed, Of([.. records[..2]], change: head => head.With(-70090, Number(1))));
        yield return Block("100000001 devices", ProtocolErrorCode.ClaimOutOfRange, Of([Record()], change: head => head.With(-70090, Number(100_000_001))));
        yield return Block("digest of other records", ProtocolErrorCode.SignatureWrong, Of([Record()], change: head => head.With(-70091, Craft.Bstr(SHA256.HashData(records[0])))));
        yield return Block("digest of 31 bytes", ProtocolErrorCode.ClaimOutOfRange, Of([Record()], change: head => head.With(-70091, Craft.Bstr(Fixed.Bytes(31, 0)))));
        yield return Block("id of 15 bytes", ProtocolErrorCode.ClaimOutOfRange, Of([Record()], change: head => head.With(7, Craft.Bstr(Fixed.Bytes(15, 0)))));
        yield return Block("without an id", ProtocolErrorCode.Malformed, Of([Record()], change: head => head.With(7, null)));
        yield return Block("unknown claim", ProtocolErrorCode.Malformed, Of([Record()], change: head => head.With(-70092, Number(1))));
        yield return Block("bytes behind the end", ProtocolErrorCode.Malformed, [.. Of(Record()), 0x00]);
        yield return Block("cut short", ProtocolErrorCode.Malformed, Of(Record())[..^1]);
        yield return Block("nothing", ProtocolErrorCode.Malformed, []);

        yield return Spoilt("record of five members", ProtocolErrorCode.Malformed, Array(Members[..5]));
        yield return Spoilt("record as a map", ProtocolErrorCode.Malformed, Craft.Map([(1, Key)]));
        yield return Spoilt("record of indefinite length", ProtocolErrorCode.NotCanonical, [0x9f, .. Members.SelectMany(m => m), 0xff]);
        yield return Spoilt("key of 31 bytes", ProtocolErrorCode.ClaimOutOfRange, Record((0, Craft.Bstr(Fixed.Bytes(31, 1)))));
        yield return Spoilt("key of zeros", ProtocolErrorCode.KeyInvalid, Record((0, Craft.Bstr(new byte[32]))));
        yield return Spoilt("without a serial number", ProtocolErrorCode.ClaimOutOfRange, Record((1, Text(""))));
        yield return Spoilt("serial number as a number", ProtocolErrorCode.Malformed, Record((1, Number(1))));
        yield return Spoilt("serial number with a longer length form", ProtocolErrorCode.NotCanonical, Record((1, [0x78, 0x02, 0x54, 0x31])));
        yield return Spoilt("model of 65 bytes", ProtocolErrorCode.ClaimOutOfRange, Record((2, Text(new string('m', 65)))));
        yield return Spoilt("IMEI with its check digit", ProtocolErrorCode.ClaimOutOfRange, Record((3, Array(Text("490154203237518")))));
        yield return Spoilt("an IMEI twice", ProtocolErrorCode.ClaimOutOfRange, Record((3, Array(Text("49015420323751"), Text("49015420323751")))));
        yield return Spoilt("five IMEIs", ProtocolErrorCode.ClaimOutOfRange, Record((3, Array([.. Enumerable.Range(0, 5).Select(i => Text($"4901542032375{i}"))]))));
        yield return Spoilt("region of 17 bytes", ProtocolErrorCode.ClaimOutOfRange, Record((4, Text(new string('R', 17)))));
        yield return Spoilt("region false", ProtocolErrorCode.Malformed, Record((4, Flag(false))));
        yield return Spoilt("anti-rollback indexes in another order", ProtocolErrorCode.NotCanonical, Record((5, Craft.Map([(1, Number(1)), (0, Number(1))]))));
        yield return Spoilt("33 anti-rollback indexes", ProtocolErrorCode.ClaimOutOfRange, Record((5, Craft.Map(Enumerable.Range(0, 33).Select(i => (i, Number(1)))))));
    }

    private static byte[] Record(params (int At, byte[] Value)[] changes)
    {
        byte[][] members = [.. Members];
        foreach (var (at, value) in changes)
        {
            members[at] = value;
        }

        return Array(members);
    }

    private static byte[] Of(params byte[][] records) => Of(records, Fixed.Maker);

    private static byte[] Of(
        byte[][] records, ECDsa? key = null, string type = "application/vnd.tenure.manifest+cwt", string externalData = "tenure/manifest/1",
        Func<List<(int Key, byte[] Value)>, List<(int Key, byte[] Value)>>? change = null)
    {
        byte[] body = [.. records.SelectMany(r => r)];
        List<(int Key, byte[] Value)> claims = [(7, Craft.Bstr(Fixed.Bytes(16, 0x20))), (-70090, Number(records.Length)), (-70091, Craft.Bstr(SHA256.HashData(body)))];
        var head = new Craft { Type = type, ExternalData = externalData, Key = key ?? Fixed.Maker, Payload = Craft.Map(change is null ? claims : change(claims)) };
        return [.. head.Message(), .. body];
    }

    private static (string, string)[] Spoilt(string name, ProtocolErrorCode code, byte[] record) => Block(name, code, Of([record], Fixed.Maker));

    private static (string, string)[] Block(string name, ProtocolErrorCode? code, byte[] manifest) =>
    [
        ("name", name), ("expect", code?.ToString() ?? "accept"), ("pinned", "maker"),
        .. code is null ? Lines(manifest) : [],
        ("manifest", Convert.ToHexStringLower(manifest)),
    ];

    /// <summary>What an accepted manifest says, as it stands in a vector.</summary>
    public static IEnumerable<(string Key, string Value)> Lines(byte[] manifest)
    {
        using var reader = new ManifestReader(new MemoryStream(manifest), [PublicKeyP256.From(Fixed.Maker)]);
        yield return ("id", Convert.ToHexStringLower(reader.Head.Id));
        yield return ("devices", $"{reader.Head.Devices}");
        for (var number = 1; reader.Next() is { } record; number++)
        {
            var imeis = string.Join(", ", record.Imeis.Select(i => i.Digits).DefaultIfEmpty("none"));
            var indexes = string.Join(", ", record.RollbackIndexes.Select(i => $"{i.Key}={i.Value}").DefaultIfEmpty("none"));
            yield return ($"device_{number}", string.Join(" | ", record.Device.Text, record.Serial, record.Model, imeis, record.Region ?? "everywhere", indexes));
        }
    }
}
