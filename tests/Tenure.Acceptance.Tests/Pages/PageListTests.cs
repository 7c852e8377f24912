using Microsoft.Playwright;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>What the lists of visits leave out is not looked at: they are held against the routes of the host.</summary>
[Collection("pages")]
public sealed class PageListTests(PageStage stage)
{
    [Fact]
    public void Every_page_of_the_host_is_looked_at_in_both_schemes_at_both_widths()
    {
        stage.Used();
        Assert.Equal(stage.Server.PageRoutes, Routes(Visits.Looks));
        Assert.Equal(
            [(ColorScheme.Light, 390), (ColorScheme.Light, 1280), (ColorScheme.Dark, 390), (ColorScheme.Dark, 1280)],
            PageAccessibilityTests.Looks.Select(look => (look.Scheme, look.Width)));
    }

    [Fact]
    public void Every_page_of_the_host_is_read_in_every_language()
    {
        stage.Used();
        Assert.Equal(stage.Server.PageRoutes, Routes(Visits.Names));
    }

    private static IEnumerable<string> Routes(TheoryData<string> names) => names.Select(row => Visits.Of(row.Data).Route).Distinct().Order(StringComparer.Ordinal);
}
