using System.Security.Cryptography;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Firmware;

/// <summary>A firmware manifest as a COSE_Sign1 under the maker's release key.</summary>
/// <remarks>The envelope of tickets (docs/protocols/tickets.md), with typ <c>application/vnd.tenure.firmware+cwt</c>.</remarks>
public static class FirmwareManifestCodec
{
    /// <summary>Bytes of a signed manifest, at most.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Signs a manifest.</summary>
    /// <exception cref="ProtocolException">It breaks a rule, or is too large.</exception>
    public static byte[] Sign(FirmwareManifest manifest, ECDsa releaseKey)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return CoseEnvelope.Seal(CoseProfile.Firmware, FirmwareClaims.Encode(manifest), releaseKey);
    }

    /// <summary>Checks form, signature and rules.</summary>
    /// <param name="bytes">As signed.</param>
    /// <param name="releaseKeys">The makers' keys that are pinned.</param>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.NotTheMakers"/> for another key; else what is not as it must be.</exception>
    public static FirmwareManifest Verify(ReadOnlyMemory<byte> bytes, IReadOnlyList<PublicKeyP256> releaseKeys)
    {
        ArgumentNullException.ThrowIfNull(releaseKeys);
        var envelope = CoseEnvelope.Open(bytes, CoseProfile.Firmware);
        var key = releaseKeys.FirstOrDefault(k => k.Thumbprint == envelope.KeyId)
            ?? throw new ProtocolException(ProtocolErrorCode.NotTheMakers, $"Signed by the key {envelope.KeyId}, which is not pinned.", "kid");
        using var platformKey = key.ToECDsa();
        envelope.Verify(key, platformKey);
        return FirmwareClaims.Decode(envelope.Payload);
    }

    /// <summary>Reads a manifest without its key. Proves nothing.</summary>
    /// <param name="bytes">As signed.</param>
    /// <param name="signedBy">Who claims to have signed it.</param>
    /// <exception cref="ProtocolException">The form or a rule is not as it must be.</exception>
    public static FirmwareManifest ReadUnverified(ReadOnlyMemory<byte> bytes, out KeyThumbprint signedBy)
    {
        var envelope = CoseEnvelope.Open(bytes, CoseProfile.Firmware);
        signedBy = envelope.KeyId;
        return FirmwareClaims.Decode(envelope.Payload);
    }

    /// <summary>The 32 bytes by which tickets name a manifest: SHA-256 over protected header and payload, as for evidence.</summary>
    /// <exception cref="ProtocolException">The form is not as it must be.</exception>
    public static byte[] Digest(ReadOnlyMemory<byte> bytes)
    {
        var envelope = CoseEnvelope.Open(bytes, CoseProfile.Firmware);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(envelope.ProtectedHeader.Span);
        hash.AppendData(envelope.Payload.Span);
        return hash.GetHashAndReset();
    }
}
