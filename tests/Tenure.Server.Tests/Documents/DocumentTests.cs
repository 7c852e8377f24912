using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SkiaSharp;
using Tenure.Client.Documents;
using Tenure.Domain.Documents;
using Tenure.Server.Documents;
using Tenure.Server.Tests.Accounts;
using Tenure.Server.Tests.Hosting;
using Tenure.Testing;

namespace Tenure.Server.Tests.Documents;

public abstract class DocumentTests(ServerFixture server) : ServerTests(server)
{
    private static readonly JsonSerializerOptions InHex = new() { Converters = { new HexConverter() } };
    private static readonly byte[] Jpeg = SampleDocuments.Receipt(1);

    private string Storage => Path.Combine(Server.Folder, "documents");

    [Fact]
    public async Task A_document_arrives_in_pieces_and_only_pictures_drawn_anew_are_kept()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var photo = SamplePictures.WithSegment(SamplePictures.WithSegment(Jpeg, 0xE1, SamplePictures.Exif(6)), 0xFE, "<script>SECRETCOMMENT</script>"u8);
        var at = await desk.BeginAsync(photo.Length, Ct);
        Assert.Equal(0, await desk.OffsetAsync(at, Ct));
        var offset = 0;
        foreach (var part in photo.Chunk((photo.Length / 3) + 1))
        {
            using var answer = await desk.PatchAsync(at, offset, new ByteArrayContent(part), Ct);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            offset += part.Length;
            Assert.Equal($"{offset}", answer.Headers.GetValues("Upload-Offset").Single());
            Assert.NotNull(answer.Headers.GetValues("Upload-Expires").Single());
        }

        var kept = await desk.LookedAtAsync(at, Ct);
        Assert.Equal(("kept", 1, "receipt", 1), (kept.State, kept.Number, kept.Kind, kept.Pages));
        var page = (await desk.FoldersAsync(folders => folders.PageAsync(desk.Folder, 1, 1, Ct), Ct)).Value;
        using var picture = SKBitmap.Decode(page);
        // Upright: it lay on its side.
        Assert.Equal((800, 600), (picture.Width, picture.Height));
        Assert.All(new[] { "Exif", "SECRET", "script" }, word => Assert.DoesNotContain(word, Encoding.Latin1.GetString(page), StringComparison.Ordinal));
        Assert.Equal("not_found", (await desk.FoldersAsync(folders => folders.PageAsync(desk.Folder, 1, 2, Ct), Ct)).Refusal!.Code);

        var files = FilesOf(kept.Id);
        Assert.Equal([$"{kept.Id}.page1"], files.Select(Path.GetFileName));
        Assert.All(files, file => Assert.DoesNotContain("\u00ff\u00d8\u00ff", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files[0]));
        }
    }

    [Fact]
    public async Task What_came_before_a_cut_stays_and_the_upload_goes_on_from_there()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var photo = SampleDocuments.Receipt(2, SKEncodedImageFormat.Png, 700, 900);
        var at = await desk.BeginAsync(photo.Length, Ct);
        var offset = 0L;
        for (var cut = 1; offset < photo.Length && cut < 6; cut++)
        {
            var sent = Math.Min(photo.Length - offset - 1, 1000 * cut);
            await desk.CutAsync(at, offset, photo.Length - offset, photo.AsMemory((int)offset, (int)sent), Ct);
            offset = await StandsAsync(desk, at, offset, offset + sent);
        }

        Assert.NotEqual(0, offset);

        // The other end of what is encrypted in parts is never readable on the disk, nor is the beginning.
        Assert.DoesNotContain("PNG", Encoding.Latin1.GetString(await ReadSharedAsync(FilesOf(at.Split('/')[^1]).Single())), StringComparison.Ordinal);
        using var rest = await desk.PatchAsync(at, offset, new ByteArrayContent(photo[(int)offset..]), Ct);
        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        Assert.Equal("kept", (await desk.LookedAtAsync(at, Ct)).State);
    }

    [Fact]
    public async Task What_was_changed_on_the_disk_is_refused_and_can_be_sent_again()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var photo = SampleDocuments.Noise(300, 300);
        var at = await desk.BeginAsync(photo.Length, Ct);
        using var most = await desk.PatchAsync(at, 0, new ByteArrayContent(photo[..^10]), Ct);
        await using (var file = new FileStream(FilesOf(at.Split('/')[^1]).Single(), FileMode.Open))
        {
            file.Position = 1000;
            var old = file.ReadByte();
            file.Position = 1000;
            file.WriteByte((byte)(old ^ 1));
        }

        using var rest = await desk.PatchAsync(at, photo.Length - 10, new ByteArrayContent(photo[^10..]), Ct);
        var refused = await desk.LookedAtAsync(at, Ct);
        Assert.Equal(("refused", "document_unreadable"), (refused.State, refused.Refusal));
        await NothingIsLeftAsync(refused.Id);
        Assert.Equal(("kept", 1), Seen(await desk.SendAsync(photo, Ct)));
    }

    [Fact]
    public async Task What_had_arrived_whole_when_the_server_died_is_looked_at_once_its_sender_asks()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var at = await desk.BeginAsync(Jpeg.Length, Ct);
        // It died between the last byte and the note of it.
        var document = await Server.WithDatabaseAsync(db => db.Documents.AsNoTracking().SingleAsync(d => d.FolderId == desk.Folder, Ct));
        await using (var file = Server.Services.GetRequiredService<DocumentStore>().Resume(document)!)
        {
            file.Write(Jpeg);
        }

        Assert.Equal("arriving", (await desk.ListAsync(Ct)).Single().State);
        Assert.Equal(Jpeg.Length, await desk.OffsetAsync(at, Ct));
        Assert.Equal(("kept", 1), Seen(await desk.LookedAtAsync(at, Ct)));
    }

    [Fact]
    public async Task A_pdf_is_shown_as_pictures_of_its_first_pages()
    {
        Tool.Poppler();
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        Assert.Equal(("kept", 2), Seen(await desk.SendAsync(SampleDocuments.Pdf(2), Ct)));
        Assert.Equal(("kept", DocumentRules.MostPages), Seen(await desk.SendAsync(SampleDocuments.Pdf(6), Ct)));
        var page = (await desk.FoldersAsync(folders => folders.PageAsync(desk.Folder, 1, 2, Ct), Ct)).Value;
        using var picture = SKBitmap.Decode(page);
        Assert.Equal(DocumentRules.LongestSide, picture.Height);
        // The second page's box has another grey than the first one's.
        Assert.InRange(picture.GetPixel(picture.Width / 4, picture.Height * 3 / 4).Red, 60, 90);
        Assert.DoesNotContain("%PDF", Encoding.Latin1.GetString(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_heic_is_shown_as_a_picture()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        Assert.Equal(("kept", 1), Seen(await desk.SendAsync(await SampleDocuments.HeicAsync(Ct), Ct)));
        using var picture = SKBitmap.Decode((await desk.FoldersAsync(folders => folders.PageAsync(desk.Folder, 1, 1, Ct), Ct)).Value);
        Assert.Equal((600, 800), (picture.Width, picture.Height));
    }

    // Each is refused in words, costs what a document may cost, and leaves the server as it was.
    [Theory]
    [InlineData("zip", "document_type_unknown")]
    [InlineData("html", "document_type_unknown")]
    [InlineData("pdf behind html", "document_type_unknown")]
    [InlineData("png of two billion pixels", "document_too_costly")]
    [InlineData("png of 51 megapixels", "document_too_costly")]
    [InlineData("jpeg of four billion pixels", "document_too_costly")]
    [InlineData("jpeg cut in half", "document_unreadable")]
    [InlineData("jpeg head on a zip", "document_unreadable")]
    [InlineData("pdf head on a zip", "document_unreadable")]
    [InlineData("heic head on a zip", "document_unreadable")]
    public async Task A_bomb_is_refused_and_nothing_of_it_is_left(string what, string code)
    {
        var zip = SampleDocuments.ZipBomb();
        var content = what switch
        {
            "zip" => zip,
            "html" => "<html><script>alert(1)</script></html>"u8.ToArray(),
            "pdf behind html" => [.. "<html>"u8, .. SampleDocuments.Pdf(1)],
            "png of two billion pixels" => SamplePictures.Png(50_000, 50_000, new byte[100]),
            "png of 51 megapixels" => SamplePictures.PlainPng(10_000, 5_100),
            "jpeg of four billion pixels" => SampleDocuments.JpegOf(Jpeg, 65_000),
            "jpeg cut in half" => Jpeg[..(Jpeg.Length / 2)],
            "jpeg head on a zip" => [0xFF, 0xD8, 0xFF, 0xE0, .. zip],
            "pdf head on a zip" => [.. "%PDF-1.7\n"u8, .. zip],
            _ => (byte[])[0, 0, 0, 0x18, .. "ftypheic\0\0\0\0mif1heic"u8, .. zip],
        };
        if (what.StartsWith("pdf h", StringComparison.Ordinal))
        {
            Tool.Poppler();
        }

        if (what.StartsWith("heic", StringComparison.Ordinal))
        {
            Tool.Heif("heif-convert");
        }

        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var refused = await desk.SendAsync(content, Ct);
        Assert.Equal(("refused", code), (refused.State, refused.Refusal));
        await NothingIsLeftAsync(refused.Id);
        // It does not count: eight that are good still fit.
        Assert.Equal(("kept", 1), Seen(await desk.SendAsync(Jpeg, Ct)));
    }

    [Fact]
    public async Task A_file_that_is_several_things_is_kept_as_a_picture_and_nothing_else()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        byte[] polyglot = [.. SamplePictures.WithSegment(Jpeg, 0xFE, "%PDF-1.7 <script>alert(1)</script>"u8), .. SampleDocuments.ZipBomb(), .. "<html><script>alert(2)</script>"u8];
        Assert.Equal(("kept", 1), Seen(await desk.SendAsync(polyglot, Ct)));
        var page = Encoding.Latin1.GetString((await desk.FoldersAsync(folders => folders.PageAsync(desk.Folder, 1, 1, Ct), Ct)).Value);
        Assert.All(new[] { "script", "PK\u0003\u0004", "%PDF" }, word => Assert.DoesNotContain(word, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ten_gigabytes_are_refused_when_announced_and_cut_when_streamed()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        const long Much = 10L * 1024 * 1024 * 1024;
        using var announced = await desk.CallAsync(HttpMethod.Post, Tus.Path, Ct, null, ("Upload-Length", $"{Much}"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, announced.StatusCode);

        var at = await desk.BeginAsync(DocumentRules.LargestUpload, Ct);
        using var endless = new EndlessBody([0xFF, 0xD8, 0xFF, 0xE0], Much);
        try
        {
            using var streamed = await desk.PatchAsync(at, 0, endless, Ct);
            Assert.True((int)streamed.StatusCode is >= 400 and < 500, $"{streamed.StatusCode}");
        }
        catch (HttpRequestException)
        {
            // The server ended the connection before all was sent.
        }

        Assert.InRange(endless.Sent, 0, 64L * 1024 * 1024);
        Assert.NotEqual("kept", (await desk.LookedAtAsync(at, Ct)).State);
        Assert.InRange(FilesOf(at.Split('/')[^1]).Sum(file => new FileInfo(file).Length), 0, DocumentRules.LargestUpload + (1024 * 1024));
    }

    [Theory]
    [InlineData("../../../../etc/cron.d/evil")]
    [InlineData("..\\..\\keys\\master.key")]
    [InlineData("<img src=x onerror=alert(1)>.jpg")]
    [InlineData("CON\0.jpg")]
    public async Task What_a_file_is_called_is_read_by_nobody(string name)
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var before = Entries();
        var at = await desk.BeginAsync(Jpeg.Length, Ct, $"filename {Convert.ToBase64String(Encoding.UTF8.GetBytes(name))},kind c2ltX293bmVy,filetype !!!");
        using var answer = await desk.PatchAsync(at, 0, new ByteArrayContent(Jpeg), Ct);
        Assert.Equal("sim_owner", (await desk.LookedAtAsync(at, Ct)).Kind);
        Assert.Equal(before, Entries());
        Assert.All(Directory.EnumerateFiles(Storage, "*", SearchOption.AllDirectories).Where(file => !file.Contains("picture", StringComparison.Ordinal)), file => Assert.Matches("^[0-9a-f]{32}\\.(part|page[1-4])$", Path.GetFileName(file)));
        var rows = await Server.WithDatabaseAsync(db => db.Documents.AsNoTracking().Where(d => d.FolderId == desk.Folder).ToListAsync(Ct));
        Assert.DoesNotContain(name.Split('.')[^1], JsonSerializer.Serialize(rows, InHex), StringComparison.Ordinal);

        // The log writes its checkpoint when it likes.
        List<string> Entries() => [.. Directory.EnumerateFileSystemEntries(Server.Folder).Where(entry => Path.GetFileName(entry) != "log-checkpoint").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task A_folder_takes_eight_and_of_two_at_once_one_is_the_eighth()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        for (var i = 0; i < 7; i++)
        {
            await desk.BeginAsync(100, Ct);
        }

        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            using var answer = await desk.CallAsync(HttpMethod.Post, Tus.Path, Ct, null, ("Upload-Length", "100"));
            return answer.StatusCode;
        }));
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict], both.Order());
        Assert.Equal(Enumerable.Range(1, 8), (await desk.ListAsync(Ct)).Select(d => d.Number));

        // One that is taken back makes room, and its number is not given again.
        using var removed = await desk.CallAsync(HttpMethod.Delete, $"{Tus.Path}/{(await desk.ListAsync(Ct))[0].Id}", Ct);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await desk.BeginAsync(100, Ct);
        Assert.Equal(9, (await desk.ListAsync(Ct))[^1].Number);
    }

    [Fact]
    public async Task Only_the_right_key_opens_a_folder_and_only_for_a_day()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        using var other = await DocumentDesk.OpenAsync(Server, Ct);
        var at = await desk.BeginAsync(Jpeg.Length, Ct);
        var key = desk.Key;
        foreach (var wrong in new[] { "", "x", key[..^1] + (key[^1] == 'A' ? 'B' : 'A'), (key[0] == 'A' ? 'B' : 'A') + key[1..], key + "AA" })
        {
            desk.Key = wrong;
            foreach (var (method, path) in new[] { (HttpMethod.Post, Tus.Path), (HttpMethod.Get, Tus.Path), (HttpMethod.Head, at), (HttpMethod.Delete, at) })
            {
                using var answer = await desk.CallAsync(method, path, Ct, null, ("Upload-Length", "5"));
                Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            }
        }

        // A key to another folder: there is no such document there.
        desk.Key = other.Key;
        using var patched = await desk.PatchAsync(at, 0, new ByteArrayContent(Jpeg), Ct);
        Assert.Equal(HttpStatusCode.NotFound, patched.StatusCode);
        using var removed = await desk.CallAsync(HttpMethod.Delete, at, Ct);
        Assert.Equal(HttpStatusCode.NotFound, removed.StatusCode);

        desk.Key = key;
        Assert.Equal(0, await desk.OffsetAsync(at, Ct));
        Server.Clock.Advance(DocumentKeys.Lifetime);
        using var over = await desk.CallAsync(HttpMethod.Get, Tus.Path, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, over.StatusCode);
    }

    [Fact]
    public async Task What_was_begun_before_the_case_was_handed_in_is_gone_afterwards()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var at = await desk.BeginAsync(Jpeg.Length, Ct);
        using var part = await desk.PatchAsync(at, 0, new ByteArrayContent(Jpeg[..100]), Ct);
        Assert.Equal(HttpStatusCode.NoContent, part.StatusCode);
        Assert.Null(await desk.FoldersAsync(folders => folders.HandInAsync(desk.Folder, Ct), Ct));
        using var rest = await desk.PatchAsync(at, 100, new ByteArrayContent(Jpeg[100..]), Ct);
        Assert.Equal(HttpStatusCode.NotFound, rest.StatusCode);
        using var begun = await desk.CallAsync(HttpMethod.Post, Tus.Path, Ct, null, ("Upload-Length", "5"), ("Upload-Metadata", "kind cmVjZWlwdA=="));
        Assert.Equal(HttpStatusCode.Conflict, begun.StatusCode);
        Assert.Contains(DocumentRefusals.Closed.Code, await begun.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_what_had_not_arrived_when_the_case_ended_no_more_is_taken()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var at = await desk.BeginAsync(Jpeg.Length, Ct);
        using var part = await desk.PatchAsync(at, 0, new ByteArrayContent(Jpeg[..100]), Ct);
        Assert.Equal(HttpStatusCode.NoContent, part.StatusCode);
        await desk.FoldersAsync<bool>(
            async folders =>
            {
                await folders.EndAsync(desk.Folder, DocumentOutcome.Refused, Ct);
                return true;
            },
            Ct);
        var before = Kept();
        // The second is of a wrong type: not even that is noted.
        foreach (var body in new[] { Jpeg[100..], new byte[Jpeg.Length] })
        {
            using var rest = await desk.PatchAsync(at, 100, new ByteArrayContent(body), Ct);
            Assert.Equal(HttpStatusCode.NotFound, rest.StatusCode);
        }

        Assert.Equal(before, Kept());
        Assert.Equal(DocumentState.Arriving, await Server.WithDatabaseAsync(db => db.Documents.Where(d => d.FolderId == desk.Folder).Select(d => d.State).SingleAsync(Ct)));

        long Kept() => new DirectoryInfo(Storage).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
    }

    [Fact]
    public async Task The_page_that_a_key_opens_gives_no_other_key()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        await desk.SendAsync(Jpeg, Ct);
        Server.Clock.Advance(DocumentKeys.Lifetime - TimeSpan.FromHours(1));
        using var http = Server.Http();
        var page = await http.GetStringAsync(new Uri($"/documents/{desk.Key}", UriKind.Relative), Ct);
        var keys = Regex.Matches(page, "name=\"key\" value=\"([^\"]*)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(2, keys.Count);
        Assert.All(keys, key => Assert.Equal(desk.Key, key));
    }

    [Fact]
    public async Task What_is_on_its_way_while_the_case_is_handed_in_does_not_come_in_afterwards()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var at = await desk.BeginAsync(Jpeg.Length, Ct);
        using var body = new HeldBody(Jpeg.AsMemory(0, 100), Jpeg.AsMemory(100));
        var sending = desk.PatchAsync(at, 0, body, Ct);
        var document = (await Server.WithDatabaseAsync(db => db.Documents.AsNoTracking().SingleAsync(d => d.FolderId == desk.Folder, Ct))).Id.ToString("N");
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        soon.CancelAfter(TimeSpan.FromSeconds(30));
        while (!Directory.EnumerateFiles(Storage, "*", SearchOption.AllDirectories).Any(file => file.Contains(document, StringComparison.Ordinal)))
        {
            await Task.Delay(10, soon.Token);
        }

        Assert.Null(await desk.FoldersAsync(folders => folders.HandInAsync(desk.Folder, Ct), Ct));
        body.Go();
        using var answer = await sending;
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Empty(await desk.ListAsync(Ct));
    }

    [Fact]
    public async Task An_upload_is_spoken_to_in_tus_1_0_0()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        using var options = await desk.CallAsync(HttpMethod.Options, Tus.Path, Ct);
        Assert.Equal(("1.0.0", "creation,expiration,termination", $"{DocumentRules.LargestUpload}"), (Header(options, "Tus-Version"), Header(options, "Tus-Extension"), Header(options, "Tus-Max-Size")));
        var at = await desk.BeginAsync(Jpeg.Length, Ct);
        using var head = await desk.CallAsync(HttpMethod.Head, at, Ct);
        Assert.Equal(("1.0.0", $"{Jpeg.Length}", "no-store"), (Header(head, "Tus-Resumable"), Header(head, "Upload-Length"), head.Headers.CacheControl!.ToString()));

        using var version = await desk.CallAsync(HttpMethod.Head, at, Ct, null, ("Tus-Resumable", "0.2.2"));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "1.0.0"), (version.StatusCode, Header(version, "Tus-Version")));
        using var type = await desk.CallAsync(HttpMethod.Patch, at, Ct, new StringContent("x"), ("Upload-Offset", "0"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, type.StatusCode);
        using var place = await desk.PatchAsync(at, 7, new ByteArrayContent(Jpeg), Ct);
        Assert.Equal(HttpStatusCode.Conflict, place.StatusCode);
        using var nowhere = await desk.CallAsync(HttpMethod.Patch, at, Ct, Octets("x"), ("Upload-Offset", "-1"));
        Assert.Equal(HttpStatusCode.BadRequest, nowhere.StatusCode);
        foreach (var length in new[] { "", "-1", "x", "1e3", "99999999999999999999" })
        {
            using var wrong = await desk.CallAsync(HttpMethod.Post, Tus.Path, Ct, null, ("Upload-Length", length));
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        }

        // More than was announced is none of it.
        using var more = await desk.PatchAsync(at, 0, new ByteArrayContent([.. Jpeg, 0]), Ct);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, more.StatusCode);
        using var gone = await desk.CallAsync(HttpMethod.Head, at, Ct);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Of_two_that_write_one_upload_at_once_one_is_told_to_ask_again()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var at = await desk.BeginAsync(Jpeg.Length, Ct);
        var document = await Server.WithDatabaseAsync(db => db.Documents.AsNoTracking().SingleAsync(d => d.FolderId == desk.Folder, Ct));
        await using (Server.Services.GetRequiredService<DocumentStore>().Resume(document))
        {
            using var second = await desk.PatchAsync(at, 0, new ByteArrayContent(Jpeg), Ct);
            Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        }

        using var alone = await desk.PatchAsync(at, 0, new ByteArrayContent(Jpeg), Ct);
        Assert.Equal(HttpStatusCode.NoContent, alone.StatusCode);
        using var again = await desk.PatchAsync(at, 0, new ByteArrayContent(Jpeg), Ct);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task The_same_file_and_one_that_looks_alike_are_flagged_in_another_case()
    {
        using var first = await DocumentDesk.OpenAsync(Server, Ct);
        using var second = await DocumentDesk.OpenAsync(Server, Ct);
        var picture = SampleDocuments.Receipt(41);
        await first.SendAsync(SampleDocuments.Receipt(42), Ct);
        await first.SendAsync(picture, Ct);
        await second.SendAsync(SampleDocuments.Receipt(43), Ct);
        Assert.Empty(await second.FoldersAsync(folders => folders.TwinsAsync(second.Folder, Ct), Ct));
        await second.SendAsync(picture, Ct);
        // Compressed once more, and much.
        await second.SendAsync(SampleDocuments.Receipt(42, quality: 50), Ct);
        Assert.Equal(
            [(2, first.Folder, 2, true), (3, first.Folder, 1, false)],
            (await second.FoldersAsync(folders => folders.TwinsAsync(second.Folder, Ct), Ct)).Select(t => (t.Number, t.OtherFolder, t.OtherNumber, t.IsSameContent)));
        // The fingerprint is keyed: nobody with the database alone can look for a picture that they have.
        var mac = await Server.WithDatabaseAsync(db => db.Documents.Where(d => d.FolderId == first.Folder && d.Number == 2).Select(d => d.ContentMac).SingleAsync(Ct));
        Assert.NotEqual(System.Security.Cryptography.SHA256.HashData(picture), mac);
    }

    [Fact]
    public async Task A_case_that_is_over_takes_none_and_its_documents_go_when_their_time_is_over()
    {
        using var refused = await DocumentDesk.OpenAsync(Server, Ct);
        using var granted = await DocumentDesk.OpenAsync(Server, Ct);
        var (one, two) = (await refused.SendAsync(Jpeg, Ct), await granted.SendAsync(Jpeg, Ct));
        Assert.Null(await refused.FoldersAsync(folders => folders.HandInAsync(refused.Folder, Ct), Ct));
        Assert.Null(await granted.FoldersAsync(folders => folders.HandInAsync(granted.Folder, Ct), Ct));
        await refused.FoldersAsync(async folders => { await folders.EndAsync(refused.Folder, DocumentOutcome.Refused, Ct); return 0; }, Ct);
        await granted.FoldersAsync(async folders => { await folders.EndAsync(granted.Folder, DocumentOutcome.Granted, Ct); return 0; }, Ct);
        using var more = await refused.CallAsync(HttpMethod.Post, Tus.Path, Ct, null, ("Upload-Length", "100"));
        Assert.Equal(HttpStatusCode.Conflict, more.StatusCode);
        using var removed = await refused.CallAsync(HttpMethod.Delete, $"{Tus.Path}/{one.Id}", Ct);
        Assert.Equal(HttpStatusCode.Conflict, removed.StatusCode);
        Assert.Null((await refused.FoldersAsync(folders => folders.PageAsync(refused.Folder, 1, 1, Ct), Ct)).Refusal);
        Assert.Equal("documents_sealed", (await granted.FoldersAsync(folders => folders.PageAsync(granted.Folder, 1, 1, Ct), Ct)).Refusal!.Code);

        Server.Clock.Advance(DocumentRules.KeptAfterRefusal - TimeSpan.FromSeconds(1));
        await Server.SweepAsync<SweepDocuments>(Ct);
        Assert.NotEmpty(FilesOf(one.Id));
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Server.SweepAsync<SweepDocuments>(Ct);
        Assert.Empty(FilesOf(one.Id));
        Assert.NotEmpty(FilesOf(two.Id));
        Assert.Equal(0, await Server.WithDatabaseAsync(db => db.Documents.CountAsync(d => d.FolderId == refused.Folder, Ct)));
        Server.Clock.Advance(DocumentRules.KeptAfterGrant - DocumentRules.KeptAfterRefusal);
        await Server.SweepAsync<SweepDocuments>(Ct);
        Assert.Empty(FilesOf(two.Id));
    }

    [Fact]
    public async Task What_was_never_handed_in_goes_as_soon_as_its_draft_is_over()
    {
        using var draft = await DocumentDesk.OpenAsync(Server, Ct);
        using var asked = await DocumentDesk.OpenAsync(Server, Ct);
        var (never, handedIn) = (await draft.SendAsync(Jpeg, Ct), await asked.SendAsync(Jpeg, Ct));
        Assert.Null(await asked.FoldersAsync(folders => folders.HandInAsync(asked.Folder, Ct), Ct));
        Assert.Null(await asked.FoldersAsync(folders => folders.ReopenAsync(asked.Folder, Ct), Ct));
        var late = await asked.SendAsync(SampleDocuments.Receipt(6), Ct);
        await Server.SweepAsync<SweepDocuments>(Ct);
        Assert.All(new[] { never, late }, document => Assert.NotEmpty(FilesOf(document.Id)));

        foreach (var desk in new[] { draft, asked })
        {
            await desk.FoldersAsync(async folders => { await folders.EndAsync(desk.Folder, DocumentOutcome.Refused, Ct); return 0; }, Ct);
        }

        await Server.SweepAsync<SweepDocuments>(Ct);
        Assert.All(new[] { never, late }, document => Assert.Empty(FilesOf(document.Id)));
        Assert.NotEmpty(FilesOf(handedIn.Id));
        Assert.Equal([handedIn.Id], (await Server.WithDatabaseAsync(db => db.Documents.Where(d => d.FolderId == draft.Folder || d.FolderId == asked.Folder).Select(d => d.Id).ToListAsync(Ct))).Select(id => id.ToString("N")));
    }

    [Fact]
    public async Task Drafts_that_send_much_keep_nobody_else_waiting()
    {
        using var honest = await DocumentDesk.OpenAsync(Server, Ct);
        DocumentDesk[] noisy = [await DocumentDesk.OpenAsync(Server, Ct), await DocumentDesk.OpenAsync(Server, Ct)];
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        // Put straight in: what comes by requests would be looked at meanwhile.
        foreach (var desk in noisy)
        {
            for (var i = 0; i < DocumentRules.MostInFolder; i++)
            {
                await desk.FoldersAsync(async folders => { await folders.PutAsync(desk.Folder, DocumentKind.Receipt, Jpeg, Ct); return 0; }, Ct);
            }
        }

        await honest.FoldersAsync(async folders => { await folders.PutAsync(honest.Folder, DocumentKind.Receipt, Jpeg, Ct); return 0; }, Ct);
        var (looking, most) = (Server.Services.GetServices<IHostedService>().OfType<LookAtDocuments>().Single(), 0);
        for (var i = 0; i < 3000 && !await Server.WithDatabaseAsync(db => db.Documents.AnyAsync(d => d.FolderId == honest.Folder && d.State == DocumentState.Kept, Ct)); i++)
        {
            most = Math.Max(most, looking.UnderWay);
            await Task.Delay(10, Ct);
        }

        var waiting = await Server.WithDatabaseAsync(db => db.Documents.CountAsync(d => d.FolderId != honest.Folder && d.State == DocumentState.Received, Ct));
        Assert.True(waiting >= 3, $"{waiting} of those who send much still wait");
        Assert.Equal(2, most);
        Array.ForEach(noisy, desk => desk.Dispose());
    }

    [Fact]
    public async Task Drawing_has_a_budget_for_each_case_and_each_network()
    {
        var options = Server.Services.GetRequiredService<IOptions<DocumentOptions>>().Value;
        var (perCase, perNetwork, always, address) = (options.SecondsPerCase, options.SecondsPerNetwork, options.SecondsAlways, ServerFixture.NewAddress());
        var perDay = options.MiBPerNetwork;
        try
        {
            Server.Clock.Advance(TimeSpan.FromDays(1));
            options.SecondsPerCase = 1;
            using var one = await DocumentDesk.OpenAsync(Server, Ct, address);
            // Begun before anything was drawn: that is found when their turn comes.
            string[] begun = [await one.BeginAsync(Jpeg.Length, Ct), await one.BeginAsync(Jpeg.Length, Ct)];
            Assert.Equal(("kept", 1), Seen(await FinishAsync(one, begun[0])));
            var late = await FinishAsync(one, begun[1]);
            Assert.Equal(("refused", "document_later"), (late.State, late.Refusal));
            Assert.Equal("document_later", await BeginRefusedAsync(one));
            using var other = await DocumentDesk.OpenAsync(Server, Ct, address);
            Assert.Equal(("kept", 1), Seen(await other.SendAsync(Jpeg, Ct)));

            // By now this network has used three seconds or more: of what is always there a case has its part nevertheless.
            options.SecondsPerCase = perCase;
            options.SecondsPerNetwork = 3;
            using var third = await DocumentDesk.OpenAsync(Server, Ct, address);
            var waiting = await third.BeginAsync(Jpeg.Length, Ct);
            using var fourth = await DocumentDesk.OpenAsync(Server, Ct, address);
            Assert.Equal(("kept", 1), Seen(await fourth.SendAsync(Jpeg, Ct)));
            options.SecondsAlways = 0;
            Assert.Equal("document_later", await BeginRefusedAsync(fourth));
            // What was begun before arrives, waits for its turn, and is not erased.
            using (var sent = await third.PatchAsync(waiting, 0, new ByteArrayContent(Jpeg), Ct))
            {
                Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
            }

            await Task.Delay(TimeSpan.FromSeconds(2), Ct);
            Assert.Equal("received", Assert.Single(await third.ListAsync(Ct)).State);
            Server.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(("kept", 1), Seen(await third.LookedAtAsync(waiting, Ct)));
            Assert.Equal(0, await Server.WithDatabaseAsync(db => db.Documents.CountAsync(d => d.FolderId == third.Folder && d.SentFrom != null, Ct)));

            // So many bytes a day from one place: each MiB that was begun, of what came and not of what was announced. A case has its part nevertheless, until there are too many.
            (options.SecondsPerNetwork, options.MiBPerNetwork) = (perNetwork, 1);
            Assert.Equal("document_later", await BeginRefusedAsync(fourth));
            var elsewhere = ServerFixture.NewAddress();
            using var fifth = await DocumentDesk.OpenAsync(Server, Ct, elsewhere);
            for (var i = 0; i < 6; i++)
            {
                await fifth.BeginAsync(DocumentRules.LargestUpload, Ct);
            }

            for (var i = 0; i < 4; i++)
            {
                using var neighbour = await DocumentDesk.OpenAsync(Server, Ct, elsewhere);
                Assert.Equal(("kept", 1), Seen(await neighbour.SendAsync(Jpeg, Ct)));
            }

            Assert.Equal("document_later", await BeginRefusedAsync(fifth));
        }
        finally
        {
            (options.SecondsPerCase, options.SecondsPerNetwork, options.SecondsAlways, options.MiBPerNetwork) = (perCase, perNetwork, always, perDay);
        }
    }

    [Fact]
    public async Task A_disk_that_is_nearly_full_takes_no_more_and_says_so()
    {
        var options = Server.Services.GetRequiredService<IOptions<DocumentOptions>>().Value;
        var free = options.FreeDiskMiB;
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var at = await desk.BeginAsync(Jpeg.Length, Ct);
        using var some = await desk.PatchAsync(at, 0, new ByteArrayContent(Jpeg[..1000]), Ct);
        try
        {
            options.FreeDiskMiB = 1 << 30;
            Assert.Equal("documents_no_room", await BeginRefusedAsync(desk));
            using var full = await desk.PatchAsync(at, 1000, new ByteArrayContent(Jpeg[1000..]), Ct);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, full.StatusCode);
            Assert.NotNull(full.Headers.RetryAfter);
        }
        finally
        {
            options.FreeDiskMiB = free;
        }

        Assert.Equal(1000, await desk.OffsetAsync(at, Ct));
        using var rest = await desk.PatchAsync(at, 1000, new ByteArrayContent(Jpeg[1000..]), Ct);
        Assert.Equal(("kept", 1), Seen(await desk.LookedAtAsync(at, Ct)));
    }

    private static async Task<SentDocument> FinishAsync(DocumentDesk desk, string at)
    {
        using var sent = await desk.PatchAsync(at, 0, new ByteArrayContent(Jpeg), Ct);
        return await desk.LookedAtAsync(at, Ct);
    }

    private static async Task<string?> BeginRefusedAsync(DocumentDesk desk)
    {
        using var refused = await desk.CallAsync(HttpMethod.Post, Tus.Path, Ct, null, ("Upload-Length", "100"));
        using var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Ct));
        return problem.RootElement.GetProperty("type").GetString()!.Split(':')[^1];
    }

    [Fact]
    public async Task An_upload_that_nobody_goes_on_with_is_given_up_after_a_day()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var at = await desk.BeginAsync(Jpeg.Length, Ct);
        using var some = await desk.PatchAsync(at, 0, new ByteArrayContent(Jpeg[..1000]), Ct);
        Server.Clock.Advance(DocumentRules.UploadTime - TimeSpan.FromSeconds(1));
        await Server.SweepAsync<SweepDocuments>(Ct);
        Assert.NotEmpty(FilesOf(at.Split('/')[^1]));
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        desk.Key = Server.Services.GetRequiredService<DocumentKeys>().Of(desk.Folder, Server.Clock.GetUtcNow());
        using var late = await desk.CallAsync(HttpMethod.Head, at, Ct);
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        await Server.SweepAsync<SweepDocuments>(Ct);
        Assert.Empty(FilesOf(at.Split('/')[^1]));
    }

    [Fact]
    public async Task An_upload_that_goes_on_byte_by_byte_ends_after_three_days()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        var at = await desk.BeginAsync(Jpeg.Length, Ct);
        for (var hours = 0; hours < 69; hours += 23)
        {
            desk.Key = Server.Services.GetRequiredService<DocumentKeys>().Of(desk.Folder, Server.Clock.GetUtcNow());
            using var some = await desk.PatchAsync(at, hours / 23, new ByteArrayContent(Jpeg[(hours / 23)..((hours / 23) + 1)]), Ct);
            Assert.Equal(HttpStatusCode.NoContent, some.StatusCode);
            Server.Clock.Advance(TimeSpan.FromHours(23));
        }

        desk.Key = Server.Services.GetRequiredService<DocumentKeys>().Of(desk.Folder, Server.Clock.GetUtcNow());
        Assert.Equal(3, await desk.OffsetAsync(at, Ct));
        // Three hours before the end: by its last byte it would wait for a day more.
        using (var last = await desk.PatchAsync(at, 3, new ByteArrayContent(Jpeg[3..4]), Ct))
        {
            Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
        }

        Server.Clock.Advance(TimeSpan.FromHours(3));
        using var late = await desk.CallAsync(HttpMethod.Head, at, Ct);
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
    }

    [Fact]
    public async Task A_form_without_scripts_sends_several_files_and_takes_one_back()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        using var http = Server.Http();
        var path = $"/documents/{desk.Key}";
        Assert.Contains("name=\"document\"", await http.GetStringAsync(new Uri(path, UriKind.Relative), Ct), StringComparison.Ordinal);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(desk.Key), "key" }, { new StringContent(path), "back" }, { new StringContent("box_label"), "kind" },
            { new ByteArrayContent(Jpeg), "document", "../../<b>a</b>.jpg" }, { new ByteArrayContent("<html>"u8.ToArray()), "document", "b.jpg" },
            { new ByteArrayContent(SampleDocuments.Receipt(5)), "document", "c.jpg" },
        };
        using var sent = await http.PostAsync(new Uri("/documents/send", UriKind.Relative), form, Ct);
        Assert.Equal((HttpStatusCode.Redirect, path), (sent.StatusCode, sent.Headers.Location!.ToString()));
        Assert.Equal(["kept box_label", "refused box_label", "kept box_label"], (await desk.ListAsync(Ct)).Select(d => $"{d.State} {d.Kind}"));
        Assert.DoesNotContain("<b>a</b>", await http.GetStringAsync(new Uri(path, UriKind.Relative), Ct), StringComparison.Ordinal);

        using var drop = new FormUrlEncodedContent([new("key", desk.Key), new("back", path), new("id", (await desk.ListAsync(Ct))[0].Id)]);
        using var dropped = await http.PostAsync(new Uri("/documents/remove", UriKind.Relative), drop, Ct);
        Assert.Equal((HttpStatusCode.Redirect, path), (dropped.StatusCode, dropped.Headers.Location!.ToString()));
        Assert.Equal([2, 3], (await desk.ListAsync(Ct)).Select(d => d.Number));
    }

    [Fact]
    public async Task A_form_without_scripts_says_what_a_receipt_says()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        using var http = Server.Http();
        var path = $"/documents/{desk.Key}";
        foreach (var (date, refused) in new[] { ("2026-02-30", "?refused=receipt_malformed"), ("2026-02-28", "") })
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent(desk.Key), "key" }, { new StringContent(path), "back" }, { new StringContent("receipt"), "kind" }, { new StringContent(date), "date" }, { new StringContent("Zoe Quux"), "payer" },
                { new ByteArrayContent(SampleDocuments.Receipt(71)), "document", "a.jpg" },
            };
            using var sent = await http.PostAsync(new Uri("/documents/send", UriKind.Relative), form, Ct);
            Assert.Equal(path + refused, sent.Headers.Location?.OriginalString);
        }

        var said = Assert.Single(await desk.FoldersAsync(folders => folders.ListAsync(desk.Folder, Ct), Ct)).Words;
        Assert.Equal(new ReceiptWords(new DateOnly(2026, 2, 28), null, null, "Zoe Quux"), said);
        // Nobody reads that by the key alone.
        Assert.DoesNotContain("Quux", await http.GetStringAsync(new Uri(path, UriKind.Relative), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_with_more_files_than_a_folder_takes_is_not_read_to_its_end()
    {
        using var desk = await DocumentDesk.OpenAsync(Server, Ct);
        using var http = Server.Http();
        using var form = new MultipartFormDataContent { { new StringContent(desk.Key), "key" } };
        for (var file = 0; file < 100; file++)
        {
            form.Add(new ByteArrayContent("<html>"u8.ToArray()), "document", "a.jpg");
        }

        using var sent = await http.PostAsync(new Uri("/documents/send", UriKind.Relative), form, Ct);
        Assert.Equal(DocumentRules.MostInFolder, (await desk.ListAsync(Ct)).Count);
    }

    [Theory]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example", "/")]
    public async Task A_form_leads_to_no_other_server_and_says_why_it_was_refused(string back, string place)
    {
        using var http = Server.Http();
        using var form = new MultipartFormDataContent { { new StringContent("x"), "key" }, { new StringContent(back), "back" }, { new ByteArrayContent(Jpeg), "document", "a.jpg" } };
        using var sent = await http.PostAsync(new Uri("/documents/send", UriKind.Relative), form, Ct);
        Assert.Equal($"{place}?refused=document_key_wrong", sent.Headers.Location!.ToString());
    }

    private static (string State, int Pages) Seen(Client.Documents.SentDocument document) => (document.State, document.Pages);

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private static ByteArrayContent Octets(string text) => new(Encoding.ASCII.GetBytes(text)) { Headers = { ContentType = new(Tus.ContentType) } };

    // The server sees the cut a moment after it was made; what came with the cut itself may be lost.
    private static async Task<long> StandsAsync(DocumentDesk desk, string at, long before, long sent)
    {
        while (true)
        {
            using var answer = await desk.CallAsync(HttpMethod.Head, at, Ct);
            if (answer.IsSuccessStatusCode && long.Parse(Header(answer, "Upload-Offset"), System.Globalization.CultureInfo.InvariantCulture) is var offset)
            {
                Assert.InRange(offset, before, sent);
                return offset;
            }

            await Task.Delay(20, Ct);
        }
    }

    private static Task<byte[]> ReadSharedAsync(string file) => File.ReadAllBytesAsync(file, Ct);

    // In base64 a hash or a sealed key may have any three letters.
    private sealed class HexConverter : System.Text.Json.Serialization.JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Convert.FromHexString(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) => writer.WriteStringValue(Convert.ToHexStringLower(value));
    }

    // The word is written first, then the files go: it may be read in between.
    private async Task NothingIsLeftAsync(string id)
    {
        for (var tries = 0; FilesOf(id).Count > 0 && tries < 100; tries++)
        {
            await Task.Delay(50, Ct);
        }

        Assert.Empty(FilesOf(id));
    }

    private List<string> FilesOf(string id) => [.. Directory.EnumerateFiles(Storage, $"{id}*", SearchOption.AllDirectories)];
}
