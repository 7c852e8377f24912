using System.Formats.Cbor;
using System.Text;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>Evidence as a canonical CBOR map, both ways.</summary>
internal static class EvidenceClaims
{
    public static byte[] Encode(Evidence evidence)
    {
        EvidenceRules.Check(evidence);
        var writer = CanonicalCborWriter.Create(512);
        writer.WriteStartMap(null);
        writer.WriteClaim(ClaimKeys.Audience, evidence.Audience.Uri);
        if (evidence.ConfirmationKey is { } key)
        {
            writer.WriteInt32(ClaimKeys.Confirmation);
            Confirmation.Write(writer, key);
        }

        WriteNonces(writer, evidence);
        writer.WriteClaim(ClaimKeys.Ueid, evidence.Subject);
        writer.WriteClaim(ClaimKeys.HardwareModel, Encoding.UTF8.GetBytes(evidence.HardwareModel));
        writer.WriteClaim(ClaimKeys.OemBoot, evidence.OemBoot);
        writer.WriteClaim(ClaimKeys.DebugStatus, (uint)evidence.DebugState);
        writer.WriteClaim(ClaimKeys.Profile, Evidence.Profile);
        writer.WriteClaim(ClaimKeys.BootCount, evidence.BootCount);
        writer.WriteClaim(ClaimKeys.SoftwareName, evidence.SoftwareName);
        writer.WriteInt32(ClaimKeys.SoftwareVersion);
        writer.WriteStartArray(1);
        writer.WriteTextString(evidence.SoftwareVersion);
        writer.WriteEndArray();
        writer.WriteClaim(ClaimKeys.Purpose, (uint)evidence.Purpose);
        writer.WriteClaim(ClaimKeys.Epoch, evidence.Epoch);
        writer.WriteClaim(ClaimKeys.HoldingId, evidence.HoldingId);
        writer.WriteClaim(ClaimKeys.LastTicketId, evidence.LastTicketId);
        writer.WriteClaim(ClaimKeys.ServerGeneration, evidence.ServerGeneration);
        writer.WriteClaim(ClaimKeys.RequestCounter, evidence.RequestCounter);
        writer.WriteClaim(ClaimKeys.Account, evidence.Account);
        DeviceFactsClaims.Write(writer, evidence.Facts);
        if (evidence.SeenEntries is { } entries)
        {
            writer.WriteInt32(ClaimKeys.SeenEntries);
            writer.WriteInt64(entries);
        }

        if (evidence.State is { } state)
        {
            writer.WriteClaim(ClaimKeys.DeviceState, (uint)state);
        }

        FlashClaims.Write(writer, evidence.Flashed);
        if (evidence.CaseNumber is { } number)
        {
            writer.WriteClaim(ClaimKeys.CaseNumber, number);
        }

        // Said only when it is so.
        if (evidence.IsScreenUnlocked)
        {
            writer.WriteClaim(ClaimKeys.ScreenUnlocked, true);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <exception cref="ProtocolException">Anything that <see cref="Encode"/> would not have written.</exception>
    public static Evidence Decode(ReadOnlyMemory<byte> payload)
    {
        var claims = new EvidenceReader().Read(payload);
        ClaimRules.Canonical(payload.Span, Encode(claims));
        return claims;
    }

    // RFC 9711 §4.1: one nonce stands alone, two or more are an array.
    private static void WriteNonces(CborWriter writer, Evidence evidence)
    {
        writer.WriteInt32(ClaimKeys.Nonce);
        if (evidence.ServerNonce is { } serverNonce)
        {
            writer.WriteStartArray(2);
            writer.WriteByteString(serverNonce);
            writer.WriteByteString(evidence.DeviceNonce);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteByteString(evidence.DeviceNonce);
        }
    }
}
