using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

public sealed class KeptTicketTests
{
    [Theory]
    [InlineData(TicketAction.Hold, SignerPurpose.Hold)]
    [InlineData(TicketAction.Lost, SignerPurpose.Hold)]
    [InlineData(TicketAction.Release, SignerPurpose.Release)]
    public void A_ticket_of_this_server_for_this_device_is_known_again(TicketAction action, SignerPurpose signer)
    {
        var ticket = Fixed.Ticket(action);

        Assert.Equivalent(ticket, KeptTicket.Verify(Fixed.Signed(ticket, signer), Fixed.Roots, Fixed.Issuer, Fixed.DeviceKey.Thumbprint), strict: true);
    }

    [Fact]
    public void Another_device_issuer_root_or_signer_vouches_for_nothing()
    {
        var ticket = Fixed.Ticket();
        var other = PublicKeyP256.From(Fixed.OtherDevice);

        Refuse(ProtocolErrorCode.WrongDevice, "ueid", Fixed.Signed(ticket), subject: other.Thumbprint);
        Refuse(ProtocolErrorCode.WrongIssuer, "iss", Fixed.Signed(ticket), issuer: "https://other.example");
        Refuse(ProtocolErrorCode.WrongIssuer, "iss", Fixed.Signed(ticket with { Issuer = "https://other.example" }));
        Refuse(ProtocolErrorCode.WrongIssuer, "iss", SignedTicketCodec.Encode(
            TicketCodec.Sign(ticket, Fixed.HoldSigner), SignerCertificateCodec.Sign(Fixed.Certificate() with { Issuer = "https://other.example" }, Fixed.Root)));
        Refuse(ProtocolErrorCode.ActionNotAllowed, "signer_purpose", Fixed.Signed(Fixed.Ticket(TicketAction.Release), SignerPurpose.Hold));
        Assert.Equal(ProtocolErrorCode.UnknownSigner, Assert.Throws<ProtocolException>(() => KeptTicket.Verify(Fixed.Signed(ticket), [other], Fixed.Issuer, Fixed.DeviceKey.Thumbprint)).Code);
    }

    [Fact]
    public void A_changed_byte_vouches_for_nothing()
    {
        var signed = Fixed.Signed(Fixed.Ticket());
        for (var at = 0; at < signed.Length; at += 7)
        {
            var spoilt = signed.ToArray();
            spoilt[at] ^= 1;
            Assert.Throws<ProtocolException>(() => KeptTicket.Verify(spoilt, Fixed.Roots, Fixed.Issuer, Fixed.DeviceKey.Thumbprint));
        }
    }

    private static void Refuse(ProtocolErrorCode code, string field, byte[] signed, string issuer = Fixed.Issuer, KeyThumbprint? subject = null)
    {
        var refusal = Assert.Throws<ProtocolException>(() => KeptTicket.Verify(signed, Fixed.Roots, issuer, subject ?? Fixed.DeviceKey.Thumbprint));
        Assert.Equal((code, field, $"The ticket is not of this server and this device: {field}."), (refusal.Code, refusal.Field, refusal.Message));
    }
}
