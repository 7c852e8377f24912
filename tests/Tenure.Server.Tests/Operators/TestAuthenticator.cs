using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NSec.Cryptography;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Operators;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Operators;

/// <summary>An authenticator and the browser in front of it, in software: all that WebAuthn makes them say, and what they say when somebody turned a screw.</summary>
internal sealed class TestAuthenticator
{
    public const int Es256 = -7;
    public const int EdDsa = -8;
    public const int Rs256 = -257;
    public const int Es384 = -35;

    private readonly int algorithm;
    private readonly byte[] coseKey;
    private readonly Func<byte[], byte[]> sign;

    public TestAuthenticator(Uri server, int algorithm = Es256)
    {
        (Origin, this.algorithm) = ($"http://localhost:{server.Port}", algorithm);
        (coseKey, sign) = algorithm switch
        {
            EdDsa => Edwards(),
            Rs256 => Rsa(),
            _ => Elliptic(algorithm),
        };
    }

    /// <summary>Of the page that the browser shows.</summary>
    public string Origin { get; set; }

    /// <summary>The relying party that the browser asks for.</summary>
    public string Party { get; set; } = "localhost";

    /// <summary>User present, user verified.</summary>
    public byte Flags { get; set; } = 0x05;

    /// <summary>The signature counter; one that does not count stays at 0.</summary>
    public uint Counter { get; set; }

    public bool IsCounting { get; set; } = true;

    public byte[] Credential { get; set; } = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);

    public string CredentialText => Base64Url.EncodeToString(Credential);

    /// <summary>COSE_Key.</summary>
    public byte[] PublicKey => coseKey;

    /// <summary>One that an operator has had for three days, and that the signer knows.</summary>
    public static async Task<TestAuthenticator> OfAsync(ServerFixture server, string name, CancellationToken ct)
    {
        var made = new TestAuthenticator(server.Address);
        await server.WithDatabaseAsync(async db =>
        {
            var person = await db.Operators.SingleAsync(o => o.Name == name, ct);
            Assert.Null(person.AddPasskey(Guid.CreateVersion7(), "test", made.Credential, made.PublicKey, 0, null, server.Clock.GetUtcNow() - Domain.Operators.ServerOperator.RoleWait));
            return await db.SaveChangesAsync(ct);
        });
        AgentsAtSigner.Admit(server, name, made);
        return made;
    }

    /// <summary>The answer to <c>navigator.credentials.create()</c>.</summary>
    public string Register(params ReadOnlySpan<string> lines) => Create("none", writer => writer.WriteStartMap(0), writer => writer.WriteEndMap(), lines);

    /// <summary>The same with another attestation.</summary>
    public string Create(string format, Action<CborWriter> begin, Action<CborWriter> end, params ReadOnlySpan<string> lines)
    {
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString(format);
        writer.WriteTextString("attStmt");
        begin(writer);
        end(writer);
        writer.WriteTextString("authData");
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)Credential.Length);
        writer.WriteByteString([.. Data((byte)(Flags | 0x40)), .. new byte[16], .. length, .. Credential, .. coseKey]);
        writer.WriteEndMap();
        return Answer(("clientDataJSON", ClientData("webauthn.create", lines)), ("attestationObject", writer.Encode()));
    }

    /// <summary>The answer to <c>navigator.credentials.get()</c>.</summary>
    public string Sign(params ReadOnlySpan<string> lines)
    {
        Counter += IsCounting ? 1u : 0;
        var (data, client) = (Data(Flags), ClientData("webauthn.get", lines));
        return Answer(("clientDataJSON", client), ("authenticatorData", data), ("signature", sign([.. data, .. SHA256.HashData(client)])));
    }

    /// <summary>A vote, as the operators' log keeps it.</summary>
    public LoggedSignature SignVote(string name, string nonce, string number, byte[] digest, string verdict, string reason)
    {
        var said = JsonDocument.Parse(Sign("vote", name, nonce, number, Convert.ToHexStringLower(digest), verdict, reason)).RootElement.GetProperty("response");
        return new LoggedSignature(
            CredentialText, nonce, said.GetProperty("clientDataJSON").GetString()!, said.GetProperty("authenticatorData").GetString()!, said.GetProperty("signature").GetString()!);
    }

    /// <summary>Vouches for what another one registered.</summary>
    public string Vouch(string name, string nonce, string registration)
    {
        var attestation = Base64Url.DecodeFromChars(JsonDocument.Parse(registration).RootElement.GetProperty("response").GetProperty("attestationObject").GetString());
        return Sign("vouch", name, nonce, Convert.ToHexStringLower(SHA256.HashData(attestation)));
    }

    private string Answer(params ReadOnlySpan<(string Name, byte[] Value)> response)
    {
        var fields = response.ToArray().ToDictionary(f => f.Name, f => Base64Url.EncodeToString(f.Value), StringComparer.Ordinal);
        return JsonSerializer.Serialize(new { id = CredentialText, rawId = CredentialText, type = "public-key", clientExtensionResults = new { }, response = fields });
    }

    private byte[] Data(byte flags)
    {
        byte[] data = [.. SHA256.HashData(Encoding.UTF8.GetBytes(Party)), flags, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), Counter);
        return data;
    }

    private byte[] ClientData(string type, ReadOnlySpan<string> lines)
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', ["tenure/passkey/1", .. lines]))));
        return JsonSerializer.SerializeToUtf8Bytes(new { type, challenge, origin = Origin, crossOrigin = false });
    }

    private static (byte[] Key, Func<byte[], byte[]> Sign) Elliptic(int algorithm)
    {
        var (curve, number, hash) = algorithm == Es384 ? (ECCurve.NamedCurves.nistP384, 2, HashAlgorithmName.SHA384) : (ECCurve.NamedCurves.nistP256, 1, HashAlgorithmName.SHA256);
        var key = ECDsa.Create(curve);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return (Cose([(1, 2), (3, algorithm), (-1, number)], (-2, point.X!), (-3, point.Y!)), data => key.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence));
    }

    private static (byte[] Key, Func<byte[], byte[]> Sign) Edwards()
    {
        var key = Key.Create(SignatureAlgorithm.Ed25519);
        return (Cose([(1, 1), (3, EdDsa), (-1, 6)], (-2, key.PublicKey.Export(KeyBlobFormat.RawPublicKey))), data => SignatureAlgorithm.Ed25519.Sign(key, data));
    }

    private static (byte[] Key, Func<byte[], byte[]> Sign) Rsa()
    {
        var key = RSA.Create(2048);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return (Cose([(1, 3), (3, Rs256)], (-1, parameters.Modulus!), (-2, parameters.Exponent!)), data => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static byte[] Cose((int Label, int Value)[] numbers, params (int Label, byte[] Value)[] bytes)
    {
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(numbers.Length + bytes.Length);
        foreach (var (label, value) in numbers)
        {
            writer.WriteInt32(label);
            writer.WriteInt32(value);
        }

        foreach (var (label, value) in bytes)
        {
            writer.WriteInt32(label);
            writer.WriteByteString(value);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }
}
