using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Tenure.Bench;

/// <summary>What it costs to take a document, encrypted and resumable, against a bare copy of the same bytes into a file through the same web server; and the memory that many at once need.</summary>
/// <remarks>The last byte is never sent: what is looked at then is another program's work. Both servers share the machine and take turns.</remarks>
internal static class Uploads
{
    private const int Length = 10 * 1024 * 1024;
    private const int Rounds = 40;
    private const int WarmUp = 5;
    private const int AtOnce = 32;

    private static readonly byte[] Content = [0xFF, 0xD8, 0xFF, 0xE0, .. RandomNumberGenerator.GetBytes(Length - 5)];

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Programs programs, string folder, CancellationToken ct)
    {
        var database = $"{programs.Postgres};Database=uploads";
        using var server = await ServerProcess.StartAsync(programs.Server, address => ["serve", "--data", folder, "--urls", address.ToString(), "--database", database], ct);
        using var plain = await ServerProcess.StartAsync(programs.Identity, address => ["--urls", address.ToString(), "--database", $"{programs.Postgres};Database=uploads_plain"], ct);
        await using var source = NpgsqlDataSource.Create(database);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("Tus-Resumable", "1.0.0");
        using var copier = new HttpClient { BaseAddress = plain.Address };

        List<double> upload = [], copy = [];
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var (key, at) = await BeginAsync(source, http, folder, ct);
            var sent = await TimeAsync(() => SendAsync(http, key, at, ct));
            var copied = await TimeAsync(async () => (await copier.PutAsync(new Uri("/copy", UriKind.Relative), new ByteArrayContent(Content), ct)).EnsureSuccessStatusCode());
            if (round >= 0)
            {
                upload.Add(sent);
                copy.Add(copied);
            }
        }

        var before = server.Megabytes;
        var many = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => BeginAsync(source, http, folder, ct)));
        var most = before;
        var all = Task.WhenAll(many.Select(one => SendAsync(http, one.Key, one.At, ct)));
        while (!all.IsCompleted)
        {
            most = Math.Max(most, server.Megabytes);
            await Task.Delay(5, ct);
        }

        await all;
        var (ours, theirs) = (Middle(upload), Middle(copy));
        return
        [
            new("document of 10 MB against a plain copy into a file", theirs / ours, "", AtLeast: 0.8, Detail: string.Create(CultureInfo.InvariantCulture, $"medians of {Rounds}: {ours:0.0} ms and {theirs:0.0} ms")),
            new($"memory that {AtOnce} such at once add", most - before, "MB", AtMost: 64, Detail: "resident, while 320 MB arrive"),
        ];
    }

    private static double Middle(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalMilliseconds;
    }

    // As a case opens one, and gives its key out.
    private static async Task<(string Key, string At)> BeginAsync(NpgsqlDataSource source, HttpClient http, string data, CancellationToken ct)
    {
        var folder = Guid.CreateVersion7();
        await using (var insert = source.CreateCommand("INSERT INTO document_folders (id, opened_at, is_sealed, last_number) VALUES ($1, now(), false, 0)"))
        {
            insert.Parameters.Add(new() { Value = folder });
            await insert.ExecuteNonQueryAsync(ct);
        }

        var key = KeyOf(data, folder);
        using var begin = new HttpRequestMessage(HttpMethod.Post, "/api/v1/documents");
        begin.Headers.Add("Document-Key", key);
        begin.Headers.Add("Upload-Length", Length.ToString(CultureInfo.InvariantCulture));
        using var begun = (await http.SendAsync(begin, ct)).EnsureSuccessStatusCode();
        return (key, begun.Headers.Location!.ToString());
    }

    private static async Task SendAsync(HttpClient http, string key, string at, CancellationToken ct)
    {
        using var patch = new HttpRequestMessage(HttpMethod.Patch, at) { Content = new ByteArrayContent(Content) };
        patch.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        patch.Headers.Add("Document-Key", key);
        patch.Headers.Add("Upload-Offset", "0");
        using var answer = (await http.SendAsync(patch, ct)).EnsureSuccessStatusCode();
    }

    // docs/decisions/0105: [folder, end, MAC] under the pepper.
    private static string KeyOf(string data, Guid folder)
    {
        var key = new byte[40];
        folder.TryWriteBytes(key);
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(16), TimeProvider.System.GetUtcNow().AddHours(24).ToUnixTimeMilliseconds());
        var purpose = HMACSHA256.HashData(File.ReadAllBytes(Path.Combine(data, "keys", "pepper")), Encoding.ASCII.GetBytes("document-key"));
        HMACSHA256.HashData(purpose, key.AsSpan(0, 24)).AsSpan(0, 16).CopyTo(key.AsSpan(24));
        return Base64Url.EncodeToString(key);
    }
}
