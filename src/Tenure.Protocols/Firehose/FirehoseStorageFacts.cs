using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Tenure.Protocols.Firehose;

/// <summary>What a storage says of itself and of one unit.</summary>
public sealed record FirehoseStorageFacts
{
    /// <summary>Sectors of the unit.</summary>
    public required long Sectors { get; init; }

    /// <summary>Bytes of a sector.</summary>
    public required int SectorSize { get; init; }

    /// <summary>Units.</summary>
    public int? Units { get; init; }

    /// <summary>UFS, eMMC, …</summary>
    public string? MemoryType { get; init; }

    /// <summary>The part's name.</summary>
    public string? ProductName { get; init; }

    /// <summary>The number of its maker.</summary>
    public long? ManufacturerId { get; init; }

    /// <summary>Its serial number.</summary>
    public long? SerialNumber { get; init; }

    /// <summary>Of its firmware.</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>The line of a log that programmers write.</summary>
    public string ToLine()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject("storage_info");
            json.WriteNumber("total_blocks", Sectors);
            json.WriteNumber("block_size", SectorSize);
            json.WriteNumber("page_size", SectorSize);
            json.WriteNumber("num_physical", Units ?? 1);
            json.WriteNumber("manufacturer_id", ManufacturerId ?? 0);
            json.WriteNumber("serial_num", SerialNumber ?? 0);
            json.WriteString("fw_version", FirmwareVersion);
            json.WriteString("mem_type", MemoryType);
            json.WriteString("prod_name", ProductName);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return "INFO: " + Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>Reads the lines of a log: one with JSON, or those of older programmers with name=value.</summary>
    /// <returns><c>null</c> when neither tells sectors and their size.</returns>
    public static FirehoseStorageFacts? Read(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line.IndexOf('{', StringComparison.Ordinal) is var at and >= 0 && ReadJson(line[at..]) is { } facts)
            {
                return facts;
            }

            foreach (var word in line.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (word.Split('=') is [var name, var value] && FirehoseAttributes.TryNumber(value, out var number) && number <= long.MaxValue)
                {
                    values[name] = (long)number;
                }
            }
        }

        return values.TryGetValue("num_partition_sectors", out var sectors) && values.TryGetValue("SECTOR_SIZE_IN_BYTES", out var size) && size is > 0 and <= FirehosePlace.MaxSectorSize
            ? new() { Sectors = sectors, SectorSize = (int)size, Units = values.TryGetValue("num_physical_partitions", out var units) ? (int)Math.Min(units, int.MaxValue) : null }
            : null;
    }

    private static FirehoseStorageFacts? ReadJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new() { MaxDepth = 4 });
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("storage_info", out var info) || info.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            return Number("total_blocks") is { } sectors and > 0 && Number("block_size") is { } size and > 0 and <= FirehosePlace.MaxSectorSize
                ? new()
                {
                    Sectors = sectors,
                    SectorSize = (int)size,
                    Units = Number("num_physical") is { } units and <= int.MaxValue ? (int)units : null,
                    ManufacturerId = Number("manufacturer_id"),
                    SerialNumber = Number("serial_num"),
                    FirmwareVersion = Text("fw_version"),
                    MemoryType = Text("mem_type"),
                    ProductName = Text("prod_name"),
                }
                : null;

            long? Number(string name) => info.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 ? number : null;

            string? Text(string name) => info.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
