using CsCheck;
using Tenure.Protocols.Log;
using Tenure.Protocols.Offline;
using Tenure.Protocols.Tests.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

/// <summary>A release is carried out only where its holder's consent is proven to be in the log. tests/vectors/consents.txt has the same as bytes.</summary>
public sealed class ConsentTests
{
    private static readonly Ticket Release = Fixed.Ticket(TicketAction.Release);

    private static readonly TicketExpectation Expected = Fixed.Expectation(TicketAction.Release) with { SeenLog = Consents.SeenOf(Consents.LogOf(Release)) };

    [Fact]
    public void A_release_whose_consent_is_in_the_log_is_taken_with_the_checkpoint_that_says_so()
    {
        var verified = Verify(Consents.Signed(Release, Consents.ProofFor(Release)));

        Assert.Equal(13, verified.Checkpoint!.Checkpoint.Size);
        Assert.Equal(verified.Checkpoint.Checkpoint.RootHash, CheckpointCodec.Verify(verified.SignedCheckpoint, Fixed.Roots).Checkpoint.RootHash);
    }

    [Fact]
    public void A_device_that_has_seen_nothing_of_the_log_believes_the_first_checkpoint() =>
        Assert.NotNull(Verify(Consents.Signed(Release, Consents.ProofFor(Release, seen: null)), Expected with { SeenLog = null }).Checkpoint);

    [Fact]
    public void A_release_without_a_proof_is_refused() => Assert.Equal(ProtocolErrorCode.ConsentMissing, Refusal(Fixed.SignedAlone(Release, SignerPurpose.Release)));

    [Fact]
    public void A_proof_has_no_place_beside_another_ticket()
    {
        var found = SignedTicketCodec.WithProof(Fixed.Signed(Fixed.Ticket(TicketAction.Found), SignerPurpose.Release), Consents.ProofFor(Release));

        Assert.Equal(ProtocolErrorCode.ClaimUnexpected, Refusal(found, Expected with { Actions = [TicketAction.Found] }));
    }

    // In the log it is, and the release signer names it: only it is about another device, epoch or holding, or says something else about the data.
    [Fact]
    public void The_proof_of_another_devices_consent_is_refused() =>
        RefuseConsentOf(ticket => ticket with { Subject = PublicKeyP256.From(Fixed.OtherDevice).Thumbprint });

    [Fact]
    public void The_proof_of_a_consent_in_an_older_epoch_of_this_device_is_refused() => RefuseConsentOf(ticket => ticket with { Epoch = 0 });

    [Fact]
    public void The_proof_of_a_consent_of_another_holding_is_refused() => RefuseConsentOf(ticket => ticket with { HoldingId = new byte[16] });

    [Fact]
    public void The_proof_of_a_consent_that_keeps_the_data_erases_nothing() => RefuseConsentOf(ticket => ticket with { Erase = false });

    [Fact]
    public void The_proof_of_another_event_of_the_device_is_refused()
    {
        // Everything fits but the event's name.
        var entry = new LogEntry
        {
            Format = 2,
            DeviceRef = Consents.Consent.DeviceRef,
            HoldingRef = Consents.Consent.HoldingRef,
            Sequence = 3,
            Previous = Consents.Consent.Previous,
            Event = "activated",
            At = LogTime.Cut(Consents.Consent.At),
            Commitment = LogChain.Commit(Consents.Consent.Salt, System.Text.Encoding.ASCII.GetBytes(Consents.Consent.DetailsFor(Release))),
        };
        var ticket = Release with { Consent = LogChain.Hash(entry) };

        Assert.Equal(ProtocolErrorCode.ConsentWrong, Refusal(Consents.Signed(ticket, Consents.ProofFor(ticket))));
    }

    [Fact]
    public void Another_consent_than_the_one_that_the_ticket_names_is_refused()
    {
        var later = Release with { Consent = new byte[32] };

        Assert.Equal(ProtocolErrorCode.ConsentWrong, Refusal(Consents.Signed(later, Consents.ProofFor(Release))));
    }

    [Fact]
    public void A_consent_that_is_not_in_the_log_is_refused()
    {
        var log = Consents.LogWith(new byte[32]);

        Assert.Equal(ProtocolErrorCode.ConsentNotLogged, Refusal(Consents.Signed(Release, Consents.ProofFor(Release, log)), Expected with { SeenLog = Consents.SeenOf(log) }));
        Assert.Equal(ProtocolErrorCode.ConsentNotLogged, Refusal(Consents.Signed(Release, Consents.ProofFor(Release) with { Index = 8 })));
    }

    [Fact]
    public void The_proof_from_a_forked_log_is_refused()
    {
        var fork = Consents.LogWith(Release.Consent!, first: 1);

        Assert.Equal(ProtocolErrorCode.LogForked, Refusal(Consents.Signed(Release, Consents.ProofFor(Release, fork))));
        Assert.Equal(ProtocolErrorCode.LogForked, Refusal(Consents.Signed(Release, Consents.ProofFor(Release) with { Extension = [] })));
    }

    [Fact]
    public void The_proof_from_another_log_is_refused()
    {
        var other = Consents.LogOf(Release);
        other.LogId = new byte[16];

        Assert.Equal(ProtocolErrorCode.LogForked, Refusal(Consents.Signed(Release, Consents.ProofFor(Release, other))));
    }

    [Fact]
    public void A_checkpoint_that_the_device_knows_to_be_behind_is_refused()
    {
        var longer = Consents.LogOf(Release);
        longer.Leaves.Add(new byte[32]);

        Assert.Equal(ProtocolErrorCode.LogBehind, Refusal(Consents.Signed(Release, Consents.ProofFor(Release)), Expected with { SeenLog = Consents.SeenOf(longer, 14) }));
    }

    [Fact]
    public void A_checkpoint_by_another_signer_than_the_logs_is_refused()
    {
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Consents.Signed(Release, Consents.ProofFor(Release, signer: Fixed.ReleaseSigner, certificate: Fixed.Certificate(SignerPurpose.Release)))));
        Assert.Equal(ProtocolErrorCode.UnknownSigner, Refusal(Consents.Signed(Release, Consents.ProofFor(Release, signer: Fixed.ReleaseSigner))));
        Assert.Equal(ProtocolErrorCode.UnknownSigner, Refusal(Consents.Signed(Release, Consents.ProofFor(Release, root: Fixed.Maker))));
        Assert.Equal(
            ProtocolErrorCode.GenerationTooLow,
            Refusal(Consents.Signed(Release, Consents.ProofFor(Release)), Expected with { LowestGenerations = new Dictionary<SignerPurpose, uint> { [SignerPurpose.Log] = 3 } }));
    }

    // Whoever carries a good ticket could put another proof beside it: that must not use the device's question up.
    [Fact]
    public void A_wrong_proof_is_a_try_and_spends_no_question() => Assert.All(
        (ProtocolErrorCode[])[ProtocolErrorCode.ConsentMissing, ProtocolErrorCode.ConsentWrong, ProtocolErrorCode.ConsentNotLogged, ProtocolErrorCode.LogBehind, ProtocolErrorCode.LogForked],
        code => Assert.False(TicketRefusal.IsAuthentic(code)));

    [Fact]
    public void A_proof_is_read_as_it_was_written()
    {
        var proof = Consents.ProofFor(Release);
        var read = ConsentProofCodec.Decode(ConsentProofCodec.Encode(proof));

        Assert.Equivalent(proof.Consent, read.Consent, strict: true);
        Assert.Equal(proof.Index, read.Index);
        Assert.Equal(proof.Checkpoint.ToArray(), read.Checkpoint.ToArray());
        Assert.Equal(proof.Inclusion, read.Inclusion);
        Assert.Equal(proof.Extension, read.Extension);
    }

    // Every leaf in every log of every size, whatever was seen of it.
    [Fact]
    public void Whatever_the_log_the_proof_holds_and_is_read_as_it_was_written() =>
        (from size in Gen.Int[1, 200]
         from index in Gen.Int[0, size - 1]
         from seen in Gen.Int[0, size]
         select (size, index, seen)).Sample(
            at =>
            {
                var log = new SmallLog { Leaves = [.. Enumerable.Range(0, at.size).Select(i => MerkleTree.HashLeaf([(byte)i]))] };
                log.Leaves[at.index] = Release.Consent!;
                var checkpoint = log.Checkpoint(Fixed.Issuer, Consents.Consent.At);
                var proof = ConsentProofCodec.Decode(ConsentProofCodec.Encode(log.Prove([1], at.index, Consents.Consent, at.seen)));
                if (at.seen > 0)
                {
                    proof.RequireGrowth(checkpoint, log.Checkpoint(Fixed.Issuer, Consents.Consent.At, at.seen));
                }

                Assert.True(MerkleProof.IsIncluded(Release.Consent, proof.Index, checkpoint.Size, checkpoint.RootHash, proof.Inclusion));
            },
            iter: 500);

    // What docs/protocols/tickets.md says of it: a ticket of a device that was off the network while the log doubled, and of one that looked a thousand entries ago.
    [Theory]
    [InlineData(1_000, 990, 1763, 404)]
    [InlineData(1_000, 500, 1861, 426)]
    [InlineData(100_000, 99_000, 1933, 443)]
    [InlineData(1_000_000, 999_000, 2139, 490)]
    [InlineData(1_000_000, 500_000, 2237, 512)]
    [InlineData(1_000_000_000, 500_000_000, 2781, 637)]
    public void With_its_proof_a_release_has_the_sizes_that_are_written_down(long size, long seen, int bytes, int groups)
    {
        static byte[] HashOf(MerkleNode node) => MerkleTree.HashLeaf(System.Text.Encoding.ASCII.GetBytes($"{node}"));
        var proof = Consents.ProofFor(Release) with { Index = size - 7, Inclusion = MerklePlan.Inclusion(size - 7, size).Make(HashOf), Extension = MerklePlan.Consistency(seen, size).Make(HashOf) };

        var signed = Consents.Signed(Release, proof);

        Assert.Equal((bytes, groups), (signed.Length, CheckedGroups.Write(signed).Split(' ').Length));
    }

    [Fact]
    public void Alone_a_release_has_the_size_that_is_written_down() => Assert.Equal(645, Fixed.SignedAlone(Release, SignerPurpose.Release).Length);

    private static VerifiedTicket Verify(byte[] signed, TicketExpectation? expected = null)
    {
        using var verifier = new TicketVerifier(Fixed.Roots);
        return verifier.Verify(signed, expected ?? Expected);
    }

    private static ProtocolErrorCode Refusal(byte[] signed, TicketExpectation? expected = null) => Assert.Throws<ProtocolException>(() => Verify(signed, expected)).Code;

    private static void RefuseConsentOf(Func<Ticket, Ticket> other)
    {
        var ticket = Release with { Consent = Consents.Consent.HashFor(other(Release)) };

        Assert.Equal(ProtocolErrorCode.ConsentWrong, Refusal(Consents.Signed(ticket, Consents.ProofFor(ticket))));
    }
}
