using Microsoft.Playwright;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>The pictures of the pages in docs/pictures. Not a test: <c>eng/screenshots</c> runs it.</summary>
[Collection("pages")]
[Trait("Category", "Screenshots")]
public sealed class Pictures(PageStage stage)
{
    private static readonly (string Name, int Width, int Height)[] Sizes = [("phone", 390, 844), ("desktop", 1280, 800)];

    [Fact(Explicit = true)]
    public async Task Draw()
    {
        stage.Used();
        var ct = TestContext.Current.CancellationToken;
        var email = "mara@example.org";
        var page = await stage.NewPageAsync();
        await page.GotoAsync("/");
        await DrawAsync(page, "landing");
        await page.GotoAsync("/sign-in");
        await DrawAsync(page, "sign-in");
        await page.GotoAsync("/register");
        await page.FillAsync("#email", "mara");
        await PageStage.SubmitAsync(page);
        await DrawAsync(page, "wrong-input", "phone");
        await DrawNewPasswordAsync(ct);
        await stage.RegisterAsync(page, email, ct, "Mara");
        await DrawAsync(page, "registered", "phone");
        var mail = await stage.NewPageAsync();
        await mail.SetContentAsync(await stage.Server.LastHtmlAsync(email, ct));
        await DrawAsync(mail, "mail", "phone");
        await page.GotoAsync("/security/recovery-codes");
        await page.FillAsync("#password", PageStage.Password);
        await PageStage.SubmitAsync(page);
        await DrawAsync(page, "recovery-codes", "phone");
        await page.GotoAsync("/freeze");
        await DrawAsync(page, "freeze", "phone");
        await page.GotoAsync("/devices");
        await DrawAsync(page, "no-devices", "phone");
        var device = await stage.ActivatePhoneAsync(email, ct);
        await page.GotoAsync("/");
        await DrawAsync(page, "home");
        await page.GotoAsync($"/devices/{device}");
        await DrawAsync(page, "device", whole: true);
        await page.GotoAsync("/security");
        await DrawAsync(page, "security");
        await DrawAddressesAsync(ct);
        await DrawOfflineAsync(ct);
        await DrawOperatorsAsync(ct);
        await page.GotoAsync("/profile");
        await DrawAsync(page, "profile");
        await page.SelectOptionAsync("#language", "zh-Hans");
        await PageStage.SubmitAsync(page);
        await page.GotoAsync("/devices");
        await DrawAsync(page, "devices-zh", "phone");
    }

    private async Task DrawNewPasswordAsync(CancellationToken ct)
    {
        var (page, email) = (await stage.NewPageAsync(), PageStage.NewEmail());
        await page.GotoAsync("/register");
        await page.FillAsync("#email", email);
        await PageStage.SubmitAsync(page);
        await page.FillAsync("#code", await stage.Server.LastCodeAsync(email, ct));
        await PageStage.SubmitAsync(page);
        await page.Locator("#password").WaitForAsync();
        foreach (var (name, password, grade) in ((string, string, int)[])[("password-refused", "Password12345678", 1), ("password-strong", "kTq7 vorn-Dril 58 wuz", 4)])
        {
            await page.FillAsync("#password", password);
            await page.Locator($".strength[data-grade='{grade}']").WaitForAsync();
            await DrawAsync(page, name);
        }
    }

    // Of an account of its own: where recovery codes are new, addresses have to wait.
    private async Task DrawAddressesAsync(CancellationToken ct)
    {
        const string Second = "m.lindqvist@example.net";
        const string Email = "marit@example.org";
        var page = await stage.NewPageAsync();
        await stage.RegisterAsync(page, Email, ct, "Marit");
        await page.GotoAsync("/security/addresses");
        await page.FillAsync("#new-address", Second);
        await page.FillAsync("#add-password", PageStage.Password);
        await page.Locator("form").Filter(new LocatorFilterOptions { Has = page.Locator("#new-address") }).Locator("button[type=submit]").ClickAsync();
        await DrawAsync(page, "address-code", "phone");
        await page.FillAsync("#code", await stage.Server.LastCodeAsync(Second, ct));
        await PageStage.SubmitAsync(page);
        await DrawAsync(page, "addresses");
        var elsewhere = await stage.NewPageAsync();
        await elsewhere.GotoAsync(await stage.UndoPathAsync(Email, ct));
        await DrawAsync(elsewhere, "undo");
    }

    private async Task DrawOfflineAsync(CancellationToken ct)
    {
        var page = await stage.SceneAsync(Scene.Leaver, ct);
        await page.GotoAsync($"/devices/{stage.WithoutNetwork}/offline");
        await DrawAsync(page, "offline", whole: true);
        await page.FillAsync("#question", stage.AskOffline());
        await page.FillAsync("#password", PageStage.Password);
        await page.FillAsync("#code", await stage.Server.PaperAsync(stage.WithoutNetwork, ct));
        await PageStage.SubmitAsync(page);
        await DrawAsync(page, "offline-ticket");
    }

    private async Task DrawOperatorsAsync(CancellationToken ct)
    {
        var page = await stage.SceneAsync(Scene.Operator, ct);
        await page.GotoAsync("/operator/alarms");
        await DrawAsync(page, "operator-no-alarms", "phone");
        await stage.Server.AlarmAsync(stage.LookedAtDevice, ct);
        await stage.Server.SeeCopyAsync(stage.LookedAtDevice, ct);
        foreach (var name in (string[])["alarms", "manifests", "keys", "duplicates"])
        {
            await page.GotoAsync("/operator/" + name);
            await DrawAsync(page, "operator-" + name, whole: true);
        }

        await page.GotoAsync("/operator/devices");
        await page.CheckAsync("#by-id");
        await page.FillAsync("#value", stage.LookedAtDevice);
        await PageStage.SubmitAsync(page);
        await DrawAsync(page, "operator-devices", whole: true);
        await page.Locator(".rows a").First.ClickAsync();
        await DrawAsync(page, "operator-device", whole: true);
    }

    internal static async Task DrawAsync(IPage page, string name, string? onlyAt = null, bool whole = false)
    {
        var folder = Environment.GetEnvironmentVariable("TENURE_PICTURES") ?? throw new InvalidOperationException("TENURE_PICTURES names no folder.");
        foreach (var (size, width, height) in Sizes.Where(s => onlyAt is null || s.Name == onlyAt))
        {
            await page.SetViewportSizeAsync(width, height);
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                await page.SetViewportSizeAsync(width, whole ? Math.Max(height, await page.EvaluateAsync<int>("document.documentElement.scrollHeight")) : height);
                await page.EvaluateAsync("document.activeElement?.id !== 'problem' && document.activeElement?.blur()");
                await page.ScreenshotAsync(new PageScreenshotOptions
                {
                    Path = Path.Combine(folder, $"{name}-{size}-{(scheme == ColorScheme.Light ? "light" : "dark")}.png"),
                    Caret = ScreenshotCaret.Hide,
                });
            }
        }
    }
}
