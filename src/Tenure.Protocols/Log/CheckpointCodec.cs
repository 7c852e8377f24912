using System.Security.Cryptography;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Log;

/// <summary>A checkpoint as it travels: the CBOR array [checkpoint, certificate], a COSE_Sign1 under the log's signer and the certificate of that signer under a root.</summary>
public static class CheckpointCodec
{
    /// <summary>Bytes of the whole: the largest checkpoint, the largest certificate, and the array around them.</summary>
    public const int MaxBytes = 1024 + 1024 + 16;

    /// <summary>Signs a checkpoint and puts the signer's certificate beside it.</summary>
    /// <exception cref="ProtocolException">A claim breaks its rule.</exception>
    public static byte[] Sign(Checkpoint checkpoint, ECDsa signerKey, ReadOnlySpan<byte> certificate)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return CertifiedPair.Encode(CoseEnvelope.Seal(CoseProfile.Checkpoint, CheckpointClaims.Encode(checkpoint), signerKey), certificate, MaxBytes);
    }

    /// <summary>SHA-256 over the claims as they are signed: the same for two signatures over one checkpoint.</summary>
    /// <exception cref="ProtocolException">A claim breaks its rule.</exception>
    public static byte[] ClaimsDigest(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return SHA256.HashData(CheckpointClaims.Encode(checkpoint));
    }

    /// <summary>What a checkpoint says, without a look at its signatures: for who keeps them and has no root at hand. Nobody may act on it.</summary>
    /// <exception cref="ProtocolException">Not a checkpoint.</exception>
    public static Checkpoint ReadUnverified(ReadOnlyMemory<byte> bytes) =>
        CheckpointClaims.Decode(CoseEnvelope.Open(CertifiedPair.Decode(bytes, MaxBytes, "signed_checkpoint").Message, CoseProfile.Checkpoint).Payload);

    /// <summary>Checks form, signatures and claims under one of the pinned roots.</summary>
    /// <param name="bytes">The array.</param>
    /// <param name="roots">The pinned roots.</param>
    /// <param name="issuer">Whose log it must be; <c>null</c> takes any issuer that the root certified a signer for.</param>
    /// <exception cref="ProtocolException">The first thing that is not as it must be. The signer's generation and the log's id are the caller's to compare.</exception>
    public static VerifiedCheckpoint Verify(ReadOnlyMemory<byte> bytes, IReadOnlyList<PublicKeyP256> roots, string? issuer = null)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var (message, certificate) = CertifiedPair.Decode(bytes, MaxBytes, "signed_checkpoint");
        var signer = SignerCertificateCodec.Verify(certificate, roots);
        if (signer.Purpose != SignerPurpose.Log)
        {
            throw new ProtocolException(ProtocolErrorCode.ActionNotAllowed, "Only the log's signer makes checkpoints.", "signer_purpose");
        }

        var envelope = CoseEnvelope.Open(message, CoseProfile.Checkpoint);
        using var platformKey = signer.Key.ToECDsa();
        envelope.Verify(signer.Key, platformKey);
        var checkpoint = CheckpointClaims.Decode(envelope.Payload);
        return string.Equals(checkpoint.Issuer, signer.Issuer, StringComparison.Ordinal) && (issuer is null || string.Equals(checkpoint.Issuer, issuer, StringComparison.Ordinal))
            ? new(checkpoint, signer)
            : throw new ProtocolException(ProtocolErrorCode.WrongIssuer, "A checkpoint of another issuer.", "iss");
    }
}
