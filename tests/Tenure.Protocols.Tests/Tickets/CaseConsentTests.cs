using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

/// <summary>A release that a case grants: no holder's word, but proof of how long the holder was told.</summary>
public sealed class CaseConsentTests
{
    private static readonly ReleaseConsent ByCase = Consents.Consent with { By = ConsentPlace.Case, AnnouncedAt = Consents.Consent.At - ReleaseConsent.ShortestWait };

    [Fact]
    public void A_case_lets_a_device_go_only_with_its_data_erased_and_14_days_after_its_holder_was_told()
    {
        Assert.Null(RefusalOf(ByCase, erase: true));
        Assert.Equal(ProtocolErrorCode.ConsentWrong, RefusalOf(ByCase, erase: false));
        Assert.Equal(ProtocolErrorCode.ConsentWrong, RefusalOf(ByCase with { AnnouncedAt = ByCase.AnnouncedAt!.Value.AddSeconds(1) }, erase: true));
        Assert.Equal(ProtocolErrorCode.ConsentWrong, RefusalOf(ByCase with { AnnouncedAt = null }, erase: true));
        Assert.Equal(ProtocolErrorCode.ConsentWrong, RefusalOf(ByCase with { By = ConsentPlace.Page }, erase: true));
    }

    [Fact]
    public void An_announcement_of_another_time_is_another_entry()
    {
        var ticket = Fixed.Ticket(TicketAction.Release) with { Erase = true };
        var signed = ticket with { Consent = ByCase.HashFor(ticket) };
        var earlier = ByCase with { AnnouncedAt = ByCase.AnnouncedAt!.Value.AddDays(-1) };
        Assert.NotEqual(signed.Consent, earlier.HashFor(ticket));
    }

    [Fact]
    public void A_proof_by_a_case_is_read_as_it_was_written()
    {
        var ticket = Fixed.Ticket(TicketAction.Release) with { Erase = true };
        var proof = ProofOf(ByCase, ticket with { Consent = ByCase.HashFor(ticket) });
        var read = ConsentProofCodec.Decode(ConsentProofCodec.Encode(proof));
        Assert.Equal((ConsentPlace.Case, ByCase.AnnouncedAt), (read.Consent.By, read.Consent.AnnouncedAt));
        Assert.Null(ConsentProofCodec.Decode(ConsentProofCodec.Encode(ProofOf(Consents.Consent, ticket with { Consent = Consents.Consent.HashFor(ticket) }))).Consent.AnnouncedAt);
    }

    private static ProtocolErrorCode? RefusalOf(ReleaseConsent consent, bool erase)
    {
        var ticket = Fixed.Ticket(TicketAction.Release) with { Erase = erase };
        ticket = ticket with { Consent = consent.HashFor(ticket) };
        try
        {
            ProofOf(consent, ticket).Verify(ticket, Fixed.Roots, lowestGeneration: 0);
            return null;
        }
        catch (ProtocolException refused)
        {
            return refused.Code;
        }
    }

    private static ConsentProof ProofOf(ReleaseConsent consent, Ticket ticket) => Consents.ProofFor(ticket) with { Consent = consent };
}
