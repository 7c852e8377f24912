namespace Tenure.Cli.Tour;

/// <summary>A story that the tour plays.</summary>
internal interface ITourStory
{
    /// <summary>The steps in their order. Each looks from outside at what it claims, and gives what it saw.</summary>
    IReadOnlyList<(string Name, Func<CancellationToken, Task<object[]>> Play)> Steps { get; }
}
