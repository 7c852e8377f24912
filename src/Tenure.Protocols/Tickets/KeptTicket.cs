namespace Tenure.Protocols.Tickets;

/// <summary>A ticket that a device carried out and keeps: what it shows a server that does not remember it. Long past its question and its lifetime, and still under our signature.</summary>
public static class KeptTicket
{
    /// <summary>Checks form, certificate, signature, signer's purpose, issuer and device. When it was made, and for which epoch, is the caller's to judge.</summary>
    /// <param name="signedTicket">The array of <see cref="SignedTicketCodec"/>.</param>
    /// <param name="roots">Active and standby.</param>
    /// <param name="issuer">The issuer's URL.</param>
    /// <param name="subject">The device.</param>
    /// <exception cref="ProtocolException">The first thing that is not as it must be.</exception>
    public static Ticket Verify(ReadOnlyMemory<byte> signedTicket, IReadOnlyList<PublicKeyP256> roots, string issuer, KeyThumbprint subject)
    {
        var parts = SignedTicketCodec.Decode(signedTicket);
        var signer = SignerCertificateCodec.Verify(parts.Certificate, roots);
        var ticket = TicketCodec.Verify(parts.Ticket, signer.Key);
        Require(Same(ticket.Issuer, issuer) && Same(signer.Issuer, issuer), ProtocolErrorCode.WrongIssuer, "iss");
        Require(ticket.Subject == subject, ProtocolErrorCode.WrongDevice, "ueid");
        Require(TicketRules.MaySign(signer.Purpose, ticket), ProtocolErrorCode.ActionNotAllowed, "signer_purpose");
        return ticket;
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static void Require(bool holds, ProtocolErrorCode code, string field)
    {
        if (!holds)
        {
            throw new ProtocolException(code, $"The ticket is not of this server and this device: {field}.", field);
        }
    }
}
