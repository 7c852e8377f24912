using Microsoft.Playwright;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>One page as somebody sees it.</summary>
/// <param name="Route">The route of the page, as the host has it.</param>
/// <param name="Name">What it shows.</param>
/// <param name="Scene">Who sees it.</param>
/// <param name="Open">Goes there.</param>
/// <param name="Mistake">Fills its form wrongly and sends it; <c>null</c> for a page without a form to fill.</param>
/// <param name="OtherWordsOnly">The same page as the one before with other words: read in each language, not looked at again.</param>
/// <param name="ShownOnce">What it shows is gone when the language is switched: it is opened anew.</param>
public sealed record Visit(
    string Route,
    string Name,
    Scene Scene,
    Func<PageStage, IPage, CancellationToken, Task> Open,
    Func<IPage, Task>? Mistake = null,
    bool OtherWordsOnly = false,
    bool ShownOnce = false)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Route} {Name}";
}
