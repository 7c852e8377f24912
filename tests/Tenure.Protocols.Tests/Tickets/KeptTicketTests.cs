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

        Assert.Equal(ProtocolErrorCode.WrongDevice, Code(Fixed.Signed(ticket), subject: other.Thumbprint));
        Assert.Equal(ProtocolErrorCode.WrongIssuer, Code(Fixed.Signed(ticket), issuer: "https://other.example"));
        Assert.Equal(ProtocolErrorCode.UnknownSigner, Code(Fixed.Signed(ticket), roots: [other]));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Code(Fixed.Signed(Fixed.Ticket(TicketAction.Release), SignerPurpose.Hold)));
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

    private static ProtocolErrorCode Code(byte[] signed, IReadOnlyList<PublicKeyP256>? roots = null, string? issuer = null, KeyThumbprint? subject = null) =>
        Assert.Throws<ProtocolException>(() => KeptTicket.Verify(signed, roots ?? Fixed.Roots, issuer ?? Fixed.Issuer, subject ?? Fixed.DeviceKey.Thumbprint)).Code;
}
