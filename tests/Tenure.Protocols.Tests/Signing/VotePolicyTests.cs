using Tenure.Protocols.Log;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Signing;

/// <summary>A server that was taken over, with a log of its own and real votes of real agents, against a signer that knows the agents.</summary>
public sealed class VotePolicyTests
{
    private static readonly ReleaseConsent ByCase = Consents.Consent with { By = ConsentPlace.Case, AnnouncedAt = Consents.Consent.At - ReleaseConsent.ShortestWait };
    private static readonly DateTimeOffset VotedAt = ByCase.AnnouncedAt!.Value.AddMinutes(-5);
    private static readonly AgentPasskey Ada = new("ada");
    private static readonly AgentPasskey Bob = new("bob", isRsa: true);
    private static readonly AgentKey[] Known = [Ada.KnownSince(VotedAt.AddDays(-1)), Bob.KnownSince(VotedAt.AddDays(-1))];
    private static readonly Ticket Release = Asked.For(TicketAction.Release).Ticket;

    [Fact]
    public void Two_agents_whose_passkeys_the_signer_knows_let_a_device_go_by_a_case() => Assert.Null(RefusalOf(Votes()));

    [Fact]
    public void Without_two_different_agents_nothing_goes()
    {
        Assert.Equal(ProtocolErrorCode.VotesMissing, RefusalOf(null));
        Assert.Equal(ProtocolErrorCode.VotesMissing, RefusalOf(Votes() with { Votes = [] }));
        Assert.Equal(ProtocolErrorCode.VotesMissing, RefusalOf(Votes() with { Votes = [Ada.Sign(Good)] }));
        Assert.Equal(ProtocolErrorCode.VotesMissing, RefusalOf(Votes() with { Votes = [Ada.Sign(Good), Ada.Sign(Good)] }));
        var second = new AgentPasskey("ada");
        Assert.Equal(ProtocolErrorCode.VotesMissing, RefusalOf(Votes() with { Votes = [Ada.Sign(Good), second.Sign(Good)] }, [.. Known, second.KnownSince(VotedAt.AddDays(-1))]));
    }

    [Fact]
    public void One_key_under_two_names_is_one_agent()
    {
        var rsa = new AgentPasskey("carl", isRsa: true);
        foreach (var one in (AgentPasskey[])[Ada, rsa])
        {
            var other = one.As("eve");
            AgentKey[] both = [.. Known, rsa.KnownSince(VotedAt.AddDays(-1)), other.KnownSince(VotedAt.AddDays(-1))];
            Assert.Equal(ProtocolErrorCode.VotesMissing, RefusalOf(Votes() with { Votes = [one.Sign(Good), other.Sign(Good)] }, both));
            Assert.Null(RefusalOf(Votes() with { Votes = [Bob.Sign(Good), other.Sign(Good)] }, both));
        }
    }

    [Fact]
    public void A_passkey_that_the_signer_does_not_know_or_no_more_or_not_yet_then_counts_for_nothing()
    {
        Assert.Equal(ProtocolErrorCode.AgentUnknown, RefusalOf(Votes(), []));
        Assert.Equal(ProtocolErrorCode.AgentUnknown, RefusalOf(Votes(), [Known[0]]));
        Assert.Equal(ProtocolErrorCode.AgentUnknown, RefusalOf(Votes(), [Known[0], Known[1] with { WithdrawnAt = ByCase.At }]));
        Assert.Equal(ProtocolErrorCode.AgentUnknown, RefusalOf(Votes(), [Known[0], Known[1] with { Since = VotedAt.AddHours(2) }]));
        // Whose it is says the signer's list, and not the vote.
        Assert.Equal(ProtocolErrorCode.AgentUnknown, RefusalOf(Votes(), [Known[0], Known[1] with { Agent = "carl" }]));
        var stranger = new AgentPasskey("bob");
        Assert.Equal(ProtocolErrorCode.AgentUnknown, RefusalOf(Votes() with { Votes = [Ada.Sign(Good), stranger.Sign(Good)] }));
    }

    // The same passkey's name with another key: what is signed must fit the key that the signer knows.
    [Fact]
    public void A_signature_by_another_key_counts_for_nothing()
    {
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(), [Known[0], Known[1] with { PublicKey = new AgentPasskey("bob").CoseKey() }]));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(), [Known[0], Known[1] with { PublicKey = new AgentPasskey("bob", isRsa: true).CoseKey() }]));
        var vote = Ada.Sign(Good);
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes() with { Votes = [vote with { Signature = [.. vote.Signature[..^1], (byte)(vote.Signature[^1] ^ 1)] }, Bob.Sign(Good)] }));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes() with { Votes = [vote with { Signature = [1] }, Bob.Sign(Good)] }));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes() with { Votes = [vote with { Rest = new byte[32] }, Bob.Sign(Good)] }));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes() with { Votes = [vote with { Reason = "Doubtful" }, Bob.Sign(Good)] }));
    }

    [Fact]
    public void Votes_for_another_device_epoch_holding_case_round_or_thing_let_this_one_not_go()
    {
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(Good with { Ticket = Release with { Subject = PublicKeyP256.From(Fixed.OtherDevice).Thumbprint } })));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(Good with { Ticket = Release with { Epoch = Release.Epoch - 1 } })));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(Good with { Ticket = Release with { HoldingId = new byte[16] } })));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(Good with { Number = "0000000000" })));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(Good with { Round = 0 })));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(Good with { Kind = "Recovery" })));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(Good with { Verdict = "reject" })));
        // One vote of the two is enough to be wrong.
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes() with { Votes = [Ada.Sign(Good), Bob.Sign(Good with { Ticket = Release with { HoldingId = new byte[16] } })] }));
    }

    [Fact]
    public void What_was_signed_elsewhere_or_by_nobody_who_was_there_counts_for_nothing()
    {
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(Good with { Origin = "https://elsewhere.example" })));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(Good with { IsCrossOrigin = true })));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(Good with { Party = "elsewhere.example" })));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(Good with { Type = "webauthn.create" })));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes(Good with { Flags = 0x01 })));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes() with { Votes = [Ada.Sign(Good) with { ClientData = "[1]"u8.ToArray() }, Bob.Sign(Good)] }));
    }

    [Fact]
    public void The_holder_is_told_after_both_votes_and_no_vote_is_good_for_longer_than_a_case_can_take()
    {
        Assert.Null(RefusalOf(Votes(Good with { At = ByCase.AnnouncedAt!.Value })));
        Assert.Equal(ProtocolErrorCode.VoteWrong, RefusalOf(Votes() with { Votes = [Ada.Sign(Good), Bob.Sign(Good with { At = ByCase.AnnouncedAt!.Value.AddHours(2) })] }));
        AgentKey[] old = [.. Known.Select(k => k with { Since = DateTimeOffset.UnixEpoch.AddDays(1) })];
        Assert.Null(RefusalOf(Votes(Good with { At = ByCase.At - VotePolicy.Lifetime }), old));
        Assert.Equal(ProtocolErrorCode.LifetimeOver, RefusalOf(Votes(Good with { At = ByCase.At - VotePolicy.Lifetime - TimeSpan.FromSeconds(1) }), old));
    }

    [Fact]
    public void Votes_have_no_place_where_a_holder_agreed()
    {
        var byHolder = Asked.For(TicketAction.Release) with { Votes = Votes() };
        Assert.Equal(ProtocolErrorCode.ClaimUnexpected, RefusalOf(byHolder, Known));
        Assert.Equal(ProtocolErrorCode.ClaimUnexpected, RefusalOf(Asked.For(TicketAction.Hold) with { Votes = Votes() }, Known));
    }

    [Fact]
    public void A_request_with_votes_is_read_as_it_was_written()
    {
        var read = Assert.IsType<TicketRequest>(SignerRequestCodec.Decode(SignerRequestCodec.Encode(Request(Votes()))));
        Assert.Equal(SignedVotesCodec.Encode(Votes() with { Votes = read.Votes!.Votes }), SignedVotesCodec.Encode(read.Votes));
        Assert.Null(RefusalOf(read, Known));
        var vote = Ada.Sign(Good);
        Assert.Equal(SignedVotesCodec.EncodeVote(vote), SignedVotesCodec.EncodeVote(SignedVotesCodec.DecodeVote(SignedVotesCodec.EncodeVote(vote))));
    }

    [Fact]
    public void Votes_that_are_too_many_or_too_long_are_not_read()
    {
        var vote = Ada.Sign(Good);
        Assert.Equal(ProtocolErrorCode.ClaimOutOfRange, CodeOf(() => SignedVotesCodec.Encode(Votes() with { Votes = [vote, vote, vote] })));
        Assert.Equal(ProtocolErrorCode.ClaimOutOfRange, CodeOf(() => SignedVotesCodec.EncodeVote(vote with { Credential = new byte[1024] })));
        Assert.Equal(ProtocolErrorCode.ClaimOutOfRange, CodeOf(() => SignedVotesCodec.EncodeVote(vote with { ClientData = new byte[4097] })));
        Assert.Equal(ProtocolErrorCode.ClaimOutOfRange, CodeOf(() => SignedVotesCodec.EncodeVote(vote with { AuthenticatorData = new byte[36] })));
        Assert.Equal(ProtocolErrorCode.ClaimOutOfRange, CodeOf(() => SignedVotesCodec.EncodeVote(vote with { Signature = [] })));
        Assert.Equal(ProtocolErrorCode.Malformed, CodeOf(() => SignedVotesCodec.Decode(new byte[] { 0x80 })));
        var largest = vote with { Agent = new string('a', 40), Credential = new byte[1023], ClientData = new byte[4096], AuthenticatorData = new byte[1024], Signature = new byte[640] };
        Assert.InRange(SignedVotesCodec.EncodeVote(largest).Length, 1, SignedVotesCodec.MaxVoteBytes);
        Assert.InRange(SignedVotesCodec.Encode(Votes() with { Votes = [largest, largest] }).Length, 1, SignedVotesCodec.MaxBytes);
    }

    [Fact]
    public void Only_keys_that_the_platform_verifies_are_taken()
    {
        Assert.NotNull(PasskeyKey.Read(Ada.CoseKey()));
        Assert.NotNull(PasskeyKey.Read(Bob.CoseKey()));
        Assert.Null(PasskeyKey.Read(AgentPasskey.Cose([(1, 1), (3, -8), (-1, 6)], (-2, new byte[32]))));
        Assert.Null(PasskeyKey.Read(AgentPasskey.Cose([(1, 2), (3, -7), (-1, 1)], (-2, new byte[32]), (-3, new byte[32]))));
        Assert.Null(PasskeyKey.Read(AgentPasskey.Cose([(1, 3), (3, -257)], (-1, new byte[128]), (-2, new byte[3]))));
        byte[] modulus = [0x80, .. new byte[254], 1];
        Assert.NotNull(PasskeyKey.Read(AgentPasskey.Cose([(1, 3), (3, -257)], (-1, modulus), (-2, [1, 0, 1]))));
        // With these anybody can sign, or nobody.
        Assert.Null(PasskeyKey.Read(AgentPasskey.Cose([(1, 3), (3, -257)], (-1, [.. new byte[255], 15]), (-2, [1, 0, 1]))));
        Assert.Null(PasskeyKey.Read(AgentPasskey.Cose([(1, 3), (3, -257)], (-1, [0x80, .. new byte[255]]), (-2, [1, 0, 1]))));
        Assert.Null(PasskeyKey.Read(AgentPasskey.Cose([(1, 3), (3, -257)], (-1, modulus), (-2, [1]))));
        Assert.Null(PasskeyKey.Read(AgentPasskey.Cose([(1, 3), (3, -257)], (-1, modulus), (-2, [1, 0, 2]))));
        Assert.Null(PasskeyKey.Read(new byte[] { 0xa0 }));
        Assert.Null(PasskeyKey.Read(new byte[] { 0xff }));
        Assert.Null(PasskeyKey.Read((byte[])[.. Ada.CoseKey(), 0]));
    }

    private static Ballot Good => new(Release, VotedAt);

    private static SignedVotes Votes(Ballot? ballot = null) => new("7K3MQ9XV2D", 1, [Ada.Sign(ballot ?? Good), Bob.Sign(ballot ?? Good)]);

    private static TicketRequest Request(SignedVotes? votes)
    {
        var asked = Asked.For(TicketAction.Release);
        var ticket = asked.Ticket with { Erase = true };
        ticket = ticket with { Consent = ByCase.HashFor(ticket) };
        return asked with { Ticket = ticket, Consent = Consents.ProofFor(ticket) with { Consent = ByCase }, Votes = votes };
    }

    private static ProtocolErrorCode? RefusalOf(SignedVotes? votes, AgentKey[]? known = null) => RefusalOf(Request(votes), known ?? Known);

    private static ProtocolErrorCode? RefusalOf(TicketRequest request, AgentKey[] known) =>
        CodeOf(() => TicketPolicy.Require(request, Fixed.Issuer, Fixed.Roots, logGeneration: 2, Consents.Now, known));

    private static ProtocolErrorCode? CodeOf(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (ProtocolException refused)
        {
            return refused.Code;
        }
    }
}
