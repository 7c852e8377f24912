using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Tenure.Client.Documents;
using Tenure.Server.Data;
using Tenure.Server.Documents;
using Tenure.Server.Platform.Files;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.Tests.Hosting;
using Tenure.Testing;

namespace Tenure.Server.Tests.Documents;

/// <summary>The client that everybody uses, through connections that are cut; and a server that is killed under an upload.</summary>
[Trait("Category", "Slow")]
public sealed class DocumentPeerTests(SqliteServer server) : ServerTests(server), IClassFixture<SqliteServer>
{
    // Grain: it does not get smaller by being packed.
    private static readonly byte[] Photo = SampleDocuments.Noise(1300, 900);

    [Fact]
    public async Task Tus_js_client_sends_a_document_through_connections_that_are_cut()
    {
        var node = Tool.Node();
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var folder = Directory.CreateTempSubdirectory("tenure-tus");
        try
        {
            foreach (var file in Directory.EnumerateFiles(Repository.File("tests", "Tenure.Server.Tests", "Documents", "tus")))
            {
                File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
            }

            var installed = await Tool.RunAsync(Tool.Find("npm")!, ["ci", "--silent", "--no-audit", "--no-fund", "--prefix", folder.FullName], Ct);
            Assert.True(installed.ExitCode == 0, installed.Text);
            var photo = Path.Combine(folder.FullName, "photo.png");
            await File.WriteAllBytesAsync(photo, Photo, Ct);
            await using var proxy = new CuttingProxy(Server.Address, 300_000);
            var sent = await node.RunAsync([Path.Combine(folder.FullName, "upload.mjs"), new Uri(proxy.Address, Tus.Path).ToString(), desk.Key, photo, "1000000"], Ct);
            Assert.True(sent.ExitCode == 0, sent.Text);
            Assert.True(proxy.Cuts >= 5, $"{proxy.Cuts} cuts");
            var kept = await desk.LookedAtAsync((await desk.ListAsync(Ct)).Single().Id, Ct);
            Assert.Equal(("kept", "receipt", Photo.Length), (kept.State, kept.Kind, kept.Length));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_server_killed_under_an_upload_loses_less_than_a_part_of_it_and_keeps_the_whole_in_the_end()
    {
        var data = Directory.CreateTempSubdirectory("tenure-upload-kill").FullName;
        await using var killed = new ServerProcess(data);
        await killed.StartAsync(Ct);
        var folder = Guid.CreateVersion7();
        await using (var db = new SqliteConnection($"Data Source={Path.Combine(data, "tenure.db")}"))
        {
            await db.OpenAsync(Ct);
            await using var insert = db.CreateCommand();
            insert.CommandText = "INSERT INTO document_folders (id, opened_at, is_sealed, last_number) VALUES ($id, $at, 0, 0)";
            insert.Parameters.AddWithValue("$id", folder.ToString().ToUpperInvariant());
            insert.Parameters.AddWithValue("$at", "2026-01-01 00:00:00");
            await insert.ExecuteNonQueryAsync(Ct);
        }

        var key = new DocumentKeys(new Pepper(new ConfigurationBuilder().Build(), new DataFolder(data)), TimeProvider.System).Of(folder, TimeProvider.System.GetUtcNow());
        using var http = new HttpClient { BaseAddress = killed.Address };
        http.DefaultRequestHeaders.Add("Tus-Resumable", "1.0.0");
        http.DefaultRequestHeaders.Add("Document-Key", key);
        using var begin = new HttpRequestMessage(HttpMethod.Post, Tus.Path);
        begin.Headers.Add("Upload-Length", $"{Photo.Length}");
        using var begun = await http.SendAsync(begin, Ct);
        var at = begun.Headers.Location!.ToString();

        var (offset, kills, lost) = (0L, 0, 0L);
        while (offset < Photo.Length)
        {
            var size = (int)Math.Min(Photo.Length - offset, 200_000);
            var sending = SendAsync(http, at, offset, Photo.AsMemory((int)offset, size));
            if (kills < 25)
            {
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 60), Ct);
                await killed.KillAsync();
                kills++;
                await killed.StartAsync(Ct);
            }

            var acknowledged = await sending;
            using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, at), Ct);
            var stands = long.Parse(head.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
            if (acknowledged is { } said && stands < said)
            {
                lost = Math.Max(lost, said - stands);
            }

            Assert.InRange(stands, Math.Max(0, offset - SealedParts.Size), Photo.Length);
            offset = stands;
        }

        // The last kill may have come while it was looked at.
        SentDocument document;
        for (var watch = Stopwatch.StartNew(); (document = (await http.GetFromJsonAsync<List<SentDocument>>(new Uri(Tus.Path, UriKind.Relative), Ct))!.Single()).State == "received" && watch.Elapsed < TimeSpan.FromMinutes(1);)
        {
            await Task.Delay(100, Ct);
        }

        Assert.Equal(("kept", Photo.Length), (document.State, document.Length));
        Assert.Equal(0, lost);
        Assert.Equal([$"{document.Id}.page1"], Directory.EnumerateFiles(Path.Combine(data, "documents"), $"{document.Id}*", SearchOption.AllDirectories).Select(Path.GetFileName));
        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills");
        await killed.KillAsync();
        Directory.Delete(data, recursive: true);
    }

    // Where the server said that it stands; null when it was killed before it said anything.
    private static async Task<long?> SendAsync(HttpClient http, string at, long offset, ReadOnlyMemory<byte> content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, at) { Content = new ReadOnlyMemoryContent(content) };
        request.Headers.Add("Upload-Offset", $"{offset}");
        request.Content.Headers.ContentType = new(Tus.ContentType);
        try
        {
            using var answer = await http.SendAsync(request, Ct);
            return answer.StatusCode == HttpStatusCode.NoContent ? long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
