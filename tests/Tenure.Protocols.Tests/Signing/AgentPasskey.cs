using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Signing;

/// <summary>What is signed and how, to be spoilt one part at a time.</summary>
internal sealed record Ballot(Ticket Ticket, DateTimeOffset At)
{
    public string Number { get; init; } = "7K3MQ9XV2D";

    public string Kind { get; init; } = "Release";

    public uint Round { get; init; } = 1;

    public string Verdict { get; init; } = "approve";

    public string Type { get; init; } = "webauthn.get";

    public string Origin { get; init; } = "https://tenure.example";

    public bool IsCrossOrigin { get; init; }

    public string Party { get; init; } = "tenure.example";

    public byte Flags { get; init; } = 0x05;
}

/// <summary>An agent's passkey and the browser in front of it.</summary>
internal sealed class AgentPasskey
{
    private static readonly byte[] Rest = SHA256.HashData("what was shown"u8);
    private readonly ECDsa elliptic;
    private readonly RSA? rsa;

    public AgentPasskey(string agent, bool isRsa = false) => (Agent, rsa, elliptic) = (agent, isRsa ? RSA.Create(2048) : null, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    private AgentPasskey(string agent, AgentPasskey other) => (Agent, rsa, elliptic) = (agent, other.rsa, other.elliptic);

    public string Agent { get; }

    public byte[] Credential { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>The same key under another name, and with another id.</summary>
    public AgentPasskey As(string agent) => new(agent, this);

    /// <summary>As whoever runs the signer wrote it down.</summary>
    public AgentKey KnownSince(DateTimeOffset since) => new(Agent, "agent", Credential, CoseKey(), since, null);

    public SignedVote Sign(Ballot ballot)
    {
        var nonce = RandomNumberGenerator.GetBytes(32);
        BinaryPrimitives.WriteInt64BigEndian(nonce, ballot.At.ToUnixTimeMilliseconds());
        // In the words of docs/protocols/signer.md, and not by the code that checks them.
        var digest = Hash(
            "tenure/case/3", ballot.Number, ballot.Kind, ballot.Ticket.Subject.Text, $"{ballot.Ticket.Epoch}", Convert.ToHexStringLower(ballot.Ticket.HoldingId!), $"{ballot.Round}", Convert.ToHexStringLower(Rest));
        var challenge = Hash("tenure/passkey/1", "vote", Agent, Base64Url.EncodeToString(nonce), ballot.Number, Convert.ToHexStringLower(digest), ballot.Verdict, "None");
        var client = JsonSerializer.SerializeToUtf8Bytes(new { type = ballot.Type, challenge = Base64Url.EncodeToString(challenge), origin = ballot.Origin, crossOrigin = ballot.IsCrossOrigin });
        byte[] data = [.. SHA256.HashData(Encoding.UTF8.GetBytes(ballot.Party)), ballot.Flags, 0, 0, 0, 1];
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        var signature = rsa?.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? elliptic.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new SignedVote(Agent, nonce, "None", Rest, Credential, client, data, signature);
    }

    /// <summary>RFC 9053 §7.1.1 and RFC 8230 §4, with the algorithm.</summary>
    public byte[] CoseKey()
    {
        if (rsa is not null)
        {
            var modulus = rsa.ExportParameters(includePrivateParameters: false);
            return Cose([(1, 3), (3, -257)], (-1, modulus.Modulus!), (-2, modulus.Exponent!));
        }

        var point = elliptic.ExportParameters(includePrivateParameters: false).Q;
        return Cose([(1, 2), (3, -7), (-1, 1)], (-2, point.X!), (-3, point.Y!));
    }

    /// <summary>A COSE_Key.</summary>
    public static byte[] Cose((int Label, int Value)[] numbers, params (int Label, byte[] Value)[] bytes)
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

    private static byte[] Hash(params string[] lines) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
}
