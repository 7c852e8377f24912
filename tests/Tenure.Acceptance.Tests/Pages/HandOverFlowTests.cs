using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>What people do in a browser with somebody else, or to leave: without scripts, except where one shows how far it is.</summary>
[Collection("pages")]
public sealed partial class HandOverFlowTests(PageStage stage) : IDisposable
{
    // A grey point.
    private const string Point = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-hand-over").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_holder_shows_a_picture_another_person_scans_it_and_both_say_yes()
    {
        stage.Used();
        var (email, taker) = (PageStage.NewEmail(), PageStage.NewEmail());
        var (giver, other) = (await stage.NewPageAsync(scripts: false), await stage.NewPageAsync(scripts: false));
        await stage.RegisterAsync(giver, email, Ct);
        await stage.RegisterAsync(other, taker, Ct);
        var device = await stage.ActivatePhoneAsync(email, Ct);
        await giver.GotoAsync($"/devices/{device}/transfer");
        await giver.FillAsync("#password", PageStage.Password);
        await giver.FillAsync("#code", await stage.Server.PaperAsync(device, Ct));
        await PressAsync(giver, "transfer");
        await PressAsync(giver, "show-code");
        var digits = Blank().Replace(await giver.Locator("#state ~ .lead").InnerTextAsync(), "");
        Assert.Matches("^[0-9]{8}$", digits);

        // The link fills the field in; nothing is looked at before a button is pressed.
        var link = await ScanAsync(giver);
        Assert.Equal("/transfer", new Uri(link).AbsolutePath);
        await other.GotoAsync(new Uri(link).PathAndQuery);
        Assert.Equal(digits, await other.InputValueAsync("#code"));
        await PressAsync(other, "look");
        var seen = await other.Locator("main").InnerTextAsync();
        Assert.Contains("Tenure One", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(email, seen, StringComparison.OrdinalIgnoreCase);
        await other.FillAsync("#password", PageStage.Password);
        await PressAsync(other, "take");
        Assert.Contains("Now its holder confirms", await other.Locator("[role=status]").InnerTextAsync(), StringComparison.Ordinal);

        await giver.GotoAsync($"/devices/{device}/transfer");
        Assert.Equal("Somebody typed the code", await giver.Locator("#state").InnerTextAsync());
        Assert.DoesNotContain(taker, await giver.Locator("main").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        await giver.FillAsync("#password", PageStage.Password);
        await PressAsync(giver, "confirm");
        Assert.Equal("Confirmed", await giver.Locator("#state").InnerTextAsync());
        // The picture of before opens nothing any more.
        await other.GotoAsync(new Uri(link).PathAndQuery);
        await PressAsync(other, "look");
        Assert.NotEqual("", await other.Locator("#problem").InnerTextAsync());
    }

    [Fact]
    public async Task Who_asks_for_a_deletion_sees_it_on_every_page_and_keeps_the_account_with_one_button()
    {
        stage.Used();
        var email = PageStage.NewEmail();
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, email, Ct);
        await page.GotoAsync("/security/deletion");
        Assert.Equal(1, await page.Locator("main a[href='/security/export']").CountAsync());
        await PressAsync(page, "send-deletion");
        await page.FillAsync("#password", PageStage.Password);
        await page.FillAsync("#code", await stage.Server.LastCodeAsync(email, Ct));
        await PressAsync(page, "delete");
        Assert.Equal(1, await page.Locator("#asked").CountAsync());
        foreach (var path in (string[])["/", "/profile"])
        {
            await page.GotoAsync(path);
            Assert.True(await page.Locator("section.banner").IsVisibleAsync());
        }

        await page.Locator("section.banner button").ClickAsync();
        Assert.Equal("/security/deletion", new Uri(page.Url).AbsolutePath);
        Assert.Equal(0, await page.Locator("section.banner").CountAsync());
        Assert.NotEqual("", await page.Locator("[role=status]").InnerTextAsync());
    }

    [Fact]
    public async Task Who_finds_a_phone_and_its_holder_write_to_each_other()
    {
        stage.Used();
        var email = PageStage.NewEmail();
        var (holder, finder) = (await stage.NewPageAsync(scripts: false), await stage.NewPageAsync(scripts: false));
        await stage.RegisterAsync(holder, email, Ct);
        await finder.GotoAsync("/contact?code=" + await stage.ActivateFoundPhoneAsync(email, Ct));
        await finder.FillAsync("#text", "It lies at the station.");
        await PressAsync(finder, "open");
        Assert.StartsWith("/contact/", new Uri(finder.Url).AbsolutePath, StringComparison.Ordinal);

        await holder.GotoAsync("/contacts");
        await holder.Locator("main .rows a").First.ClickAsync();
        Assert.Equal(["It lies at the station."], await holder.Locator(".written").AllInnerTextsAsync());
        await holder.FillAsync("#text", "Thank you, I come at noon.");
        await PressAsync(holder, "answer");
        await finder.ReloadAsync();
        Assert.Equal(["It lies at the station.", "Thank you, I come at noon."], await finder.Locator(".written").AllInnerTextsAsync());
        Assert.DoesNotContain(email, await finder.ContentAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_person_asks_for_everything_waits_for_it_and_fetches_it_once()
    {
        stage.Used();
        var email = PageStage.NewEmail();
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, email, Ct);
        var device = await stage.ActivatePhoneAsync(email, Ct);
        await page.GotoAsync("/security/export");
        await page.FillAsync("#password", PageStage.Password);
        await page.FillAsync("#code", await stage.Server.PaperAsync(device, Ct));
        await PressAsync(page, "export");
        var fetch = page.Locator("form[action='/security/export/file']");
        for (var waited = 0; waited < 120 && await fetch.CountAsync() == 0; waited++)
        {
            await Task.Delay(250, Ct);
            await page.GotoAsync("/security/export");
        }

        await page.FillAsync("#password", PageStage.Password);
        await page.FillAsync("#code", await stage.Server.PaperAsync(device, Ct));
        var download = await page.RunAndWaitForDownloadAsync(() => fetch.Locator("button[type=submit]").ClickAsync());
        Assert.Matches(@"^tenure-export-\d{4}-\d{2}-\d{2}\.zip$", download.SuggestedFilename);
        await using (var zip = await ZipFile.OpenReadAsync(await download.PathAsync(), Ct))
        {
            Assert.Contains("account.json", zip.Entries.Select(entry => entry.FullName));
        }

        await page.GotoAsync("/security/export");
        Assert.Equal(0, await fetch.CountAsync());
    }

    [Fact]
    public async Task Who_sends_a_document_sees_how_far_it_is()
    {
        stage.Used();
        var page = await stage.NewPageAsync();
        await page.GotoAsync($"/documents/{await stage.Server.OpenDocumentsAsync(Ct)}");
        // Three pieces; the last one is held until it was seen how far the others brought it.
        var (pieces, seen) = (0, new TaskCompletionSource());
        await page.RouteAsync("**/*", async route =>
        {
            if (route.Request.Method == "PATCH" && Interlocked.Increment(ref pieces) == 3)
            {
                await seen.Task;
            }

            await route.ContinueAsync();
        });
        await page.SetInputFilesAsync("#document", new FilePayload { Name = "receipt.png", MimeType = "image/png", Buffer = [.. Convert.FromBase64String(Point), .. new byte[1_200_000]] });
        var bar = page.Locator(".sending progress");
        Assert.False(await bar.IsVisibleAsync());
        await page.Locator("form.documents button[type=submit]").ClickAsync();
        var far = 0.0;
        for (var waited = 0; waited < 300 && far < 80; waited++)
        {
            await Task.Delay(100, Ct);
            far = await bar.EvaluateAsync<double>("b => b.value");
        }

        Assert.InRange(far, 80, 95);
        Assert.True(await bar.IsVisibleAsync());
        Assert.NotEqual("", await page.Locator(".sending [aria-live]").InnerTextAsync());
        seen.SetResult();
        await page.Locator(".rows li").First.WaitForAsync();
    }

    private static Task PressAsync(IPage page, string form) => page.Locator($"form:has(input[name=_handler][value={form}]) button[type=submit]").ClickAsync();

    private async Task<string> ScanAsync(IPage page)
    {
        var picture = Path.Combine(folder, "picture.png");
        await page.Locator(".qr").ScreenshotAsync(new LocatorScreenshotOptions { Path = picture });
        var read = await Tool.Zbar().RunAsync(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture], Ct);
        Assert.True(read.ExitCode == 0, read.Text);
        return read.Output.Trim();
    }

    [GeneratedRegex(@"\s")]
    private static partial Regex Blank();
}
