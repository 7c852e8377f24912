using Tenure.Protocols.Firmware;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;
using static Tenure.Protocols.Tests.Vectors.Claims;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Firmware manifests, right and wrong, encoded by hand.</summary>
internal static class FirmwareVectors
{
    private static readonly byte[] Digest = Craft.Bstr(Fixed.Bytes(32, 0x21));

    /// <summary>A manifest as it must be.</summary>
    public static Craft Good => Of(Claims());

    public static IEnumerable<IReadOnlyList<(string, string)>> All()
    {
        yield return Block("a package with one of each entry", null, Good);
        yield return Block("one extent and nothing else", null, Of(Claims()
            .With(-70104, [0xa0]).With(-70107, Array()).With(-70108, Array(Program(0, 0, 1))).With(-70109, Array())));
        yield return Block("another maker's", ProtocolErrorCode.NotTheMakers, Good with { Key = Fixed.Maker });
        yield return Block("another maker's that names this key", ProtocolErrorCode.SignatureWrong, Good with { Key = Fixed.Maker, KeyId = Craft.Thumbprint(Fixed.ReleaseKey) });
        yield return Block("a factory manifest's typ", ProtocolErrorCode.TypeRefused, Good with { Type = "application/vnd.tenure.manifest+cwt" });
        yield return Block("signed for a ticket", ProtocolErrorCode.SignatureWrong, Good with { ExternalData = "tenure/ticket/1" });
        foreach (var key in Claims().Select(claim => claim.Key))
        {
            yield return Block($"without {key}", ProtocolErrorCode.Malformed, Of(Claims().With(key, null)));
        }

        yield return Block("with a division of the storage", null, Of(Claims().With(-70110, Digest)));
        yield return Block("a division that is no digest", ProtocolErrorCode.Malformed, Of(Claims().With(-70110, Number(1))));
        yield return Spoilt("a division of 31 bytes", -70110, Craft.Bstr(Fixed.Bytes(31, 1)));
        yield return Block("one claim more", ProtocolErrorCode.Malformed, Of(Claims().With(-70111, Number(1))));
        yield return Block("two claims more", ProtocolErrorCode.Malformed, Of(Claims().With(-70110, Digest).With(-70111, Number(1))));
        yield return Spoilt("empty product", -70101, Text(""));
        yield return Spoilt("product of 65 bytes", -70101, Text(new string('p', 65)));
        yield return Spoilt("version that turns around", -70102, Text("1\u202e2"));
        yield return Spoilt("no region", -70103, Array());
        yield return Spoilt("17 regions", -70103, Array([.. Enumerable.Range(0, 17).Select(i => Text($"R{i}"))]));
        yield return Spoilt("a region twice", -70103, Array(Text("EU"), Text("EU")));
        yield return Spoilt("33 anti-rollback indexes", -70104, Craft.Map(Enumerable.Range(0, 33).Select(i => (i, Number(1)))));
        yield return Spoilt("a patch level that is no day", -70105, Text("2026-02-30"));
        yield return Spoilt("a patch level of a month", -70105, Text("2026-02"));
        yield return Spoilt("sectors of 1024 bytes", -70106, Array(Text("ufs"), Number(1024), Array(Number(64), Number(64))));
        yield return Spoilt("a storage in capitals", -70106, Array(Text("UFS"), Number(4096), Array(Number(64), Number(64))));
        yield return Spoilt("no unit", -70106, Array(Text("ufs"), Number(4096), Array()));
        yield return Spoilt("a unit without sectors", -70106, Array(Text("ufs"), Number(4096), Array(Number(0), Number(64))));
        yield return Spoilt("a file outside its package", -70107, Array(File("../boot.img")));
        yield return Spoilt("a file with a backslash", -70107, Array(File("images\\boot.img")));
        yield return Spoilt("a file twice, in two cases", -70107, Array(File("boot.img"), File("Boot.img")));
        yield return Block("a file of -1 bytes", ProtocolErrorCode.Malformed, Of(Claims().With(-70107, Array(Array(Text("boot.img"), Number(-1), Digest)))));
        yield return Spoilt("no entry", -70108, Array());
        yield return Spoilt("4097 entries", -70108, [0x99, 0x10, 0x01, .. Enumerable.Repeat(Array(Number(4), Number(0)), 4097).SelectMany(e => e)]);
        yield return Block("entry 5", ProtocolErrorCode.Malformed, Of(Claims().With(-70108, Array(Array(Number(5), Number(0))))));
        yield return Block("program without a digest", ProtocolErrorCode.Malformed, Of(Claims().With(-70108, Array(Array(Number(1), Number(0), Number(0), Number(1))))));
        yield return Spoilt("a digest of 31 bytes", -70108, Array(Array(Number(1), Number(0), Number(0), Number(1), Craft.Bstr(Fixed.Bytes(31, 1)))));
        yield return Spoilt("an extent of no sector", -70108, Array(Program(0, 0, 0)));
        yield return Spoilt("an extent in a unit that is not there", -70108, Array(Program(2, 0, 1)));
        yield return Spoilt("an extent behind the end", -70108, Array(Program(0, 63, 2)));
        yield return Spoilt("an extent before the start", -70108, Array(Program(0, -65, 1)));
        yield return Spoilt("an extent from the end, and over it", -70108, Array(Program(0, -1, 2)));
        yield return Spoilt("an extent of 64 MiB and a sector", -70108, Array(Program(0, 0, 16385)), least: 20_000);
        yield return Spoilt("extents that overlap", -70108, Array(Program(0, 8, 4), Program(0, 11, 4)));
        yield return Spoilt("extents that overlap on the smallest unit", -70108, Array(Program(0, 60, 2), Program(0, -4, 1)));
        yield return Spoilt("an erasure of no sector", -70108, Array(Array(Number(2), Number(0), Number(3), Number(0))));
        yield return Spoilt("an erasure behind the end", -70108, Array(Array(Number(2), Number(0), Number(0), Number(65))));
        yield return Spoilt("a patch of 9 bytes", -70108, Array(Patch("1", 0, 9, "0")));
        yield return Spoilt("a patch over the end of its sector", -70108, Array(Patch("1", 4093, 4, "0")));
        yield return Spoilt("a patch at a checksum", -70108, Array(Patch("CRC32(1,92)", 0, 4, "0")));
        yield return Spoilt("a patch in another spelling", -70108, Array(Patch("NUM_DISK_SECTORS-1", 0, 4, "0")));
        yield return Spoilt("a patch of no expression", -70108, Array(Patch("1", 0, 4, "LAST")));
        yield return Spoilt("user data in a unit that is not there", -70109, Array(Array(Number(2), Number(0), Number(1))));
        yield return Spoilt("user data behind the end", -70109, Array(Array(Number(0), Number(64), Number(0))));
        yield return Block("a number in a longer form", ProtocolErrorCode.NotCanonical, Of(Claims().With(-70109, [0x80 + 1, 0x83, 0x18, 0x00, 0x18, 0x08, 0x00])));
    }

    /// <summary>What an accepted manifest says, as it stands in a vector.</summary>
    public static IEnumerable<(string Key, string Value)> Lines(byte[] bytes)
    {
        var manifest = FirmwareManifestCodec.Verify(bytes, [PublicKeyP256.From(Fixed.ReleaseKey)]);
        yield return ("product", manifest.Product);
        yield return ("version", manifest.Version);
        yield return ("regions", string.Join(", ", manifest.Regions));
        yield return ("rollback_indexes", string.Join(", ", manifest.RollbackIndexes.Select(i => $"{i.Key}={i.Value}").DefaultIfEmpty("none")));
        yield return ("patch_level", $"{manifest.PatchLevel:yyyy-MM-dd}");
        yield return ("storage", $"{manifest.Storage.MemoryName} {manifest.Storage.SectorSize} {string.Join(' ', manifest.Storage.LeastSectors)}");
        yield return ("files", string.Join(", ", manifest.Files.Select(f => $"{f.Name} {f.Size} {Convert.ToHexStringLower(f.Digest)}").DefaultIfEmpty("none")));
        yield return ("entries", string.Join(", ", manifest.Entries.Select(Line)));
        yield return ("user_data", string.Join(", ", manifest.UserData.Select(Line).DefaultIfEmpty("none")));
        yield return ("provisioning", manifest.Provisioning is { } division ? Convert.ToHexStringLower(division) : "none");
        yield return ("digest", Convert.ToHexStringLower(FirmwareManifestCodec.Digest(bytes)));
    }

    private static string Line(FirmwareEntry entry) => entry switch
    {
        FirmwareProgram p => $"1 {Line(p.Range)} {Convert.ToHexStringLower(p.Digest)}",
        FirmwareErase e => $"2 {Line(e.Range)}",
        FirmwarePatch p => $"3 {p.Unit} {p.Start} {p.ByteOffset} {p.Size} {p.Value.Replace(",", ";", StringComparison.Ordinal)}",
        _ => $"4 {entry.Unit}",
    };

    private static string Line(FirmwareRange range) => $"{range.Unit} {range.First} {range.Sectors}";

    private static List<(int Key, byte[] Value)> Claims(long least = 64) =>
    [
        (-70101, Text("lotus")),
        (-70102, Text("2.0.0")),
        (-70103, Array(Text("EU"), Text("MI"))),
        (-70104, Craft.Map([(0, Number(3)), (1, Number(1_700_000_000))])),
        (-70105, Text("2026-11-05")),
        (-70106, Array(Text("ufs"), Number(4096), Array(Number(least), Number(64)))),
        (-70107, Array(File("images/boot.img"), File("flash_all.sh"))),
        (-70108, Array(
            Array(Number(2), Number(1), Number(0), Number(0)), Array(Number(2), Number(0), Number(40), Number(8)), Program(0, 8, 4), Program(0, 12, 1), Program(0, -6, 5), Program(1, 8, 4),
            Patch("NUM_DISK_SECTORS-1.", 16, 4, "CRC32(NUM_DISK_SECTORS-1.,92)"), Array(Number(4), Number(1)))),
        (-70109, Array(Array(Number(0), Number(40), Number(8)), Array(Number(1), Number(20), Number(0)))),
    ];

    private static byte[] File(string name) => Array(Text(name), Number(4096), Digest);

    private static byte[] Program(int unit, long first, long sectors) => Array(Number(1), Number(unit), Number(first), Number(sectors), Digest);

    private static byte[] Patch(string start, int offset, int size, string value) => Array(Number(3), Number(0), Text(start), Number(offset), Number(size), Text(value));

    private static Craft Of(List<(int, byte[])> claims) => new()
    {
        Type = "application/vnd.tenure.firmware+cwt",
        ExternalData = "tenure/firmware/1",
        Key = Fixed.ReleaseKey,
        Payload = Craft.Map(claims),
    };

    private static (string, string)[] Spoilt(string name, int key, byte[] value, long least = 64) => Block(name, ProtocolErrorCode.ClaimOutOfRange, Of(Claims(least).With(key, value)));

    private static (string, string)[] Block(string name, ProtocolErrorCode? code, Craft manifest) => Block(name, code, manifest.Message());

    private static (string, string)[] Block(string name, ProtocolErrorCode? code, byte[] manifest) =>
    [
        ("name", name), ("expect", code?.ToString() ?? "accept"), ("pinned", "firmware"),
        .. code is null ? Lines(manifest) : [],
        ("manifest", Convert.ToHexStringLower(manifest)),
    ];
}
