namespace Tenure.Acceptance.Tests.Pages;

[Collection("pages")]
public sealed class PageListTests(PageStage stage)
{
    /// <summary>The axe runs and the language runs go through <see cref="Visits"/>: what is not in it is not looked at.</summary>
    [Fact]
    public void Every_page_of_the_host_is_visited()
    {
        stage.Used();
        Assert.Equal(stage.Server.PageRoutes, Visits.All.Select(v => v.Route).Distinct().Order(StringComparer.Ordinal));
    }
}
