using System.Formats.Cbor;
using System.Globalization;
using Tenure.Protocols.Cbor;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Firmware;

/// <summary>A manifest as a canonical CBOR map, both ways.</summary>
internal static class FirmwareClaims
{
    private const int Program = 1;
    private const int Erase = 2;
    private const int Patch = 3;
    private const int Bootable = 4;
    private const int Claims = 9;
    private const string Day = "yyyy-MM-dd";

    public static byte[] Encode(FirmwareManifest manifest)
    {
        FirmwareRules.Check(manifest);
        var writer = CanonicalCborWriter.Create(4096);
        writer.WriteStartMap(null);
        writer.WriteClaim(ClaimKeys.FirmwareProduct, manifest.Product);
        writer.WriteClaim(ClaimKeys.FirmwareVersion, manifest.Version);
        WriteArray(writer, ClaimKeys.FirmwareRegions, manifest.Regions, writer.WriteTextString);
        writer.WriteInt32(ClaimKeys.FirmwareIndexes);
        DeviceFactsClaims.WriteIndexes(writer, manifest.RollbackIndexes);
        writer.WriteClaim(ClaimKeys.FirmwarePatchLevel, manifest.PatchLevel.ToString(Day, CultureInfo.InvariantCulture));
        writer.WriteInt32(ClaimKeys.FirmwareStorage);
        writer.WriteStartArray(3);
        writer.WriteTextString(manifest.Storage.MemoryName);
        writer.WriteInt32(manifest.Storage.SectorSize);
        WriteArray(writer, manifest.Storage.LeastSectors, writer.WriteInt64);
        writer.WriteEndArray();
        WriteArray(writer, ClaimKeys.FirmwareFiles, manifest.Files, file => Write(writer, file));
        WriteArray(writer, ClaimKeys.FirmwareEntries, manifest.Entries, entry => Write(writer, entry));
        WriteArray(writer, ClaimKeys.FirmwareUserData, manifest.UserData, range => Write(writer, range));
        if (manifest.Provisioning is { } provisioning)
        {
            writer.WriteInt32(ClaimKeys.FirmwareProvisioning);
            writer.WriteByteString(provisioning);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <exception cref="ProtocolException">Anything that <see cref="Encode"/> would not have written.</exception>
    public static FirmwareManifest Decode(ReadOnlyMemory<byte> payload)
    {
        var reader = new CanonicalCborReader(payload);
        var claims = reader.ReadMap("payload");
        if (claims is not (Claims or Claims + 1))
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, $"A map of {Claims} or {Claims + 1} is expected.", "payload");
        }

        reader.ReadLabel(ClaimKeys.FirmwareProduct, "product");
        var product = reader.ReadText("product", ClaimSizes.Name);
        reader.ReadLabel(ClaimKeys.FirmwareVersion, "version");
        var version = reader.ReadText("version", FirmwareRules.MaxVersion);
        reader.ReadLabel(ClaimKeys.FirmwareRegions, "regions");
        var regions = ReadArray(reader, FirmwareManifest.MaxRegions, "regions", () => reader.ReadText("regions", ClaimSizes.Region));
        reader.ReadLabel(ClaimKeys.FirmwareIndexes, "rollback_indexes");
        var indexes = DeviceFactsClaims.ReadIndexes(reader, least: 0);
        reader.ReadLabel(ClaimKeys.FirmwarePatchLevel, "patch_level");
        var patchLevel = ReadDay(reader);
        reader.ReadLabel(ClaimKeys.FirmwareStorage, "storage");
        var storage = ReadStorage(reader);
        reader.ReadLabel(ClaimKeys.FirmwareFiles, "files");
        var files = ReadArray(reader, FirmwareManifest.MaxFiles, "files", () => ReadFile(reader));
        reader.ReadLabel(ClaimKeys.FirmwareEntries, "entries");
        var entries = ReadArray(reader, FirmwareManifest.MaxEntries, "entries", () => ReadEntry(reader));
        reader.ReadLabel(ClaimKeys.FirmwareUserData, "user_data");
        var userData = ReadArray(reader, FirmwareManifest.MaxUserData, "user_data", () => ReadUserData(reader));
        byte[]? provisioning = null;
        if (claims > Claims)
        {
            reader.ReadLabel(ClaimKeys.FirmwareProvisioning, "provisioning");
            provisioning = reader.ReadBytes("provisioning", ClaimSizes.Digest);
        }

        reader.ReadEnd();
        var manifest = new FirmwareManifest
        {
            Product = product,
            Version = version,
            Regions = regions,
            RollbackIndexes = indexes,
            PatchLevel = patchLevel,
            Storage = storage,
            Files = files,
            Entries = entries,
            UserData = userData,
            Provisioning = provisioning,
        };
        ClaimRules.Canonical(payload.Span, Encode(manifest));
        return manifest;
    }

    private static void WriteArray<T>(CborWriter writer, int key, IReadOnlyList<T> items, Action<T> write)
    {
        writer.WriteInt32(key);
        WriteArray(writer, items, write);
    }

    private static void WriteArray<T>(CborWriter writer, IReadOnlyList<T> items, Action<T> write)
    {
        writer.WriteStartArray(items.Count);
        foreach (var item in items)
        {
            write(item);
        }

        writer.WriteEndArray();
    }

    private static void Write(CborWriter writer, FirmwareFile file)
    {
        writer.WriteStartArray(3);
        writer.WriteTextString(file.Name);
        writer.WriteInt64(file.Size);
        writer.WriteByteString(file.Digest);
        writer.WriteEndArray();
    }

    private static void Write(CborWriter writer, FirmwareRange range)
    {
        writer.WriteStartArray(3);
        WriteBare(writer, range);
        writer.WriteEndArray();
    }

    private static void WriteBare(CborWriter writer, FirmwareRange range)
    {
        writer.WriteInt32(range.Unit);
        writer.WriteInt64(range.First);
        writer.WriteInt64(range.Sectors);
    }

    private static void Write(CborWriter writer, FirmwareEntry entry)
    {
        switch (entry)
        {
            case FirmwareProgram program:
                writer.WriteStartArray(5);
                writer.WriteInt32(Program);
                WriteBare(writer, program.Range);
                writer.WriteByteString(program.Digest);
                break;
            case FirmwareErase erase:
                writer.WriteStartArray(4);
                writer.WriteInt32(Erase);
                WriteBare(writer, erase.Range);
                break;
            case FirmwarePatch patch:
                writer.WriteStartArray(6);
                writer.WriteInt32(Patch);
                writer.WriteInt32(patch.Unit);
                writer.WriteTextString(patch.Start);
                writer.WriteInt32(patch.ByteOffset);
                writer.WriteInt32(patch.Size);
                writer.WriteTextString(patch.Value);
                break;
            default:
                writer.WriteStartArray(2);
                writer.WriteInt32(Bootable);
                writer.WriteInt32(entry.Unit);
                break;
        }

        writer.WriteEndArray();
    }

    private static List<T> ReadArray<T>(CanonicalCborReader reader, int most, string field, Func<T> read)
    {
        var count = reader.ReadArray(field);
        if (count > most)
        {
            throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, $"At most {most} are expected.", field);
        }

        var items = new List<T>(count);
        for (var left = count; left > 0; left--)
        {
            items.Add(read());
        }

        reader.ReadArrayEnd();
        return items;
    }

    private static DateOnly ReadDay(CanonicalCborReader reader) =>
        DateOnly.TryParseExact(reader.ReadText("patch_level", Day.Length), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "A day is expected.", "patch_level");

    private static FirmwareStorage ReadStorage(CanonicalCborReader reader)
    {
        reader.ReadArray("storage", 3);
        var memory = reader.ReadText("storage", FirmwareRules.MaxMemoryName);
        var sectorSize = ReadNumber(reader, "storage");
        var least = ReadArray(reader, 256, "storage", () => reader.ReadInt63("storage"));
        reader.ReadArrayEnd();
        return new(memory, sectorSize, least);
    }

    private static FirmwareFile ReadFile(CanonicalCborReader reader)
    {
        reader.ReadArray("files", 3);
        var file = new FirmwareFile(reader.ReadText("files", FirmwareRules.MaxName), reader.ReadInt63("files"), reader.ReadBytes("files", ClaimSizes.Digest));
        reader.ReadArrayEnd();
        return file;
    }

    private static FirmwareRange ReadUserData(CanonicalCborReader reader)
    {
        reader.ReadArray("user_data", 3);
        var range = ReadRange(reader, "user_data");
        reader.ReadArrayEnd();
        return range;
    }

    private static FirmwareRange ReadRange(CanonicalCborReader reader, string field) => new(ReadNumber(reader, field), reader.ReadInt64(field), reader.ReadInt63(field));

    private static FirmwareEntry ReadEntry(CanonicalCborReader reader)
    {
        var items = reader.ReadArray("entries");
        FirmwareEntry entry = (reader.ReadUInt32("entries"), items) switch
        {
            (Program, 5) => new FirmwareProgram(ReadRange(reader, "entries"), reader.ReadBytes("entries", ClaimSizes.Digest)),
            (Erase, 4) => new FirmwareErase(ReadRange(reader, "entries")),
            (Patch, 6) => new FirmwarePatch(
                ReadNumber(reader, "entries"), reader.ReadText("entries", FirehoseExpression.MaxLength), ReadNumber(reader, "entries"), ReadNumber(reader, "entries"),
                reader.ReadText("entries", FirehoseExpression.MaxLength)),
            (Bootable, 2) => new FirmwareBootable(ReadNumber(reader, "entries")),
            _ => throw new ProtocolException(ProtocolErrorCode.Malformed, "There is no such entry.", "entries"),
        };
        reader.ReadArrayEnd();
        return entry;
    }

    private static int ReadNumber(CanonicalCborReader reader, string field) => reader.ReadUInt32(field) is <= int.MaxValue and var number
        ? (int)number
        : throw new ProtocolException(ProtocolErrorCode.ClaimOutOfRange, "The number is too large.", field);
}
