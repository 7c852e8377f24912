using System.Security.Cryptography;

namespace Tenure.Protocols.Tickets;

/// <summary>A signer certificate as a COSE_Sign1 under a root. At most 1024 bytes.</summary>
public static class SignerCertificateCodec
{
    /// <summary>Certifies a signer with a root's key.</summary>
    /// <exception cref="ProtocolException">A claim breaks its rule.</exception>
    public static byte[] Sign(SignerCertificate certificate, ECDsa rootKey)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return CoseEnvelope.Seal(CoseProfile.Signer, SignerCertificateClaims.Encode(certificate), rootKey);
    }

    /// <summary>Checks form, signature and claims under one of the pinned roots. The generation is the caller's to compare.</summary>
    /// <exception cref="ProtocolException">Anything is not as it must be; <see cref="ProtocolErrorCode.UnknownSigner"/> for a root that is not pinned.</exception>
    public static SignerCertificate Verify(ReadOnlyMemory<byte> bytes, IReadOnlyList<PublicKeyP256> roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        using var pinned = new PinnedRoots(roots);
        return Verify(bytes, pinned);
    }

    /// <summary>Reads what a certificate says without asking who signed it. Proves nothing.</summary>
    /// <exception cref="ProtocolException">The form or a claim is not as it must be.</exception>
    public static SignerCertificate ReadUnverified(ReadOnlyMemory<byte> bytes) => SignerCertificateClaims.Decode(CoseEnvelope.Open(bytes, CoseProfile.Signer).Payload);

    internal static SignerCertificate Verify(ReadOnlyMemory<byte> bytes, PinnedRoots roots)
    {
        var envelope = CoseEnvelope.Open(bytes, CoseProfile.Signer);
        var (root, platformKey) = roots.Get(envelope.KeyId);
        envelope.Verify(root, platformKey);
        return SignerCertificateClaims.Decode(envelope.Payload);
    }
}
