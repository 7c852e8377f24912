using System.Formats.Cbor;
using Tenure.Protocols.Cbor;
using Tenure.Protocols.Identifiers;

namespace Tenure.Protocols.Tickets;

/// <summary>The claims of <see cref="DeviceFacts"/>, and their rules.</summary>
internal static class DeviceFactsClaims
{
    public static void Check(DeviceFacts facts, EvidencePurpose purpose)
    {
        var isModem = purpose is EvidencePurpose.Enrol or EvidencePurpose.Session;
        var isAsked = isModem || purpose is EvidencePurpose.Flash or EvidencePurpose.Unlock;
        NoPlace(facts.Serial, isAsked, "serial");
        NoPlace(facts.Imeis, isModem, "imeis");
        NoPlace(facts.Region, isAsked, "region");
        NoPlace(facts.RollbackIndexes, isAsked, "rollback_indexes");
        NoPlace(facts.Bootloader, isAsked, "bootloader");
        NoPlace(facts.Sims, purpose == EvidencePurpose.Session, "sims");
        if (facts.Bootloader is { } bootloader)
        {
            ClaimRules.Defined(bootloader, "bootloader");
        }

        CheckIdentifiers(facts.Serial, facts.Imeis, facts.Region, facts.RollbackIndexes);
        CheckSims(facts.Sims ?? []);
    }

    /// <summary>The rules of what a manifest says, too.</summary>
    public static void CheckIdentifiers(string? serial, IReadOnlyList<Imei>? imeis, string? region, IReadOnlyDictionary<uint, ulong>? rollbackIndexes)
    {
        if (serial is not null)
        {
            ClaimRules.Text(serial, ClaimSizes.Name, "serial");
        }

        if (region is not null)
        {
            ClaimRules.Text(region, ClaimSizes.Region, "region");
        }

        Count(imeis?.Count, ClaimSizes.Imeis, "imeis");
        Count(rollbackIndexes?.Count, ClaimSizes.RollbackIndexes, "rollback_indexes");
        if (imeis is not null && (imeis.Distinct().Count() != imeis.Count || imeis.Any(imei => imei.Digits.Length == 0)))
        {
            throw OutOfRange("An IMEI is there twice.", "imeis");
        }
    }

    public static void Write(CborWriter writer, DeviceFacts facts)
    {
        writer.WriteClaim(ClaimKeys.Serial, facts.Serial);
        if (facts.Imeis is { } imeis)
        {
            writer.WriteInt32(ClaimKeys.Imeis);
            WriteImeis(writer, imeis);
        }

        writer.WriteClaim(ClaimKeys.Region, facts.Region);
        if (facts.RollbackIndexes is { } indexes)
        {
            writer.WriteInt32(ClaimKeys.RollbackIndexes);
            WriteIndexes(writer, indexes);
        }

        if (facts.Bootloader is { } bootloader)
        {
            writer.WriteClaim(ClaimKeys.Bootloader, (uint)bootloader);
        }

        if (facts.Sims is { } sims)
        {
            writer.WriteInt32(ClaimKeys.Sims);
            WriteSims(writer, sims);
        }
    }

    public static void WriteImeis(CborWriter writer, IReadOnlyList<Imei> imeis)
    {
        writer.WriteStartArray(imeis.Count);
        foreach (var imei in imeis)
        {
            writer.WriteTextString(imei.Digits);
        }

        writer.WriteEndArray();
    }

    public static void WriteIndexes(CborWriter writer, IReadOnlyDictionary<uint, ulong> indexes)
    {
        writer.WriteStartMap(indexes.Count);
        foreach (var (location, index) in indexes)
        {
            writer.WriteUInt32(location);
            writer.WriteUInt64(index);
        }

        writer.WriteEndMap();
    }

    public static List<Imei> ReadImeis(CanonicalCborReader reader, int least = 1)
    {
        var imeis = new List<Imei>();
        for (var left = Count(reader.ReadArray("imeis"), ClaimSizes.Imeis, "imeis", least); left > 0; left--)
        {
            var text = reader.ReadText("imeis", Imei.Length);
            imeis.Add(text.Length == Imei.Length && Imei.TryReport(text, out var imei) ? imei : throw OutOfRange("An IMEI is 14 digits that are not all 0.", "imeis"));
        }

        reader.ReadArrayEnd();
        return imeis;
    }

    public static Dictionary<uint, ulong> ReadIndexes(CanonicalCborReader reader, int least = 1, string field = "rollback_indexes")
    {
        var indexes = new Dictionary<uint, ulong>();
        for (var left = Count(reader.ReadMap(field), ClaimSizes.RollbackIndexes, field, least); left > 0; left--)
        {
            var location = reader.ReadUInt32(field);
            indexes[location] = reader.ReadUInt64(field);
        }

        reader.ReadMapEnd();
        return indexes;
    }

    public static List<SimCard> ReadSims(CanonicalCborReader reader)
    {
        var sims = new List<SimCard>();
        for (var left = reader.ReadArray("sims"); left > 0 && sims.Count <= ClaimSizes.Sims; left--)
        {
            var hasOperator = reader.ReadArray("sims") switch { 2 => false, 3 => true, _ => throw new ProtocolException(ProtocolErrorCode.Malformed, "A card is an array of 2 or 3.", "sims") };
            var slot = reader.ReadUInt32("sims");
            var text = reader.ReadText("sims", ClaimSizes.Iccid);
            if (!Iccid.TryRead(text, out var iccid) || iccid.Digits != text)
            {
                throw OutOfRange("An ICCID is 18 to 20 digits that are not all 0.", "sims");
            }

            sims.Add(new SimCard(slot, iccid, hasOperator ? reader.ReadText("sims", ClaimSizes.Name) : null));
            reader.ReadArrayEnd();
        }

        CheckSims(sims);
        reader.ReadArrayEnd();
        return sims;
    }

    private static void WriteSims(CborWriter writer, IReadOnlyList<SimCard> sims)
    {
        writer.WriteStartArray(sims.Count);
        foreach (var sim in sims)
        {
            writer.WriteStartArray(sim.Operator is null ? 2 : 3);
            writer.WriteUInt32(sim.Slot);
            writer.WriteTextString(sim.Iccid.Digits);
            if (sim.Operator is { } name)
            {
                writer.WriteTextString(name);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void CheckSims(IReadOnlyList<SimCard> sims)
    {
        var last = 0u;
        foreach (var sim in sims)
        {
            if (sim.Slot <= last || sim.Slot > ClaimSizes.Sims || sim.Iccid.Digits.Length == 0)
            {
                throw OutOfRange($"Cards come by rising slot, 1 to {ClaimSizes.Sims}.", "sims");
            }

            last = sim.Slot;
            if (sim.Operator is { } name)
            {
                ClaimRules.Text(name, ClaimSizes.Name, "sims");
            }
        }
    }

    private static int Count(int? count, int most, string field, int least = 1) =>
        count < least || count > most ? throw OutOfRange($"{least} to {most} are expected.", field) : count ?? 0;

    private static void NoPlace(object? claim, bool hasPlace, string field) => ClaimRules.Presence(claim is not null, claim is not null && hasPlace, field);

    private static ProtocolException OutOfRange(string message, string field) => new(ProtocolErrorCode.ClaimOutOfRange, message, field);
}
