using Tenure.Protocols.Cbor;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Signing;

/// <summary>A request as canonical CBOR, both ways: {1: kind}, with 2 to 5 for a ticket (purpose, claims, evidence, key), 6 for a release (consent), 7 for one by a case (votes), and 3 for a checkpoint (claims).</summary>
/// <remarks>docs/protocols/signer.md. Ticket and checkpoint are their claims, not signed yet.</remarks>
public static class SignerRequestCodec
{
    private const int KindKey = 1;
    private const int PurposeKey = 2;
    private const int ClaimsKey = 3;
    private const int EvidenceKey = 4;
    private const int DeviceKey = 5;
    private const int ConsentKey = 6;
    private const int VotesKey = 7;

    private const uint TicketKind = 1;
    private const uint StatusKind = 2;
    private const uint CheckpointKind = 3;

    /// <summary>The bytes of a request.</summary>
    /// <exception cref="ProtocolException">A claim of the ticket or the checkpoint breaks its rule.</exception>
    public static byte[] Encode(SignerRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var writer = CanonicalCborWriter.Create(1024);
        switch (request)
        {
            case TicketRequest asked:
                writer.WriteStartMap(5 + (asked.Consent is null ? 0 : 1) + (asked.Votes is null ? 0 : 1));
                writer.WriteClaim(KindKey, TicketKind);
                writer.WriteClaim(PurposeKey, (uint)asked.Purpose);
                writer.WriteClaim(ClaimsKey, TicketClaims.Encode(asked.Ticket));
                writer.WriteInt32(EvidenceKey);
                writer.WriteByteString(asked.Evidence.Span);
                writer.WriteClaim(DeviceKey, asked.DeviceKey.ToCoseKey());
                writer.WriteClaim(ConsentKey, asked.Consent is { } consent ? ConsentProofCodec.Encode(consent) : null);
                writer.WriteClaim(VotesKey, asked.Votes is { } votes ? SignedVotesCodec.Encode(votes) : null);
                break;
            case CheckpointRequest asked:
                writer.WriteStartMap(2);
                writer.WriteClaim(KindKey, CheckpointKind);
                writer.WriteClaim(ClaimsKey, CheckpointClaims.Encode(asked.Checkpoint));
                break;
            default:
                writer.WriteStartMap(1);
                writer.WriteClaim(KindKey, StatusKind);
                break;
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Reads a request. What ticket and checkpoint say is known to be in its form, the evidence is not looked at.</summary>
    /// <exception cref="ProtocolException">Anything that <see cref="Encode"/> would not have written.</exception>
    public static SignerRequest Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CanonicalCborReader(bytes);
        var entries = reader.ReadMap("request");
        reader.ReadLabel(KindKey, "kind");
        SignerRequest request = (reader.ReadUInt32("kind"), entries) switch
        {
            (TicketKind, 5) => ReadTicket(reader),
            (TicketKind, 6) => ReadRelease(reader),
            (TicketKind, 7) => ReadCaseRelease(reader),
            (CheckpointKind, 2) => ReadCheckpoint(reader),
            (StatusKind, 1) => new StatusRequest(),
            _ => throw new ProtocolException(ProtocolErrorCode.Malformed, "No request of this kind.", "kind"),
        };
        reader.ReadEnd();
        return request;
    }

    private static CheckpointRequest ReadCheckpoint(CanonicalCborReader reader)
    {
        reader.ReadLabel(ClaimsKey, "checkpoint");
        return new(CheckpointClaims.Decode(reader.ReadSlice("checkpoint")));
    }

    private static TicketRequest ReadRelease(CanonicalCborReader reader)
    {
        var request = ReadTicket(reader);
        reader.ReadLabel(ConsentKey, "consent");
        return request with { Consent = ConsentProofCodec.Decode(reader.ReadSlice("consent")) };
    }

    private static TicketRequest ReadCaseRelease(CanonicalCborReader reader)
    {
        var request = ReadRelease(reader);
        reader.ReadLabel(VotesKey, "votes");
        return request with { Votes = SignedVotesCodec.Decode(reader.ReadSlice("votes")) };
    }

    private static TicketRequest ReadTicket(CanonicalCborReader reader)
    {
        reader.ReadLabel(PurposeKey, "signer_purpose");
        var purpose = (SignerPurpose)reader.ReadUInt32("signer_purpose");
        ClaimRules.Defined(purpose, "signer_purpose");
        reader.ReadLabel(ClaimsKey, "ticket");
        var ticket = TicketClaims.Decode(reader.ReadSlice("ticket"));
        reader.ReadLabel(EvidenceKey, "evidence");
        var evidence = reader.ReadSlice("evidence");
        reader.ReadLabel(DeviceKey, "key");
        return new(purpose, ticket, evidence, PublicKeyP256.FromCoseKey(reader.ReadSlice("key")));
    }
}
