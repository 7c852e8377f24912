using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Keys, certificates, log entries of both formats.</summary>
internal static class OtherVectors
{
    private static readonly (string Name, ECDsa Key)[] KeysByName =
    [
        ("device", Fixed.Device), ("other device", Fixed.OtherDevice), ("root", Fixed.Root), ("standby root", Fixed.StandbyRoot),
        ("hold", Fixed.HoldSigner), ("release", Fixed.ReleaseSigner), ("log", Fixed.LogSigner), ("maker", Fixed.Maker), ("flash", Fixed.FlashSigner), ("firmware", Fixed.ReleaseKey),
    ];

    public static IEnumerable<IReadOnlyList<(string, string)>> Keys() => KeysByName.Select(IReadOnlyList<(string, string)> (key) =>
    [
        ("name", key.Name),
        ("private", Convert.ToHexStringLower(key.Key.ExportParameters(true).D!)),
        ("x", Convert.ToHexStringLower(key.Key.ExportParameters(false).Q.X!)),
        ("y", Convert.ToHexStringLower(key.Key.ExportParameters(false).Q.Y!)),
        ("thumbprint", Craft.Text(Craft.Thumbprint(key.Key))),
        ("fingerprint", string.Join(' ', Convert.ToHexStringLower(Craft.Thumbprint(key.Key))[..32].Chunk(4).Select(c => new string(c)))),
        ("cose_key", Convert.ToHexStringLower(Craft.CoseKey(key.Key))),
    ]);

    public static IEnumerable<IReadOnlyList<(string, string)>> Servers()
    {
        yield return Server("a server", Fixed.Issuer, Fixed.Root, Fixed.StandbyRoot);
        yield return Server("the same roots under another name", "https://other.example/", Fixed.Root, Fixed.StandbyRoot);
        yield return Server("the roots the other way round", Fixed.Issuer, Fixed.StandbyRoot, Fixed.Root);
        yield return Server("another standby root", Fixed.Issuer, Fixed.Root, Fixed.Maker);

        static IReadOnlyList<(string, string)> Server(string name, string issuer, ECDsa active, ECDsa standby)
        {
            var digest = SHA256.HashData([0x83, .. Craft.Cbor(w => w.WriteTextString(issuer)), .. Craft.Bstr(Craft.CoseKey(active)), .. Craft.Bstr(Craft.CoseKey(standby))]);
            return
            [
                ("name", name),
                ("issuer", issuer),
                ("active", KeysByName.Single(key => key.Key == active).Name),
                ("standby", KeysByName.Single(key => key.Key == standby).Name),
                ("digest", Convert.ToHexStringLower(digest)),
                ("fingerprint", string.Join(' ', Convert.ToHexStringLower(digest)[..32].Chunk(4).Select(c => new string(c)))),
            ];
        }
    }

    public static IEnumerable<IReadOnlyList<(string, string)>> Certificates()
    {
        yield return Certificate("hold, generation 2", SignerPurpose.Hold, 2, Fixed.Root, "root");
        yield return Certificate("release, generation 1", SignerPurpose.Release, 1, Fixed.Root, "root");
        yield return Certificate("log, generation 1", SignerPurpose.Log, 1, Fixed.Root, "root");
        yield return Certificate("flash, generation 1", SignerPurpose.Flash, 1, Fixed.Root, "root");
        yield return Certificate("hold, generation 3, under the standby root", SignerPurpose.Hold, 3, Fixed.StandbyRoot, "standby root");
    }

    public static IEnumerable<IReadOnlyList<(string, string)>> LogEntries()
    {
        var previous = LogChain.Start;
        (string Event, int Format, byte[]? Holding)[] events =
        [
            ("enrolled", 1, null), ("activated", 1, null), ("releasing", 1, null), ("released", 2, null), ("activated again", 2, Fixed.Bytes(16, 0xe0)),
        ];
        for (var i = 0; i < events.Length; i++)
        {
            var salt = Fixed.Bytes(16, (byte)(0x10 * i));
            var details = $$"""{"epoch":{{i}},"model":"lotus"}""";
            var at = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000 + (60 * i));
            var entry = new LogEntry
            {
                Format = events[i].Format,
                DeviceRef = Fixed.Bytes(16, 0xd0),
                HoldingRef = events[i].Holding,
                Sequence = i,
                Previous = previous,
                Event = events[i].Event.Replace(' ', '_'),
                At = events[i].Format == 1 ? at : LogTime.Cut(at),
                Commitment = LogChain.Commit(salt, Encoding.UTF8.GetBytes(details)),
            };
            previous = LogChain.Hash(entry);
            yield return
            [
                ("name", events[i].Event),
                ("format", $"{entry.Format}"),
                ("device_ref", Convert.ToHexStringLower(entry.DeviceRef)),
                .. entry.HoldingRef is { } holding ? [("holding_ref", Convert.ToHexStringLower(holding))] : (ReadOnlySpan<(string, string)>)[],
                ("sequence", $"{i}"),
                ("previous", Convert.ToHexStringLower(entry.Previous)),
                ("event", entry.Event),
                ("at", $"{entry.At.ToUnixTimeSeconds()}"),
                ("details", details),
                ("salt", Convert.ToHexStringLower(salt)),
                ("commitment", Convert.ToHexStringLower(entry.Commitment)),
                ("cbor", Convert.ToHexStringLower(LogEntryEncoding.Encode(entry))),
                ("hash", Convert.ToHexStringLower(previous)),
                ("line", Encoding.UTF8.GetString(LogJson.Write(new() { Entry = entry, Hash = previous, Salt = salt, Details = details }))),
            ];
        }
    }

    private static IReadOnlyList<(string, string)> Certificate(string name, SignerPurpose purpose, uint generation, ECDsa root, string rootName) =>
    [
        ("name", name),
        ("expect", "accept"),
        ("root", rootName),
        ("issuer", Fixed.Issuer),
        ("purpose", purpose.ToString().ToLowerInvariant()),
        ("generation", $"{generation}"),
        ("key", purpose.ToString().ToLowerInvariant()),
        ("message", Convert.ToHexStringLower(SignerCertificateCodec.Sign(Fixed.Certificate(purpose, generation), root))),
    ];
}
