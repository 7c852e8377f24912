using Microsoft.Playwright;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>Debian's Chromium, one for all tests.</summary>
public sealed class Chromium : IAsyncDisposable
{
    // The same engine without windows, tabs and their own pages, where the system has it: half of the work of the other one is for those.
    private static readonly string Program = File.Exists("/usr/bin/chromium-headless-shell") ? "/usr/bin/chromium-headless-shell" : "/usr/bin/chromium";

    private readonly IPlaywright playwright;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        this.playwright = playwright;
        Browser = browser;
    }

    /// <summary>The running browser.</summary>
    public IBrowser Browser { get; }

    /// <summary>Whether it is installed.</summary>
    public static bool IsInstalled => File.Exists(Program);

    public static async Task<Chromium> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            // It runs without a display, perhaps as root, and must call nobody.
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
        return new Chromium(playwright, browser);
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright.Dispose();
    }
}
