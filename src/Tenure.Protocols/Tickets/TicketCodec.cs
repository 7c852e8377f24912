using System.Security.Cryptography;

namespace Tenure.Protocols.Tickets;

/// <summary>A ticket as a COSE_Sign1 under a signer's key. At most 8192 bytes.</summary>
/// <remarks>The device accepts it only together with the signer's certificate: <see cref="SignedTicketCodec"/>, <see cref="TicketVerifier"/>.</remarks>
public static class TicketCodec
{
    /// <summary>Signs a ticket with a signer's key.</summary>
    /// <exception cref="ProtocolException">A claim breaks its rule, or has no place in this action.</exception>
    public static byte[] Sign(Ticket ticket, ECDsa signerKey)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return CoseEnvelope.Seal(CoseProfile.Ticket, TicketClaims.Encode(ticket), signerKey);
    }

    /// <summary>Checks form, signature and claims under a known key; whether a device may act on it only <see cref="TicketVerifier"/> says.</summary>
    /// <exception cref="ProtocolException">Anything is not as it must be.</exception>
    public static Ticket Verify(ReadOnlyMemory<byte> bytes, PublicKeyP256 signerKey)
    {
        ArgumentNullException.ThrowIfNull(signerKey);
        using var platformKey = signerKey.ToECDsa();
        return Verify(bytes, signerKey, platformKey);
    }

    /// <summary>SHA-256 over the claims as they are signed: the same for two signatures over one ticket.</summary>
    /// <exception cref="ProtocolException">A claim breaks its rule, or has no place in this action.</exception>
    public static byte[] ClaimsDigest(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return SHA256.HashData(TicketClaims.Encode(ticket));
    }

    internal static Ticket Verify(ReadOnlyMemory<byte> bytes, PublicKeyP256 signerKey, ECDsa platformKey)
    {
        var envelope = CoseEnvelope.Open(bytes, CoseProfile.Ticket);
        envelope.Verify(signerKey, platformKey);
        return TicketClaims.Decode(envelope.Payload);
    }
}
