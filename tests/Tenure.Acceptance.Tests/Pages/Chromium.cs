using Microsoft.Playwright;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>Debian's Chromium, one for all tests.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";
    private const string WithoutWindows = "/usr/bin/chromium-headless-shell";

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

    /// <summary>Starts it.</summary>
    /// <param name="hasWindows">The whole of it, as people have it: for what the engine alone, without windows, tabs and their own pages, does otherwise. The engine alone is what pages need.</param>
    public static async Task<Chromium> StartAsync(bool hasWindows = false)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = !hasWindows && File.Exists(WithoutWindows) ? WithoutWindows : Program,
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
