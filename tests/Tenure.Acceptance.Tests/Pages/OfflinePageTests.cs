using System.Buffers.Text;
using System.Diagnostics;
using Microsoft.Playwright;
using Tenure.Acceptance.Tests.CommandLine;
using Tenure.Protocols.Offline;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>A virtual phone without a network is let go in a browser without scripts: its question goes to the page, the ticket back to it.</summary>
[Collection("pages")]
public sealed class OfflinePageTests(PageStage stage) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tenure-offline-page").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private KillablePhone Phone => new(Path.Combine(folder, "phone"));

    private string Question => Path.Combine(folder, "question");

    private string Answer => Path.Combine(folder, "answer");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("a file", "a file")]
    [InlineData("typed groups", "typed groups")]
    [InlineData("a file", "a picture")]
    public async Task A_phone_is_free_after_its_question_went_to_the_page_and_the_ticket_came_back(string there, string back)
    {
        stage.Used();
        var (page, id) = await ActivatedAsync();
        await Phone.RunAsync("wipe", []);
        File.Delete(Question);
        var booting = Phone.RunAsync("boot", ["--server", "http://localhost:9", "--challenge-out", Question, "--ticket-in", Answer]);
        for (var waited = Stopwatch.StartNew(); !File.Exists(Question) && waited.Elapsed < TimeSpan.FromSeconds(30) && !booting.IsCompleted;)
        {
            await Task.Delay(20, Ct);
        }

        await page.GotoAsync($"/devices/{id}");
        await page.ClickAsync($"a[href='/devices/{id}/offline']");
        if (there == "a file")
        {
            await page.SetInputFilesAsync("#file", Question);
        }
        else
        {
            await page.FillAsync("#question", CheckedGroups.Write(Base64Url.DecodeFromChars((await File.ReadAllTextAsync(Question, Ct)).Trim())).ToLowerInvariant());
        }

        await page.FillAsync("#password", PageStage.Password);
        await page.FillAsync("#code", await stage.Server.PaperAsync(id, Ct));
        await PageStage.SubmitAsync(page);
        Assert.Equal("The ticket for your phone", await page.Locator("h1").InnerTextAsync());
        File.Move(await TakeAsync(page, back), Answer);

        var freed = await booting;
        Assert.True(freed.GetProperty("state").GetString() == "wizard", freed.ToString());
        Assert.Contains("released", freed.GetProperty("events").EnumerateArray().Select(e => e.GetString()));
        await Phone.RunAsync("boot", []);
        await page.GotoAsync("/devices");
        Assert.Equal(0, await page.Locator(".tile").CountAsync());
    }

    private async Task<string> TakeAsync(IPage page, string way)
    {
        var taken = Path.Combine(folder, "taken");
        switch (way)
        {
            case "a file":
                var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a[download='tenure-ticket.txt']"));
                await download.SaveAsAsync(taken);
                break;
            case "typed groups":
                await File.WriteAllTextAsync(taken, string.Join('\n', await page.Locator(".groups code").AllInnerTextsAsync()).ToLowerInvariant(), Ct);
                break;
            default:
                var picture = Path.Combine(folder, "picture.png");
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
                await page.SetViewportSizeAsync(1280, 800);
                await page.Locator(".qr").ScreenshotAsync(new LocatorScreenshotOptions { Path = picture });
                var read = await Tool.Zbar().RunAsync(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture], Ct);
                await File.WriteAllTextAsync(taken, read.Output, Ct);
                break;
        }

        return taken;
    }

    private async Task<(IPage Page, string Id)> ActivatedAsync()
    {
        var email = PageStage.NewEmail();
        var page = await stage.NewPageAsync(scripts: false);
        await stage.RegisterAsync(page, email, Ct);
        await Phone.RunAsync("new", ["--server", stage.Server.Address.OriginalString]);
        using var http = stage.Server.Http();
        var made = await Phone.RunAsync("boot", ["--sign-in", email, "--trust-server", "--password", PageStage.Password, "--accept-terms", "--code-stdin"], ct => MailedCodes.NextAsync(http, email, 1, ct));
        Assert.True(made.GetProperty("state").GetString() == "running", made.ToString());
        return (page, made.GetProperty("deviceId").GetString()!);
    }
}
