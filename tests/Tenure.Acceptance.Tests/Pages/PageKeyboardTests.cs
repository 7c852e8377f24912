using Microsoft.Playwright;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>Register and sign in by Tab, letters and Enter alone.</summary>
[Collection("pages")]
public sealed class PageKeyboardTests(PageStage stage)
{
    [Fact]
    public async Task A_person_registers_and_signs_in_by_keyboard_alone()
    {
        stage.Used();
        var ct = TestContext.Current.CancellationToken;
        var email = PageStage.NewEmail();
        var page = await stage.NewPageAsync();
        await page.GotoAsync("/");
        await TabToAsync(page, "a[href='/register']");
        await EnterAsync(page);

        await TabToAsync(page, "#email");
        await page.Keyboard.TypeAsync("nobody");
        await EnterAsync(page);
        // The focus is on what is wrong; one Tab further is the way to the field.
        Assert.Equal("problem", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("email", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(email);
        await EnterAsync(page);

        await TabToAsync(page, "#code");
        await page.Keyboard.TypeAsync(await stage.Server.LastCodeAsync(email, ct));
        await EnterAsync(page);
        await TabToAsync(page, "#password");
        await page.Keyboard.TypeAsync(PageStage.Password);
        await TabToAsync(page, "#again");
        await page.Keyboard.TypeAsync(PageStage.Password);
        await EnterAsync(page);
        Assert.Equal("/register/done", new Uri(page.Url).AbsolutePath);

        await TabToAsync(page, "form[action='/sign-out'] button");
        await EnterAsync(page);
        await TabToAsync(page, "main a[href='/sign-in']");
        await EnterAsync(page);
        await TabToAsync(page, "#identifier");
        await page.Keyboard.TypeAsync(email);
        await TabToAsync(page, "#password");
        await page.Keyboard.TypeAsync(PageStage.Password);
        await EnterAsync(page);
        Assert.Equal("Hello", await page.Locator("h1").InnerTextAsync());
    }

    [Fact]
    public async Task An_operator_finds_and_suspends_an_account_by_keyboard_alone()
    {
        stage.Used();
        var ct = TestContext.Current.CancellationToken;
        var number = await stage.RegisterAsync(await stage.NewPageAsync(), PageStage.NewEmail(), ct);
        await stage.Server.MakeOperatorAsync("grace", PageStage.Password, ct);
        var page = await stage.NewPageAsync();
        await page.GotoAsync("/operator");
        Assert.Equal("/operator/sign-in", new Uri(page.Url).AbsolutePath);
        await TabToAsync(page, "#name");
        await page.Keyboard.TypeAsync("grace");
        await TabToAsync(page, "#password");
        await page.Keyboard.TypeAsync(PageStage.Password);
        await EnterAsync(page);
        await TabToAsync(page, "#identifier");
        await page.Keyboard.TypeAsync(number);
        await EnterAsync(page);
        await TabToAsync(page, "input[name=act]");
        await page.Keyboard.PressAsync("ArrowDown");
        await TabToAsync(page, "#reason");
        await page.Keyboard.TypeAsync("taken over, by phone");
        await TabToAsync(page, "#password");
        await page.Keyboard.TypeAsync(PageStage.Password);
        await EnterAsync(page);
        Assert.Equal("/operator/account", new Uri(page.Url).AbsolutePath);
        Assert.Equal("suspended", await page.Locator(".facts > div").Nth(1).Locator("dd").InnerTextAsync());
        await TabToAsync(page, "form[action='/operator/sign-out'] button");
        await EnterAsync(page);
        Assert.Equal("/operator/sign-in", new Uri(page.Url).AbsolutePath);
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var presses = 0; presses < 40; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("s => document.activeElement.matches(s)", selector))
            {
                // What has the focus can be seen to have it.
                Assert.NotEqual("none", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
                return;
            }
        }

        Assert.Fail($"Tab does not lead to {selector} on {page.Url}");
    }

    private static async Task EnterAsync(IPage page)
    {
        await page.EvaluateAsync("window.isOldPage = true");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => !window.isOldPage && document.readyState === 'complete'");
    }
}
