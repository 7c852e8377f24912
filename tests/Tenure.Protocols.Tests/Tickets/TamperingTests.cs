using CsCheck;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tests.Vectors;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

/// <summary>What a person on the way can do with bytes: change, cut, lengthen.</summary>
public sealed class TamperingTests
{
    private static readonly byte[] Evidence = EvidenceCodec.Sign(Fixed.Evidence(EvidencePurpose.Enrol), Fixed.Device);
    private static readonly byte[] Ticket = Fixed.Signed(Fixed.Ticket());
    private static readonly byte[] Certificate = SignerCertificateCodec.Sign(Fixed.Certificate(), Fixed.Root);
    private static readonly byte[] Checkpoint = Fixed.Signed(Fixed.Checkpoint());
    private static readonly byte[] Succession = LogSuccessionCodec.Sign(Fixed.Succession(), Fixed.Root);

    [Fact]
    public void Any_single_changed_byte_of_evidence_is_refused() =>
        EachChange(Evidence, 3, bytes => EvidenceCodec.Verify(bytes, Fixed.DeviceKey));

    [Fact]
    public void Any_single_changed_byte_of_a_signed_ticket_is_refused()
    {
        using var verifier = new TicketVerifier(Fixed.Roots);
        EachChange(Ticket, 3, bytes => verifier.Verify(bytes, Fixed.Expectation()));
    }

    [Fact]
    public void Any_single_changed_byte_of_a_certificate_is_refused() =>
        EachChange(Certificate, 3, bytes => SignerCertificateCodec.Verify(bytes, Fixed.Roots));

    [Fact]
    public void Any_single_changed_byte_of_a_checkpoint_is_refused() =>
        EachChange(Checkpoint, 3, bytes => CheckpointCodec.Verify(bytes, Fixed.Roots, Fixed.Issuer));

    [Fact]
    public void Any_single_changed_byte_of_a_succession_is_refused() =>
        EachChange(Succession, 3, bytes => LogSuccessionCodec.Verify(bytes, Fixed.Roots));

    [Fact]
    public void A_message_cut_at_any_byte_is_refused()
    {
        using var verifier = new TicketVerifier(Fixed.Roots);
        EachCut(Evidence, bytes => EvidenceCodec.Verify(bytes, Fixed.DeviceKey));
        EachCut(Evidence, bytes => EvidenceCodec.ReadUnverifiedSubject(bytes));
        EachCut(Evidence, bytes => EvidenceCodec.Digest(bytes));
        EachCut(Ticket, bytes => verifier.Verify(bytes, Fixed.Expectation()));
        EachCut(Certificate, bytes => SignerCertificateCodec.Verify(bytes, Fixed.Roots));
        EachCut(Succession, bytes => LogSuccessionCodec.Verify(bytes, Fixed.Roots));
        EachCut(Checkpoint, bytes => CheckpointCodec.Verify(bytes, Fixed.Roots, Fixed.Issuer));
        EachCut(Fixed.DeviceKey.ToCoseKey(), bytes => PublicKeyP256.FromCoseKey(bytes));
    }

    /// <summary>A head that announces far more than is there must not make the reader allocate for it.</summary>
    [Fact]
    public void A_lying_length_is_refused_and_costs_no_memory()
    {
        byte[][] heads =
        [
            [0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // array
            [0xbb, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // map
            [0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // bytes
            [0x5a, 0x7f, 0xff, 0xff, 0xff],
            [0x7a, 0x7f, 0xff, 0xff, 0xff], // text
            [0xba, 0x00, 0xff, 0xff, 0xff],
        ];
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var head in heads)
        {
            for (var at = 0; at < Evidence.Length; at++)
            {
                byte[] lying = [.. Evidence.AsSpan(0, at), .. head, .. Evidence.AsSpan(at)];
                Assert.Throws<ProtocolException>(() => EvidenceCodec.ReadUnverifiedSubject(lying));
            }
        }

        // About 3,000 refusals; one honoured length would alone be a gigabyte.
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 500_000_000);
    }

    [Fact]
    public void Both_signatures_that_fit_give_one_digest()
    {
        var craft = new Craft
        {
            Type = "application/eat+cwt",
            ExternalData = "tenure/evidence/1",
            Key = Fixed.Device,
            Payload = Craft.Map(Claims.Evidence()),
        };
        var (one, other) = (craft.Message(), craft.Message(craft.OtherSignature));

        Assert.NotEqual(one, other);
        Assert.Equal(EvidenceCodec.Digest(one), EvidenceCodec.Digest(other));
        Assert.Equivalent(EvidenceCodec.Verify(one, Fixed.DeviceKey), EvidenceCodec.Verify(other, Fixed.DeviceKey), strict: true);
    }

    [Fact]
    public void Evidence_with_any_claims_is_read_as_it_was_signed() => EvidenceGen.Sample(
        evidence => Assert.Equivalent(evidence, EvidenceCodec.Verify(EvidenceCodec.Sign(evidence, Fixed.Device), Fixed.DeviceKey), strict: true),
        iter: 200);

    [Fact]
    public void A_ticket_with_any_claims_is_read_as_it_was_signed() => TicketGen.Sample(
        ticket => Assert.Equivalent(ticket, TicketCodec.Verify(TicketCodec.Sign(ticket, Fixed.HoldSigner), Fixed.Certificate().Key), strict: true),
        iter: 200);

    private static Gen<string> Name => Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['а', 'я']), 1, 30];

    private static Gen<Evidence> EvidenceGen =>
        from purpose in Gen.Enum<EvidencePurpose>()
        from server in Gen.Byte.Array[32].Null()
        from device in Gen.Byte.Array[32]
        from names in Gen.Select(Name, Name, Name)
        from debug in Gen.Enum<DebugState>()
        from numbers in Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt)
        from holding in Gen.Byte.Array[16].Null()
        select Fixed.Evidence(purpose) with
        {
            ServerNonce = server,
            DeviceNonce = device,
            HardwareModel = names.Item1,
            SoftwareName = names.Item2,
            SoftwareVersion = names.Item3,
            DebugState = debug,
            BootCount = numbers.Item1,
            RequestCounter = numbers.Item2,
            Epoch = numbers.Item3,
            HoldingId = purpose == EvidencePurpose.Decline ? null : holding,
            ServerGeneration = holding,
        };

    private static Gen<Ticket> TicketGen =>
        from action in Gen.OneOf(Gen.Const(TicketAction.Hold), Gen.Const(TicketAction.Release), Gen.Const(TicketAction.Sync), Gen.Const(TicketAction.Open), Gen.Const(TicketAction.Recount))
        from state in Gen.Enum<TicketState>()
        from id in Gen.Byte.Array[16]
        from epoch in Gen.UInt
        from seconds in Gen.Int[1, 3600]
        from holder in Name
        let ticket = Fixed.Ticket(action, state)
        select ticket with
        {
            TicketId = id,
            Epoch = epoch,
            Lifetime = TimeSpan.FromSeconds(seconds),
            MaskedHolder = ticket.MaskedHolder is null ? null : holder,
        };

    private static void EachChange(byte[] message, int changes, Action<byte[]> read)
    {
        read(message);
        Gen.Byte[1, 255].Array[message.Length].Sample(
            flips =>
            {
                for (var at = 0; at < message.Length; at++)
                {
                    var changed = message.ToArray();
                    changed[at] ^= flips[at];
                    Assert.True(Refuses(changed, read), $"byte {at} ^ {flips[at]:x2} went unnoticed");
                }
            },
            iter: changes,
            threads: 1);
    }

    private static void EachCut(byte[] message, Action<byte[]> read)
    {
        read(message);
        for (var length = 0; length < message.Length; length++)
        {
            Assert.True(Refuses(message[..length], read), $"cut at {length} went unnoticed");
        }
    }

    private static bool Refuses(byte[] bytes, Action<byte[]> read)
    {
        try
        {
            read(bytes);
            return false;
        }
        catch (ProtocolException)
        {
            return true;
        }
    }
}
