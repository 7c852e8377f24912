using System.Security.Cryptography;
using System.Text;

namespace Tenure.Protocols.Tickets;

/// <summary>Evidence as a COSE_Sign1 under the device's key.</summary>
/// <remarks>RFC 9711 claims, RFC 9052 envelope, ES256. At most 4096 bytes. docs/protocols/tickets.md.</remarks>
public static class EvidenceCodec
{
    /// <summary>Signs evidence with the device's key.</summary>
    /// <exception cref="ProtocolException">A claim breaks its rule, or the key is not the one that the subject names.</exception>
    public static byte[] Sign(Evidence evidence, ECDsa deviceKey)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        RequireSubject(evidence, PublicKeyP256.From(deviceKey));
        return CoseEnvelope.Seal(CoseProfile.Evidence, EvidenceClaims.Encode(evidence), deviceKey);
    }

    /// <summary>Checks form, signature and claims. Nonces, counters, audience and epoch are the caller's to compare.</summary>
    /// <exception cref="ProtocolException">Anything is not as it must be.</exception>
    public static Evidence Verify(ReadOnlyMemory<byte> bytes, PublicKeyP256 deviceKey)
    {
        ArgumentNullException.ThrowIfNull(deviceKey);
        var envelope = CoseEnvelope.Open(bytes, CoseProfile.Evidence);
        using var platformKey = deviceKey.ToECDsa();
        envelope.Verify(deviceKey, platformKey);
        var evidence = EvidenceClaims.Decode(envelope.Payload);
        RequireSubject(evidence, deviceKey);
        return evidence;
    }

    /// <summary>Reads who the evidence says it is from, to find the key for <see cref="Verify"/>. Proves nothing.</summary>
    /// <exception cref="ProtocolException">The form or a claim is not as it must be.</exception>
    public static UnverifiedSubject ReadUnverifiedSubject(ReadOnlyMemory<byte> bytes)
    {
        var evidence = EvidenceClaims.Decode(CoseEnvelope.Open(bytes, CoseProfile.Evidence).Payload);
        return new(evidence.Subject, evidence.Purpose, evidence.ConfirmationKey, evidence.ServerNonce);
    }

    /// <summary>Reads evidence without its key: what a host shows before it asks a server, which has the key. Proves nothing.</summary>
    /// <exception cref="ProtocolException">The form or a claim is not as it must be.</exception>
    public static Evidence ReadUnverified(ReadOnlyMemory<byte> bytes) => EvidenceClaims.Decode(CoseEnvelope.Open(bytes, CoseProfile.Evidence).Payload);

    /// <summary>The 32 bytes by which a ticket answers evidence: SHA-256 over protected header and payload.</summary>
    /// <remarks>The signature is left out: anyone can turn a valid one into a second valid one, so bytes under it are no name.</remarks>
    /// <exception cref="ProtocolException">The form is not as it must be.</exception>
    public static byte[] Digest(ReadOnlyMemory<byte> bytes)
    {
        var envelope = CoseEnvelope.Open(bytes, CoseProfile.Evidence);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(envelope.ProtectedHeader.Span);
        hash.AppendData(envelope.Payload.Span);
        return hash.GetHashAndReset();
    }

    /// <summary>The account claim: SHA-256 of the ASCII access token that the activation is made with.</summary>
    public static byte[] AccountOf(string accessToken) => SHA256.HashData(Encoding.ASCII.GetBytes(accessToken));

    private static void RequireSubject(Evidence evidence, PublicKeyP256 key)
    {
        if (evidence.Subject != key.Thumbprint)
        {
            throw new ProtocolException(ProtocolErrorCode.WrongDevice, "The key is not the one that ueid names.", "ueid");
        }
    }
}
