using System.Formats.Cbor;
using Tenure.Protocols.Cbor;

namespace Tenure.Protocols.Tickets;

/// <summary>The claims of flashing, in tickets and in evidence.</summary>
internal static class FlashClaims
{
    public static void Write(CborWriter writer, FlashReceipt? receipt)
    {
        if (receipt is null)
        {
            return;
        }

        writer.WriteClaim(ClaimKeys.FlashTicketId, receipt.TicketId);
        writer.WriteClaim(ClaimKeys.FirmwareDigest, receipt.Manifest);
        writer.WriteInt32(ClaimKeys.FlashOutcome);
        writer.WriteStartArray(2);
        writer.WriteUInt32(receipt.Done);
        writer.WriteUInt32(receipt.Failed);
        writer.WriteEndArray();
    }

    public static (uint Done, uint Failed) ReadOutcome(CanonicalCborReader reader)
    {
        reader.ReadArray("flash_outcome", 2);
        var outcome = (reader.ReadUInt32("flash_outcome"), reader.ReadUInt32("flash_outcome"));
        reader.ReadArrayEnd();
        return outcome;
    }

    /// <summary>All three or none.</summary>
    public static FlashReceipt? Collect(byte[]? ticketId, byte[]? manifest, (uint Done, uint Failed)? outcome)
    {
        var some = ticketId is not null || manifest is not null || outcome is not null;
        ClaimRules.Presence(ticketId is not null, some, "flash_ticket_id");
        ClaimRules.Presence(manifest is not null, some, "firmware_digest");
        ClaimRules.Presence(outcome is not null, some, "flash_outcome");
        return some ? new(ticketId!, manifest!, outcome!.Value.Done, outcome.Value.Failed) : null;
    }

    public static void Check(FlashOrder order)
    {
        ClaimRules.Length(order.JobId, ClaimSizes.Id, "flash_job");
        ClaimRules.Length(order.Manifest, ClaimSizes.Digest, "firmware_digest");
        ClaimRules.Defined(order.Actor, "flash_actor");
        if (order.Operations == FlashOperations.None || (order.Operations & ~FlashOrder.All) != 0)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "There is no such operation.", "flash_operations");
        }

        if (order.LeastIndexes.Count > ClaimSizes.RollbackIndexes)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"0 to {ClaimSizes.RollbackIndexes} are expected.", "least_indexes");
        }

        if (order.Region is { } region)
        {
            ClaimRules.Text(region, ClaimSizes.Region, "region");
        }
    }

    public static void Write(CborWriter writer, FlashOrder? order)
    {
        if (order is null)
        {
            return;
        }

        writer.WriteClaim(ClaimKeys.Region, order.Region);
        writer.WriteClaim(ClaimKeys.FlashJob, order.JobId);
        writer.WriteClaim(ClaimKeys.FlashActor, (uint)order.Actor);
        writer.WriteClaim(ClaimKeys.FlashOperations, (uint)order.Operations);
        writer.WriteClaim(ClaimKeys.FirmwareDigest, order.Manifest);
        writer.WriteInt32(ClaimKeys.LeastIndexes);
        DeviceFactsClaims.WriteIndexes(writer, order.LeastIndexes);
        writer.WriteClaim(ClaimKeys.EraseUserData, order.EraseUserData);
    }
}
