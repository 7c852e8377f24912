using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Tenure.Protocols.Log;

/// <summary>One line of an export. Bytes are base64url, the time is UTC with whole seconds, members come in one order.</summary>
internal static class LogJson
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 2 };

    public static byte[] Write(LogLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteNames(json, line.Entry);
            json.WriteNumber("sequence", line.Entry.Sequence);
            json.WriteString("event", line.Entry.Event);
            json.WriteString("at", line.Entry.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("details", line.Details);
            json.WriteString("salt", line.Salt is { } salt ? Text(salt) : null);
            json.WriteString("commitment", Text(line.Entry.Commitment));
            json.WriteString("previous", Text(line.Entry.Previous));
            json.WriteString("hash", Text(line.Hash));
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteNames(Utf8JsonWriter json, LogEntry entry)
    {
        if (entry.Format == 1)
        {
            json.WriteString("deviceRef", Text(entry.DeviceRef));
            return;
        }

        json.WriteNumber("format", entry.Format);
        json.WriteString("deviceRef", Text(entry.DeviceRef));
        json.WriteString("holdingRef", entry.HoldingRef is { } holding ? Text(holding) : null);
    }

    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.LogLineRefused"/>: not what <see cref="Write"/> writes, to the byte.</exception>
    public static LogLine Read(ReadOnlyMemory<byte> json)
    {
        var line = Parse(json);
        return json.Span.SequenceEqual(Write(line))
            ? line
            : throw new ProtocolException(ProtocolErrorCode.LogLineRefused, "The line is not in the form in which it is written.", "line");
    }

    private static LogLine Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return Parse(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new ProtocolException(ProtocolErrorCode.LogLineRefused, "Not a line of a log export.", "line", e);
        }
    }

    private static LogLine Parse(JsonElement json) => new()
    {
        Entry = new()
        {
            Format = json.TryGetProperty("format", out var format) ? format.GetInt32() : 1,
            DeviceRef = Bytes(json, "deviceRef"),
            HoldingRef = json.TryGetProperty("holdingRef", out var holding) && holding.GetString() is { } text ? Base64Url.DecodeFromChars(text) : null,
            Sequence = json.GetProperty("sequence").GetInt64(),
            Event = Required(json, "event"),
            At = DateTimeOffset.ParseExact(Required(json, "at"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            Commitment = Bytes(json, "commitment"),
            Previous = Bytes(json, "previous"),
        },
        Details = json.GetProperty("details").GetString(),
        Salt = json.GetProperty("salt").GetString() is { } salt ? Base64Url.DecodeFromChars(salt) : null,
        Hash = Bytes(json, "hash"),
    };

    private static byte[] Bytes(JsonElement json, string name) => Base64Url.DecodeFromChars(Required(json, name));

    private static string Required(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
