using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>How axe looks at a page; each page is looked at by <see cref="PageLanguageTests"/>, which is there anyway.</summary>
[Collection("pages")]
public sealed class PageAccessibilityTests(PageStage stage)
{
    /// <summary>How a page is looked at: one run of axe for each.</summary>
    public static IReadOnlyList<(ColorScheme Scheme, int Width, int Height)> Looks { get; } =
    [
        (ColorScheme.Light, 390, 844), (ColorScheme.Light, 1280, 800), (ColorScheme.Dark, 390, 844), (ColorScheme.Dark, 1280, 800),
    ];

    // The library's own call loads axe anew for each run and opens a second page for its report: four times as long.
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // The other scheme changes nothing but colours.
    private const string Run = """
        async onlyColors => {
          const result = await axe.run(document, { resultTypes: ['violations'], ...(onlyColors && { runOnly: ['color-contrast', 'link-in-text-block'] }) });
          return [result.testEngine.version, ...result.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${v.help}: ${n.html}`))];
        }
        """;

    [Fact]
    public async Task Axe_finds_nothing_in_a_mail()
    {
        stage.Used();
        var ct = TestContext.Current.CancellationToken;
        var (page, email) = (await stage.NewPageAsync(), PageStage.NewEmail());
        await page.GotoAsync("/register");
        await page.FillAsync("#email", email);
        await PageStage.SubmitAsync(page);
        var mail = await stage.NewPageAsync();
        await mail.SetContentAsync(await stage.Server.LastHtmlAsync(email, ct));
        Assert.Empty(await LookAsync(mail, ""));
    }

    [Fact]
    public async Task Axe_finds_what_is_wrong_in_the_whole_page()
    {
        stage.Used();
        var page = await stage.SceneAsync(Scene.Stranger, TestContext.Current.CancellationToken);
        await page.GotoAsync("/sign-in");
        await page.EvaluateAsync("document.title = ''; document.querySelector('label').remove(); document.querySelector('.hint').style.color = '#ccc'");
        var found = await LookAsync(page, "");
        Assert.Contains(found, f => f.Contains("document-title", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("Light 390: label", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("Light 1280: color-contrast", StringComparison.Ordinal));
    }

    internal static async Task<List<string>> LookAsync(IPage page, string when)
    {
        var found = new List<string>();
        await page.EvaluateAsync(Axe);
        foreach (var (scheme, width, height) in Looks)
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await page.SetViewportSizeAsync(width, height);
            var result = await page.EvaluateAsync<string[]>(Run, scheme == ColorScheme.Dark);
            Peers.Used(Peer.Axe, result[0]);
            found.AddRange(result[1..].Select(violation => $"{scheme} {width}{when}: {violation}"));
            if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
            {
                found.Add($"{scheme} {width}{when}: the page is wider than the window");
            }
        }

        return found;
    }
}
