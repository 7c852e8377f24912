using System.Security.Cryptography;

namespace Tenure.Protocols.Tickets;

/// <summary>A root's statement as a COSE_Sign1 under that root. At most 4096 bytes.</summary>
/// <remarks>docs/protocols/tickets.md. Whether a device may act on it only <see cref="RootStatementVerifier"/> says.</remarks>
public static class RootStatementCodec
{
    /// <summary>Bytes of the whole.</summary>
    public const int MaxBytes = 4096;

    /// <summary>Signs a statement with a root's key.</summary>
    /// <exception cref="ProtocolException">A claim breaks its rule, or has no place in this kind.</exception>
    public static byte[] Sign(RootStatement statement, ECDsa rootKey)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return CoseEnvelope.Seal(CoseProfile.RootStatement, RootStatementClaims.Encode(statement), rootKey);
    }

    /// <summary>Checks form, signature and claims under one of the given roots.</summary>
    /// <exception cref="ProtocolException">Anything is not as it must be; <see cref="ProtocolErrorCode.UnknownSigner"/> for another root.</exception>
    public static SignedStatement Verify(ReadOnlyMemory<byte> bytes, IReadOnlyList<PublicKeyP256> roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var envelope = CoseEnvelope.Open(bytes, CoseProfile.RootStatement);
        using var pinned = new PinnedRoots(roots);
        var (root, platformKey) = pinned.Get(envelope.KeyId);
        envelope.Verify(root, platformKey);
        return new(RootStatementClaims.Decode(envelope.Payload), envelope.KeyId);
    }

    /// <summary>Reads what a statement says, and of which root it says to be, without asking who signed it. Proves nothing.</summary>
    /// <exception cref="ProtocolException">The form or a claim is not as it must be.</exception>
    public static SignedStatement ReadUnverified(ReadOnlyMemory<byte> bytes)
    {
        var envelope = CoseEnvelope.Open(bytes, CoseProfile.RootStatement);
        return new(RootStatementClaims.Decode(envelope.Payload), envelope.KeyId);
    }
}
