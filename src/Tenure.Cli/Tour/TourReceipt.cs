using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Tenure.Client.Documents;
using Tenure.Protocols;

namespace Tenure.Cli.Tour;

/// <summary>The photo of a paper, sent to cases as any client sends one: tus 1.0.0, in two pieces.</summary>
/// <param name="http">To the server.</param>
/// <param name="note">What the camera wrote into the file.</param>
/// <param name="kind">What it is of: a receipt, or the paper that names the owner of the SIM card (<c>sim_owner</c>).</param>
internal sealed class TourReceipt(HttpClient http, string note, string kind = "receipt")
{
    private const int Width = 480;
    private const int Height = 640;
    private const int Margin = 40;
    private const int LineHeight = 24;
    private const int Letters = 12;
    private const int Prices = 380;
    private const byte Paper = 250;
    private const byte Ink = 30;
    private const string Uploads = "/api/v1/documents";

    /// <summary>The file: PNG, another one each time.</summary>
    public byte[] Picture { get; } = Draw(note);

    /// <summary>Sends it and waits until the server has looked at it.</summary>
    /// <param name="key">To the folder of a case.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<SentDocument> SendAsync(string key, CancellationToken ct)
    {
        using var begun = await SendAsync(HttpMethod.Post, Uploads, key, ("Upload-Length", Picture.Length), ReadOnlyMemory<byte>.Empty, ct);
        var at = begun.Headers.Location!.OriginalString;
        var half = Picture.Length / 2;
        (await SendAsync(HttpMethod.Patch, at, key, ("Upload-Offset", 0), Picture.AsMemory(0, half), ct)).Dispose();
        using var stands = await SendAsync(HttpMethod.Head, at, key, null, ReadOnlyMemory<byte>.Empty, ct);
        var offset = int.Parse(stands.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
        Seen.That(offset == half, $"{at} stands at {offset}");
        (await SendAsync(HttpMethod.Patch, at, key, ("Upload-Offset", offset), Picture.AsMemory(offset), ct)).Dispose();
        SentDocument? sent = null;
        await Stage.UntilAsync(
            async () =>
            {
                using var list = await SendAsync(HttpMethod.Get, Uploads, key, null, ReadOnlyMemory<byte>.Empty, ct);
                sent = (await list.Content.ReadFromJsonAsync<List<SentDocument>>(ct) ?? []).Single(d => at.EndsWith(d.Id, StringComparison.Ordinal));
                return sent.State != "received";
            },
            ct);
        return sent!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string key, (string Name, int Value)? said, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Document-Key", key);
        if (said is { } header)
        {
            request.Headers.Add(header.Name, header.Value.ToString(CultureInfo.InvariantCulture));
        }

        if (method == HttpMethod.Post)
        {
            request.Headers.Add("Upload-Metadata", "kind " + Convert.ToBase64String(Encoding.ASCII.GetBytes(kind)));
        }

        if (method == HttpMethod.Patch)
        {
            request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } };
        }

        var answer = await http.SendAsync(request, ct);
        Seen.That(answer.IsSuccessStatusCode, $"{method} {path} answered {(int)answer.StatusCode}");
        return answer;
    }

    // Lines of words and a column of prices, each a bar. ISO/IEC 15948: eight bits of grey, no filter.
    private static byte[] Draw(string note)
    {
        var rows = new byte[Height][];
        for (var y = 0; y < Height; y++)
        {
            rows[y] = [0, .. Enumerable.Repeat(Paper, Width)];
        }

        for (var line = Margin; line + LineHeight < Height - Margin; line += LineHeight)
        {
            for (var x = Margin; x < Prices - Margin;)
            {
                var word = RandomNumberGenerator.GetInt32(10, 80);
                Write(line, x, Math.Min(word, Prices - Margin - x));
                x += word + Letters;
            }

            Write(line, Prices, RandomNumberGenerator.GetInt32(20, Width - Margin - Prices));
        }

        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), Height);
        head[8] = 8;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                zlib.Write(row);
            }
        }

        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", head), .. Chunk("tEXt", Encoding.Latin1.GetBytes("Comment\0" + note)), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];

        void Write(int top, int left, int length)
        {
            for (var y = top; y < top + Letters; y++)
            {
                rows[y].AsSpan(1 + left, length).Fill(Ink);
            }
        }
    }

    private static byte[] Chunk(string name, byte[] content)
    {
        var chunk = new byte[4 + 4 + content.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(name, chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc32.Of(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }
}
