using Tenure.Protocols.Signing;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Signing;

/// <summary>What a server that was taken over might ask of its signer. tests/vectors/signer.txt has the same as bytes.</summary>
public sealed class TicketPolicyTests
{
    [Theory]
    [InlineData(TicketAction.Hold, TicketState.Held)]
    [InlineData(TicketAction.Release, TicketState.Held)]
    [InlineData(TicketAction.Sync, TicketState.Held)]
    [InlineData(TicketAction.Sync, TicketState.Free)]
    [InlineData(TicketAction.Sync, TicketState.Lost)]
    [InlineData(TicketAction.Lost, TicketState.Held)]
    [InlineData(TicketAction.Found, TicketState.Held)]
    [InlineData(TicketAction.Open, TicketState.Held)]
    [InlineData(TicketAction.Reset, TicketState.Held)]
    [InlineData(TicketAction.Erase, TicketState.Held)]
    [InlineData(TicketAction.Recount, TicketState.Held)]
    [InlineData(TicketAction.Flash, TicketState.Held)]
    [InlineData(TicketAction.Unlock, TicketState.Held)]
    public void A_ticket_that_a_device_asked_for_is_signed(TicketAction action, TicketState state) => Check(Asked.For(action, state));

    [Fact]
    public void A_ticket_for_a_device_that_asked_for_nothing_is_refused()
    {
        Assert.Equal(ProtocolErrorCode.Malformed, Refusal(Asked.For(TicketAction.Release) with { Evidence = ReadOnlyMemory<byte>.Empty }));
        Assert.Equal(ProtocolErrorCode.Malformed, Refusal(Asked.For(TicketAction.Release) with { Evidence = new byte[100] }));
    }

    [Fact]
    public void Evidence_that_its_device_did_not_sign_is_refused()
    {
        var request = Asked.For(TicketAction.Release);
        var forged = request.Evidence.ToArray();
        forged[^1] ^= 1;
        Assert.Equal(ProtocolErrorCode.SignatureWrong, Refusal(request with { Evidence = forged }));
    }

    // A thief who has a phone of their own, and asks in the name of another one.
    [Fact]
    public void Evidence_of_another_device_is_refused()
    {
        var other = Asked.For(TicketAction.Release, device: Fixed.OtherDevice);
        Assert.Equal(ProtocolErrorCode.UnknownSigner, Refusal(other));
        Assert.Equal(ProtocolErrorCode.WrongDevice, Refusal(other with { DeviceKey = PublicKeyP256.From(Fixed.OtherDevice) }));
    }

    [Fact]
    public void Other_evidence_than_the_ticket_answers_is_refused()
    {
        var later = EvidenceCodec.Sign(Fixed.Evidence(EvidencePurpose.Release) with { RequestCounter = 4 }, Fixed.Device);
        Assert.Equal(ProtocolErrorCode.WrongEvidence, Refusal(Asked.For(TicketAction.Release) with { Evidence = later }));
    }

    // Every phone sends receipts and asks for its state: that must not be enough to free it.
    [Fact]
    public void Only_what_was_asked_for_is_ordered()
    {
        foreach (var purpose in Enum.GetValues<EvidencePurpose>())
        {
            var evidence = EvidenceCodec.Sign(Fixed.Evidence(purpose), Fixed.Device);
            foreach (var (action, state) in Actions)
            {
                var request = new TicketRequest(Asked.SignerOf(action, state), Fixed.Ticket(action, state) with { EvidenceDigest = EvidenceCodec.Digest(evidence) }, evidence, Fixed.DeviceKey, action == TicketAction.Release ? Consents.ProofFor(Fixed.Ticket(action)) : null);
                if (!EvidenceAnswers.MayAnswer(purpose, action))
                {
                    Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(request));
                }
            }
        }
    }

    [Fact]
    public void The_hold_signer_frees_nothing()
    {
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Asked.For(TicketAction.Release) with { Purpose = SignerPurpose.Hold }));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Asked.For(TicketAction.Sync, TicketState.Free) with { Purpose = SignerPurpose.Hold }));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Asked.For(TicketAction.Found) with { Purpose = SignerPurpose.Hold }));
        Assert.All([SignerPurpose.Flash, SignerPurpose.Log], purpose => Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Asked.For(TicketAction.Hold) with { Purpose = purpose })));
    }

    [Fact]
    public void Epoch_and_holding_are_those_that_the_device_names()
    {
        Assert.Equal(ProtocolErrorCode.WrongEpoch, Refusal(Asked.For(TicketAction.Release, change: t => t with { Epoch = 2 })));
        Assert.Equal(ProtocolErrorCode.WrongEpoch, Refusal(Asked.For(TicketAction.Sync, change: t => t with { Epoch = 0 })));
        Assert.Equal(ProtocolErrorCode.WrongHolding, Refusal(Asked.For(TicketAction.Release, change: t => t with { HoldingId = new byte[16] })));
        Assert.Equal(ProtocolErrorCode.WrongHolding, Refusal(Asked.For(TicketAction.Release, say: e => e with { HoldingId = null })));
        Assert.Equal(ProtocolErrorCode.WrongHolding, Refusal(Asked.For(TicketAction.Hold, say: e => e with { HoldingId = new byte[16] })));
        Check(Asked.For(TicketAction.Hold, say: e => e with { HoldingId = Fixed.Bytes(16, 0x80) }));
        Check(Asked.For(TicketAction.Sync, change: t => t with { Epoch = 9 }, say: e => e with { HoldingId = new byte[16] }));
    }

    // Who has the server and no holder: a lost phone, or one whose lock was destroyed, is not to be had by flashing it.
    [Fact]
    public void A_lost_device_is_flashed_for_its_holder_alone_and_not_unlocked()
    {
        foreach (var state in (TicketState?[])[TicketState.Lost, null])
        {
            Check(Asked.For(TicketAction.Flash, say: e => e with { State = state }));
            Assert.All([FlashActor.Workshop, FlashActor.Factory], actor =>
                Assert.Equal(ProtocolErrorCode.DeviceLost, Refusal(Asked.For(TicketAction.Flash, change: t => t with { Flash = t.Flash! with { Actor = actor } }, say: e => e with { State = state }))));
            Assert.Equal(ProtocolErrorCode.DeviceLost, Refusal(Asked.For(TicketAction.Unlock, say: e => e with { State = state })));
        }

        Check(Asked.For(TicketAction.Flash, change: t => t with { Flash = t.Flash! with { Actor = FlashActor.Workshop } }));
    }

    [Fact]
    public void Provisioning_is_for_the_factory_on_a_device_that_nobody_holds()
    {
        static Ticket By(Ticket ticket, FlashActor actor) => ticket with { Flash = ticket.Flash! with { Actor = actor, Operations = FlashOrder.All } };
        Check(Asked.For(TicketAction.Flash, change: t => By(t, FlashActor.Factory), say: e => e with { State = TicketState.Free }));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Asked.For(TicketAction.Flash, change: t => By(t, FlashActor.Factory))));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Asked.For(TicketAction.Flash, change: t => By(t, FlashActor.Holder), say: e => e with { State = TicketState.Free })));
    }

    [Fact]
    public void A_flash_ticket_names_the_region_that_the_device_said()
    {
        Assert.Equal(ProtocolErrorCode.WrongRegion, Refusal(Asked.For(TicketAction.Flash, change: t => t with { Flash = t.Flash! with { Region = "CN" } })));
        Assert.Equal(ProtocolErrorCode.WrongRegion, Refusal(Asked.For(TicketAction.Flash, change: t => t with { Flash = t.Flash! with { Region = null } })));
        Check(Asked.For(TicketAction.Flash, change: t => t with { Flash = t.Flash! with { Region = null } }, say: e => e with { Facts = e.Facts with { Region = null } }));
    }

    [Fact]
    public void The_signers_of_before_flash_nothing_and_the_one_for_flashing_does_nothing_else()
    {
        Assert.All([SignerPurpose.Hold, SignerPurpose.Release, SignerPurpose.Log], purpose => Assert.All([TicketAction.Flash, TicketAction.Unlock], action =>
            Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Asked.For(action) with { Purpose = purpose }))));
        Assert.All(Actions.Where(a => a.Action is not (TicketAction.Flash or TicketAction.Unlock)), a =>
            Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Asked.For(a.Action, a.State) with { Purpose = SignerPurpose.Flash })));
    }

    // A device that is ahead of the server has no need of it.
    [Fact]
    public void Starts_are_counted_on_only_for_a_device_that_is_behind()
    {
        Check(Asked.For(TicketAction.Recount, say: e => e with { BootCount = 57 }));
        Check(Asked.For(TicketAction.Recount, change: t => t with { CountedBoots = 57 + Ticket.MostBootsAtOnce }, say: e => e with { BootCount = 57 }));
        Assert.Equal(
            ProtocolErrorCode.ClaimOutOfRange,
            Refusal(Asked.For(TicketAction.Recount, change: t => t with { CountedBoots = 58 + Ticket.MostBootsAtOnce }, say: e => e with { BootCount = 57 })));
        Assert.Equal(ProtocolErrorCode.ClaimOutOfRange, Refusal(Asked.For(TicketAction.Recount, say: e => e with { BootCount = 58 })));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(Asked.For(TicketAction.Recount) with { Purpose = SignerPurpose.Release }));
        Assert.Equal(ProtocolErrorCode.WrongEpoch, Refusal(Asked.For(TicketAction.Recount, change: t => t with { Epoch = 2 })));
    }

    [Fact]
    public void No_ticket_lives_longer_than_its_kind_may()
    {
        Assert.Equal(ProtocolErrorCode.ClaimOutOfRange, Refusal(Asked.For(TicketAction.Hold, change: t => t with { Lifetime = TimeSpan.FromSeconds(901) })));
        Check(Asked.For(TicketAction.Release, change: t => t with { Lifetime = TimeSpan.FromHours(1) }));
    }

    [Fact]
    public void A_release_without_its_holders_consent_in_the_log_is_refused()
    {
        var release = Asked.For(TicketAction.Release);
        Assert.Equal(ProtocolErrorCode.ConsentMissing, Refusal(release with { Consent = null }));
        Assert.Equal(ProtocolErrorCode.ClaimUnexpected, Refusal(Asked.For(TicketAction.Hold) with { Consent = release.Consent }));
        Assert.Equal(ProtocolErrorCode.ConsentNotLogged, Refusal(release with { Consent = Consents.ProofFor(release.Ticket, Consents.LogWith(new byte[32])) }));
        foreach (var other in (Func<Ticket, Ticket>[])[t => t with { Subject = PublicKeyP256.From(Fixed.OtherDevice).Thumbprint }, t => t with { Epoch = 0 }, t => t with { HoldingId = new byte[16] }, t => t with { Erase = false }])
        {
            var ticket = release.Ticket with { Consent = Consents.Consent.HashFor(other(release.Ticket)) };
            Assert.Equal(ProtocolErrorCode.ConsentWrong, Refusal(release with { Ticket = ticket, Consent = Consents.ProofFor(ticket) }));
        }
    }

    // Whoever has the server, and a signer of the log of before or of another purpose, makes a log of their own.
    [Fact]
    public void A_consent_in_a_log_that_the_logs_signer_did_not_sign_is_refused()
    {
        var release = Asked.For(TicketAction.Release);
        Assert.Equal(ProtocolErrorCode.GenerationTooLow, Refusal(release with { Consent = Consents.ProofFor(release.Ticket, certificate: Fixed.Certificate(SignerPurpose.Log, generation: 1)) }));
        Assert.Equal(ProtocolErrorCode.ActionNotAllowed, Refusal(release with { Consent = Consents.ProofFor(release.Ticket, signer: Fixed.ReleaseSigner, certificate: Fixed.Certificate(SignerPurpose.Release)) }));
        Assert.Equal(ProtocolErrorCode.UnknownSigner, Refusal(release with { Consent = Consents.ProofFor(release.Ticket, root: Fixed.Maker) }));
    }

    [Fact]
    public void A_consent_of_long_ago_and_a_log_that_the_device_has_outgrown_are_refused()
    {
        var release = Asked.For(TicketAction.Release);
        TicketPolicy.Require(release, Fixed.Issuer, Fixed.Roots, 2, Consents.Consent.At + TicketPolicy.ConsentLifetime);
        Assert.Equal(ProtocolErrorCode.LifetimeOver, Assert.Throws<ProtocolException>(() => TicketPolicy.Require(release, Fixed.Issuer, Fixed.Roots, 2, Consents.Consent.At.AddDays(30).AddHours(2))).Code);
        Assert.Equal(ProtocolErrorCode.LifetimeOver, Assert.Throws<ProtocolException>(() => TicketPolicy.Require(release, Fixed.Issuer, Fixed.Roots, 2, Consents.Consent.At.AddHours(-2))).Code);
        Assert.Equal(ProtocolErrorCode.LogBehind, Refusal(Asked.For(TicketAction.Release, say: e => e with { SeenEntries = 14 })));
    }

    [Fact]
    public void Another_issuer_and_another_servers_device_are_refused()
    {
        Assert.Equal(ProtocolErrorCode.WrongIssuer, Refusal(Asked.For(TicketAction.Hold, change: t => t with { Issuer = "https://elsewhere.example" })));
        Assert.Equal(ProtocolErrorCode.WrongIssuer, Refusal(Asked.For(TicketAction.Hold, say: e => e with { Audience = Fixed.DeviceKey.Thumbprint })));
        Check(Asked.For(TicketAction.Hold, say: e => e with { Audience = Fixed.Roots[1].Thumbprint }));
    }

    internal static (TicketAction Action, TicketState State)[] Actions =>
        [(TicketAction.Hold, TicketState.Held), (TicketAction.Release, TicketState.Held), (TicketAction.Sync, TicketState.Held), (TicketAction.Sync, TicketState.Free), (TicketAction.Found, TicketState.Held), (TicketAction.Erase, TicketState.Held), (TicketAction.Recount, TicketState.Held), (TicketAction.Flash, TicketState.Held), (TicketAction.Unlock, TicketState.Held)];

    private static void Check(TicketRequest request) => TicketPolicy.Require(request, Fixed.Issuer, Fixed.Roots, logGeneration: 2, Consents.Now);

    private static ProtocolErrorCode Refusal(TicketRequest request) => Assert.Throws<ProtocolException>(() => Check(request)).Code;
}
