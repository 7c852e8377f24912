using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

public sealed class RoundTripTests
{
    public static TheoryData<EvidencePurpose> Purposes => [.. Enum.GetValues<EvidencePurpose>()];

    [Theory]
    [MemberData(nameof(Purposes))]
    public void Evidence_of_every_purpose_is_read_as_it_was_signed(EvidencePurpose purpose)
    {
        var evidence = Fixed.Evidence(purpose);

        var read = EvidenceCodec.Verify(EvidenceCodec.Sign(evidence, Fixed.Device), Fixed.DeviceKey);

        Assert.Equivalent(evidence, read, strict: true);
    }

    [Fact]
    public void What_a_device_says_it_is_is_read_as_it_was_signed()
    {
        foreach (var evidence in (Evidence[])
        [
            Fixed.Evidence(EvidencePurpose.Enrol) with { Facts = Fixed.Facts },
            Fixed.Evidence(EvidencePurpose.Session) with { Facts = Fixed.Facts with { Sims = Fixed.Sims } },
            Fixed.Evidence(EvidencePurpose.Session) with { Facts = new() { Sims = [] } },
        ])
        {
            Assert.Equivalent(evidence, EvidenceCodec.Verify(EvidenceCodec.Sign(evidence, Fixed.Device), Fixed.DeviceKey), strict: true);
        }
    }

    [Theory]
    [InlineData(TicketAction.Hold, TicketState.Held, SignerPurpose.Hold)]
    [InlineData(TicketAction.Open, TicketState.Held, SignerPurpose.Hold)]
    [InlineData(TicketAction.Sync, TicketState.Held, SignerPurpose.Hold)]
    [InlineData(TicketAction.Sync, TicketState.Held, SignerPurpose.Release)]
    [InlineData(TicketAction.Sync, TicketState.Free, SignerPurpose.Release)]
    [InlineData(TicketAction.Release, TicketState.Held, SignerPurpose.Release)]
    [InlineData(TicketAction.Sync, TicketState.Lost, SignerPurpose.Hold)]
    [InlineData(TicketAction.Lost, TicketState.Held, SignerPurpose.Hold)]
    [InlineData(TicketAction.Found, TicketState.Held, SignerPurpose.Release)]
    [InlineData(TicketAction.Reset, TicketState.Held, SignerPurpose.Release)]
    [InlineData(TicketAction.Erase, TicketState.Held, SignerPurpose.Release)]
    [InlineData(TicketAction.Recount, TicketState.Held, SignerPurpose.Hold)]
    [InlineData(TicketAction.Flash, TicketState.Held, SignerPurpose.Flash)]
    [InlineData(TicketAction.Unlock, TicketState.Held, SignerPurpose.Flash)]
    public void A_ticket_is_read_as_it_was_signed(TicketAction action, TicketState state, SignerPurpose purpose)
    {
        using var verifier = new TicketVerifier(Fixed.Roots);
        var ticket = Fixed.Ticket(action, state);

        var verified = verifier.Verify(Fixed.Signed(ticket, purpose), Fixed.Expectation(action));

        Assert.Equivalent(ticket, verified.Ticket, strict: true);
        Assert.Equal(purpose, verified.Signer.Purpose);
        Assert.Equal(2u, verified.Signer.Generation);
    }
}
