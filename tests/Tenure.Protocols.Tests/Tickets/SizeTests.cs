using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

/// <summary>The largest message of its kind, and one byte more; when it is made and when it comes.</summary>
public sealed class SizeTests
{
    [Fact]
    public void An_envelope_may_be_as_large_as_its_kind_and_no_byte_larger()
    {
        var rest = RootStatementTests.Sign(RootStatementTests.Sunset(new byte[3000])).Length - 3000;
        var most = RootStatementTests.Sunset(new byte[RootStatementCodec.MaxBytes - rest]);
        var bytes = RootStatementTests.Sign(most);

        Assert.Equal(RootStatementCodec.MaxBytes, bytes.Length);
        Assert.Equal(most.Announcement!.Value.ToArray(), RootStatementCodec.Verify(bytes, Fixed.Roots).Statement.Announcement!.Value.ToArray());
        Refuse(4096, () => RootStatementTests.Sign(RootStatementTests.Sunset(new byte[RootStatementCodec.MaxBytes - rest + 1])));
        Refuse(4096, () => RootStatementCodec.Verify(new byte[RootStatementCodec.MaxBytes + 1], Fixed.Roots));
    }

    [Fact]
    public void A_ticket_with_its_certificate_may_be_as_large_as_a_device_takes()
    {
        var (ticket, certificate) = (new byte[SignedTicketCodec.MaxBytes - 1003 - 4], new byte[1000]);
        var bytes = SignedTicketCodec.Encode(ticket, certificate);

        Assert.Equal(SignedTicketCodec.MaxBytes, bytes.Length);
        var parts = SignedTicketCodec.Decode(bytes);
        Assert.Equal((ticket.Length, 1000, 0), (parts.Ticket.Length, parts.Certificate.Length, parts.Consent.Length));
        Refuse(SignedTicketCodec.MaxBytes, () => SignedTicketCodec.Encode([.. ticket, 0], certificate));
        Refuse(SignedTicketCodec.MaxBytes, () => SignedTicketCodec.Decode(new byte[SignedTicketCodec.MaxBytes + 1]));
    }

    [Fact]
    public void A_proof_finds_its_place_beside_the_largest_ticket_that_leaves_it_any()
    {
        var release = Fixed.Ticket(TicketAction.Release);
        var proof = Consents.ProofFor(release);
        var room = SignedTicketCodec.MaxBytes - 1 - (ConsentProofCodec.Encode(proof).Length + 3) - (1000 + 3) - 3;
        var most = SignedTicketCodec.WithProof(SignedTicketCodec.Encode(new byte[room], new byte[1000]), proof);

        Assert.Equal(SignedTicketCodec.MaxBytes, most.Length);
        Assert.Equal(ConsentProofCodec.Encode(proof), SignedTicketCodec.Decode(most).Consent.ToArray());
        Refuse(SignedTicketCodec.MaxBytes, () => SignedTicketCodec.WithProof(SignedTicketCodec.Encode(new byte[room + 1], new byte[1000]), proof));
    }

    [Fact]
    public void A_checkpoint_with_its_certificate_may_be_as_large_as_a_device_takes()
    {
        // A pair of this size is no checkpoint: only that it is not too large is seen.
        var pair = CertifiedPair.Encode(new byte[1000], new byte[CheckpointCodec.MaxBytes - 1007], CheckpointCodec.MaxBytes);

        Assert.Equal(CheckpointCodec.MaxBytes, pair.Length);
        Assert.Equal(1000, CertifiedPair.Decode(pair, CheckpointCodec.MaxBytes, "checkpoint").Message.Length);
        Refuse(CheckpointCodec.MaxBytes, () => CertifiedPair.Encode(new byte[1001], new byte[CheckpointCodec.MaxBytes - 1007], CheckpointCodec.MaxBytes));
        Refuse(CheckpointCodec.MaxBytes, () => CertifiedPair.Decode(new byte[CheckpointCodec.MaxBytes + 1], CheckpointCodec.MaxBytes, "checkpoint"));
    }

    [Fact]
    public void What_is_kept_of_a_release_is_the_pair_without_its_proof()
    {
        var release = Fixed.Ticket(TicketAction.Release);
        var alone = Fixed.SignedAlone(release, SignerPurpose.Release);

        Assert.Equal(alone, SignedTicketCodec.WithoutProof(SignedTicketCodec.WithProof(alone, Consents.ProofFor(release))));
        Assert.Equal(alone, SignedTicketCodec.WithoutProof(alone));
    }

    private static void Refuse(int most, Action act)
    {
        var refusal = Assert.Throws<ProtocolException>(act);
        Assert.Equal((ProtocolErrorCode.TooLarge, null, $"At most {most} bytes are taken."), (refusal.Code, refusal.Field, refusal.Message));
    }
}
