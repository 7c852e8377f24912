using System.Globalization;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

public sealed class TicketVerifierTests
{
    [Fact]
    public void A_signer_seen_before_still_needs_its_generation()
    {
        using var verifier = new TicketVerifier(Fixed.Roots);
        var signed = Fixed.Signed(Fixed.Ticket(), generation: 2);
        verifier.Verify(signed, Fixed.Expectation());

        var later = Fixed.Expectation() with { LowestGenerations = new Dictionary<SignerPurpose, uint> { [SignerPurpose.Hold] = 3 } };

        Assert.Equal(ProtocolErrorCode.GenerationTooLow, Assert.Throws<ProtocolException>(() => verifier.Verify(signed, later)).Code);
    }

    [Fact]
    public void A_certificate_that_was_refused_is_refused_again()
    {
        using var verifier = new TicketVerifier(Fixed.Roots);
        var forged = SignedTicketCodec.Encode(
            TicketCodec.Sign(Fixed.Ticket(), Fixed.HoldSigner), SignerCertificateCodec.Sign(Fixed.Certificate(), Fixed.OtherDevice));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(ProtocolErrorCode.UnknownSigner, Assert.Throws<ProtocolException>(() => verifier.Verify(forged, Fixed.Expectation())).Code);
        }
    }

    [Fact]
    public void More_signers_than_are_remembered_are_all_verified()
    {
        using var verifier = new TicketVerifier(Fixed.Roots);
        for (uint generation = 1; generation <= 20; generation++)
        {
            Assert.Equal(generation, verifier.Verify(Fixed.Signed(Fixed.Ticket(), generation: generation), Fixed.Expectation()).Signer.Generation);
        }
    }

    [Fact]
    public void Several_threads_may_use_one_verifier()
    {
        using var verifier = new TicketVerifier(Fixed.Roots);
        byte[][] tickets = [.. Enumerable.Range(1, 12).Select(i => Fixed.Signed(Fixed.Ticket(), generation: (uint)i))];

        Parallel.For(0, 400, i => verifier.Verify(tickets[i % tickets.Length], Fixed.Expectation()));
    }

    [Fact]
    public void No_roots_pinned_means_no_ticket_is_taken()
    {
        using var verifier = new TicketVerifier([]);

        Assert.Throws<ProtocolException>(() => verifier.Verify(Fixed.Signed(Fixed.Ticket()), Fixed.Expectation()));
    }

    [Fact]
    public void To_verify_allocates_no_more_than_to_decode_the_signature_and_the_claims()
    {
        using var verifier = new TicketVerifier(Fixed.Roots);
        var (signed, expected) = (Fixed.Signed(Fixed.Ticket()), Fixed.Expectation());
        var said = BareVerification.Verify(signed, Fixed.HoldSigner);
        Assert.Equal(TicketClaims.Encode(Fixed.Ticket()), TicketClaims.Encode(said));

        var ours = BareVerification.Allocated(() => verifier.Verify(signed, expected));
        var bare = BareVerification.Allocated(() => BareVerification.Verify(signed, Fixed.HoldSigner));

        Assert.True(ours <= bare, string.Create(CultureInfo.InvariantCulture, $"{ours} bytes, and {bare} without our rules"));
    }

    [Fact]
    public void A_nonce_is_spent_only_by_what_bears_our_signature()
    {
        using var verifier = new TicketVerifier(Fixed.Roots);
        var elsewhere = Fixed.Signed(Fixed.Ticket() with { Epoch = 5 });
        var forged = elsewhere.ToArray();
        forged[^1] ^= 1;

        Assert.True(TicketRefusal.IsAuthentic(Assert.Throws<ProtocolException>(() => verifier.Verify(elsewhere, Fixed.Expectation())).Code));
        Assert.False(TicketRefusal.IsAuthentic(Assert.Throws<ProtocolException>(() => verifier.Verify(forged, Fixed.Expectation())).Code));
    }

    public static TheoryData<ProtocolErrorCode> Codes => [.. Enum.GetValues<ProtocolErrorCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Seven_refusals_spend_a_nonce(ProtocolErrorCode code)
    {
        ProtocolErrorCode[] authentic =
        [
            ProtocolErrorCode.WrongIssuer, ProtocolErrorCode.WrongDevice, ProtocolErrorCode.WrongEvidence, ProtocolErrorCode.WrongEpoch, ProtocolErrorCode.ActionNotAllowed,
            ProtocolErrorCode.WrongHolding, ProtocolErrorCode.LifetimeOver,
        ];

        Assert.Equal(authentic.Contains(code), TicketRefusal.IsAuthentic(code));
    }

    [Fact]
    public void A_ticket_lives_from_the_nonce_to_its_last_second()
    {
        using var verifier = new TicketVerifier(Fixed.Roots);
        var signed = Fixed.Signed(Fixed.Ticket());

        Assert.NotNull(verifier.Verify(signed, Fixed.Expectation() with { Elapsed = TimeSpan.Zero }));
        Assert.NotNull(verifier.Verify(signed, Fixed.Expectation() with { Elapsed = TimeSpan.FromMinutes(15) }));
        foreach (var elapsed in (TimeSpan[])[TimeSpan.FromTicks(-1), TimeSpan.FromMinutes(15) + TimeSpan.FromTicks(1)])
        {
            var refusal = Assert.Throws<ProtocolException>(() => verifier.Verify(signed, Fixed.Expectation() with { Elapsed = elapsed }));
            Assert.Equal((ProtocolErrorCode.LifetimeOver, "lifetime"), (refusal.Code, refusal.Field));
        }
    }

    /// <summary>A signer costs a verification once, as long as it is among the last eight.</summary>
    [Fact]
    public void The_last_eight_signers_are_remembered()
    {
        using var signers = new VerifiedSigners(Fixed.Roots);
        byte[][] certificates = [.. Enumerable.Range(1, 9).Select(i => SignerCertificateCodec.Sign(Fixed.Certificate(generation: (uint)i), Fixed.Root))];
        var first = signers.Get(certificates[0]);
        Assert.Same(first, signers.Get(certificates[0].ToArray()));
        var second = signers.Get(certificates[1]);
        Assert.All(certificates[2..], certificate => signers.Get(certificate));

        Assert.Same(second, signers.Get(certificates[1]));
        Assert.NotSame(first, signers.Get(certificates[0]));
    }

    [Fact]
    public void A_verifier_that_is_disposed_of_has_let_go_of_every_key()
    {
        var signers = new VerifiedSigners(Fixed.Roots);
        var certificate = SignerCertificateCodec.Sign(Fixed.Certificate(), Fixed.Root);
        var key = signers.Get(certificate).PlatformKey;

        signers.Dispose();

        Assert.Throws<ObjectDisposedException>(() => key.VerifyData(new byte[1], new byte[64], System.Security.Cryptography.HashAlgorithmName.SHA256));
        Assert.Throws<ObjectDisposedException>(() => signers.Get(certificate));
    }

    [Fact]
    public void A_key_on_another_curve_signs_nothing()
    {
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);

        Assert.Equal(ProtocolErrorCode.KeyInvalid, Assert.Throws<ProtocolException>(() => TicketCodec.Sign(Fixed.Ticket(), other)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/A")]
    public void A_thumbprint_has_one_spelling(string text) => Assert.Throws<ProtocolException>(() => KeyThumbprint.Parse(text));
}
