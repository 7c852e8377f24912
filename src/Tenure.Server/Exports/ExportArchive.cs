using System.ComponentModel;
using System.Globalization;
using System.IO.Compression;
using System.Resources;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Tenure.Domain.Accounts;
using Tenure.Server.Exports.Contracts;

namespace Tenure.Server.Exports;

/// <summary>Writes the archive: ZIP, a JSON file a part, what they mean in the person's language, and the schema of each file. Memory: a row, or one file of a folder.</summary>
internal static class ExportArchive
{
    private const int FlushAt = 16 * 1024;
    private static readonly ResourceManager Texts = new("Tenure.Server.Exports.Texts.ExportReadme", typeof(ExportArchive).Assembly);
    // A file that people read: it is never part of a page.
    private static readonly JavaScriptEncoder Readable = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = Readable };

    /// <summary>How rows are written.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = Readable,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>All that there is, in the order of the archive.</summary>
    public static IReadOnlyList<ExportPart> PartsOf(IEnumerable<IExportSource> capabilities) => [.. capabilities.SelectMany(c => c.Parts).OrderBy(p => p.Name, StringComparer.Ordinal)];

    /// <summary>Writes all of it.</summary>
    /// <param name="to">Need not seek.</param>
    /// <param name="account">Whose.</param>
    /// <param name="language">Of the README.</param>
    /// <param name="madeAt">When (UTC).</param>
    /// <param name="parts">What is in it.</param>
    /// <param name="done">Called after each part, with how many there are.</param>
    /// <param name="ct">Ends the call.</param>
    public static async Task WriteAsync(
        Stream to, AccountId account, string language, DateTimeOffset madeAt, IReadOnlyList<ExportPart> parts, Func<int, Task> done, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, ct);
        await PutAsync(zip, "README.txt", madeAt, Encoding.UTF8.GetBytes(Readme(language, madeAt, parts)), ct);
        await PutAsync(zip, "schema.json", madeAt, JsonSerializer.SerializeToUtf8Bytes(Schema(parts), Indented), ct);
        foreach (var (index, part) in parts.Index())
        {
            if (part.Row is null)
            {
                await foreach (var file in part.Read(account, ct))
                {
                    var (name, content) = (ExportedFile)file;
                    await PutAsync(zip, $"{part.Name}/{name}", madeAt, content, ct);
                }
            }
            else
            {
                await using var entry = await Entry(zip, $"{part.Name}.json", madeAt).OpenAsync(ct);
                await WriteRowsAsync(entry, part, account, ct);
            }

            await done(index + 1);
        }
    }

    /// <summary>The schema of each file by its name: JSON Schema 2020-12.</summary>
    public static JsonObject Schema(IReadOnlyList<ExportPart> parts)
    {
        var files = new JsonObject();
        foreach (var part in parts.Where(p => p.Row is not null))
        {
            files[$"{part.Name}.json"] = new JsonObject { ["type"] = "array", ["items"] = SchemaOf(part.Row!) };
        }

        return new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["$defs"] = files };
    }

    /// <summary>What the archive is, and what each file holds.</summary>
    public static string Readme(string language, DateTimeOffset madeAt, IReadOnlyList<ExportPart> parts)
    {
        var culture = CultureInfo.GetCultureInfo(Languages.Nearest(language));
        var text = new StringBuilder();
        text.AppendLine(Text("Title", culture)).AppendLine();
        text.AppendLine(string.Format(culture, Text("Lead", culture), madeAt.UtcDateTime.ToString("f", culture))).AppendLine();
        foreach (var part in parts)
        {
            text.AppendLine(part.Row is null ? $"{part.Name}/" : $"{part.Name}.json").Append("    ").AppendLine(Text($"Part_{part.Name}", culture));
        }

        return text.AppendLine().AppendLine(Text("Form", culture)).AppendLine().AppendLine(Text("Missing", culture)).ToString();
    }

    private static async Task WriteRowsAsync(Stream to, ExportPart part, AccountId account, CancellationToken ct)
    {
        await using var writer = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = Readable });
        writer.WriteStartArray();
        await foreach (var row in part.Read(account, ct))
        {
            JsonSerializer.Serialize(writer, row, part.Row!, Json);
            if (writer.BytesPending > FlushAt)
            {
                await writer.FlushAsync(ct);
            }
        }

        writer.WriteEndArray();
        await writer.FlushAsync(ct);
    }

    private static JsonNode SchemaOf(Type row) => Json.GetJsonSchemaAsNode(row, new JsonSchemaExporterOptions
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, schema) =>
        {
            if (context.PropertyInfo?.AttributeProvider is { } property && schema is JsonObject field
                && property.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false) is [DescriptionAttribute said])
            {
                field.Insert(0, "description", said.Description);
            }

            return schema;
        },
    });

    private static ZipArchiveEntry Entry(ZipArchive zip, string name, DateTimeOffset madeAt)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = madeAt.ToUniversalTime();
        return entry;
    }

    private static async Task PutAsync(ZipArchive zip, string name, DateTimeOffset madeAt, byte[] content, CancellationToken ct)
    {
        await using var entry = await Entry(zip, name, madeAt).OpenAsync(ct);
        await entry.WriteAsync(content, ct);
    }

    private static string Text(string name, CultureInfo culture) => Texts.GetString(name, culture) ?? throw new MissingManifestResourceException(name);
}
