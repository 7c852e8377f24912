using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols.Tests.Tickets;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Claims of good messages, encoded by hand, to be spoilt one at a time.</summary>
internal static class Claims
{
    public static byte[] Number(long value) => Craft.Cbor(w => w.WriteInt64(value));

    public static byte[] Text(string value) => Craft.Cbor(w => w.WriteTextString(value));

    public static byte[] Flag(bool value) => Craft.Cbor(w => w.WriteBoolean(value));

    public static byte[] Array(params byte[][] items) => [(byte)(0x80 + items.Length), .. items.SelectMany(i => i)];

    public static byte[] Cnf(byte[] coseKey) => Craft.Map([(1, coseKey)]);

    public static List<(int Key, byte[] Value)> Evidence() =>
    [
        (3, Text("urn:ietf:params:oauth:jwk-thumbprint:sha-256:" + Craft.Text(Craft.Thumbprint(Fixed.Root)))),
        (10, Array(Craft.Bstr(Fixed.Bytes(32, 0x10)), Craft.Bstr(Fixed.Bytes(32, 0x40)))),
        (256, Craft.Bstr([1, .. Craft.Thumbprint(Fixed.Device)])),
        (259, Craft.Bstr("lotus"u8.ToArray())),
        (262, Flag(true)),
        (263, Number(2)),
        (265, Text("urn:tenure:evidence:1")),
        (267, Number(7)),
        (270, Text("Tenure virtual phone")),
        (271, Array(Text("0.1.0"))),
        (-70001, Number(3)),
        (-70002, Number(1)),
        (-70005, Craft.Bstr(Fixed.Bytes(16, 0xa0))),
        (-70006, Number(3)),
        (-70007, Craft.Bstr(SHA256.HashData(Encoding.ASCII.GetBytes("an access token")))),
    ];

    public static List<(int Key, byte[] Value)> Ticket(int action = 1) =>
    [
        (1, Text(Fixed.Issuer)),
        (7, Craft.Bstr(Fixed.Bytes(16, 0x70))),
        (256, Craft.Bstr([1, .. Craft.Thumbprint(Fixed.Device)])),
        (-70002, Number(1)),
        (-70003, Craft.Bstr(Fixed.Bytes(16, 0x80))),
        (-70005, Craft.Bstr(Fixed.Bytes(16, 0xa0))),
        (-70020, Number(action)),
        (-70021, Craft.Bstr(Fixed.Bytes(32, 0xc0))),
        (-70022, Number(900)),
        (-70023, Text("a•••@example.org")),
    ];

    public static List<(int Key, byte[] Value)> Certificate(ECDsa key, int purpose, int generation = 2) =>
    [
        (1, Text(Fixed.Issuer)),
        (8, Cnf(Craft.CoseKey(key))),
        (-70040, Number(purpose)),
        (-70041, Number(generation)),
    ];

    /// <summary>Replaces, adds (in its canonical place) or, with <c>null</c>, removes a claim.</summary>
    public static List<(int Key, byte[] Value)> With(this List<(int Key, byte[] Value)> claims, int key, byte[]? value)
    {
        var others = claims.Where(claim => claim.Key != key);
        var all = value is null ? others : others.Append((Key: key, Value: value));
        return [.. all.OrderBy(claim => Head(claim.Key).Length).ThenBy(claim => Convert.ToHexString(Head(claim.Key)), StringComparer.Ordinal)];
    }

    private static byte[] Head(int key) => Craft.Cbor(w => w.WriteInt32(key));
}
