using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Tenure.Testing;

namespace Tenure.Acceptance.Tests.Pages;

[Collection("pages")]
public sealed class PageAccessibilityTests(PageStage stage)
{
    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];
    private static readonly (int Width, int Height)[] Sizes = [(390, 844), (1280, 800)];

    [Theory]
    [MemberData(nameof(Visits.Looks), MemberType = typeof(Visits))]
    public async Task Axe_finds_nothing_in_either_scheme_at_either_width(string name)
    {
        stage.Used();
        var ct = TestContext.Current.CancellationToken;
        var visit = Visits.Of(name);
        var page = await stage.SceneAsync(visit.Scene, ct);
        await visit.Open(stage, page, ct);
        var found = await LookAsync(page, "");
        if (visit.Mistake is { } mistake)
        {
            await mistake(page);
            found = [.. found, .. await LookAsync(page, " after wrong input")];
        }

        Assert.Empty(found);
    }

    private static async Task<List<string>> LookAsync(IPage page, string when)
    {
        var found = new List<string>();
        foreach (var scheme in Schemes)
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            foreach (var (width, height) in Sizes)
            {
                await page.SetViewportSizeAsync(width, height);
                var result = await page.RunAxe();
                Peers.Used(Peer.Axe, result.TestEngine?.Version ?? "?");
                found.AddRange(result.Violations.SelectMany(v => v.Nodes.Select(n => $"{scheme} {width}{when}: {v.Id}: {v.Help}: {n.Html}")));
                if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
                {
                    found.Add($"{scheme} {width}{when}: the page is wider than the window");
                }
            }
        }

        return found;
    }
}
