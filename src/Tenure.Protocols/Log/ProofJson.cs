using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Log;

/// <summary>The two kinds of lines of a proof.</summary>
internal static class ProofJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 3 };

    public static byte[] Write(ProofHead head) => Write(json =>
    {
        json.WriteString("format", "tenure/proof/1");
        json.WriteString("root", Base64Url.EncodeToString(head.Root.ToCoseKey()));
        json.WriteString("checkpoint", Base64Url.EncodeToString(head.Checkpoint));
    });

    public static byte[] Write(ProvenLine line) => Write(json =>
    {
        json.WriteNumber("index", line.Index);
        json.WriteStartArray("proof");
        foreach (var hash in line.Proof)
        {
            json.WriteStringValue(Base64Url.EncodeToString(hash));
        }

        json.WriteEndArray();
        json.WritePropertyName("entry");
        json.WriteRawValue(LogJson.Write(line.Line));
    });

    /// <exception cref="ProtocolException">Not what <see cref="Write(ProofHead)"/> writes, to the byte.</exception>
    public static ProofHead ReadHead(ReadOnlyMemory<byte> json) => Same(json, Parse(json, root => new ProofHead(
        PublicKeyP256.FromCoseKey(Base64Url.DecodeFromChars(root.GetProperty("root").GetString())), Base64Url.DecodeFromChars(root.GetProperty("checkpoint").GetString()))), Write);

    /// <exception cref="ProtocolException">Not what <see cref="Write(ProvenLine)"/> writes, to the byte.</exception>
    public static ProvenLine ReadLine(ReadOnlyMemory<byte> json) => Same(json, Parse(json, root => new ProvenLine(
        LogJson.Read(Encoding.UTF8.GetBytes(root.GetProperty("entry").GetRawText())),
        root.GetProperty("index").GetInt64(),
        [.. root.GetProperty("proof").EnumerateArray().Take(MerkleTree.MaxProofLength + 1).Select(hash => Base64Url.DecodeFromChars(hash.GetString()))])), Write);

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static T Parse<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new ProtocolException(ProtocolErrorCode.LogLineRefused, "Not a line of a proof.", "line", e);
        }
    }

    private static T Same<T>(ReadOnlyMemory<byte> json, T read, Func<T, byte[]> write) => json.Span.SequenceEqual(write(read))
        ? read
        : throw new ProtocolException(ProtocolErrorCode.LogLineRefused, "The line is not in the form in which it is written.", "line");
}
