using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>The page of <c>tenure flash --ui</c> in a real browser: three virtual phones at once, one of them pulled out in the middle.</summary>
[Collection("pages")]
public sealed class FlashPageTests(PageStage stage)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Three_phones_are_flashed_by_keyboard_and_one_that_is_pulled_out_says_what_to_do() => PlayAsync(isDrawn: false);

    /// <summary>For docs/pictures: <c>eng/screenshots</c> runs it.</summary>
    [Fact(Explicit = true)]
    [Trait("Category", "Screenshots")]
    public Task Draw() => PlayAsync(isDrawn: true);

    private async Task PlayAsync(bool isDrawn)
    {
        stage.Used();
        await using var station = await FlashStation.StartAsync(3, Ct);
        var page = await stage.NewPageAsync();
        await page.GotoAsync(station.Address);

        // Nothing is chosen for anybody, and locking comes last.
        Assert.Equal(["clean", "keep", "lock"], await page.Locator("input[name=data]").EvaluateAllAsync<string[]>("all => all.map(one => one.value)"));
        Assert.Equal(0, await page.Locator("input[name=data]:checked").CountAsync());
        Assert.Empty(await PageAccessibilityTests.LookAsync(page, " before anything"));
        await RequireLanguagesAsync(page, station.Address);

        await TabToAsync(page, "#devices");
        await page.Keyboard.TypeAsync("nowhere");
        await TabToAsync(page, "input[name=data][value=clean]");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "button.main");
        await page.Keyboard.PressAsync("Enter");
        Assert.Contains("nowhere", await page.Locator("[role=alert]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("nowhere", await page.InputValueAsync("#devices"));
        Assert.Empty(await PageAccessibilityTests.LookAsync(page, " after wrong input"));
        await RequireLanguagesAsync(page, station.Address);

        await TabToAsync(page, "#devices");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(string.Join('\n', station.Phones.Select(phone => phone.Address)));
        await TabToAsync(page, "input[name=data][value=clean]");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "button.main");
        await page.Keyboard.PressAsync("Enter");

        var rows = page.Locator("#rows > tr");
        for (var i = 0; i < 3; i++)
        {
            // Each stops in the middle of the second image.
            await Assertions.Expect(Cell(i, 4)).ToContainTextAsync("Writing super");
            await Assertions.Expect(Cell(i, 5)).ToHaveTextAsync("running");
            await Assertions.Expect(Cell(i, 2)).ToContainTextAsync(new Regex("[1-9][0-9] %"));
            await Assertions.Expect(Cell(i, 4)).ToContainTextAsync(new Regex("[0-9.]+ of [0-9.]+ MB, [0-9.]+ MB/s, [0-9:]+ left"));
            await Assertions.Expect(Cell(i, 4)).ToContainTextAsync(new Regex("gives up in [0-9]+ s"));
        }

        Assert.Empty(await PageAccessibilityTests.LookAsync(page, " while three are flashed"));
        await (isDrawn ? Pictures.DrawAsync(page, "flash-running", whole: true) : Task.CompletedTask);
        station.Phones[1].PullOut();
        await Assertions.Expect(Cell(1, 5)).ToHaveTextAsync("error");
        await Assertions.Expect(Cell(1, 4)).ToContainTextAsync("Connect it again in the same mode and press Flash again: it goes on where it stopped.");
        await Assertions.Expect(Cell(0, 5)).ToHaveTextAsync("running");
        station.Phones[0].GoOn();
        station.Phones[2].GoOn();
        await Assertions.Expect(Cell(0, 5)).ToHaveTextAsync("success");
        await Assertions.Expect(Cell(2, 5)).ToHaveTextAsync("success");
        await Assertions.Expect(page.Locator("#news")).ToContainTextAsync("error");
        Assert.True(await station.HoldsAsync(0, Ct) && await station.HoldsAsync(2, Ct));
        Assert.False(await station.HoldsAsync(1, Ct));
        Assert.Empty(await PageAccessibilityTests.LookAsync(page, " at the end"));
        await (isDrawn ? Pictures.DrawAsync(page, "flash-done", whole: true) : Task.CompletedTask);

        // The one that was pulled out goes on where it stopped.
        station.Phones[1].GoOn();
        await page.FillAsync("#devices", station.Phones[1].Address);
        await page.CheckAsync("input[name=data][value=clean]");
        await page.ClickAsync("button.main");
        await Assertions.Expect(Cell(3, 5)).ToHaveTextAsync("success");
        Assert.True(await station.HoldsAsync(1, Ct));
        Assert.Equal(0, await station.InterruptAsync(Ct));

        ILocator Cell(int row, int column) => rows.Nth(row).Locator("> *").Nth(column);
    }

    private static async Task RequireLanguagesAsync(IPage page, string address)
    {
        foreach (var (tag, title) in ((string, string)[])[("zh-Hans", "刷写设备"), ("ru", "Прошивка устройств"), ("de", "Geräte flashen"), ("es", "Escribir en dispositivos"), ("en", "Flash devices")])
        {
            await page.ClickAsync($"nav a[lang='{tag}']");
            Assert.Equal((tag, title), (await page.GetAttributeAsync("html", "lang"), await page.Locator("h1").InnerTextAsync()));
            Assert.StartsWith(address, page.Url, StringComparison.Ordinal);
        }
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var i = 0; i < 40; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector))
            {
                return;
            }
        }

        throw new InvalidOperationException($"Tab does not lead to {selector}.");
    }
}
