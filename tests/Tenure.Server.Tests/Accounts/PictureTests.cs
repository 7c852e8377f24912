using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;
using Tenure.Client;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Accounts.Pictures;
using Tenure.Server.Tests.Hosting;
using static Tenure.Server.Tests.Accounts.RegistrationTests;

namespace Tenure.Server.Tests.Accounts;

public abstract class PictureTests(ServerFixture server) : ServerTests(server)
{
    private static readonly byte[] Jpeg = SamplePictures.Quadrants(SKEncodedImageFormat.Jpeg);

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task A_picture_is_kept_in_three_squares_of_its_middle(SKEncodedImageFormat format)
    {
        var client = await NewHolderAsync();
        var kept = await client.PutPictureAsync(SamplePictures.Quadrants(format, 900, 300), Ct);
        Assert.Equal([64, 192, 512], kept.Sizes);
        Assert.Equal(kept.Picture, (await client.GetAccountAsync(Ct)).Picture);
        foreach (var size in kept.Sizes)
        {
            var picture = await client.GetPictureAsync(size, Ct);
            using var bitmap = SKBitmap.Decode(picture);
            Assert.Equal((size, size), (bitmap.Width, bitmap.Height));
            Assert.Equal("RGBW", SamplePictures.Seen(picture));
        }
    }

    [Fact]
    public async Task Another_picture_replaces_the_one_before_and_none_erases_it()
    {
        var client = await NewHolderAsync();
        var first = await client.PutPictureAsync(Jpeg, Ct);
        var second = await client.PutPictureAsync(SamplePictures.Gif(1), Ct);
        Assert.NotEqual(first.Picture, second.Picture);
        Assert.Equal(second.Picture, (await client.GetAccountAsync(Ct)).Picture);
        Assert.Equal(3, await RowsAsync(client));

        await client.RemovePictureAsync(Ct);
        await client.RemovePictureAsync(Ct);
        Assert.Null((await client.GetAccountAsync(Ct)).Picture);
        Assert.Equal(0, await RowsAsync(client));
        await RefusedAsync("not_found", () => client.GetPictureAsync(64, Ct));
    }

    [Theory]
    [InlineData(1, "RGBW")]
    [InlineData(2, "GRWB")]
    [InlineData(3, "WBGR")]
    [InlineData(4, "BWRG")]
    [InlineData(5, "RBGW")]
    [InlineData(6, "BRWG")]
    [InlineData(7, "WGBR")]
    [InlineData(8, "GWRB")]
    public async Task A_picture_stands_upright_and_its_place_and_camera_are_gone(byte orientation, string seen)
    {
        var client = await NewHolderAsync();
        var photo = SamplePictures.WithSegment(Jpeg, 0xE1, SamplePictures.Exif(orientation));
        photo = SamplePictures.WithSegment(photo, 0xE1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRETXMP</x:xmpmeta>"u8);
        Assert.Contains("SECRETCAM", Encoding.Latin1.GetString(photo), StringComparison.Ordinal);
        await client.PutPictureAsync(photo, Ct);
        foreach (var size in PictureRules.Sizes)
        {
            var picture = await client.GetPictureAsync(size, Ct);
            Assert.Equal(seen, SamplePictures.Seen(picture));
            var text = Encoding.Latin1.GetString(picture);
            Assert.All(new[] { "Exif", "SECRET", "xmp", "ICC_PROFILE", "http" }, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_page_hidden_in_a_picture_is_gone_afterwards()
    {
        const string Page = "<html><script>alert(document.domain)</script></html>";
        var client = await NewHolderAsync();
        await client.PutPictureAsync((byte[])[.. SamplePictures.WithSegment(Jpeg, 0xFE, Encoding.ASCII.GetBytes(Page)), .. Encoding.ASCII.GetBytes(Page)], Ct);
        foreach (var size in PictureRules.Sizes)
        {
            Assert.DoesNotContain("script", Encoding.Latin1.GetString(await client.GetPictureAsync(size, Ct)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("BM000000000000000000000000000000000000")]
    [InlineData("GIF89a")]
    [InlineData("")]
    public async Task What_is_no_picture_is_refused_whatever_it_is_called(string content)
    {
        var client = await NewHolderAsync();
        using var body = new ByteArrayContent(Encoding.ASCII.GetBytes(content));
        body.Headers.ContentType = new("image/png");
        Assert.Equal((HttpStatusCode.BadRequest, "picture_unreadable", "picture"), await PutAsync(client, body));
        Assert.Null((await client.GetAccountAsync(Ct)).Picture);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    [InlineData("image/png")]
    public async Task A_picture_is_known_by_its_content_and_not_by_its_type(string type)
    {
        var client = await NewHolderAsync();
        using var body = new ByteArrayContent(Jpeg);
        body.Headers.ContentType = new(type);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(client, body)).Status);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task A_truncated_picture_is_refused_and_the_one_before_stays(SKEncodedImageFormat format)
    {
        var client = await NewHolderAsync();
        var before = await client.PutPictureAsync(Jpeg, Ct);
        var whole = SamplePictures.Quadrants(format);
        foreach (var length in new[] { 20, whole.Length / 2, whole.Length - 40 })
        {
            Assert.Equal("picture", (await RefusedAsync("picture_unreadable", () => client.PutPictureAsync(whole.AsMemory(0, length), Ct))).Problem.Field);
        }

        Assert.Equal(before.Picture, (await client.GetAccountAsync(Ct)).Picture);
        Assert.Equal("RGBW", SamplePictures.Seen(await client.GetPictureAsync(64, Ct)));
    }

    [Theory]
    [InlineData(100_000, 100_000)]
    [InlineData(10_001, 5_000)]
    [InlineData(2_000_000_000, 2_000_000_000)]
    public async Task A_picture_bomb_is_refused_before_it_is_decoded(int width, int height)
    {
        var client = await NewHolderAsync();
        var refused = await Assert.ThrowsAsync<TenureProblemException>(() => client.PutPictureAsync(SamplePictures.Png(width, height, SamplePictures.PlainPng(100, 100)), Ct));
        Assert.Contains(refused.Code, new[] { "picture_too_many_pixels", "picture_unreadable" });
        Assert.Equal("picture", refused.Problem.Field);
        await client.PutPictureAsync(Jpeg, Ct);
    }

    [Fact]
    public async Task Fifty_megapixels_are_taken_and_one_row_more_is_not()
    {
        var client = await NewHolderAsync();
        await client.PutPictureAsync(SamplePictures.PlainPng(10_000, 5_000), Ct);
        await RefusedAsync("picture_too_many_pixels", () => client.PutPictureAsync(SamplePictures.PlainPng(10_000, 5_001), Ct));
    }

    [Fact]
    public async Task Of_thousands_of_frames_the_first_is_kept()
    {
        var client = await NewHolderAsync();
        await client.PutPictureAsync(SamplePictures.Gif(20_000), Ct);
        Assert.NotNull((await client.GetAccountAsync(Ct)).Picture);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ten_megabytes_are_taken_and_one_byte_more_is_not(bool says)
    {
        var client = await NewHolderAsync();
        byte[] most = [.. Jpeg, .. new byte[PictureRules.LargestUpload - Jpeg.Length]];
        await client.PutPictureAsync(most, Ct);
        using var body = says ? (HttpContent)new ByteArrayContent([.. most, 0]) : new StreamContent(new Unsized([.. most, 0]));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "picture_too_large", "picture"), await PutAsync(client, body));
    }

    [Fact]
    public async Task A_picture_is_served_to_its_holder_alone_and_as_nothing_but_a_picture()
    {
        var client = await NewHolderAsync();
        await client.PutPictureAsync(Jpeg, Ct);
        using var answer = await GetAsync(client, "/api/v1/account/picture?size=64");
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(answer.Headers.CacheControl!.Private);
        using var again = await GetAsync(client, "/api/v1/account/picture?size=64", answer.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);

        using var nobody = await Server.Http().GetAsync(new Uri("/api/v1/account/picture", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        await RefusedAsync("not_found", async () => await (await NewHolderAsync()).GetPictureAsync(64, Ct));
        Assert.Equal("size", (await RefusedAsync("malformed", () => client.GetPictureAsync(65, Ct))).Problem.Field);
    }

    [Fact]
    public async Task When_all_places_are_taken_the_server_says_that_it_is_busy()
    {
        var client = await NewHolderAsync();
        var queue = Server.Services.GetRequiredService<PictureQueue>();
        var places = new List<IDisposable>();
        for (byte third = 1; Enter(third) is { } place; third++)
        {
            places.Add(place);
        }

        Assert.Equal(9, places.Count);
        Assert.NotNull((await RefusedAsync("busy", () => client.PutPictureAsync(Jpeg, Ct))).RetryAfter);
        places.ForEach(place => place.Dispose());
        await client.PutPictureAsync(Jpeg, Ct);

        // Two from one network, and its third waits while others go on.
        using var first = Assert.IsAssignableFrom<IDisposable>(Enter(1));
        using (Assert.IsAssignableFrom<IDisposable>(Enter(1)))
        {
            Assert.Null(Enter(1));
            Enter(2)!.Dispose();
        }

        Assert.IsAssignableFrom<IDisposable>(Enter(1)).Dispose();

        IDisposable? Enter(byte third) => queue.Enter(new AccountId(new Guid(RandomNumberGenerator.GetBytes(16))), Network.Of(new IPAddress([10, 0, third, 1])));
    }

    [Fact]
    public async Task An_account_sends_one_picture_at_a_time_and_sixty_an_hour()
    {
        var client = await NewHolderAsync();
        for (var i = 0; i < 60; i++)
        {
            await RefusedAsync("picture_unreadable", () => client.PutPictureAsync("no picture"u8.ToArray(), Ct));
        }

        Assert.NotNull((await RefusedAsync("rate_limited", () => client.PutPictureAsync(Jpeg, Ct))).RetryAfter);
        Server.Clock.Advance(TimeSpan.FromHours(1));
        var other = await NewHolderAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OutcomeAsync(() => other.PutPictureAsync(Jpeg, Ct))));
        Assert.Contains("done", outcomes);
        Assert.All(outcomes, outcome => Assert.Contains(outcome, new[] { "done", "busy" }));
    }

    [Fact]
    public async Task A_picture_comes_and_goes_on_the_page_without_scripts()
    {
        var person = await Person.RegisterAsync(Server, Ct, nickname: "anna");
        using var browser = await Browser.OfAsync(Server, person, Ct);
        Assert.Contains(">A</span>", await browser.ReadAsync("/", Ct), StringComparison.Ordinal);
        using var sent = await browser.UploadAsync("/profile", "/profile/picture", "picture", Jpeg, Ct);
        Assert.Equal((HttpStatusCode.Found, "/profile?saved=true"), (sent.StatusCode, sent.Headers.Location!.OriginalString));
        Assert.Contains("<img class=\"face\" src=\"/profile/picture?size=64&amp;v=", await browser.ReadAsync("/", Ct), StringComparison.Ordinal);
        using var shown = await browser.GetAsync("/profile/picture?size=192", Ct);
        Assert.Equal("RGBW", SamplePictures.Seen(await shown.Content.ReadAsByteArrayAsync(Ct)));

        using var wrong = await browser.UploadAsync("/profile", "/profile/picture", "picture", "<svg/>"u8.ToArray(), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("href=\"#picture\"", await wrong.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var none = await browser.UploadAsync("/profile", "/profile/picture", "picture", [], Ct);
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        using var large = await browser.UploadAsync("/profile", "/profile/picture", "picture", new byte[PictureRules.LargestUpload + 1], Ct);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Contains("id=\"picture-problem\"", await large.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        using var removed = await browser.SubmitAsync("/profile", Ct, ("_handler", "remove-picture"));
        Assert.Equal(HttpStatusCode.Found, removed.StatusCode);
        Assert.DoesNotContain("<img", await browser.ReadAsync("/profile", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strangers_page_cannot_change_the_picture()
    {
        var person = await Person.RegisterAsync(Server, Ct);
        using var browser = await Browser.OfAsync(Server, person, Ct);
        using var forged = await browser.UploadAsync("/profile", "/profile/picture", "picture", Jpeg, Ct, withToken: false);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Null((await (await person.SignInAsync(Server, Ct)).GetAccountAsync(Ct)).Picture);
    }

    private async Task<TenureClient> NewHolderAsync() => await (await Person.RegisterAsync(Server, Ct)).SignInAsync(Server, Ct);

    private async Task<(HttpStatusCode Status, string? Code, string? Field)> PutAsync(TenureClient client, HttpContent body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/account/picture") { Content = body };
        // The server says no to the length alone; without this the client would still be sending when it hangs up.
        request.Headers.ExpectContinue = true;
        request.Headers.Authorization = new("Bearer", client.AccessToken);
        using var answer = await Server.Http().SendAsync(request, Ct);
        var problem = answer.IsSuccessStatusCode ? null : await answer.Content.ReadFromJsonAsync<Problem>(Ct);
        return (answer.StatusCode, problem?.Code, problem?.Field);
    }

    private async Task<HttpResponseMessage> GetAsync(TenureClient client, string path, string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", client.AccessToken);
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.ParseAdd(tag);
        }

        return await Server.Http().SendAsync(request, Ct);
    }

    private async Task<int> RowsAsync(TenureClient client)
    {
        var number = AccountNumber.FromStored((await client.GetAccountAsync(Ct)).Number);
        return await Server.WithDatabaseAsync(async db =>
        {
            var id = await db.Accounts.Where(a => a.Number == number).Select(a => a.Id).SingleAsync(Ct);
            return await db.AccountPictures.CountAsync(p => p.AccountId == id, Ct);
        });
    }

    /// <summary>Tells nobody how long it is.</summary>
    private sealed class Unsized(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
