using System.Formats.Cbor;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Makes signed messages of every form, right and wrong, by hand: no code under test is used.</summary>
internal sealed record Craft
{
    public required string Type { get; init; }

    public required string ExternalData { get; init; }

    public required ECDsa Key { get; init; }

    public required byte[] Payload { get; init; }

    public byte[]? KeyId { get; init; }

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    public byte[]? Protected { get; init; }

    public byte[] Unprotected { get; init; } = [0xa0];

    public static byte[] Cbor(Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        write(writer);
        return writer.Encode();
    }

    public static byte[] Thumbprint(ECDsa key)
    {
        var q = key.ExportParameters(false).Q;
        var json = $$"""{"crv":"P-256","kty":"EC","x":"{{Text(q.X!)}}","y":"{{Text(q.Y!)}}"}""";
        return SHA256.HashData(Encoding.ASCII.GetBytes(json));
    }

    public static string Text(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    public static byte[] CoseKey(ECDsa key, byte[]? y = null) => Cbor(w =>
    {
        var q = key.ExportParameters(false).Q;
        w.WriteStartMap(4);
        w.WriteInt32(1);
        w.WriteInt32(2);
        w.WriteInt32(-1);
        w.WriteInt32(1);
        w.WriteInt32(-2);
        w.WriteByteString(q.X!);
        w.WriteInt32(-3);
        w.WriteByteString(y ?? q.Y!);
        w.WriteEndMap();
    });

    /// <summary>A map of claims in the order given; each value is encoded already.</summary>
    public static byte[] Map(IEnumerable<(int Key, byte[] Value)> claims) => Cbor(w =>
    {
        var all = claims.ToList();
        w.WriteStartMap(all.Count);
        foreach (var (key, value) in all)
        {
            w.WriteInt32(key);
            w.WriteEncodedValue(value);
        }

        w.WriteEndMap();
    });

    public byte[] ProtectedHeader => Protected ?? Map(
    [
        (1, Cbor(w => w.WriteInt32(-7))),
        (4, Cbor(w => w.WriteByteString(KeyId ?? Thumbprint(Key)))),
        (16, Cbor(w => w.WriteTextString(Type))),
    ]);

    public byte[] Signature => Key.SignData(ToSign, Hash);

    /// <summary>The second signature that fits wherever <see cref="Signature"/> does: n - s in place of s.</summary>
    public byte[] OtherSignature
    {
        get
        {
            var order = new BigInteger(Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"), true, true);
            var signature = Signature;
            var s = (order - new BigInteger(signature.AsSpan(32), true, true)).ToByteArray(true, true);
            signature.AsSpan(32).Clear();
            s.CopyTo(signature.AsSpan(64 - s.Length));
            return signature;
        }
    }

    private byte[] ToSign => Cbor(w =>
    {
        w.WriteStartArray(4);
        w.WriteTextString("Signature1");
        w.WriteByteString(ProtectedHeader);
        w.WriteByteString(Encoding.ASCII.GetBytes(ExternalData));
        w.WriteByteString(Payload);
        w.WriteEndArray();
    });

    public byte[] Message(byte[]? signature = null) => [0xd2, 0x84, .. Items(signature)];

    /// <summary>The four items of the array, without tag and head.</summary>
    public byte[] Items(byte[]? signature = null, Func<byte[], byte[]>? payload = null) =>
    [
        .. Bstr(ProtectedHeader), .. Unprotected, .. (payload ?? Bstr)(Payload), .. Bstr(signature ?? Signature),
    ];

    public static byte[] Bstr(byte[] bytes) => Cbor(w => w.WriteByteString(bytes));
}
