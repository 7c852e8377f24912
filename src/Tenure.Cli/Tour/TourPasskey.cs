using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tenure.Cli.Tour;

/// <summary>A passkey of somebody of the back office, with the browser's part: WebAuthn with ES256 and attestation "none".</summary>
/// <param name="origin">Of the pages that ask for it.</param>
internal sealed class TourPasskey(Uri origin)
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HasKey = 0x40;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(32);
    private uint count;

    /// <summary>Makes it known.</summary>
    /// <returns>The JSON that a browser sends.</returns>
    public string Register(params ReadOnlySpan<string> lines)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var attestation = new CborWriter(CborConformanceMode.Ctap2Canonical);
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString([.. Data(Present | Verified | HasKey), .. new byte[16], 0, (byte)id.Length, .. id, .. CoseKey(point)]);
        attestation.WriteEndMap();
        return Answer(new { clientDataJSON = Text(ClientData("webauthn.create", lines)), attestationObject = Text(attestation.Encode()) });
    }

    /// <summary>Signs.</summary>
    /// <returns>The JSON that a browser sends.</returns>
    public string Sign(params ReadOnlySpan<string> lines)
    {
        count++;
        var (data, client) = (Data(Present | Verified), ClientData("webauthn.get", lines));
        var signature = key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new { clientDataJSON = Text(client), authenticatorData = Text(data), signature = Text(signature) });
    }

    private string Answer(object response) => JsonSerializer.Serialize(new { id = Text(id), rawId = Text(id), type = "public-key", clientExtensionResults = new { }, response });

    private byte[] Data(byte flags)
    {
        byte[] data = [.. SHA256.HashData(Encoding.UTF8.GetBytes(origin.Host)), flags, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(^4..), count);
        return data;
    }

    private byte[] ClientData(string type, ReadOnlySpan<string> lines) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type,
        challenge = Text(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', ["tenure/passkey/1", .. lines])))),
        origin = origin.GetLeftPart(UriPartial.Authority),
        crossOrigin = false,
    });

    // RFC 9053 §7.1.1, with the algorithm.
    private static byte[] CoseKey(ECPoint point)
    {
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        foreach (var (label, value) in ((int, int)[])[(1, 2), (3, -7), (-1, 1)])
        {
            writer.WriteInt32(label);
            writer.WriteInt32(value);
        }

        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
