using System.Formats.Cbor;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>A ticket as a canonical CBOR map, both ways.</summary>
internal static class TicketClaims
{
    public static byte[] Encode(Ticket ticket)
    {
        TicketRules.Check(ticket);
        var writer = CanonicalCborWriter.Create(384);
        Write(writer, ticket);
        return writer.Encode();
    }

    /// <exception cref="ProtocolException">Anything that <see cref="Encode"/> would not have written.</exception>
    public static Ticket Decode(ReadOnlyMemory<byte> payload)
    {
        var ticket = new TicketReader().Read(payload);
        TicketRules.Check(ticket);
        using var scratch = CborScratch.Take();
        Write(scratch.Writer, ticket);
        ClaimRules.Canonical(payload.Span, scratch.Encode());
        return ticket;
    }

    private static void Write(CborWriter writer, Ticket ticket)
    {
        writer.WriteStartMap(null);
        writer.WriteClaim(ClaimKeys.Issuer, ticket.Issuer);
        writer.WriteClaim(ClaimKeys.TokenId, ticket.TicketId);
        writer.WriteClaim(ClaimKeys.Ueid, ticket.Subject);
        writer.WriteClaim(ClaimKeys.Epoch, ticket.Epoch);
        writer.WriteClaim(ClaimKeys.HoldingId, ticket.HoldingId);
        writer.WriteClaim(ClaimKeys.ServerGeneration, ticket.ServerGeneration);
        writer.WriteClaim(ClaimKeys.Action, (uint)ticket.Action);
        writer.WriteClaim(ClaimKeys.EvidenceDigest, ticket.EvidenceDigest);
        writer.WriteClaim(ClaimKeys.Lifetime, (uint)ticket.Lifetime.TotalSeconds);
        writer.WriteClaim(ClaimKeys.MaskedHolder, ticket.MaskedHolder);
        writer.WriteClaim(ClaimKeys.Erase, ticket.Erase);
        if (ticket.State is { } state)
        {
            writer.WriteClaim(ClaimKeys.State, (uint)state);
        }

        writer.WriteClaim(ClaimKeys.LostMessage, ticket.LostMessage);
        writer.WriteClaim(ClaimKeys.LostContact, ticket.LostContact);
        writer.WriteClaim(ClaimKeys.HolderHandle, ticket.HolderHandle);
        writer.WriteClaim(ClaimKeys.EraseCode, ticket.EraseCode);
        writer.WriteClaim(ClaimKeys.Consent, ticket.Consent);
        if (ticket.CountedBoots is { } counted)
        {
            writer.WriteClaim(ClaimKeys.CountedBoots, counted);
        }

        FlashClaims.Write(writer, ticket.Flash);
        writer.WriteEndMap();
    }
}
